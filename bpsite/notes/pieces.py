r"""The statements of a formula, each with what the words and arrows around it make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bpsite.notes.brackets import tokens
from bpsite.notes.rows import RELATION, rows
from bpsite.notes.sourced import Sourced

_OPENS = ("{", "(", "[", r"\{", r"\lvert", r"\lVert", r"\langle")
_CLOSES = ("}", ")", "]", r"\}", r"\rvert", r"\rVert", r"\rangle")
_TEXT = re.compile(r"\\text\s*\{(?P<words>[^{}]*)\}")
_SPACE = re.compile(r"(?:\\q?quad(?![A-Za-z])|\\[,;:! ]|~|\s|\{\})+")
_END = re.compile(r"(?:\\q?quad(?![A-Za-z])|\\[,;:! ]|~|[.,;:]|\s)+\Z")
_START = re.compile(r"(?:\\q?quad(?![A-Za-z])|\\[,;:! ]|~|[.,;:&]|\s)+")
_CONDITION = re.compile(
    r"\b(if|when|for|whenever|provided|assuming|unless|as|given|otherwise|case|suppose|let|set)\b"
)
_FOR_ALL = re.compile(r"(and )?for( all| each| every| any)?")
_PREMISE = r"\Rightarrow"
_LISTED = re.compile(
    r"(?<![A-Za-z\\])(?P<name>[A-Za-z]|\\ell)\s*(?:=|\\in\s*(?:\\\{|\[))\s*(?P<low>\d)\s*,\s*(?:\d\s*,\s*)*\\ldots\s*,\s*"
    r"(?P<high>\\?[A-Za-z]\w*(?:_\w|_\{\w+\})?(?:\s*-\s*1)?|\d+)\s*(?:\\\}|\])?"
)


@dataclass(frozen=True)
class Piece:
    """One statement; `hedge` says why it may be meant to hold only somewhere."""

    latex: Sourced
    hedge: str = ""
    words: str = ""  # the words before it, in the formula


@dataclass(frozen=True)
class Listed:
    r"""A range that is written with dots, `i = 1, \ldots, n`."""

    name: str
    low: str
    high: str


def pieces(latex: Sourced) -> tuple[list[Piece], list[Listed]]:
    """The statements of a formula, and the ranges that it says of its indices."""
    listed = [Listed(*found.groups()) for found in _LISTED.finditer(latex.text)]
    latex = latex.sub(_LISTED, lambda _found: (r"\text{ for }",))
    found = [piece for row in rows(latex) for piece in _of_row(row)]
    return [piece for piece in found if piece.latex.text.strip()], listed


def _of_row(row: Sourced) -> Iterator[Piece]:
    hedge, words = "", ""
    found: list[Piece] = []
    for part, mark in _parts(row):
        statement = _trimmed(part)
        if _FOR_ALL.fullmatch(words.lower()) and not RELATION.search(statement.text):
            statement = statement.part(0, 0)  # the names of what it holds for
        elif words and _CONDITION.search(words.lower()):
            hedge = "it is said under a condition"
            found = [replace(each, hedge=each.hedge or hedge) for each in found]
        found.append(Piece(statement, hedge, words))
        said = _TEXT.match(mark)
        words = said["words"].strip() if said else ""
        if mark == _PREMISE:
            hedge = "it is a premise, or follows from one"
            found = [replace(each, hedge=hedge) for each in found]
    yield from found


def _trimmed(part: Sourced) -> Sourced:
    end = _END.search(part.text)
    start = _START.match(part.text)
    low = start.end() if start else 0
    high = end.start() if end else len(part)
    return part.part(low, max(low, high))


def _parts(row: Sourced) -> Iterator[tuple[Sourced, str]]:
    """The parts between commas, spaces, arrows and words, and the mark behind each."""
    depth, position = 0, 0
    for token in tokens(row.text):
        if token.start() < position:
            continue
        mark = token[0]
        depth += (mark in _OPENS or mark.startswith(r"\begin")) - (
            mark in _CLOSES or mark.startswith(r"\end{")
        )
        if depth > 0 and mark != r"\text":
            continue
        text = _TEXT.match(row.text, token.start()) if mark == r"\text" and depth == 0 else None
        if text and not _is_label(row.text, token.start()):
            yield row.part(position, token.start()), text[0]
            position = text.end()
        elif depth <= 0 and (
            mark in (_PREMISE, r"\quad", r"\qquad", ";") or _separates(row.text, token)
        ):
            yield row.part(position, token.start()), mark
            position = token.end()
    yield row.part(position), ""


def _is_label(text: str, at: int) -> bool:
    return text[:at].rstrip(" {").endswith(("_", "^"))


def _separates(text: str, token: re.Match[str]) -> bool:
    """Whether a comma stands between two statements, and not in a list before a sign."""
    if token[0] != ",":
        return False
    digits = text[: token.start()][-1:].isdigit() and text[token.end() :][:1].isdigit()
    return not digits
