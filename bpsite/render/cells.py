"""A Python-Markdown extension: a ```pycon fence is executed, and shown as code with its output."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import groupby

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from bpsite import doctests, pages, source

_FORMATTER = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)


class CellExtension(Extension):
    """Renders ```pycon fences, and refuses a page whose printed outputs differ."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processor."""
        # 28: right before equations (27), so that lines still have their numbers, after the
        # whitespace is normalised (30), which would strip a stash's placeholder.
        md.preprocessors.register(_Cells(md), "cells", 28)


class _Cells(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        reading = source.reading.get()
        if not reading.executed:
            doctests.check(pages.parse(reading.text or "\n".join(lines), reading.path))
        out = list(lines)
        for fence in pages.fences(lines, reading.path):
            if fence.info == "pycon":
                # As many lines as before: what stands below keeps its place.
                out[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
                placeholder = self.md.htmlStash.store(cell_html(fence.body))
                out[fence.line - 1 + 1] = " " * fence.indent + placeholder
        return out


def cell_html(body: str) -> str:
    r"""A cell's code without prompts, in Material's own markup, and its outputs.

    >>> "cell-output" in cell_html(">>> 1 + 1\n2\n")
    True
    """
    parts = "".join(
        code_html(text) if is_code else output_html(text) for is_code, text in parts_of(body)
    )
    return f'<div class="cell" data-cell="pycon">{parts}</div>'


def parts_of(body: str) -> Iterator[tuple[bool, str]]:
    r"""Runs of code, without prompts, and of output, each with whether it is code.

    >>> list(parts_of(">>> x = 1\n>>> x\n1\n"))
    [(True, 'x = 1\nx'), (False, '1')]
    """
    for is_code, lines in groupby(body.splitlines(), lambda line: line.startswith((">>>", "..."))):
        text = "\n".join(line[4:] if is_code else line for line in lines)
        if text.strip():
            yield is_code, text.rstrip()


def code_html(text: str) -> str:
    """Python code in Material's own markup, which gives it a copy button."""
    return highlight(text, PythonLexer(), _FORMATTER)


def output_html(text: str) -> str:
    """What a cell printed."""
    shown = html.escape(text.rstrip().replace("<BLANKLINE>", ""), quote=False)
    return f'<pre class="cell-output"><samp>{shown}</samp></pre>'


def makeExtension() -> CellExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return CellExtension()
