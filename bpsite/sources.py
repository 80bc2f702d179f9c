"""What a result rests on: the source files that a module reaches, and what is installed.

A module reaches what it imports, with the packages around that, and what it names in a string and
has beside it: a grammar, a script, a folder of templates. Those reach what they name in turn.
"""

from __future__ import annotations

import ast
import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bpsite import STARTED
from bpsite.cache import contents, digest

ROOT = Path(__file__).parent.parent
_QUOTED = re.compile(r"""(["'`])([^"'`\n]+)\1""")
_NAME = re.compile(r"(?:\./)?\w[\w.-]*(?:/\w[\w.-]*)*")


def state(*modules: str, root: Path = ROOT) -> str:
    """A key for the modules' code as it stands on the disk, and for all that is installed."""
    return digest(installed(), files=contents(reached(*modules, root=root), root))


def imported(*modules: str, root: Path = ROOT) -> str:
    """A key for the modules' code as this process runs it.

    Where a file has changed since it began, nobody knows which code it runs: such a key is met in
    this process only.
    """
    files = reached(*modules, root=root)
    changed = any(path.stat().st_ctime > STARTED for path in files)
    once = (os.getpid(), STARTED) if changed else ()
    return digest(installed(), once, files=contents(files, root))


def reached(*modules: str, root: Path = ROOT) -> set[Path]:
    """The files below the root that the modules reach, their own among them."""
    found: set[Path] = set()
    asked: set[str] = set()
    waiting = list(_modules(modules, asked, root))
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _next(path, asked, root)
    return found


def installed() -> list[str]:
    """Python's version, and the names and versions of the packages that it can import."""
    folders = [Path(folder) for folder in sys.path if folder]
    return [sys.version, *sorted({path.name for f in folders for path in f.glob("*.dist-info")})]


def _next(path: Path, asked: set[str], root: Path) -> Iterator[Path]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".py":
        imported, strings = _read(text)
        yield from _modules(imported, asked, root)
    else:
        strings = frozenset(found[2] for found in _QUOTED.finditer(text))
    for name in strings:
        yield from _beside(path.parent, name)


@functools.cache
def _read(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The modules that a Python file may import, and its strings."""
    imported, strings = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.add(node.value)
    return frozenset(imported), frozenset(strings)


def _modules(names: Iterable[str], asked: set[str], root: Path) -> Iterator[Path]:
    """The files of the modules that nobody has asked for: most are named in many files."""
    for name in set(names) - asked:
        asked.add(name)
        yield from _module(name, root)


def _module(name: str, root: Path) -> Iterator[Path]:
    """The files of a module, or of the one that defines the name, and of the packages around."""
    place = root
    for part in name.split("."):
        place /= part
        yield from (
            path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()
        )


def _beside(folder: Path, name: str) -> Iterator[Path]:
    if len(name) < 100 and _NAME.fullmatch(name):
        named = folder / name
        inside = [named, *named.rglob("*")] if named.is_dir() else [named]
        yield from (path for path in inside if path.is_file() and _is_source(path, folder))


def _is_source(path: Path, folder: Path) -> bool:
    """Whether somebody wrote the file: no bytecode, nothing hidden, no editor's copy."""
    parts = path.relative_to(folder).parts
    return not any(
        part == "__pycache__" or part.startswith((".", "#")) or part.endswith("~") for part in parts
    )
