"""What is found in a text: its formulas, and what is wrong with how they are written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from bpsite.notes.sourced import Sourced

ENVIRONMENT = re.compile(
    r"\\begin\s*\{(?P<name>(?:equation|align|alignat|flalign|gather|eqnarray|multline|displaymath|math)\*?)\}"
)
LONGEST = 100_000  # characters of a formula
_PARAGRAPH = re.compile(r"\n[ \t>]*\n")
_MATHEMATICAL = re.compile(r"[\\^_=<>+]|^\W*[A-Za-z]\W*$")


@dataclass(frozen=True)
class Found:
    """A formula between its delimiters; `start` and `end` are where these begin and end."""

    latex: Sourced
    start: int
    end: int
    display: bool


@dataclass(frozen=True)
class Trouble:
    """What can't be read at an offset, and what to do about it."""

    at: int
    message: str
    remedy: str = ""


Item: TypeAlias = "Found | Trouble"


def escaped(text: str, position: int) -> bool:
    """Whether the mark at a position has a backslash before it that is not itself behind one."""
    before = position
    while before > 0 and text[before - 1] == "\\":
        before -= 1
    return (position - before) % 2 == 1


def between(text: str, start: int, body: int, closing: str, *, display: bool) -> Item:
    """The formula from a delimiter's start to the first closing one behind `body`."""
    end = text.find(closing, body, body + LONGEST)
    if end < 0:
        opening = text[start:body]
        return Trouble(start, f"{opening} is never closed", f"Close it with {closing}.")
    latex = Sourced.of(text[body:end], body)
    return Found(latex, start, end + len(closing), display=display)


def environment(text: str, found: re.Match[str]) -> Item:
    """The formula that a bare environment is, with its own first and last line."""
    closing = rf"\end{{{found['name']}}}"
    whole = between(text, found.start(), found.end(), closing, display=True)
    if isinstance(whole, Trouble):
        return whole
    latex = Sourced.of(text[found.start() : whole.end], found.start())
    return Found(latex, whole.start, whole.end, display=True)


def dollar(text: str, position: int, *, strict: bool) -> Item | None:
    """What one dollar opens: a formula, nothing, or a formula that is never closed.

    With `strict` it must be one: in LaTeX a dollar is never a sum of money.
    """
    paragraph = _PARAGRAPH.search(text, position)
    limit = paragraph.start() if paragraph else len(text)
    end = text.find("$", position + 1, limit)
    while end >= 0 and escaped(text, end):
        end = text.find("$", end + 1, limit)
    if end < 0:
        return _unclosed(text, position, limit, strict=strict)
    latex = text[position + 1 : end]
    if not strict and not _is_formula(latex, text[end + 1 : end + 2]):
        return None
    return Found(Sourced.of(latex, position + 1), position, end + 1, display=False)


def _unclosed(text: str, position: int, limit: int, *, strict: bool) -> Trouble | None:
    line = text[position + 1 : limit].partition("\n")[0]
    looks = re.match(r"[^\s$\d][^$]{0,60}?[\\^_=]", line)
    return Trouble(position, "$ is never closed", "Close it with $.") if strict or looks else None


def _is_formula(latex: str, after: str) -> bool:
    """Whether what stands between two dollars is no text between two sums of money."""
    if after.isdigit() or not latex.strip() or "`" in latex or r"\$" in latex:
        return False
    if latex[0].isspace() != latex[-1].isspace():
        return False
    return not latex[0].isspace() or ("\n\n" not in latex and bool(_MATHEMATICAL.search(latex)))
