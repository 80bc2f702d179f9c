r"""A derivation as people type it: lines of LaTeX without delimiters, one step each.

A line that begins with a relation sign goes on with the chain above; a blank line and one of words
end it. Where there are delimiters, the text is notes like any others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpsite.notes.files import Cell, Notes, parse
from bpsite.notes.found import ENVIRONMENT, Found
from bpsite.notes.sourced import Sourced

NAME = "derivation"
_DELIMITED = re.compile(rf"(?<!\\)\$|\\\[|\\\(|^\s*(?:```|~~~)|{ENVIRONMENT.pattern}", re.MULTILINE)
_GOES_ON = re.compile(r"\s*&?\s*(?:[=<>]|\\(?:leq?|geq?|neq?|lt|gt|equiv|approx)(?![A-Za-z]))")
_WORDS = re.compile(r"(?:^|\s)[A-Za-z]{2,},?\s+[A-Za-z]{2,}")
_MATHEMATICAL = re.compile(r"[\\^_=<>]")
_LINE = re.compile(r"^.*", re.MULTILINE)
# What an `aligned` leaves in a line that is copied out of it.
_ALIGNING = re.compile(r"(?<!\\)&|\\\\(?:\[[^\]]*\])?(?=\s*$)", re.MULTILINE)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{aligned\}")
_BREAK = re.compile(r"\n")


def notes(text: str) -> Notes:
    """The notes that the lines are. Raises `AuthorError` for what can't be read at all."""
    if _DELIMITED.search(text):
        return parse(text, NAME)
    found = tuple(_formula(text, start, end) for start, end in _chains(text))
    return Notes(NAME, (Cell(0, text, 0, 0),), formulas=found)


def _formula(text: str, start: int, end: int) -> Found:
    latex = Sourced.of(text[start:end], start)
    for pattern in (_ENVIRONMENT, _ALIGNING, _BREAK):
        latex = latex.sub(pattern, lambda _found: (" ",))
    return Found(latex, start, end, display=True)


def _chains(text: str) -> Iterator[tuple[int, int]]:
    """Where each chain begins and ends in the text."""
    start = end = -1
    for line in _LINE.finditer(text):
        stated = _is_stated(line[0])
        if start >= 0 and not (stated and _GOES_ON.match(line[0])):
            yield start, end
            start = -1
        if stated:
            start, end = (start if start >= 0 else line.start()), line.end()
    if start >= 0:
        yield start, end


def _is_stated(line: str) -> bool:
    """Whether a line has something to read, and is no sentence."""
    words = _WORDS.search(line) and not _MATHEMATICAL.search(line)
    return bool(line.strip()) and not words
