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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
RUNS = 3
COPIED = ("bpcore", "bpsite", "docs", "mkdocs.yml", "package.json", "package-lock.json")
PORT = 8765
FALSE = "\n\nHere $`1 = 2`$ is wrong.\n"


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
        processes = [self.process, *self.process.children(recursive=True)]
        times = [process.cpu_times() for process in processes]
        return sum(t.user + t.system + t.children_user + t.children_system for t in times)

    def rest(self) -> None:
        """Waits until nothing is built or decided any more."""
        before, now = -1.0, self.processor()
        while now - before > 0.05:
            time.sleep(1)
            before, now = now, self.processor()


@contextmanager
def served() -> Iterator[Served]:
    """A served copy of the project."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for part in COPIED:
            whole = ROOT / part
            (shutil.copytree if whole.is_dir() else shutil.copy)(whole, root / part)
        for part in ("node_modules", ".cache"):
            (root / part).symlink_to(ROOT / part)
        for part in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / part, root / part)
        command = [sys.executable, "-m", "bpsite.serve", "--port", str(PORT)]
        with subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL) as process:
            try:
                yield Served(root, psutil.Process(process.pid))
            finally:
                process.terminate()
