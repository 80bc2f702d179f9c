"""Only the NumPy of Pyodide's lock is taken, from the first source that has it."""

from __future__ import annotations

import hashlib
import json
import logging
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bpsite.browser import numpy_wheel
from bpsite.browser.numpy_wheel import NoNumpyError, Wheel
from bpsite.cache import Cache

NAME = "numpy-0-any.whl"
CONTENT = b"numpy" * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SILENCE = 0.05  # seconds after which a host counts as out of reach


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (numpy_wheel.VARIABLE, "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """A Pyodide whose lock names a NumPy with the content above."""
    entry = {"file_name": NAME, "sha256": SHA256}
    lock = json.dumps({"packages": {"numpy": entry}})
    (tmp_path / "pyodide-lock.json").write_text(lock, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"version": "3.1.4"}', encoding="utf-8")
    return tmp_path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


class _Releases(BaseHTTPRequestHandler):
    """Gives an answer that a test chooses, and notes what it was asked for."""

    status = 200
    content = CONTENT
    length = len(CONTENT)
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Length", str(self.length))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def releases(**answer: Any) -> Iterator[tuple[str, list[str]]]:
    """The address of a server with that answer while in the block, and what it was asked for."""
    asked: list[str] = []
    handler = type("Handler", (_Releases,), {"asked": asked, **answer})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/pyodide", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a host that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def closed() -> str:
    """An address that refuses connections."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def pip(monkeypatch: pytest.MonkeyPatch, content: bytes | None, said: str = "") -> list[list[str]]:
    """Lets pip get a carrier with the content, or fail with what it said; notes its commands."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        folder = Path(command[command.index("--dest") + 1])
        if content is not None:
            with zipfile.ZipFile(folder / "carrier.whl", "w") as archive:
                archive.writestr(f"some/where/{NAME}", content)
        return subprocess.CompletedProcess(command, int(content is None), said)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_the_release_is_asked_first_and_once(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = pip(monkeypatch, CONTENT)
    with releases() as (url, asked):
        for _ in range(2):
            assert numpy_wheel.numpy_wheel(pyodide, cache, url) == Wheel(NAME, CONTENT)
    assert asked == [f"/pyodide/v3.1.4/full/{NAME}"]
    assert commands == []


ANSWERS: dict[str, tuple[dict[str, Any], str]] = {
    "another file": ({"content": b"x" * len(CONTENT)}, "not the NumPy of Pyodide's lock"),
    "no such file": ({"status": 404}, "it answers 404 Not Found"),
    "a fault": ({"status": 503}, "it answers 503 Service Unavailable"),
    "half a file": ({"content": CONTENT[:2000]}, "IncompleteRead(2000 bytes read, 3000 more"),
    "an empty file": ({"content": b"", "length": 0}, "not the NumPy of Pyodide's lock"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_where_the_release_is_not_to_be_had_the_carrier_is_asked(
    case: str,
    pyodide: Path,
    cache: Cache,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer, cause = ANSWERS[case]
    pip(monkeypatch, CONTENT)
    caplog.set_level(logging.INFO)
    with releases(**answer) as (url, _):
        assert numpy_wheel.numpy_wheel(pyodide, cache, url).content == CONTENT
    assert cause in caplog.text
    assert "106 MB, fetched once. This takes a while." in caplog.text


def test_a_host_that_is_silent_counts_as_out_of_reach(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    commands = pip(monkeypatch, CONTENT)
    caplog.set_level(logging.INFO)
    with silent() as url:
        assert numpy_wheel.numpy_wheel(pyodide, cache, url, SILENCE).content == CONTENT
    assert f"{NAME}: no answer" in caplog.text
    assert commands[0][commands[0].index("--timeout") + 1] == str(SILENCE)


def test_a_host_that_refuses_counts_as_out_of_reach(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pip(monkeypatch, CONTENT)
    caplog.set_level(logging.INFO)
    assert numpy_wheel.numpy_wheel(pyodide, cache, closed()).content == CONTENT
    assert f"{NAME}: Connection refused" in caplog.text


def test_where_nobody_has_it_each_cause_and_the_remedy_are_told(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip(monkeypatch, None, "WARNING: NewConnectionError: refused\nERROR: No matching distribution")
    with releases(status=404) as (url, _), pytest.raises(NoNumpyError) as raised:
        numpy_wheel.numpy_wheel(pyodide, cache, url)
    assert str(raised.value) == (
        "NumPy for the page can't be had.\n"
        f"  {url}/v3.1.4/full/{NAME}: it answers 404 Not Found\n"
        "  the package index: the Python package index that pip is configured for can't be reached."
        " Connect, or name another in PIP_INDEX_URL, then run make again.\n"
        f"  Build again with a connection, or let PYODIDE_NUMPY_WHEEL name a copy of {NAME}."
    )
    assert not cache.folder.exists()


def test_another_file_in_the_carrier_is_refused(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip(monkeypatch, b"other")
    with pytest.raises(NoNumpyError, match="the package index: not the NumPy of Pyodide's lock"):
        numpy_wheel.numpy_wheel(pyodide, cache, closed())
    assert not cache.folder.exists()


def test_a_carrier_without_it_is_told(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip(monkeypatch, CONTENT)
    lock = pyodide / "pyodide-lock.json"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace(NAME, "numpy-1-any.whl"), encoding="utf-8")
    with pytest.raises(NoNumpyError, match=r"the package that carried it has no numpy-1-any\.whl"):
        numpy_wheel.numpy_wheel(pyodide, cache, closed())


def test_a_carrier_that_is_no_archive_is_told(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numpy_wheel, "_downloaded", lambda _: b"no archive")
    with pytest.raises(NoNumpyError, match="the package index: File is not a zip file"):
        numpy_wheel.numpy_wheel(pyodide, cache, closed())


def test_a_cached_file_that_changed_is_fetched_again(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = pip(monkeypatch, CONTENT)
    for _ in range(2):
        assert numpy_wheel.numpy_wheel(pyodide, cache, closed()).content == CONTENT
        (entry,) = cache.folder.iterdir()
        entry.write_bytes(entry.read_bytes()[:-1])
    assert len(commands) == 2


def test_a_variable_names_a_local_copy(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = pyodide / "own.whl"
    own.write_bytes(CONTENT)
    monkeypatch.setenv(numpy_wheel.VARIABLE, str(own))
    assert numpy_wheel.numpy_wheel(pyodide, cache, closed()) == Wheel(NAME, CONTENT)
    own.write_bytes(b"other")
    with pytest.raises(NoNumpyError, match=r"names .*own\.whl: not the NumPy of Pyodide's lock"):
        numpy_wheel.numpy_wheel(pyodide, cache, closed())


def test_a_variable_that_names_nothing_is_told(
    pyodide: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(numpy_wheel.VARIABLE, "/nowhere.whl")
    with pytest.raises(NoNumpyError, match=r"names /nowhere\.whl, which is no file"):
        numpy_wheel.numpy_wheel(pyodide, cache, closed())
