"""Places in a file, and the one error for what an author wrote wrongly."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file: `line` and `column` count from 1, as editors do."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def shown(path: str | Path) -> str:
    """The path as messages print it: short where it can be."""
    found = Path(path).absolute()
    return str(found.relative_to(Path.cwd())) if found.is_relative_to(Path.cwd()) else str(found)


def caret(message: str, place: Place, source_line: str = "", remedy: str = "") -> str:
    """The message at its place, with the source line, a caret, and what to do about it."""
    lines = [f"{place}: {message}"]
    if source_line.strip():
        lines += [f"    {source_line}", "    " + " " * (place.column - 1) + "^"]
    return "\n".join(lines + ([f"    {remedy}"] if remedy else []))


class AuthorError(Exception):
    """Something on a page is wrong and its author can mend it: shown without a traceback."""

    def __init__(self, message: str, place: Place, source_line: str = "", remedy: str = "") -> None:
        super().__init__(message, place, source_line, remedy)
        self.message = message
        self.place = place
        self.source_line = source_line
        self.remedy = remedy

    def __str__(self) -> str:
        return caret(self.message, self.place, self.source_line, self.remedy)


class PageError(AuthorError):
    """Everything that is wrong on a page, in one error."""

    def __init__(self, errors: Sequence[AuthorError]) -> None:
        first = errors[0]
        super().__init__(first.message, first.place, first.source_line, first.remedy)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


@dataclass(frozen=True)
class Reading:
    """The file that is being rendered, so that an extension can name the place of an error."""

    path: str
    text: str
    body: str  # the piece of the text that the extension is given
    # The code cells of a lab with what they printed and plotted, for they have run before.
    ran: Sequence[Any] | None = None

    @property
    def offset(self) -> int:
        """How many lines of the file stand before the body."""
        return self.text.count("\n", 0, max(self.text.rfind(self.body.strip("\n")), 0))


_NOTHING = Reading("<page>", "", "")
reading: ContextVar[Reading] = ContextVar("reading", default=_NOTHING)


def link(path: str | Path) -> str:
    """The address of a page's file, for a link on the page that is being rendered."""
    return Path(os.path.relpath(path, Path(reading.get().path).parent)).as_posix()


def error_here(message: str, line: int, column: int = 1, remedy: str = "") -> AuthorError:
    """An author's error at a place of the file that is being rendered."""
    current = reading.get()
    lines = current.text.splitlines()
    found = lines[line - 1] if 0 < line <= len(lines) else ""
    return AuthorError(message, Place(current.path, line, column), found, remedy)
