"""Where a word of the glossary is linked, and where it is not."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from bpsite import source
from bpsite.render.glossary import GlossaryExtension, words

DOCS = Path(__file__).parents[3] / "docs"
GLOSSARY = "# Glossary\n\n## Layer\n\nUnits.\n\n## Hidden layer\n\nInside.\n\n## Bias\n\nAdded.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder of pages with a small glossary."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def rendered(text: str, docs: Path, page: str = "labs/a.md") -> str:
    """The HTML of a page's text."""
    path = str(docs / page)
    token = source.reading.set(source.Reading(path, text, text))
    try:
        return markdown.markdown(text, extensions=[GlossaryExtension(docs_dir=str(docs))])
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
    found = linked(rendered("Hidden layers, then a layer.", docs))
    assert [text for _, text in found] == ["Hidden layers", "layer"]


def test_a_word_that_goes_over_two_lines_is_found(docs: Path) -> None:
    assert [text for _, text in linked(rendered("A hidden\nlayer.", docs))] == ["hidden\nlayer"]


def test_a_longer_word_with_the_beginning_of_another_is_not_it(docs: Path) -> None:
    assert linked(rendered("Layered and unbiased.", docs)) == []


@pytest.mark.parametrize(
    "text",
    ["# A layer", "`layer`", "    layer", "[a layer](b.md)", '<figure title="layer"></figure>'],
)
def test_what_is_no_prose_is_passed_over(text: str, docs: Path) -> None:
    assert linked(rendered(text, docs)) == []


def test_the_glossary_does_not_link_to_itself(docs: Path) -> None:
    assert linked(rendered("A layer.", docs, page="reference/glossary.md")) == []


def test_pages_without_a_glossary_are_left_as_they_are(tmp_path: Path) -> None:
    assert rendered("A layer.", tmp_path) == "<p>A layer.</p>"


def test_every_word_of_the_glossary_is_used_on_another_page() -> None:
    pages = [path for path in DOCS.rglob("*.md") if path.name != "glossary.md"]
    text = " ".join(" ".join(path.read_text("utf-8") for path in pages).lower().split())
    found = words((DOCS / "reference" / "glossary.md").read_text(encoding="utf-8"))
    assert [word for word in found if word not in text] == []
