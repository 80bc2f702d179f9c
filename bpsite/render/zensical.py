"""A Python-Markdown extension: under Zensical, says of a page what MkDocs' hooks say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from markdown import Markdown
from markdown.extensions import Extension

from bpsite import pages, source
from bpsite.render import verdicts


class ZensicalExtension(Extension):
    """Tells the other extensions which file they render, and the theme what was decided on it."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "labs": ["", "Where the executed notebooks of labs are kept."],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Reads the page's file. Zensical makes a renderer for each page, which knows its path."""
        page: Any = md.preprocessors["rendering_context"].page  # type: ignore[attr-defined] # Zensical's own
        path = Path("docs", page.path)
        read = pages.read(path)
        lab = "jupyter" in read.meta
        notebook = Path(self.getConfig("labs"), path.stem).with_suffix(".ipynb")
        executed = tuple(nbformat.read(notebook, as_version=4).cells) if lab else None
        source.reading.set(source.Reading(source.shown(path), read.text, read.body, executed))
        found = verdicts.of_page(source.shown(path), verdicts.FILE)
        page.meta["counts"] = verdicts.counts(found)
        # Zensical resolves links when all is rendered, and HTML's only: the picture's stay such.
        md.postprocessors.deregister("equation-index")


def makeExtension(**settings: Any) -> ZensicalExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ZensicalExtension(**settings)
