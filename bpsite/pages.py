"""A page's front matter, mathematics and fences, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bpsite.source import AuthorError, Place, shown
from bpsite.unread import unread

EXERCISES = "exercises"
"""The folder of the pages that hold exercises, each those of another page; its index holds none."""

_FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|~{3,})(?P<info>[^`]*)$")
_TICKS = re.compile(r"`+")
_TAG = re.compile(r"\\tag\{(\d+)\}")


@dataclass(frozen=True)
class Fence:
    """A fenced block: `body` is its text without the fence's own indentation."""

    info: str
    body: str
    line: int  # of the opening fence
    end: int  # of the closing fence
    indent: int


@dataclass(frozen=True)
class Mathematics:
    """A formula: its LaTeX, and the place of the first character of it."""

    latex: str
    line: int
    column: int
    end: int  # inline: the column behind it; display: the line of its closing fence
    display: bool
    indent: int = 0
    places: tuple[tuple[int, int], ...] = ()  # of each character, where it isn't the file's own

    @property
    def tag(self) -> int | None:
        r"""The permanent number in `\tag{...}`, for an equation that has one."""
        found = _TAG.search(self.latex)
        return int(found[1]) if found else None


@dataclass(frozen=True)
class Page:
    """A page as its file holds it; lines count from 1 and include the front matter."""

    path: str
    text: str
    meta: dict[str, Any]
    fences: tuple[Fence, ...]
    mathematics: tuple[Mathematics, ...]

    @property
    def cells(self) -> tuple[Fence, ...]:
        """The fences whose `>>>` lines are executed."""
        return tuple(fence for fence in self.fences if fence.info == "pycon")

    @property
    def needs(self) -> tuple[str, ...]:
        """The packages that a lab's cells take beyond the site's own, which no browser has."""
        return tuple(self.meta.get("needs") or ())

    @property
    def body(self) -> str:
        """The text below the front matter, which a renderer is given."""
        lines = self.text.splitlines()
        return "\n".join(lines[_front_matter_end(lines) :])

    def line(self, number: int) -> str:
        """The source line with that number, or nothing past the end."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def error(self, message: str, line: int, column: int = 1, remedy: str = "") -> AuthorError:
        """An author's error at a place of this page."""
        return AuthorError(message, Place(self.path, line, column), self.line(line), remedy)


def is_exercises(path: str | Path) -> bool:
    """Whether a file holds the exercises of a page."""
    return Path(path).parent.name == EXERCISES and Path(path).name != "index.md"


def read(path: str | Path) -> Page:
    """The page in a file. Raises `AuthorError` for what can't be read as a page."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start}"
        raise AuthorError(message, Place(shown(path), 1), remedy="Save it as UTF-8.") from None
    return parse(text, shown(path))


def parse(text: str, path: str = "<page>") -> Page:
    """The page in a text, front matter included."""
    lines = text.splitlines()
    start = _front_matter_end(lines)
    found = tuple(fences(lines, path, start))
    inside = {number for fence in found for number in range(fence.line, fence.end + 1)}
    mathematics = [display(fence) for fence in found if fence.info == "math"]
    for number, line in enumerate(lines[start:], start + 1):
        if number not in inside:
            mathematics += inline(line, number)
    for missed in unread(lines, start, inside, {fence.line: fence.info for fence in found}):
        at = Place(path, missed.line, missed.column)
        raise AuthorError(missed.message, at, lines[missed.line - 1], missed.remedy)
    mathematics.sort(key=lambda formula: (formula.line, formula.column))
    return Page(path, text, _front_matter(lines[:start], path), found, tuple(mathematics))


def fences(lines: Sequence[str], path: str = "<page>", start: int = 0) -> Iterator[Fence]:
    """The fenced blocks of the lines from index `start` on, in order."""
    number = start
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening:
            end = _closing(lines, number, opening, path)
            indent = len(opening["indent"])
            body = "\n".join(line[indent:] for line in lines[number + 1 : end])
            yield Fence(opening["info"].strip(), body, number + 1, end + 1, indent)
            number = end
        number += 1


def inline(line: str, number: int) -> Iterator[Mathematics]:
    """The formulas $`...`$ of one line; other code spans are passed over whole."""
    position = 0
    while opening := _opening_ticks(line, position):
        closing = line.find(opening[0], opening.end())
        position = opening.end() if closing < 0 else closing + len(opening[0])
        dollars = line[: opening.start()].endswith("$") and line[position:].startswith("$")
        if closing >= 0 and dollars and len(opening[0]) <= 2:
            latex = line[opening.end() : closing]
            yield Mathematics(latex, number, opening.end() + 1, position + 1, display=False)


def _opening_ticks(line: str, position: int) -> re.Match[str] | None:
    """The next backticks that open a code span: one behind a backslash is a backtick."""
    found = _TICKS.search(line, position)
    while found and (len(line[: found.start()]) - len(line[: found.start()].rstrip("\\"))) % 2:
        found = _TICKS.search(line, found.start() + 1)
    return found


def parts_of(body: str) -> Iterator[tuple[bool, str]]:
    r"""A cell's runs of code, without prompts, and of output, each with whether it is code.

    >>> list(parts_of(">>> x = 1\n>>> x\n1\n"))
    [(True, 'x = 1\nx'), (False, '1')]
    """
    for is_code, lines in groupby(body.splitlines(), lambda line: line.startswith((">>>", "..."))):
        text = "\n".join(line[4:] if is_code else line for line in lines)
        if text.strip():
            yield is_code, text.rstrip()


def display(fence: Fence) -> Mathematics:
    """The formula in a ```math fence."""
    first = fence.line + 1
    column = fence.indent + 1
    return Mathematics(fence.body, first, column, fence.end, display=True, indent=fence.indent)


def _closing(lines: Sequence[str], number: int, opening: re.Match[str], path: str) -> int:
    fence = opening["indent"] + opening["ticks"]
    for end in range(number + 1, len(lines)):
        if lines[end].rstrip() == fence:
            return end
    place = Place(path, number + 1, len(opening["indent"]) + 1)
    remedy = f"Close it with a line {opening['ticks']} at the same indentation."
    raise AuthorError("this fence is never closed", place, lines[number], remedy)


def front_matter(text: str, path: str) -> dict[str, Any]:
    """What stands in a text's front matter, nothing without one. Raises `AuthorError`."""
    lines = text.splitlines()
    return _front_matter(lines[: _front_matter_end(lines)], path)


def _front_matter_end(lines: Sequence[str]) -> int:
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                return number + 1
    return 0


def _front_matter(lines: Sequence[str], path: str) -> dict[str, Any]:
    if not lines:
        return {}
    import yaml  # noqa: PLC0415 # takes a while in the browser, where few notes have any

    try:
        meta = yaml.safe_load("\n".join(lines[1:-1]))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 2, mark.column + 1) if mark else (1, 1)
        source = lines[line - 1] if line <= len(lines) else ""
        message = f"the front matter is not YAML: {error.problem}"
        raise AuthorError(message, Place(path, line, column), source) from None
    if not isinstance(meta or {}, dict):
        raise AuthorError("the front matter is not a mapping", Place(path, 1), lines[0])
    return meta or {}
