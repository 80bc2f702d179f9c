"""Which files have changed, and what has to be done for it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDERS = ("docs", "bpcore", "bpsite")
_SET_UP = {"package.json", "package-lock.json", "pyproject.toml"}
_FILES = {"mkdocs.yml", *_SET_UP}
_PASSED_OVER = {"__pycache__"}
_INTERVAL = 0.1

State = dict[str, tuple[int, int]]
"""The time and the size of every file, by its path below the project's folder."""


def state(root: Path) -> State:
    """The files as they stand, without those that editors and Python keep beside them."""
    found = {}
    for path in _files(root):
        try:
            known = path.stat()
        except FileNotFoundError:  # gone since it was listed
            continue
        found[path.relative_to(root).as_posix()] = known.st_mtime_ns, known.st_size
    return found


def _files(root: Path) -> Iterator[Path]:
    yield from (path for path in root.iterdir() if _is_watched(path.name))
    folders = [root / name for name in FOLDERS if (root / name).is_dir()]
    while folders:
        for path in folders.pop().iterdir():
            if path.name.startswith(".") or path.name.endswith("~") or path.name in _PASSED_OVER:
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def _is_watched(name: str) -> bool:
    return name in _FILES or (name.startswith("requirements") and name.endswith(".txt"))


def between(before: State, after: State) -> set[str]:
    """The paths of the files that are not the same.

    >>> sorted(between({"a": (1, 1), "b": (1, 1)}, {"b": (2, 1), "c": (1, 1)}))
    ['a', 'b', 'c']
    """
    return {path for path in before | after if before.get(path) != after.get(path)}


def changes(root: Path, before: State) -> Iterator[set[str]]:
    """The paths of what changes, each time that something does and then rests for a moment."""
    known = before
    while True:
        time.sleep(_INTERVAL)
        seen = state(root)
        if seen == known:
            yield set()
            continue
        while (later := state(root)) != seen:
            seen = later
            time.sleep(_INTERVAL / 4)
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
