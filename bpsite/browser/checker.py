"""The checker for the browser: our own of it, with the parser and the numbers that it needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from bpsite.browser.tables import tables

NAME = "checker-0-py3-none-any.whl"
_ROOT = Path(__file__).parents[2]
_PYTHON = Path(__file__).with_name("python")
_ENTRY = "checking.py"
_OWN = ("__init__", "latex", "pages", "source", "unread")
_OWN_PACKAGES = ("bpsite/derive", "bpsite/exercises", "bpsite/notes", "bpsite/proof")
OTHERS = {"lark": "lark", "mpmath": "mpmath", "yaml": "PyYAML"}
"""What comes along, by module: the name of its distribution."""
_TABLES = "bpsite/proof/syntax/latex.tables"
_DOCSTRINGS = "mpmath/function_docs.py"
_NO_DOCSTRINGS = b'def __getattr__(name):\n    return ""\n'
_LEFT_OUT = ("tests", "tools", "__pyinstaller")


def built() -> dict[str, bytes]:
    """The archive by its name; the same sources give the same bytes."""
    held = {name: path.read_bytes() for name, path in sorted(_files())}
    held |= {_TABLES: tables(), _DOCSTRINGS: _NO_DOCSTRINGS}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in held.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return {NAME: made.getvalue()}


def _files() -> Iterator[tuple[str, Path]]:
    yield _ENTRY, _PYTHON / _ENTRY
    yield from ((f"bpsite/{name}.py", _ROOT / f"bpsite/{name}.py") for name in _OWN)
    for name in _OWN_PACKAGES:
        yield from _below(_ROOT, name)
    for name in OTHERS:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            yield from _below(Path(spec.origin).parents[1], name)


def _below(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """The modules and grammars of a package, without what no formula needs."""
    for path in (root / folder).rglob("*"):
        inside = path.relative_to(root / folder).as_posix()
        if path.suffix in {".py", ".lark"} and not inside.startswith(_LEFT_OUT):
            yield path.relative_to(root).as_posix(), path
