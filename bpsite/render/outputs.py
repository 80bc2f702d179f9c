"""What a lab's cells print and plot, kept while the cells and all that they rest on stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from bpsite import doctests, pages, sources
from bpsite.cache import Cache, digest

SETTINGS = Path(__file__).with_name("kernel")
"""The settings of the kernel that executes a lab."""


def of(lab: pages.Page, cache: Cache, execute: Callable[[], NotebookNode]) -> list[NotebookNode]:
    """The lab's code cells with their outputs: those that are kept, or else executed."""
    kept = cache.kept(_key(lab, "outputs"), lambda: _only_code(execute()))
    cells: list[NotebookNode] = nbformat.reads(kept.decode(), as_version=4).cells
    return cells


def check(lab: pages.Page, cache: Cache) -> None:
    """Holds the lab's cells against what it prints, once. Raises `PageError` where they differ."""

    def checked() -> bytes:
        doctests.check(lab)
        return b""

    cache.kept(_key(lab, "checked"), checked)


def sweep(labs: Iterator[Path], cache: Cache) -> None:
    """Removes what is kept of other states than the labs' present one."""
    for lab in labs:
        read = pages.read(lab)
        cache.asked |= {_key(read, "outputs"), _key(read, "checked")}
    cache.sweep()


def _key(lab: pages.Page, kind: str) -> str:
    cells = [(f.info, f.body) for f in lab.fences if f.info.split(" ")[0] in {"python", "pycon"}]
    code = sources.imported(
        "bpcore", "bpsite.doctests", "bpsite.render.outputs", "bpsite.render.executing"
    )
    return digest(kind, cells, code)


def _only_code(executed: NotebookNode) -> bytes:
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    text: str = nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=executed.metadata))
    return text.encode()
