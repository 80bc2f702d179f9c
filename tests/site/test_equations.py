"""Every number that readers cite is an anchor with a rendered equation in it."""

from __future__ import annotations

import pytest

from bpsite import pages
from tests.site.building import DOCS, PAGES, Site

TAGS = {
    formula.tag: page
    for page in PAGES
    for formula in pages.read(DOCS / page).mathematics
    if formula.display and formula.tag is not None
}


def test_the_sources_numbers_are_all_on_the_pages() -> None:
    assert set(range(1, 18)) <= set(TAGS)


def test_each_number_is_an_anchor_exactly_once_and_on_its_page(site: Site) -> None:
    found = [
        (anchor["id"], name)
        for name, html in site.html.items()
        for anchor in html.select('[id^="eq-"]')
    ]
    expected = [(f"eq-{tag}", site.name(page)) for tag, page in TAGS.items()]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_an_equations_anchor_holds_a_rendered_equation_that_links_to_itself(
    site: Site, tag: int
) -> None:
    anchor = site.of(TAGS[tag]).select_one(f"#eq-{tag}")
    assert anchor is not None
    assert anchor.select_one(".katex-html")
    assert anchor.select_one("math annotation")
    assert not anchor.select_one(".katex-error")
    number = anchor.select_one(f'a[href="#eq-{tag}"]')
    assert number is not None
    assert number.get_text(strip=True) == f"({tag})"


@pytest.mark.parametrize("page", PAGES)
def test_no_formula_is_left_unrendered(site: Site, page: str) -> None:
    article = site.of(page).select_one("article")
    assert article is not None
    passed_over = {"code", "pre", "script", "annotation"}
    words = [
        text
        for text in article.find_all(string=True)
        if not passed_over & {parent.name for parent in text.parents}
    ]
    assert [text for text in words if "$" in text or "\\" in text] == []
