"""A page in the format of the site, written part by part: equations are counted, cited by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpsite.derive.cells import Cells

Row = tuple[str, str]
"""A step, with its reason or none."""


class Page:
    """The text so far, the numbers of its equations by name, and the namespace of its cells."""

    def __init__(self, front_matter: str) -> None:
        self._parts = [front_matter]
        self._numbers: dict[str, int] = {}
        self._cells = Cells()

    def words(self, text: str) -> None:
        """A heading or a paragraph."""
        self._parts.append(text)

    def equation(self, name: str, rows: Sequence[Row], *defined: str) -> None:
        """A numbered equation of one row or several; in a reason, `(name)` cites another one."""
        self._numbers[name] = len(self._numbers) + 1
        body = " \\\\\n".join(map(self._row, rows))
        if "&=" in body:
            body = f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"
        defines = [f"% define: {symbol}" for symbol in defined]
        tagged = f"{body} \\tag{{{self._numbers[name]}}}"
        self._parts.append("\n".join(["```math", *defines, tagged, "```"]))

    def cell(self, code: str) -> None:
        """A cell with what it prints."""
        self._parts.append(f"```pycon\n{self._cells.run(code)}\n\n```")

    def text(self) -> str:
        """The page."""
        return "\n\n".join(self._parts) + "\n"

    def _row(self, row: Row) -> str:
        step, reason = row
        cited = re.sub(r"\((\w+)\)", lambda found: f"({self._numbers[found[1]]})", reason)
        return f"{step} && \\text{{{cited}}}" if reason else step
