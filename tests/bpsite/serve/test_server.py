"""What the server answers, whatever is being built."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpsite.serve.__main__ import main
from bpsite.serve.server import Server, live
from bpsite.serve.shown import Shown


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(0, Shown(tmp_path)) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def answer(server: Server, address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(server.url + address) as found:  # noqa: S310 # on loopback
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def built(server: Server, address: str, text: str, error: str = "") -> None:
    path = server.shown.folder / address.lstrip("/") / "index.html"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    server.shown.take({"page": address, "error": error})


def test_before_anything_is_built_a_page_says_that_it_comes(server: Server) -> None:
    code, text = answer(server, "about/")
    assert (code, "This page is being built" in text) == (500, True)
    assert "/-/live.js" in text


def test_a_page_gets_the_script_and_its_file_does_not(server: Server) -> None:
    built(server, "/about/", "<body>Words</body>")
    script = f'<script src="/-/live.js" data-version="{server.shown.version}"></script>'
    assert answer(server, "about/") == (200, f"<body>Words{script}</body>")
    assert "live.js" not in (server.shown.folder / "about/index.html").read_text("utf-8")


def test_a_broken_page_is_its_message_as_text(server: Server) -> None:
    built(server, "/about/", "<body>Words</body>", "docs/about.md:3:1: <b> & co\n    ^")
    code, text = answer(server, "about/")
    assert code == 500
    assert "docs/about.md:3:1: &lt;b&gt; &amp; co\n    ^" in text
    assert "Words" not in text


def test_a_page_beside_a_broken_one_is_shown(server: Server) -> None:
    built(server, "/about/", "<body>Words</body>", "wrong")
    built(server, "/", "<body>Home</body>")
    assert answer(server, "")[0] == 200


def test_what_is_wrong_with_the_site_is_shown_on_every_page(server: Server) -> None:
    built(server, "/", "<body>Home</body>")
    server.shown.take({"site": "mkdocs.yml: no nav"})
    assert "mkdocs.yml: no nav" in answer(server, "")[1]
    assert "mkdocs.yml: no nav" in answer(server, "no-such-page/")[1]


def test_a_page_that_is_not_there_is_the_sites_own(server: Server) -> None:
    built(server, "/", "<body>Home</body>")
    (server.shown.folder / "404.html").write_text("<body>Not here</body>", encoding="utf-8")
    code, text = answer(server, "no-such-page/")
    assert (code, "Not here" in text, "live.js" in text) == (404, True, True)


def test_a_file_is_served_as_it_stands_and_is_not_kept_by_browsers(server: Server) -> None:
    built(server, "/", "<body>Home</body>")
    (server.shown.folder / "page.mjs").write_text("export {};", encoding="utf-8")
    with urllib.request.urlopen(server.url + "page.mjs") as found:  # noqa: S310 # on loopback
        assert found.read() == b"export {};"
        assert found.headers["Content-Type"] == "text/javascript"
        assert found.headers["Cache-Control"] == "no-store"


def test_a_change_is_sent_to_who_waits_for_it(server: Server) -> None:
    built(server, "/", "<body>Home</body>")
    address = f"{server.url}-/changes?since={server.shown.version - 1}"
    with urllib.request.urlopen(address) as found:  # noqa: S310 # on loopback
        lines = [found.readline() for _ in range(4)]
    assert lines[2:] == [f"id: {server.shown.version}\n".encode(), b'data: {"pages": ["/"]}\n']


def test_a_page_without_an_end_gets_the_script_too() -> None:
    assert live(b"Words", 1) == b'<script src="/-/live.js" data-version="1"></script>Words'


def test_a_taken_port_is_one_line_that_says_how_to_choose_another(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    port = server.server_port
    assert main(["--port", str(port)]) == 1
    said = f"port {port} can't be had (address already in use); "
    assert capsys.readouterr().err == f"{said}choose another: make serve PORT={port + 1}\n"


@pytest.mark.parametrize("port", ["0", "x", "65535", "-1"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([f"--port={port}"])
    assert f"a port is a number from 1 to 65534, not '{port}'" in capsys.readouterr().err
