"""Runs the cells of a page that is being written, and gives them as they stand on it."""

from __future__ import annotations

import contextlib
import io
from typing import Any


class Cells:
    """The cells of one page, which share their names."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}

    def run(self, code: str) -> str:
        r"""The statements with their prompts, and after each what it prints.

        A statement begins in the first column.

        >>> Cells().run("x = 2\nfor k in (1, 2):\n    print(k * x)").split("\n")
        ['>>> x = 2', '>>> for k in (1, 2):', '...     print(k * x)', '2', '4']
        """
        return "\n".join(self._shown(statement) for statement in _statements(code))

    def _shown(self, statement: str) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(statement, self._names)  # noqa: S102 # code of our own
        prompted = ">>> " + statement.replace("\n", "\n... ")
        return "\n".join(filter(None, [prompted, printed.getvalue().rstrip("\n")]))


def _statements(code: str) -> list[str]:
    found: list[str] = []
    for line in code.split("\n"):
        if found and line.startswith(" "):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found
