"""Formulas in a LaTeX source: between its document's ends, not in comments and not verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpsite.notes.found import ENVIRONMENT, Found, Item, between, dollar, environment, escaped

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
_VERBATIM = re.compile(
    r"\\begin\{(?P<name>verbatim|Verbatim|lstlisting|minted|comment)\*?\}.*?(?:\\end\{(?P=name)\*?\}|\Z)"
    r"|\\(?:verb|lstinline)\*?(?P<mark>[^A-Za-z\s{*])(?:(?!(?P=mark)).)*(?P=mark)",
    re.DOTALL,
)
_NEXT = re.compile(r"\$\$?|\\[(\[]|\\begin\s*\{")


def without_comments(text: str) -> str:
    """The text with comments and what is verbatim made blank: places stay what they are."""
    text = _VERBATIM.sub(_blank, text)
    return _COMMENT.sub(lambda found: found[1] + " " * (len(found[0]) - len(found[1])), text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def formulas(text: str) -> Iterator[Item]:
    """The formulas of a LaTeX text in order; it has no comments any more."""
    opening, closing = text.find(r"\begin{document}"), text.find(r"\end{document}")
    text = text[:closing] if closing >= 0 else text
    position = max(opening, 0)
    while found := _NEXT.search(text, position):
        item = None if escaped(text, found.start()) else _opened(text, found)
        position = item.end if isinstance(item, Found) else found.end()
        if item is not None:
            yield item


def _opened(text: str, found: re.Match[str]) -> Item | None:
    mark, start, end = found[0], found.start(), found.end()
    if mark == "$":
        return dollar(text, start, strict=True)
    if mark == "$$":
        return between(text, start, end, "$$", display=True)
    if mark.startswith(r"\begin"):
        bare = ENVIRONMENT.match(text, start)
        return environment(text, bare) if bare else None
    closing = r"\)" if mark == r"\(" else r"\]"
    return between(text, start, end, closing, display=mark == r"\[")
