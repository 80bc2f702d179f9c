"""How mkdocs-jupyter executes a lab's cells: with our packages, within a limit, and one message."""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert.preprocessors.execute import ExecutePreprocessor
from nbformat import NotebookNode
from traitlets import default

from bpsite import doctests, pages, source

LIMIT = int(doctests.LIMIT)  # seconds that a cell may take


class LabExecutor(ExecutePreprocessor):
    """Executes a lab's cells in a kernel, and tells what stops one at its line of the lab.

    Almost all of it was found before, by `doctests`: what is left is what only a notebook does.
    """

    @default("timeout")
    def _limit(self) -> int:
        return LIMIT

    @default("shutdown_kernel")
    def _shutdown(self) -> str:
        return "immediate"  # a kernel that is busy for good hears nothing else

    def start_new_kernel(self, **settings: Any) -> None:
        """Starts a kernel that imports this checkout's packages."""
        super().start_new_kernel(env=doctests.environment(), **settings)

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        """The executed cell. Raises `AuthorError` where it raises, ends Python or doesn't end."""
        try:
            return super().preprocess_cell(cell, resources, index)  # type: ignore[no-untyped-call] # theirs
        except CellTimeoutError:
            error = doctests.unending(_page(), self._line(index), LIMIT)
        except DeadKernelError:
            error = doctests.ended(_page(), self._line(index), "the lab's kernel is gone")
        except CellExecutionError as raised:
            message = f"this cell raises {raised.ename}: {raised.evalue}"
            remedy = "It does so in a notebook, after the cells before it."
            error = _page().error(message, self._line(index), remedy=remedy)
        raise error

    def _line(self, index: int) -> int:
        """The first line, in the lab, of the cell with that index in the notebook."""
        before = [cell.cell_type for cell in self.nb.cells[:index]].count("code")
        cells = [fence for fence in _page().fences if fence.info.split(" ")[0] == "python"]
        return cells[before].line + 1


def _page() -> pages.Page:
    reading = source.reading.get()
    return pages.parse(reading.text, reading.path)
