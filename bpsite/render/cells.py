"""A Python-Markdown extension: a ```pycon fence is executed, and shown as code with its output.

A lab's ```python fence is shown with what it printed and plotted when the lab was executed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import nbformat
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from bpsite import doctests, pages, source
from bpsite.render.plots import themed

_CELL = re.compile(r'<div class="cell" data-cell="\w+">')
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
        page = pages.parse(reading.text or "\n".join(lines), reading.path)
        if reading.ran is None:
            doctests.check(page)
        out = list(lines)
        ran = reading.ran or ()
        for fence in pages.fences(lines, reading.path):
            markup = _markup(fence, ran)
            if page.needs:
                markup = _CELL.sub('<div class="cell">', markup)  # nothing that the page could run
            if markup:
                # As many lines as before: what stands below keeps its place.
                out[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
                placeholder = self.md.htmlStash.store(markup)
                out[fence.line - 1 + 1] = " " * fence.indent + placeholder
        return out


def _markup(fence: pages.Fence, ran: Sequence[nbformat.NotebookNode]) -> str:
    """What a fence becomes, if it is a cell."""
    if fence.info == "pycon":
        return cell_html(fence.body)
    found = cell_of(fence, ran)
    return executed_html(found, fence) if found else ""


def cell_html(body: str) -> str:
    r"""A cell's code without prompts, in Material's own markup, and its outputs.

    >>> "cell-output" in cell_html(">>> 1 + 1\n2\n")
    True
    """
    parts = "".join(
        code_html(text) if is_code else output_html(text) for is_code, text in pages.parts_of(body)
    )
    return f'<div class="cell" data-cell="pycon">{parts}</div>'


def code_html(text: str) -> str:
    """Python code in Material's own markup, which gives it a copy button."""
    return highlight(text, PythonLexer(), _FORMATTER)


def output_html(text: str) -> str:
    """What a cell printed."""
    shown = html.escape(text.rstrip().replace("<BLANKLINE>", ""), quote=False)
    return f'<pre class="cell-output"><samp>{shown}</samp></pre>'


def cell_of(
    fence: pages.Fence, ran: Sequence[nbformat.NotebookNode]
) -> nbformat.NotebookNode | None:
    """The executed cell that stands on the page as this fence, if one does."""
    is_python = fence.info.split(" ", 1)[0] == "python"
    return next((cell for cell in ran if is_python and cell.source == fence.body), None)


def shown(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The outputs of an executed cell that a reader sees: not what it warned of."""
    return [output for output in cell.outputs if output.get("name") != "stderr"]


def executed_html(cell: nbformat.NotebookNode, fence: pages.Fence) -> str:
    """A lab's cell with what it printed, returned and plotted."""
    alternative = cell.metadata.get("alt", "")
    parts = "".join(_executed_output(output, alternative, fence) for output in shown(cell))
    return f'<div class="cell" data-cell="python">{code_html(cell.source)}{parts}</div>'


def _executed_output(output: nbformat.NotebookNode, alternative: str, fence: pages.Fence) -> str:
    if output.output_type == "stream":
        return output_html(output.text)
    if "image/svg+xml" not in output.data:
        return output_html(output.data["text/plain"])
    if not alternative:
        line = source.reading.get().offset + fence.line
        remedy = 'Say in words what it shows: ```python alt="..."'
        raise source.error_here("this cell's plot has no text alternative", line, remedy=remedy)
    return themed(output.data["image/svg+xml"], alternative)


def makeExtension() -> CellExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return CellExtension()
