"""Measures how long a save takes to be seen under `make serve`; run by `make bench-serve`.

It serves a copy of the project, so that nothing of this one is changed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
RUNS = 2
APART = ("node_modules", "site", "tests")
PORT = 8765
DERIVATIONS = ("sigmoid", "network", "by-hand", "error-signal", "activation-and-cost")


@dataclass(frozen=True)
class Served:
    """A copy of the project, its address, and its server's process."""

    root: Path
    process: psutil.Process
    url: str = f"http://127.0.0.1:{PORT}/"

    def text(self, address: str) -> str:
        """What a browser is shown there, with what the server answers in place of it."""
        try:
            with urllib.request.urlopen(self.url + address) as answer:  # noqa: S310 # on loopback
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def until(self, address: str, seen: Callable[[str], bool]) -> float:
        """The seconds until what is shown is as it should be."""
        start = time.perf_counter()
        while not seen(self.text(address)):
            if time.perf_counter() - start > 300:
                sys.exit(f"{address} does not come: {self.text(address)[-2000:]}")
            time.sleep(0.01)
        return time.perf_counter() - start

    def processor(self) -> float:
        """The processor time of the server and all that it started and that still runs."""
        spent = 0.0
        for process in [self.process, *self.process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):  # it ends at this very moment
                spent += sum(process.cpu_times()[:4])
        return spent

    def rest(self) -> None:
        """Waits until nothing is built or decided any more."""
        before, now = -1.0, self.processor()
        while now - before > 0.15:  # what looking for changes takes is less
            time.sleep(1)
            before, now = now, self.processor()


@contextmanager
def served() -> Iterator[Served]:
    """A served copy of the project."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for part in ROOT.iterdir():
            if not part.name.startswith(".") and part.name not in APART:
                (shutil.copytree if part.is_dir() else shutil.copy)(part, root / part.name)
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        shutil.copytree(ROOT / ".cache", root / ".cache")
        command = [sys.executable, "-m", "bpsite.serve", "--port", str(PORT)]
        with subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) as process:
            try:
                yield Served(root, psutil.Process(process.pid))
            finally:
                process.terminate()


class Edits:
    """Changes to the project; each gives the seconds until it is seen."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self.count = 0

    def _edit(self, file: str, edit: Callable[[str], str]) -> None:
        self.count += 1
        path = self.site.root / file
        path.write_text(edit(path.read_text("utf-8")), encoding="utf-8")

    def page(self, page: str, more: str, seen: str) -> float:
        """More at the end of a page; `{}` in it is another number each time."""
        number = str(self.count + 1)
        self._edit(f"docs/{page}.md", lambda text: text + more.replace("{}", number))
        return self.site.until(f"{page}/", lambda text: seen.replace("{}", number) in text)

    def equation(self, page: str) -> float:
        """The page's first numbered equation, on which all that follows may rest."""
        number = self.count + 1
        gap = "\\," * number
        self._edit(
            f"docs/{page}.md",
            lambda text: text.replace("\\tag", f"{gap}\\tag", 1) + f"\n\nword-{number}\n",
        )
        return self.site.until(f"{page}/", lambda text: f"word-{number}" in text)

    def file(self, file: str, address: str, old: str, new: str) -> float:
        """Another text in a file; `{}` in what is new is another number each time."""
        new = new.replace("{}", str(self.count + 1))
        self._edit(file, lambda text: re.sub(old, lambda _: new, text, count=1))
        return self.site.until(address, lambda text: new in text)

    def broken(self) -> float:
        """A cell that prints something else."""
        self._edit("docs/derivations/network.md", lambda text: text + CELL.replace("2\n", "3\n"))
        said = "this cell prints something else"
        return self.site.until("derivations/network/", lambda text: said in text)

    def mended(self) -> float:
        """The same cell, right again."""
        whole = CELL.replace("2\n", "3\n")
        self._edit("docs/derivations/network.md", lambda text: text.replace(whole, ""))
        return self.site.until("derivations/network/", lambda text: BUILT in text)


CELL = "\n\n```pycon\n>>> 1 + 1\n2\n\n```\n"
Timed = tuple[str, Callable[[], float]]


def timed(edits: Edits) -> Iterator[Timed]:
    """Everything that is measured, with its name."""
    word = "\n\nword-{}\n"
    yield "prose", lambda: edits.page("about", word, "word-{}")
    for name in DERIVATIONS:
        page = f"derivations/{name}"
        cell = "\n\n```pycon\n>>> {} + 0  # {}\n{}\n\n```\n"
        formula = "\n\n$`{} + 1 = 1 + {}`$ word-{}\n"
        yield f"{page}: prose", partial(edits.page, page, word, "word-{}")
        yield f"{page}: a cell", partial(edits.page, page, cell, "# {}</span>")
        yield f"{page}: a formula", partial(edits.page, page, formula, "word-{}")
        yield f"{page}: its first equation", partial(edits.equation, page)
    yield "labs/xor: prose", lambda: edits.page("labs/xor", word, "word-{}")
    yield "a style", lambda: edits.file(STYLE, "assets/css/base.css", r"\Z", " .word-{} {}")
    yield "a broken page's message", edits.broken
    yield "a mended page", edits.mended
    name = "(?<=site_name: ).*"
    yield "mkdocs.yml", lambda: edits.file("mkdocs.yml", "about/", name, "Name {}")
    yield "bpcore", lambda: edits.file(CODE, "reference/api/", '"""', '"""Word-{}. ')


BUILT = 'class="md-content"'
STYLE = "docs/assets/css/base.css"
CODE = "bpcore/path.py"


def main() -> None:
    """Prints the best and the worst of several runs of each, and the processor time."""
    with served() as site:
        first = site.until("about/", lambda text: BUILT in text)
        sys.stdout.write(f"{'the first page of all':<50} {first:6.2f} s\n")
        for what, once in timed(Edits(site)):
            found, spent = [], []
            for _ in range(RUNS if what != "a broken page's message" else 1):
                site.rest()
                before = site.processor()
                found.append(once())
                spent.append(site.processor() - before)
            best, worst = f"{min(found):6.2f} s", f"{max(found):6.2f} s"
            processor = f"{min(spent):6.2f} s of processor time"
            sys.stdout.write(f"{what:<50} {best}, at worst {worst}; {processor}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
