r"""The lines of a formula, each a statement of its own or a step that continues the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpsite.notes.brackets import levels
from bpsite.notes.sourced import Sourced, joined

_ENVIRONMENTS = re.compile(
    r"\\(?:begin|end)\s*\{(?:equation|align|aligned|alignat|alignedat|flalign|gather|gathered|split|eqnarray|multline|"
    r"displaymath|math)\*?\}(?:\[[tbc]\])?"
)
_COLUMNS = re.compile(
    r"(?<=\\begin\{alignat\})\{\d+\}|(?<=\\begin\{alignat\*\})\{\d+\}|(?<=\\begin\{alignedat\})\{\d+\}"
)
_RELATION = (
    r"(?:<=|>=|=|<|>|\\(?:leq?|geq?|neq?|lt|gt|approx|equiv|in|leftarrow|propto|sim)(?![A-Za-z]))"
)
RELATION = re.compile(_RELATION)
_CONTINUES = re.compile(
    rf"\s*(?:\\quad\s*|\\qquad\s*)*(?:{_RELATION}|[+\-*/,)\]]|\\(?:cdot|times|odot)(?![A-Za-z]))"
)
_OPEN = re.compile(rf"(?:{_RELATION}|[+\-*/(\[]|\\(?:cdot|times|odot)(?![A-Za-z]))\s*$")
_BEHIND = re.compile(r"\*?(?:\s*\[\s*-?[\d.]+\s*\w+\s*\])?")
_INDENT = re.compile(r"(?:\\q?quad(?![A-Za-z])|\\[,;:! ]|\{\}|\s)*")
_SPACES = re.compile(r"\\q?quad(?![A-Za-z])")


def rows(latex: Sourced) -> list[Sourced]:
    """The statements of a formula: a chain over several lines is one of them."""
    latex = latex.sub(_COLUMNS, lambda _found: ("",))
    latex = latex.sub(_ENVIRONMENTS, lambda _found: (" ",))
    found: list[Sourced] = []
    for line in _lines(latex):
        for number, cells in enumerate(_columns(line)):
            continues = (
                found and number == 0 and (_continues(cells) or _OPEN.search(found[-1].text))
            )
            whole = _joined(cells)
            if continues:
                found[-1] = _continued(found[-1], whole)
            elif whole.text.strip():
                found.append(whole)
    return found


def _continued(before: Sourced, line: Sourced) -> Sourced:
    """A statement with one more line, without the space that indents it."""
    indent = _INDENT.match(line.text)
    line = line.part(indent.end() if indent else 0)
    return joined([before, Sourced.new(" ", line.at[0]), line])


def _joined(cells: list[Sourced]) -> Sourced:
    parts: list[Sourced] = []
    for cell in cells:
        parts += [cell, Sourced.new(" ", cell.at[-1])]
    return joined(parts)


def _continues(cells: list[Sourced]) -> bool:
    """Whether a line has nothing before its first mark, or begins as no statement does."""
    if len(cells) > 1 and not _SPACES.sub("", cells[0].text).strip():
        return True
    first = next((cell for cell in cells if cell.text.strip()), None)
    starts = first is not None and _CONTINUES.match(first.text)
    return bool(starts) and not (len(cells) > 1 and cells[0].text.strip())


def _lines(latex: Sourced) -> Iterator[Sourced]:
    """The parts between the ends of lines that stand in no group."""
    position = 0
    for token, depth in levels(latex.text):
        if depth == 0 and token[0] == "\\\\" and token.start() >= position:
            yield latex.part(position, token.start())
            after = _BEHIND.match(latex.text, token.end())
            position = after.end() if after else token.end()
    yield latex.part(position)


def _columns(line: Sourced) -> Iterator[list[Sourced]]:
    """The cells of a line's statements: `a &= b & c &= d` holds two of them."""
    cells: list[Sourced] = []
    position = 0
    for token, depth in levels(line.text):
        if depth == 0 and token[0] == "&":
            cells.append(line.part(position, token.start()))
            position = token.end()
    cells.append(line.part(position))
    start = 0
    for number in range(2, len(cells)):
        before = "".join(cell.text for cell in cells[start:number])
        after = "".join(cell.text for cell in cells[number:])
        apart = RELATION.search(before) and RELATION.search(after)
        if (
            apart
            and not _OPEN.search(before)
            and not _CONTINUES.match(cells[number].text)
            and cells[number].text.strip()
        ):
            yield cells[start:number]
            start = number
    yield cells[start:]
