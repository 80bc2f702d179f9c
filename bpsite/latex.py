"""The layout of an equation's LaTeX: its steps, their columns, and the reasons beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"(?<!\\)%.*")
_ANSWER = re.compile(r"^\s*%\s*answer:", re.MULTILINE)
_TAG = re.compile(r"\s*\\tag\{\d+\}")
_ALIGNED = re.compile(r"\s*\\begin\{aligned\}(.*)\\end\{aligned\}\s*", re.DOTALL)
_TEXT = re.compile(r"\s*\\text\{(.*)\}\s*", re.DOTALL)
_PIECE = re.compile(r"\\begin\{\w+\}|\\end\{\w+\}|\\\\|\\.|[{}&]", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One line of an equation; `offset` is where it begins in the equation's LaTeX."""

    left: str
    right: str
    reason: str
    offset: int


def without_comments(latex: str) -> str:
    """The LaTeX with each `%` comment blanked out, so that positions stay what they were."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), latex)


def is_asked(latex: str) -> bool:
    """Whether something in it is asked of a learner, so that nothing may tell the answer."""
    return _ANSWER.search(latex) is not None


def shown(latex: str) -> str:
    """The LaTeX as a reader would copy it: without comments."""
    kept = (line.rstrip() for line in without_comments(latex).splitlines())
    return "\n".join(line for line in kept if line)


def steps(latex: str) -> tuple[Step, ...]:
    r"""The steps of an equation: the lines of its `aligned`, or the one line that it is.

    >>> [(step.left, step.right, step.reason) for step in steps(
    ...     r"\begin{aligned} f &= g && \text{by (3)} \\ &= h \end{aligned} \tag{4}")]
    [('f', '= g', 'by (3)'), ('', '= h', '')]
    """
    text = _TAG.sub(lambda found: " " * len(found[0]), without_comments(latex))
    aligned = _ALIGNED.fullmatch(text)
    if not aligned:
        start = len(text) - len(text.lstrip())
        return (Step("", text.strip(), "", start),)
    rows = _split(aligned[1], r"\\", aligned.start(1))
    return tuple(_step(row, offset) for row, offset in rows if row.strip())


def _step(row: str, offset: int) -> Step:
    columns = [column for column, _ in _split(row, "&", offset)]
    left, right, gap, reason = [*columns, "", "", "", ""][:4]
    words = _TEXT.fullmatch(reason)
    if len(columns) > 4 or gap.strip() or (reason.strip() and not words):
        raise LayoutError(
            offset + len(row) - len(row.lstrip()),
            r"a step is `left &= right && \text{reason} \\`, and this one has other columns",
        )
    start = offset + len(row) - len(row.lstrip())
    return Step(left.strip(), right.strip(), words[1] if words else "", start)


class LayoutError(Exception):
    """An equation is not laid out in steps; `offset` is the place in its LaTeX."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


def _split(text: str, separator: str, offset: int) -> Iterator[tuple[str, int]]:
    """The pieces between separators that stand outside every group and environment."""
    depth, start = 0, 0
    for found in _PIECE.finditer(text):
        piece = found[0]
        if piece == separator and depth == 0:
            yield text[start : found.start()], offset + start
            start = found.end()
        elif piece == "{" or piece.startswith(r"\begin"):
            depth += 1
        elif piece == "}" or piece.startswith(r"\end"):
            depth -= 1
    yield text[start:], offset + start
