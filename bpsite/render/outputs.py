"""What a lab's cells print and plot, kept while the cells and all that they rest on stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bpsite import doctests, pages, sources
from bpsite.cache import Cache, digest

SETTINGS = Path(__file__).with_name("kernel")
"""The settings of the kernel that executes a lab."""


def of(lab: pages.Page, cache: Cache, execute: Callable[[], NotebookNode]) -> list[NotebookNode]:
    """The lab's code cells with their outputs: those that are kept, or else executed now."""
    return _cells(cache.kept(_key(lab, "outputs"), lambda: _text(execute().cells)))


def kept(lab: pages.Page, cache: Cache) -> list[NotebookNode] | None:
    """The lab's code cells with their outputs, if these are kept."""
    content = cache.get(_key(lab, "outputs"))
    return None if content is None else _cells(content)


def check(lab: pages.Page, cache: Cache) -> None:
    """Holds the lab's cells against what it prints, once. Raises `PageError` where they differ."""

    def checked() -> bytes:
        doctests.check(lab)
        return b""

    cache.kept(_key(lab, "checked"), checked)


def sweep(labs: Iterable[Path], cache: Cache) -> None:
    """Removes what is kept of other states than the labs' present one."""
    for lab in labs:
        read = pages.read(lab)
        cache.asked |= {_key(read, "outputs"), _key(read, "checked")}
    cache.sweep()


def _key(lab: pages.Page, kind: str) -> str:
    cells = [(f.info, f.body) for f in lab.fences if f.info.split(" ")[0] in {"python", "pycon"}]
    code = sources.imported("bpcore", "bpsite.render.executing", "bpsite.render.outputs")
    return digest(kind, cells, code)


def _text(cells: Sequence[NotebookNode]) -> bytes:
    code = [cell for cell in cells if cell.cell_type == "code"]
    text: str = nbformat.writes(nbformat.v4.new_notebook(cells=code))
    return text.encode()


def _cells(text: bytes) -> list[NotebookNode]:
    return list(nbformat.reads(text.decode(), as_version=4).cells)
