"""What a screen reader, a search engine and a reader without scripts find in each page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.building import PAGES, Site


@pytest.fixture(params=[*PAGES, "404"])
def html(site: Site, request: pytest.FixtureRequest) -> BeautifulSoup:
    page: str = request.param
    return site.html["404.html"] if page == "404" else site.of(page)


def named(element: Tag) -> bool:
    """Whether assistive technology has a name for a picture, or is told to pass it over."""
    hidden = element.find_parent(attrs={"aria-hidden": "true"}) or element.get("aria-hidden")
    title = element.find("title")
    words = [element.get(name) for name in ("alt", "aria-label", "aria-labelledby")]
    return bool(hidden or any(words) or (title and title.get_text(strip=True)))


def test_the_page_says_its_language(html: BeautifulSoup) -> None:
    root = html.select_one("html")
    assert root is not None
    assert root.get("lang") == "en"


def test_there_is_one_first_heading(html: BeautifulSoup) -> None:
    assert [heading.get_text() for heading in html.select("h1")][1:] == []
    assert html.select("h1")


def test_headings_do_not_skip_a_level(html: BeautifulSoup) -> None:
    levels = [int(heading.name[1]) for heading in html.select("article :is(h1,h2,h3,h4,h5,h6)")]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_picture_in_the_text_has_a_text_alternative(html: BeautifulSoup) -> None:
    pictures = html.select("article img, article svg")
    # What KaTeX draws is hidden, with MathML beside it; an icon in a named link or button is named.
    bare = [
        element
        for element in pictures
        if not named(element) and not element.find_parent(["a", "button"], title=True)
    ]
    assert [str(element)[:120] for element in bare] == []


def test_an_identifier_stands_once_in_a_page(html: BeautifulSoup) -> None:
    identifiers = [element["id"] for element in html.select("[id]")]
    assert sorted(identifiers) == sorted(set(identifiers))


def test_every_table_has_headings(html: BeautifulSoup) -> None:
    # Line numbers beside a listing are laid out as a table.
    tables = html.select("article table:not(.highlighttable)")
    assert [table for table in tables if not table.select("th")] == []


def test_an_example_is_code_and_never_prose(html: BeautifulSoup) -> None:
    """Markdown takes the prompts of an example that is not marked as code for quotations."""
    assert html.select("article blockquote blockquote") == []


def test_the_page_has_a_title_and_a_description(html: BeautifulSoup) -> None:
    title = html.select_one("title")
    assert title is not None
    assert title.get_text(strip=True)
    description = html.select_one('meta[name="description"]')
    assert description is not None
    assert description.get("content")
