"""`make serve` on a small project like ours: what a browser is shown after each kind of change."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
INDEX = r"""---
math:
  builds_on: [second.md]
---
# Index

An equation, [(1)](second.md#eq-1), and $`\sigma'(0) = \frac{1}{4}`$.

```pycon
>>> from bpcore import sigmoid
>>> print(f"{sigmoid(0.5):.6f}")
0.622459

```
"""
SECOND = r"""---
math:
  let:
    x: real
---
# Second

```math
% define: \sigma = sigmoid(x)
\sigma(x) = \frac{1}{1 + e^{-x}} \tag{1}
```
"""
CONFIG = "INHERIT: whole.yml\nsite_name: Small\nnav:\n  - index.md\n  - second.md\n"
PROVED = "The one relation on this page is proved."
LONGEST = 120  # seconds until a test gives up
CHANGED = ("bpcore", "docs")  # copied, and so free to be changed


@dataclass
class Served:
    """A project that is served, and its address."""

    root: Path
    process: subprocess.Popen[str]
    url: str

    def shown(self, address: str = "") -> str:
        """What a browser is shown there; nothing before the server is there."""
        try:
            with urllib.request.urlopen(self.url + address) as answer:  # noqa: S310 # on loopback
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()

    def until(self, seen: Callable[[], bool]) -> None:
        """Waits for changes until it is seen; where there is none, a pulse comes all the same."""
        address, end = f"{self.url}-/changes?since=0", time.monotonic() + LONGEST
        with urllib.request.urlopen(address) as changes:  # noqa: S310 # on loopback
            while not seen():
                changes.readline()
                if time.monotonic() > end:
                    pytest.fail(f"it never comes; the first page is {self.shown()[-2000:]}")

    def write(self, name: str, text: str) -> None:
        """Saves a file."""
        (self.root / name).write_text(text, encoding="utf-8")


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(root: Path) -> Iterator[Served]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "bpsite.serve", "--port", str(port)],
        cwd=root,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr
        process.stderr.readline()  # it says where it serves
        try:
            yield Served(root, process, f"http://127.0.0.1:{port}/")
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        (root / ".cache").mkdir()
        # What is bundled for the whole site is bundled once.
        (root / ".cache/browser").symlink_to(ROOT / ".cache/browser")
        for part in ROOT.iterdir():
            if part.name not in {*CHANGED, "site", "mkdocs.yml"} and not part.name.startswith("."):
                (root / part.name).symlink_to(part)
        copytree(ROOT / "bpcore", root / "bpcore")
        copytree(ROOT / "docs/assets", root / "docs/assets")
        (root / "whole.yml").symlink_to(ROOT / "mkdocs.yml")
        (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
        (root / "docs/index.md").write_text(INDEX, encoding="utf-8")
        (root / "docs/second.md").write_text(SECOND, encoding="utf-8")
        with serving(root) as found:
            found.until(lambda: "verdict-definition" in found.shown("second/"))
            yield found


@pytest.fixture
def site(served: Served) -> Iterator[Served]:
    """The project, whole again after each test."""
    yield served
    served.write("docs/index.md", INDEX)
    served.write("docs/second.md", SECOND)
    served.write("mkdocs.yml", CONFIG)
    served.until(lambda: PROVED in served.shown())


def test_a_page_comes_with_its_verdicts_and_its_cells(site: Served) -> None:
    site.until(lambda: PROVED in site.shown())
    assert "0.622459" in site.shown()


def test_a_saved_page_is_shown(site: Served) -> None:
    site.write("docs/index.md", INDEX + "\nMore words.\n")
    site.until(lambda: "More words." in site.shown())
    assert PROVED in site.shown()


def test_the_search_finds_what_was_saved(site: Served) -> None:
    site.write("docs/index.md", INDEX + "\nMore words, to be found.\n")
    site.until(lambda: "to be found" in site.shown("search/search_index.json"))
    site.write("docs/index.md", INDEX)
    site.until(lambda: "to be found" not in site.shown("search/search_index.json"))


@pytest.mark.parametrize(
    ("whole", "broken", "said"),
    [
        (r"\frac{1}{4}", r"\frac{1}{5}", "docs/index.md:7:"),
        ("0.622459", "0.622458", "docs/index.md:11:1: this cell prints something else"),
        ("second.md#eq-1", "second.md#eq-9", "does not contain an anchor &#x27;#eq-9&#x27;"),
        ("```pycon", "```math", "docs/index.md:"),
        ("builds_on: [", "builds_on: [none.md, ", "builds_on names none.md, which is not there"),
    ],
)
def test_a_broken_page_is_its_message_until_it_is_mended(
    site: Served, whole: str, broken: str, said: str
) -> None:
    site.write("docs/index.md", INDEX.replace(whole, broken))
    site.until(lambda: said in site.shown())
    assert "Second" in site.shown("second/")
    site.write("docs/index.md", INDEX)
    site.until(lambda: PROVED in site.shown())


def test_what_builds_on_a_changed_page_is_decided_again(site: Served) -> None:
    site.write("docs/second.md", SECOND.replace("1 + e^{-x}", "2 + e^{-x}"))
    site.until(lambda: "docs/index.md:7:" in site.shown())


def test_a_change_in_bpcore_is_what_runs(site: Served) -> None:
    path = site.root / "bpcore/activations.py"
    whole = path.read_text("utf-8")
    assert "def sigmoid(" in whole
    end = "\n\ndef sigmoid(z):\n    return 0 * z + 0.25\n"
    site.write("bpcore/activations.py", whole + end)
    site.until(lambda: "printed by the code: &#x27;0.250000&#x27;" in site.shown())
    site.write("bpcore/activations.py", whole)
    site.until(lambda: PROVED in site.shown())


def test_a_style_is_copied_and_no_page_is_built(site: Served) -> None:
    before = site.shown()
    path = site.root / "docs/assets/css/base.css"
    site.write("docs/assets/css/base.css", path.read_text("utf-8") + ".new { color: red; }")
    site.until(lambda: ".new {" in site.shown("assets/css/base.css"))
    assert before.split("data-version")[0] == site.shown().split("data-version")[0]


def test_a_new_page_is_found_and_a_removed_one_goes(site: Served) -> None:
    site.write("mkdocs.yml", CONFIG + "  - third.md\n")
    site.until(lambda: "third.md" in site.shown())  # which is not there yet
    site.write("docs/third.md", "# Third\n")
    site.until(lambda: "<h1" in site.shown("third/"))
    (site.root / "docs/third.md").unlink()
    site.write("mkdocs.yml", CONFIG)
    site.until(lambda: "third" not in site.shown())


def test_a_broken_configuration_is_told_on_every_page(site: Served) -> None:
    site.write("mkdocs.yml", CONFIG + "plugins: [none]\n")
    site.until(lambda: "none" in site.shown("second/") and "broken" in site.shown("second/"))
    site.write("mkdocs.yml", CONFIG)
    site.until(lambda: "verdict-definition" in site.shown("second/"))


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    with serving(tmp_path) as found:
        found.process.send_signal(signal.SIGINT)
        assert found.process.stderr
        assert "Traceback" not in found.process.stderr.read()
        assert found.process.wait() == 0
