"""Zensical, which succeeds Material for MkDocs, makes the same pages of the same sources."""

from __future__ import annotations

import importlib.util
import json
import os
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from bpsite.render import fetched
from tests.site.building import DOCS, PAGES, Site, address

NONE = "Zensical is not installed"


@pytest.fixture(scope="module")
def other(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site by Zensical; where there is none the tests are skipped, but on CI they fail."""
    if importlib.util.find_spec("zensical") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NONE)
    from bpsite import zensical  # noqa: PLC0415 # what it is made from is there once `site` is

    return Site(zensical.build(tmp_path_factory.mktemp("zensical")), site.url)


def _formulas(article: Tag) -> list[str]:
    return [str(formula) for formula in article.find_all("math")]


def _anchors(article: Tag) -> list[str]:
    """The names that a link can lead to; the theme's own link past the navigation is none."""
    named = article.find_all(id=True)
    return [str(each["id"]) for each in named if each["id"] != "__skip"]


def _verdicts(article: Tag) -> list[tuple[object, ...]]:
    marks = article.select("details.verdict, .equation-verdict, .verdict-counts")
    return [(mark["class"], mark.get_text()) for mark in marks]


def _copies(site: Site, page: str) -> list[str]:
    """What the buttons of the page's equations copy, in the page or in the file beside it."""
    file = (site.folder / site.name(page)).with_name(fetched.FILE)
    if file.exists():
        return list(json.loads(file.read_text(encoding="utf-8")))
    buttons = _article(site, page).select("[data-clipboard-text]")
    return [str(button["data-clipboard-text"]) for button in buttons]


def _cells(article: Tag) -> list[str]:
    """Code, and what it printed; every page's cells and snippets are such blocks."""
    return [block.get_text() for block in article.find_all("pre")]


def _figures(article: Tag) -> list[tuple[object, ...]]:
    """The drawings and plots; a theme's icons have no name."""
    return [
        (svg["aria-label"], svg.get_text(), [path.get("d") for path in svg.select("path")])
        for svg in article.select("svg[aria-label]")
    ]


def _links(article: Tag) -> list[str]:
    """Where the page's words and drawings lead; the theme's buttons are its own."""
    links = article.select("a:not(.md-content__button)")
    addresses = [link.get("href") or link.get("xlink:href") for link in links]
    return [str(found) for found in addresses if found]


def _article(site: Site, page: str) -> Tag:
    found = site.of(page).select_one("article")
    assert found is not None
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_parts(site: Site, other: Site, page: str) -> None:
    theirs, ours = _article(other, page), _article(site, page)
    for part in (_formulas, _anchors, _verdicts, _cells, _figures):
        assert part(theirs) == part(ours)
    assert _copies(other, page) == _copies(site, page)


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_to_the_same_places(site: Site, other: Site, page: str) -> None:
    here = urljoin(site.url, address(page))
    ours, theirs = (
        [urljoin(here, link) for link in _links(_article(built, page))] for built in (site, other)
    )
    assert theirs == ours


def test_what_the_pages_ask_for_is_there(other: Site) -> None:
    missing = {
        (page, file)
        for page in PAGES
        for file in _asked(other.of(page))
        if not (other.folder / address(page) / file).exists()
    }
    assert missing == set()


def _asked(html: BeautifulSoup) -> list[str]:
    """The scripts, styles and fonts of a page, as it names them."""
    tags = html.select("script[src], link[rel=stylesheet], link[rel=preload]")
    named = [str(tag.get("src") or tag.get("href")) for tag in tags]
    return [file.partition("?")[0] for file in named if "://" not in file]


def test_the_lab_has_its_plots(other: Site) -> None:
    plots = _article(other, "labs/xor.md").select("figure.plot > svg")
    assert len(plots) == (DOCS / "labs/xor.md").read_text(encoding="utf-8").count("```python alt=")
