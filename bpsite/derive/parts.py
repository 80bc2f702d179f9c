"""The parts of a page that was written, in order: a browser draws them, copies are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpsite import pages
from bpsite.latex import Step, shown, steps

_HEADING = re.compile(r"(#+) (.*)")


@dataclass(frozen=True)
class Heading:
    """A heading with its level, 1 for the page's own."""

    level: int
    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph, on one line."""

    text: str


@dataclass(frozen=True)
class Equation:
    """A numbered equation: its LaTeX, without what is for the checker alone."""

    number: int
    latex: str

    @property
    def steps(self) -> Sequence[Step]:
        """Its rows."""
        return steps(self.latex)


@dataclass(frozen=True)
class Cell:
    """Runs of code and of output, each with whether it is code."""

    runs: tuple[tuple[bool, str], ...]


Part = Heading | Words | Equation | Cell


def parts(page: pages.Page) -> Iterator[Part]:
    """The page's parts, without its front matter."""
    lines = page.body.splitlines()
    at = 0
    for fence in pages.fences(lines):
        yield from _prose(lines[at : fence.line - 1])
        yield _fenced(fence)
        at = fence.end
    yield from _prose(lines[at:])


def _fenced(fence: pages.Fence) -> Part:
    if fence.info == "pycon":
        return Cell(tuple(pages.parts_of(fence.body)))
    number = pages.display(fence).tag
    if number is None:
        raise TypeError("every equation that is derived has a number")
    return Equation(number, shown(fence.body))


def _prose(lines: Sequence[str]) -> Iterator[Part]:
    for block in "\n".join(lines).strip().split("\n\n"):
        heading = _HEADING.fullmatch(block)
        if heading:
            yield Heading(len(heading[1]), heading[2])
        elif block:
            yield Words(block.replace("\n", " "))
