"""The book has every page of the navigation, and each of its links leads somewhere in it."""

from __future__ import annotations

import collections
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config
from playwright.sync_api import Browser

from bpsite.book.one_page import joined
from bpsite.book.order import addresses
from bpsite.book.paper import printed
from tests.site.building import ROOT, Site

ONE = '<article><h1 id="t">One</h1><p id="eq-1">(1)</p><a href="../b/#eq-1">there</a></article>'
TWO = '<article><h1 id="eq-1">Two</h1><a href="../a/">back</a><a href="../x.pdf">x</a></article>'


@pytest.fixture(scope="module")
def book(site: Site) -> BeautifulSoup:
    config = load_config(str(ROOT / "mkdocs.yml"))
    pages = {
        each: (site.folder / each / "index.html").read_text(encoding="utf-8")
        for each in addresses(config)
    }
    return BeautifulSoup(joined(pages, "A book", "Of all pages.", site.url), "html.parser")


def test_each_page_of_the_navigation_is_a_chapter_and_is_listed(book: BeautifulSoup) -> None:
    chapters = [str(article["id"]) for article in book.select("article")]
    assert len(chapters) > 30
    assert [str(link["href"]) for link in book.select(".book-front a")] == [
        f"#{chapter}" for chapter in chapters
    ]


def test_each_link_within_the_book_leads_to_one_place(book: BeautifulSoup) -> None:
    known = collections.Counter(str(element["id"]) for element in book.select("[id]"))
    assert [name for name, count in known.items() if count > 1] == []
    inside = [str(link["href"])[1:] for link in book.select("a[href^='#']")]
    assert len(inside) > 500
    assert sorted({target for target in inside if target not in known}) == []


def test_nothing_in_the_book_waits_for_a_press(book: BeautifulSoup) -> None:
    assert book.select("button, form, script, details:not([open])") == []


def test_a_link_leads_to_the_other_chapter_or_to_the_site_or_is_words() -> None:
    pages = {"a/": ONE, "b/": TWO}
    made = BeautifulSoup(joined(pages, "T", "D", ""), "html.parser")
    links = [link.get("href") for link in made.select("article a")]
    assert links == ["#2-eq-1", "#page-1", None]
    with_site = joined(pages, "T", "D", "https://example.org/")
    assert 'href="https://example.org/x.pdf"' in with_site


def test_a_page_is_printed_with_its_outline_and_its_links(browser: Browser, tmp_path: Path) -> None:
    whole = joined({"a/": ONE, "b/": TWO}, "T", "D", "")
    (tmp_path / "book.html").write_text(whole, encoding="utf-8")
    made = printed(tmp_path, "book.html", browser)
    assert made.startswith(b"%PDF-")
    assert b"/Outlines" in made
    assert b"/Subtype /Link" in made
    assert made.count(b"/Type /Page\n") == 3
