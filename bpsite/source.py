"""Places in a file, and the one error for what an author wrote wrongly."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file: `line` and `column` count from 1, as editors do."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def caret(message: str, place: Place, source_line: str, remedy: str = "") -> str:
    """The message at its place, with the source line, a caret, and what to do about it."""
    lines = [f"{place}: {message}"]
    if source_line.strip():
        lines += [f"    {source_line}", "    " + " " * (place.column - 1) + "^"]
    return "\n".join(lines + ([f"    {remedy}"] if remedy else []))


class AuthorError(Exception):
    """Something on a page is wrong and its author can mend it: shown without a traceback."""

    def __init__(
        self, message: str, place: Place, source_line: str = "", remedy: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.source_line = source_line
        self.remedy = remedy

    def __str__(self) -> str:
        return caret(self.message, self.place, self.source_line, self.remedy)


@dataclass(frozen=True)
class Reading:
    """The file that is being rendered, so that an extension can name the place of an error."""

    path: str
    text: str
    executed: bool = False  # whether its cells have been, as a lab's have before it is rendered

    def offset(self, body: str) -> int:
        """How many lines of the file stand before `body`, which is a piece of its text."""
        return self.text.count("\n", 0, max(self.text.rfind(body.strip("\n")), 0))


_NOTHING = Reading("<page>", "")
reading: ContextVar[Reading] = ContextVar("reading", default=_NOTHING)
