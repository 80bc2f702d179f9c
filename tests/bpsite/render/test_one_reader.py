"""What is rendered as mathematics is what the checker reads, in the same places."""

from __future__ import annotations

import markdown
import pytest
from bs4 import BeautifulSoup

from bpsite import pages, source
from bpsite.render.equations import EquationExtension

LINES = [
    "`$...$`, `$$...$$` and $`x = 1`$",
    "``$`x`$`` is code, $``y``$ is not",
    "a `code` $`x`$, and $`y`$ `z`",
    "- $`x`$ in a list\n\n  ```math\n  y = 1\n  ```",
    "```text\n$`x`$\n```\n\nand $`y`$",
    "~~~\n```math\nx\n```\n~~~\n\n```math\ny\n```",
    r"\`$`x`$",
]


@pytest.mark.parametrize("text", LINES)
def test_the_page_shows_the_formulas_that_are_read(text: str) -> None:
    token = source.reading.set(source.Reading("page.md", text, text))
    try:
        equations = EquationExtension(docs_dir=".")
        html = markdown.Markdown(extensions=[equations, "fenced_code"]).convert(text)
    finally:
        source.reading.reset(token)
    shown = BeautifulSoup(html, "html.parser").select("annotation")
    read = pages.parse(text, "page.md").mathematics
    assert [each.get_text() for each in shown] == [each.latex.strip() for each in read]
