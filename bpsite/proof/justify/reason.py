"""The grammar of a reason: rules by their names, numbers of equations, mathematics, algebra."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.proof.justify.rules import NAMED
from bpsite.proof.syntax.parse import Reason

ALGEBRA = (
    "algebra",
    "simplify",
    "expand",
    "factor",
    "cancel",
    "rearrange",
    "common denominator",
    "arithmetic",
    "collect",
)
"""Words for what needs no rule; they allow nothing more."""


def _any_of(words: Iterator[str] | tuple[str, ...]) -> str:
    """A pattern for the longest of some words, as whole words."""
    longest = sorted(words, key=len, reverse=True)
    return r"\b(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest) + r")\b"


_PART = re.compile(
    rf"\$(?P<math>[^$]*)\$|(?P<rule>{_any_of(tuple(NAMED))})"
    rf"|\((?P<tag>\d+\w?)\)|(?P<algebra>{_any_of(ALGEBRA)})"
)


@dataclass(frozen=True)
class Part:
    """A piece of a reason that says something, with its offset in the LaTeX."""

    kind: str
    text: str
    at: int
    end: int


class ReasonError(Exception):
    """A reason that can't be right, whatever the step is."""

    def __init__(self, at: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.remedy = at, message, remedy


def parts(reason: Reason) -> list[Part]:
    """The pieces of a reason that say something."""
    found = []
    for match in _PART.finditer(reason.text):
        kind = match.lastgroup or ""
        text = match[kind] if kind == "math" else " ".join(match[kind].split())
        start, end = match.span(kind)
        found.append(Part(kind, text, reason.at + start, reason.at + end))
    return found


def tags(reason: Reason) -> Iterator[str]:
    """The numbers of the equations that a reason cites."""
    return (part.text for part in parts(reason) if part.kind == "tag")
