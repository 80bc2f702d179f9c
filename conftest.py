"""Makes every `>>>` of every page and docstring a test of its own, named by file and line."""

from __future__ import annotations

import os
from collections.abc import Iterable

from sybil import Document, Region, Sybil
from sybil.document import PythonDocStringDocument
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.rest import DocTestParser
from sybil.region import Lexeme

from bpsite import pages

os.environ["MPLBACKEND"] = "template"  # a lab's plots are drawn nowhere

_examples = DocTestStringParser()
_run = PythonEvaluator()


def page_cells(document: Document) -> Iterable[Region]:
    """The examples of a page's ```pycon fences, and a lab's ```python cells, in their order."""
    page = pages.parse(document.text, document.path)
    lab = "jupyter" in page.meta
    starts = [0, *(found + 1 for found, character in enumerate(page.text) if character == "\n")]
    for fence in page.fences:
        start, end = starts[fence.line], starts[fence.end - 1]
        body = document.text[start:end]
        if fence.info == "pycon":
            for region in _examples(body, document.path):
                region.start, region.end = start + region.start, start + region.end
                yield region
        elif lab and fence.info.split(" ")[0] == "python":
            yield Region(start, end, Lexeme(body, 0, 0), _run)


pytest_collect_file = (
    Sybil(parsers=[page_cells], patterns=["*.md"], excludes=["cases/*/*.md", "cases/*/*/*.md"])
    + Sybil(
        parsers=[DocTestParser()],
        patterns=["*.py"],
        excludes=["bpsite/browser/python/*.py"],  # imported in the page alone
        document_types={".py": PythonDocStringDocument},
    )
).pytest()
