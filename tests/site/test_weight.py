"""What a reader's connection has to carry."""

from __future__ import annotations

import gzip
import re

import pytest

from bpsite import pages
from tests.site.building import DOCS, PAGES, Site

DERIVATIONS = [page for page in PAGES if page.startswith("derivations/")]
LABS = [page for page in PAGES if "jupyter" in pages.read(DOCS / page).meta]
PLOT = re.compile(r"<svg[^>]*role=\"img\"[^>]*>.*?</svg>", re.DOTALL)


def weight(html: str) -> int:
    return len(gzip.compress(html.encode()))


def text_of(site: Site, page: str) -> str:
    return (site.folder / site.name(page)).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", DERIVATIONS)
def test_a_derivation_weighs_less_than_thirty_kilobytes(site: Site, page: str) -> None:
    assert weight(text_of(site, page)) < 30_000


def test_printed_errors_weighs_less_than_sixty_kilobytes(site: Site) -> None:
    assert weight(text_of(site, "errata.md")) < 60_000


def test_what_the_first_run_loads_is_what_the_page_says_before(site: Site) -> None:
    script = (DOCS / "assets/js/run.js").read_text(encoding="utf-8")
    said = re.search(r"The first Run loads Python, about (\d+) MB\.", script)
    assert said
    there = (site.folder / "assets/python").iterdir()
    files = [path for path in there if path.is_file() and path.name != "checker.bin"]
    loaded = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)
    assert abs(loaded / 1e6 - int(said[1])) < 1


@pytest.mark.parametrize("page", LABS)
def test_a_lab_weighs_less_than_forty_kilobytes_and_its_plots(site: Site, page: str) -> None:
    html = text_of(site, page)
    assert PLOT.search(html), "a lab draws something"
    assert weight(PLOT.sub("", html)) < 40_000


@pytest.mark.parametrize("page", LABS)
def test_a_lab_has_no_stylesheet_and_no_script_of_its_own(site: Site, page: str) -> None:
    article = site.of(page).select_one("article")
    assert article is not None
    assert article.select("style, script, link[rel=stylesheet]") == []


def test_a_page_brings_the_same_scripts_and_styles_as_every_other(site: Site) -> None:
    """What one page alone would load is lost when another is left for it by instant navigation."""
    loads = {
        tuple(
            re.sub(r"^(\.\./|\./)+", "", str(element.get("src") or element.get("href")))
            for element in site.of(page).select("script[src], link[rel=stylesheet]")
        )
        for page in PAGES
    }
    assert len(loads) == 1


def test_every_script_of_the_theme_that_is_shipped_is_named_on_a_page(site: Site) -> None:
    shipped = (site.folder / "assets/javascripts").rglob("*.js")
    home = text_of(site, "index.md")
    assert [path.name for path in shipped if path.name not in home] == []
