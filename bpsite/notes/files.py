"""Reads a file of notes: its text, its formulas with own commands written out, its front matter."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from bpsite import pages
from bpsite.notes import latex, markdown, notebook
from bpsite.notes.found import Found, Item, Trouble
from bpsite.notes.macros import EndlessError, Macros
from bpsite.source import AuthorError, Place, shown

SUFFIXES = (".md", ".markdown", ".myst", ".qmd", ".rmd", ".ipynb", ".tex", ".ltx", ".latex", ".txt")
STANDARD_INPUT = "-"
MOST_CHARACTERS = 1_000_000  # that are read; a notebook's pictures are not
MOST_FORMULAS = 5_000
MOST_TROUBLES = 100
_LATEX = (".tex", ".ltx", ".latex")
_DECLARES = re.compile(
    r"^[ \t]*%[ \t]*(?:let|define|assume|where|false|informal|rule|dots|for)\b", re.MULTILINE
)


@dataclass(frozen=True)
class Cell:
    """A part of a file that is read by itself: a notebook's cell, or all of another file."""

    number: int  # 0 where there are no cells
    text: str
    start: int  # its offset in the text
    line: int  # the number of lines before it


@dataclass(frozen=True)
class Notes:
    """A file of notes; of a notebook, `text` is its Markdown, one cell below the other."""

    path: str
    cells: tuple[Cell, ...]
    meta: dict[str, Any] = field(default_factory=dict)
    formulas: tuple[Found, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @cached_property
    def text(self) -> str:
        """All that is read of the file."""
        return "".join(cell.text + _BETWEEN for cell in self.cells).removesuffix(_BETWEEN)

    @cached_property
    def prose(self) -> str:
        """The text with a blank for each character of a formula, so that places stay."""
        parts, behind = [], 0
        for formula in self.formulas:
            parts += [self.text[behind : formula.start], " " * (formula.end - formula.start)]
            behind = formula.end
        return "".join([*parts, self.text[behind:]])

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def cell(self, line: int) -> tuple[int, int]:
        """The cell in which a line of the text stands, and its number in there."""
        found = [cell for cell in self.cells if cell.line < line][-1:] or self.cells[:1]
        return (found[0].number, line - found[0].line) if found else (0, line)

    def where(self, line: int, column: int) -> str:
        """A place as messages name it: file, line and column, or cell and line."""
        number, inside = self.cell(line)
        if number:
            return f"{self.path}: cell {number}, line {inside}, column {column}"
        return str(Place(self.path, line, column))

    @property
    def declares(self) -> bool:
        """Whether anything is declared, so that nothing is inferred."""
        latexes = (found.latex.text for found in self.formulas if found.display)
        return bool(self.meta.get("math")) or any(map(_DECLARES.search, latexes))


_BETWEEN = "\n\n"


def read(path: str | Path, macros: Macros | None = None) -> Notes:
    """The notes in a file, or in the standard input for `-`. Raises `AuthorError`."""
    name = "standard input" if str(path) == STANDARD_INPUT else shown(path)
    return parse(_text(path, name), name, Path(path).suffix.lower(), macros)


def _text(path: str | Path, name: str) -> str:
    standard = str(path) == STANDARD_INPUT
    try:
        held = sys.stdin.buffer.read() if standard else Path(path).read_bytes()
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte {error.start}"
        raise AuthorError(message, Place(name, 1), remedy="Save it as UTF-8.") from None
    except OSError as error:
        raise AuthorError(f"can't be opened: {error.strerror}", Place(name, 1)) from None
    if "\0" in text:
        raise AuthorError("this is no text", Place(name, 1), remedy="Name a file of notes.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, path: str, suffix: str = ".md", macros: Macros | None = None) -> Notes:
    """The notes in a text. Raises `AuthorError` for a notebook that is none."""
    if suffix == ".ipynb" or (path == "standard input" and text.lstrip().startswith("{")):
        cells = tuple(_placed(notebook.cells(text, path)))
    elif suffix in _LATEX or r"\begin{document}" in text:
        cells = (Cell(0, latex.without_comments(text), 0, 0),)
        return _filled(Notes(path, cells), latex.formulas(cells[0].text), macros)
    else:
        cells = (Cell(0, text, 0, 0),)
    meta = pages.front_matter(cells[0].text, path) if cells else {}
    found = (item for cell in cells for item in _moved(markdown.formulas(cell.text), cell.start))
    return _filled(Notes(path, cells, meta), found, macros)


def _placed(found: Iterable[tuple[int, str]]) -> Iterator[Cell]:
    start = line = 0
    for number, text in found:
        yield Cell(number, text, start, line)
        start += len(text) + len(_BETWEEN)
        line += text.count("\n") + len(_BETWEEN)


def _moved(items: Iterable[Item], by: int) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Trouble):
            yield replace(item, at=item.at + by)
        else:
            at = tuple(offset + by for offset in item.latex.at)
            moved = replace(item.latex, at=at)
            yield Found(moved, item.start + by, item.end + by, item.display)


def _filled(notes: Notes, items: Iterable[Item], macros: Macros | None) -> Notes:
    """The notes with their formulas, in which the commands that are known there are written out."""
    known = Macros(dict(macros.known) if macros else {})
    if len(notes.text) > MOST_CHARACTERS:
        message = f"{len(notes.text)} characters are too many for one file"
        raise AuthorError(message, Place(notes.path, 1), remedy="Split it.")
    formulas: list[Found] = []
    troubles: list[Trouble] = []
    behind = 0
    for item in items:
        if len(troubles) >= MOST_TROUBLES:
            break
        if isinstance(item, Trouble):
            troubles.append(item)
            continue
        known.take(notes.text[behind : item.start])
        behind = item.end
        try:
            latex_text = known.expanded(item.latex)
        except EndlessError as error:
            remedy = "Define it by other commands."
            troubles.append(Trouble(error.at, str(error), remedy))
            continue
        if latex_text.text.strip():
            formulas.append(replace(item, latex=latex_text))
    if len(formulas) > MOST_FORMULAS:
        message = f"{len(formulas)} formulas are too many for one file"
        raise AuthorError(message, Place(notes.path, 1), remedy="Split it.")
    return replace(notes, formulas=tuple(formulas), troubles=tuple(troubles))
