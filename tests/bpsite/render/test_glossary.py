"""Where a word of the glossary is linked, and where it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import markdown
import pytest
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from bpsite import source
from bpsite.render.glossary import GlossaryExtension, words

DOCS = Path(__file__).parents[3] / "docs"
WORDS = ("Layer", "Hidden layer", "Layer norm", "Bias")
GLOSSARY = "# Glossary\n\n" + "".join(f"## {word}\n\nWords.\n\n" for word in WORDS)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of pages with a small glossary."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def rendered(
    text: str, docs: Path, page: str = "labs/a.md", others: Sequence[str | Extension] = ()
) -> str:
    """The HTML of a page's text."""
    path = str(docs / page)
    token = source.reading.set(source.Reading(path, text, text))
    try:
        return markdown.markdown(text, extensions=[*others, GlossaryExtension(docs_dir=str(docs))])
    finally:
        source.reading.reset(token)


def linked(html: str) -> list[tuple[str, str]]:
    """The address and the text of every link to the glossary, in order."""
    return re.findall(r'<a class="term"[^>]*href="([^"]*)"[^>]*>([^<]*)</a>', html)


def test_the_first_use_of_a_word_leads_to_its_entry_and_no_other_does(docs: Path) -> None:
    html = rendered("A layer, and *another layer*.\n\nThe biases of a layer.", docs)
    assert linked(html) == [
        ("../reference/glossary.md#layer", "layer"),
        ("../reference/glossary.md#bias", "biases"),
    ]
    assert re.sub(r"</?a\b[^>]*>", "", html) == (
        "<p>A layer, and <em>another layer</em>.</p>\n<p>The biases of a layer.</p>"
    )


def test_the_first_in_the_order_of_reading_is_linked_inside_emphasis_too(docs: Path) -> None:
    html = rendered("So *a layer* is a layer.", docs)
    assert "<em>a <a" in html
    assert len(linked(html)) == 1


def test_a_longer_word_goes_before_a_shorter_one_inside_it(docs: Path) -> None:
    found = linked(rendered("Hidden layers, then layer norms, then a layer.", docs))
    assert [text for _, text in found] == ["Hidden layers", "layer norms", "layer"]


def test_a_word_that_goes_over_two_lines_is_found(docs: Path) -> None:
    assert [text for _, text in linked(rendered("A hidden\nlayer.", docs))] == ["hidden\nlayer"]


def test_a_longer_word_with_another_at_its_beginning_or_end_is_not_it(docs: Path) -> None:
    assert linked(rendered("Layered, unbiased, a player.", docs)) == []


@pytest.mark.parametrize(
    "text",
    [
        *(f"{'#' * level} A layer" for level in range(1, 7)),
        *("`layer`", "    layer", "[a layer](b.md)", '!!! note "A layer"'),
        '<figure markdown="span">A layer</figure>',
    ],
)
def test_what_is_no_prose_is_passed_over(text: str, docs: Path) -> None:
    assert linked(rendered(text, docs, others=["admonition", "md_in_html"])) == []


def test_what_is_no_prose_is_passed_over_for_what_it_is(docs: Path) -> None:
    text = '!!! note "A"\n    A layer.\n\n<div markdown="span">The bias.</div>'
    html = rendered(text, docs, others=["admonition", "md_in_html"])
    assert [word for _, word in linked(html)] == ["layer", "bias"]


class Docstrings(Extension):
    """What only the renderer of docstrings has."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        md.treeprocessors.register(Treeprocessor(md), "mkdocstrings_headings", 0)


def test_a_docstring_is_passed_over(docs: Path) -> None:
    assert linked(rendered("A layer.", docs, others=[Docstrings()])) == []


def test_the_glossary_does_not_link_to_itself(docs: Path) -> None:
    assert linked(rendered("A layer.", docs, page="reference/glossary.md")) == []


def test_pages_without_a_glossary_are_left_as_they_are(tmp_path: Path) -> None:
    assert rendered("A layer.", tmp_path) == "<p>A layer.</p>"


def test_every_word_of_the_glossary_is_used_on_another_page() -> None:
    pages = [path for path in DOCS.rglob("*.md") if path.name != "glossary.md"]
    text = " ".join(" ".join(path.read_text("utf-8") for path in pages).lower().split())
    found = words((DOCS / "reference" / "glossary.md").read_text(encoding="utf-8"))
    assert [word for word in found if word not in text] == []
