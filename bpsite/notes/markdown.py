"""Formulas in Markdown: all the ways in which people write them, and none that is code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpsite.notes.found import (
    ENVIRONMENT,
    Found,
    Item,
    Trouble,
    between,
    dollar,
    environment,
    escaped,
)
from bpsite.notes.sourced import Sourced

_BEFORE = r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?"
_FENCE = re.compile(
    rf"(?P<indent>{_BEFORE})(?P<ticks>`{{3,}}|~{{3,}}|:{{3,}})(?P<info>[^`\n]*)$",
    re.MULTILINE,
)
_NEXT = re.compile(
    rf"^{_BEFORE}(?:`{{3,}}|~{{3,}}|:{{3,}}\s*\{{)|<!--|`+|\$\$?|\\\\?[(\[]|\\begin\s*\{{",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_OPTION = re.compile(r":[\w-]+:.*(?:\n|$)|---\n(?:.*\n)*?---\n")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_WORDS = re.compile(r"[\s\d,;.–-]*|[^\\^_=<>+]*[A-Za-z]{2,}[^\\^_=<>+]*")
_INFO_OF_MATH = re.compile(r"\{?\s*\.?math\b")


def formulas(text: str) -> Iterator[Item]:
    """The formulas of a Markdown text in order, and what is wrong with their delimiters."""
    front = _FRONT_MATTER.match(text)
    position = front.end() if front else 0
    while found := _NEXT.search(text, position):
        item, position = _item(text, found)
        if item is not None:
            yield item


def _item(text: str, found: re.Match[str]) -> tuple[Item | None, int]:
    """What begins at a mark, if anything, and where the search goes on."""
    mark, start = found[0], found.start()
    if mark == "<!--":
        end = text.find("-->", start)
        return None, len(text) if end < 0 else end
    if mark.lstrip(" \t>-*+.)0123456789").startswith(("```", "~~~", ":::")):
        return _fence(text, start)
    if mark[-1] != "\\" and escaped(text, start):
        return None, found.end()
    item = _opened(text, found)
    return item, item.end if isinstance(item, Found) else _behind(text, found)


def _opened(text: str, found: re.Match[str]) -> Item | None:
    mark, start, end = found[0], found.start(), found.end()
    if mark[0] == "`":
        return _role(text, found)
    if mark == "$":
        ticked = text[end : end + 1] == "`"
        return _ticked(text, start) if ticked else dollar(text, start, strict=False)
    if mark == "$$":
        return _unquoted(text, between(text, start, end, "$$", display=True))
    if mark.startswith(r"\begin"):
        bare = ENVIRONMENT.match(text, start)
        return environment(text, bare) if bare else None
    closing = mark[:-1] + (")" if mark[-1] == "(" else "]")
    item = between(text, start, end, closing, display=mark[-1] == "[")
    if isinstance(item, Trouble):
        return item if len(mark) == 2 and mark[-1] == "(" else None
    return None if _WORDS.fullmatch(item.latex.text) else _unquoted(text, item)


def _behind(text: str, found: re.Match[str]) -> int:
    """Where the search goes on behind a mark that opens no formula: behind a code span."""
    if found[0][0] != "`":
        return found.end()
    closing = re.compile(rf"(?<!`){found[0]}(?!`)").search(text, found.end())
    paragraph = text.find("\n\n", found.end())
    inside = closing and (paragraph < 0 or closing.start() < paragraph)
    return closing.end() if closing and inside else found.end()


def _ticked(text: str, start: int) -> Item | None:
    r"""The formula in $`...`$."""
    ticks = re.compile(r"`+").match(text, start + 1)
    closing = ticks and re.compile(rf"(?<!`){ticks[0]}\$").search(text, ticks.end())
    if not ticks or not closing or "\n\n" in text[start : closing.start()]:
        return Trouble(start, "this formula is never closed", "Close it with `$.")
    latex = Sourced.of(text[ticks.end() : closing.start()], ticks.end())
    return Found(latex, start, closing.end(), display=False)


def _role(text: str, found: re.Match[str]) -> Item | None:
    """The formula in {math}`...`; any other span between backticks is code."""
    if not text.endswith("{math}", 0, found.start()):
        return None
    return between(text, found.start(), found.end(), found[0], display=False)


def _fence(text: str, start: int) -> tuple[Item | None, int]:
    opening = _FENCE.match(text, start)
    if opening is None:
        return None, text.find("\n", start) + 1 or len(text)
    ticks = opening["ticks"]
    closing = re.compile(
        rf"^[ \t>]*{re.escape(ticks[0])}{{{len(ticks)},}}[ \t]*$", re.MULTILINE
    ).search(text, opening.end())
    mathematical = bool(_INFO_OF_MATH.match(opening["info"].strip()))
    if closing is None:
        if ticks[0] == ":" or not mathematical:
            return None, opening.end() if ticks[0] == ":" else len(text)
        return Trouble(start, "this fence is never closed", f"Close it with {ticks}."), len(text)
    if not mathematical:
        return None, opening.end() if ticks[0] == ":" else closing.end()
    body = opening.end() + 1
    while option := _OPTION.match(text, body, closing.start()):
        body = option.end()
    latex = Sourced.of(text[body : closing.start()], body)
    return _unquoted(text, Found(latex, start, closing.end(), display=True)), closing.end()


def _unquoted(text: str, item: Item) -> Item:
    """A formula without the marks of the quotation that it stands in."""
    if isinstance(item, Trouble):
        return item
    line = text[text.rfind("\n", 0, item.start) + 1 : item.start + 1]
    if not line.lstrip().startswith(">"):
        return item
    inner = item.latex.sub(_QUOTE, lambda found: ("",) if found.start() else None)
    return Found(inner, item.start, item.end, item.display)
