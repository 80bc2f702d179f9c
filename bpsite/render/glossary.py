"""A Python-Markdown extension: the first use of a word of the glossary leads to its entry.

The words are the second-level headings of `reference/glossary.md`. The link bears the mark by which
the theme shows the entry when a pointer or the keyboard rests on it.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from bpsite import source

PAGE = "reference/glossary.md"
_DOCSTRINGS = "mkdocstrings_headings"  # what only the renderer of docstrings, no page's, has
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
# What is no prose of the page's own, or is a link already.
_PASSED_OVER = {"a", "button", "code", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "svg"}


class GlossaryExtension(Extension):
    """Links each word of the glossary once on a page."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"docs_dir": ["docs", "The folder of all pages"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processor."""
        # 15: after the inline patterns (20) have made links and code of what is one, before MkDocs
        # resolves the links to pages (0).
        processor = _FirstUses(md, Path(self.getConfig("docs_dir")))
        md.treeprocessors.register(processor, "glossary", 15)


class _FirstUses(Treeprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.glossary = docs / PAGE

    def run(self, root: Element) -> None:
        here = Path(source.reading.get().path).absolute()
        of_docstring = _DOCSTRINGS in self.md.treeprocessors
        if of_docstring or not self.glossary.is_file() or here == self.glossary.absolute():
            return
        self.address = os.path.relpath(self.glossary.absolute(), here.parent).replace(os.sep, "/")
        self._link(root, dict(words(self.glossary.read_text(encoding="utf-8"))))

    def _link(self, element: Element, open_words: dict[str, str]) -> None:
        """Links the words that the element is the first to use, in the order of reading."""
        if element.tag in _PASSED_OVER or "admonition-title" in element.get("class", ""):
            return
        children = list(element)
        element.text, links = self._split(element.text, open_words)
        element[:0] = links
        for child in children:
            self._link(child, open_words)
            child.tail, links = self._split(child.tail, open_words)
            behind = list(element).index(child) + 1
            element[behind:behind] = links

    def _split(
        self, text: str | None, open_words: dict[str, str]
    ) -> tuple[str | None, list[Element]]:
        """The text up to the first word; the links that follow, each with the text behind it."""
        found = _any_of(tuple(open_words)).search(text) if text and open_words else None
        if text is None or found is None:
            return text, []
        word = next(word for word in open_words if _any_of((word,)).fullmatch(found[0]))
        link = Element("a", {"class": "term", "data-preview": ""})
        link.set("href", f"{self.address}#{open_words.pop(word)}")
        link.text = found[0]
        link.tail, more = self._split(text[found.end() :], open_words)
        return text[: found.start()], [link, *more]


@lru_cache(maxsize=4)
def words(text: str) -> dict[str, str]:
    r"""The words of the glossary in small letters, and the anchor of each.

    >>> words("# Glossary\n\n## Net input\n\nWhat goes in.\n")
    {'net input': 'net-input'}
    """
    return {found.lower(): slugify(found, "-") for found in _HEADING.findall(text)}


@lru_cache(maxsize=512)
def _any_of(found: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(found, key=len, reverse=True)
    # Between two lines of the source there is a line break in the place of a space.
    patterns = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"\b(?:{patterns})(?:e?s)?\b", re.IGNORECASE)


def makeExtension(**settings: Any) -> GlossaryExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return GlossaryExtension(**settings)
