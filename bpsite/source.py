"""Places in a file, and the one error for what an author wrote wrongly."""

from __future__ import annotations

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
