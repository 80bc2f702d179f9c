"""What the search of the site reads: the words of each section, and what else it is looked for by.

Listings are left out, since a word of theirs is not where a reader means to go. A page's front
matter says by which words beside its own a section is to be found: `found_by`, by the section's
anchor, or `.` for the page.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bpsite import pages
from bpsite.source import shown

_LISTING = re.compile(r"<pre\b.*?</pre>|<details\b.*?</details>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|div|h\d|t[drh]|table|br|blockquote)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
KEY, PAGE = "found_by", "."


class NoSuchSectionError(Exception):
    """A page's front matter speaks of a section that the page does not have."""


def write(index: Path, docs: Path) -> None:
    """Rewrites the index that MkDocs has written. Raises `NoSuchSectionError`."""
    entries = json.loads(index.read_text(encoding="utf-8"))["docs"]
    known = {str(entry["location"]) for entry in entries}
    words: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        words |= _of_page(path, docs, known)
    found = [_section(entry, words) for entry in entries]
    text = json.dumps({"docs": found}, ensure_ascii=False, separators=(",", ":"))
    index.write_text(text, encoding="utf-8")


def _of_page(path: Path, docs: Path, known: set[str]) -> Mapping[str, str]:
    """The words of a page's front matter, by the address of what is found by them."""
    page = _address(path.relative_to(docs).as_posix())
    given = pages.read(path).meta.get(KEY, {})
    words = {page if name == PAGE else f"{page}#{name}": str(by) for name, by in given.items()}
    for location in words.keys() - known:
        sections = ", ".join(sorted(_anchors(page, known)))
        message = f"{shown(path)}: {KEY} names {location.partition('#')[2]!r}, which is no section"
        raise NoSuchSectionError(f"{message} of the page. It has {sections}.")
    return words


def _anchors(page: str, known: set[str]) -> Iterator[str]:
    return (place.partition("#")[2] for place in known if place.startswith(f"{page}#"))


def _address(path: str) -> str:
    name = path.removesuffix(".md")
    return "" if name == "index" else name.removesuffix("/index") + "/"


def _section(entry: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, str]:
    location = str(entry["location"])
    found = {"location": location, "title": _plain(entry["title"]), "text": _plain(entry["text"])}
    return found | ({"foundBy": words[location]} if location in words else {})


def _plain(text: str) -> str:
    """The words of a piece of HTML.

    >>> _plain("<p>The cost <em>J</em>, &amp; more</p><p>words</p><pre>x = 1</pre>")
    'The cost J, & more words'
    """
    words = html.unescape(_TAG.sub("", _BLOCK.sub(" ", _LISTING.sub(" ", text))))
    return " ".join(words.replace("\u200b", "").split())
