"""Which files have changed, and what has to be done for it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

FOLDERS = ("docs", "bpcore", "bpsite")
_SET_UP = {"package.json", "package-lock.json", "pyproject.toml"}
_FILES = {"mkdocs.yml", *_SET_UP}
_INTERVAL = 0.1
_MOMENT = 0.02

State = dict[str, tuple[int, int]]
"""The time and the size of every file, by its path below the project's folder."""


def state(root: Path) -> State:
    """The files as they stand, without those that editors and Python keep beside them."""
    found: State = {}
    folders = [""]
    while folders:
        folder = folders.pop()
        with suppress(FileNotFoundError), os.scandir(root / folder) as entries:  # it may go
            for entry in entries:
                path = folder + entry.name
                if not _is_written(path):
                    continue
                if entry.is_dir():
                    folders.append(f"{path}/")
                elif entry.is_file():
                    known = entry.stat()
                    found[path] = known.st_mtime_ns, known.st_size
    return found


def _is_written(path: str) -> bool:
    """Whether somebody writes there what the site is made of."""
    top, _, rest = path.partition("/")
    name = rest.rpartition("/")[2]
    kept = name.startswith((".", "#")) or name.endswith("~") or name == "__pycache__"
    return not kept and (top in FOLDERS or _is_watched(top))


def _is_watched(name: str) -> bool:
    return name in _FILES or (name.startswith("requirements") and name.endswith(".txt"))


def between(before: State, after: State) -> set[str]:
    """The paths of the files that are not the same.

    >>> sorted(between({"a": (1, 1), "b": (1, 1)}, {"b": (2, 1), "c": (1, 1)}))
    ['a', 'b', 'c']
    """
    return {path for path in before | after if before.get(path) != after.get(path)}


def changes(root: Path, known: State) -> Iterator[set[str]]:
    """The paths of what changes, each time that something does and then rests for a moment."""
    seen = known
    while True:
        time.sleep(_INTERVAL if seen == known else _MOMENT)
        before, seen = seen, state(root)
        if seen == before != known:
            yield between(known, seen)
            known = seen


def task(paths: Iterable[str]) -> str:
    """The most that one of the changes asks for.

    `server`, all begins anew; `set-up`, what is installed is renewed; `code`, what builds begins
    anew; `pages`, what builds is told of it.

    >>> task(["docs/index.md"]), task(["docs/index.md", "bpcore/path.py"]), task(["package.json"])
    ('pages', 'code', 'set-up')
    """
    asked = {_task(path) for path in paths}
    return next(one for one in ("server", "set-up", "code", "pages") if one in asked)


def _task(path: str) -> str:
    if _is_watched(path) and path != "mkdocs.yml":
        return "set-up"
    if path.startswith("bpsite/serve/"):
        return "server"
    return "code" if path.startswith(("bpcore/", "bpsite/")) else "pages"
