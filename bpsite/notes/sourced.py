"""A text whose every character knows where in its file it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Part: TypeAlias = "str | int | Sourced"
"""What takes a match's place: new text, a group of the match by its number, or a text from it."""
Row: TypeAlias = "tuple[re.Pattern[str], tuple[Part, ...]]"


@dataclass(frozen=True)
class Sourced:
    """A text, and for each character and for its end the offset in the file."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int = 0) -> Sourced:
        """A text that stands in the file as it is, from an offset on."""
        return cls(text, tuple(range(start, start + len(text) + 1)))

    @classmethod
    def new(cls, text: str, start: int) -> Sourced:
        """A text that stands for what the file has at an offset."""
        return cls(text, (start,) * (len(text) + 1))

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int | None = None) -> Sourced:
        """The part between two offsets."""
        end = len(self.text) if end is None else end
        return Sourced(self.text[start:end], self.at[start : end + 1])

    def stripped(self, marks: str | None = None) -> Sourced:
        """The text without the marks (or spaces) at its ends."""
        start = len(self.text) - len(self.text.lstrip(marks))
        return self.part(start, max(start, len(self.text.rstrip(marks))))

    def sub(
        self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], Iterable[Part] | None]
    ) -> Sourced:
        """The text with each match replaced; a match for which nothing is given stays."""
        found: list[Sourced] = []
        position = 0
        for match in pattern.finditer(self.text):
            parts = new(match)
            if parts is not None:
                found += [self.part(position, match.start()), *self._parts(match, parts)]
                position = match.end()
        return joined([*found, self.part(position)]) if found else self

    def _parts(self, match: re.Match[str], parts: Iterable[Part]) -> Iterator[Sourced]:
        for part in parts:
            if isinstance(part, str):
                yield Sourced.new(part, self.at[match.start()])
            elif isinstance(part, Sourced):
                yield part
            elif match[part] is not None:
                yield self.part(*match.span(part))

    def rewritten(self, rows: Iterable[Row]) -> Sourced:
        """The text after the rows of a table, each a pattern and what takes its place."""
        text = self
        for pattern, parts in rows:
            text = text.sub(pattern, lambda _match, parts=parts: parts)  # type: ignore[misc]
        return text


def joined(texts: Iterable[Sourced]) -> Sourced:
    """The texts one behind the other; each character keeps its place."""
    found = list(texts)
    if not found:
        return Sourced("", (0,))
    at = [offset for text in found for offset in text.at[:-1]]
    return Sourced("".join(text.text for text in found), (*at, found[-1].at[-1]))
