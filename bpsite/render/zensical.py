"""A Python-Markdown extension: under Zensical, says of a page what MkDocs' hooks say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from bpsite import pages, source
from bpsite.cache import Cache
from bpsite.render import outputs, verdicts

LABS = Path(".cache/labs-docs")
"""Where MkDocs' build keeps what labs print and plot."""


class ZensicalExtension(Extension):
    """Tells the other extensions which file they render, and the theme what was decided on it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Reads the page's file. Zensical makes a renderer for each page, which knows its path."""
        page: Any = md.preprocessors["rendering_context"].page  # type: ignore[attr-defined] # Zensical's own
        path = Path("docs", page.path)
        read = pages.read(path)
        ran = outputs.kept(read, Cache(LABS)) if "jupyter" in read.meta else None
        source.reading.set(source.Reading(source.shown(path), read.text, read.body, ran))
        found = verdicts.of_page(source.shown(path), verdicts.FILE)
        page.meta["counts"] = verdicts.counts(found)
        # Zensical resolves links when all is rendered, and HTML's only: the picture's stay such.
        md.postprocessors.deregister("equation-index")


def makeExtension(**settings: Any) -> ZensicalExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ZensicalExtension(**settings)
