"""Links lead somewhere, and no address is invented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from bpsite.pages import is_exercises
from bpsite.render.licences import shipped
from tests.site.building import DOCS, EDIT_URI, PAGES, REPOSITORY, ROOT, Site, address, build

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ABSOLUTE = re.compile(r"https?://[^\s\"'`<>()\\]+")
# Names of things that happen to look like addresses; nothing asks them for anything.
NAMES = re.compile(r"https?://(?:www\.w3\.org|www\.sitemaps\.org)/")
# They say how a formula is written.
FOR_AUTHORS = ("write-a-page/", "check-your-notes/")
CREDITS = {"https://squidfunk.github.io/mkdocs-material/"}


@pytest.fixture(scope="module")
def without_addresses(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site built with nothing in the environment, as a newcomer builds it."""
    folder = tmp_path_factory.mktemp("bare")
    built = build(folder)
    assert built.returncode == 0, built.stdout
    return Site(folder)


def is_elsewhere(url: str, site: Site) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) and not url.startswith(site.url)


def test_no_script_holds_an_address_that_it_could_ask(site: Site) -> None:
    hosts = re.compile(
        r"https?://(?:unpkg\.com|cdn\.|api\.|[\w.]*gitlab|[\w.]*jsdelivr|[\w.]*cdnjs)"
    )
    found = [
        (path.name, match[0])
        for suffix in (".js", ".css")
        for path in site.files(suffix)
        for match in hosts.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_fonts_are_woff2_and_served_by_the_site(site: Site) -> None:
    assert site.files(".woff2")
    assert [
        path for suffix in (".woff", ".ttf", ".otf", ".eot") for path in site.files(suffix)
    ] == []
    for path in site.files(".css"):
        for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8")):
            if not url.startswith(("data:", "#")):
                assert (path.parent / urldefrag(url)[0].split("?")[0]).exists(), (path.name, url)


def links(name: str, html: BeautifulSoup, site: Site) -> Iterator[str]:
    """The addresses that a page's links lead to, in full."""
    here = urljoin(site.url, name.removesuffix("index.html"))
    for element in html.select("a[href], link[href], [src]"):
        url = str(element.get("href") or element.get("src"))
        if not url.startswith(("data:", "mailto:", "javascript:")):
            yield urljoin(here, url)


def test_every_internal_link_leads_to_a_file_and_an_anchor_that_exist(site: Site) -> None:
    broken = [
        (name, url)
        for name, html in site.html.items()
        for url in links(name, html, site)
        if not is_elsewhere(url, site) and not resolves(url, site)
    ]
    assert broken == []


def resolves(url: str, site: Site) -> bool:
    path, anchor = urldefrag(url.removeprefix(site.url))
    file = unquote(path.split("?")[0])
    file += "index.html" if file.endswith("/") or not file else ""
    if not (site.folder / file).is_file():
        return False
    # A search with ?q= or a scroll to __consent is the theme's own.
    return not anchor or file not in site.anchors or unquote(anchor) in site.anchors[file]


def test_the_404_page_links_from_any_depth(site: Site) -> None:
    inside = [
        str(element["href"])
        for element in site.html["404.html"].select("a[href], link[href]")
        if not urlsplit(str(element["href"])).netloc
    ]
    assert [url for url in inside if not url.startswith(("/", "#"))] == []


@pytest.mark.parametrize("direction", ["next", "prev"])
def test_next_and_previous_lead_through_every_page(site: Site, direction: str) -> None:
    """Besides those of exercises, to which their derivation leads."""
    follows: dict[str, str | None] = {}
    for page in filter(lambda page: not is_exercises(page), PAGES):
        here = site.url + address(page)
        link = site.of(page).select_one(f"a.md-footer__link--{direction}")
        follows[here] = urljoin(here, str(link["href"])) if link else None
    step: str | None = next(url for url in follows if url not in follows.values())
    way = []
    while step is not None:
        way.append(step)
        step = follows[step]
    assert sorted(way) == sorted(follows)


def test_the_sitemap_lists_every_page_and_nothing_else(site: Site) -> None:
    tree = ElementTree.parse(site.folder / "sitemap.xml")  # noqa: S314 # our own file
    listed = {element.text for element in tree.iter(f"{SITEMAP}loc")}
    assert listed == {site.url + address(page) for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_canonical_and_edit_links_come_from_the_environment(site: Site, page: str) -> None:
    html = site.of(page)
    canonical = html.select_one("link[rel=canonical]")
    edit = html.select_one("a[rel~=edit], a.md-content__button[href*='/edit/']")
    assert canonical is not None
    assert edit is not None
    assert canonical["href"] == site.url + address(page)
    assert edit["href"] == f"{REPOSITORY}/{EDIT_URI}{page}"


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_page_is_shown_elsewhere_with_its_title_and_a_picture(
    site: Site, page: str
) -> None:
    html = site.of(page)
    said = {str(tag["property"]): str(tag["content"]) for tag in html.select("meta[property]")}
    assert said["og:url"] == site.url + address(page)
    assert said["og:title"] in html.title.text if html.title else False
    assert len(said["og:description"]) > 20
    picture = site.folder / said["og:image"].removeprefix(site.url)
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_without_addresses_no_page_invents_one(without_addresses: Site) -> None:
    ours = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    known = set(ABSOLUTE.findall(ours)) | CREDITS | {entry.address for entry in shipped(ROOT)}
    found = {
        (name, url)
        for name, html in without_addresses.html.items()
        for element in html.select("*")
        for attribute in ("href", "src", "content", "action")
        for url in ABSOLUTE.findall(str(element.get(attribute, "")))
        if url not in known and not NAMES.match(url)
    }
    assert found == set()


def test_without_addresses_there_is_no_canonical_and_no_edit_link(without_addresses: Site) -> None:
    for html in without_addresses.html.values():
        assert not html.select("link[rel=canonical], meta[property]")
        assert not html.select("a[rel~=edit], a[title='Edit this page']")
        assert "None" not in {str(link["href"]) for link in html.select("a[href]")}


def test_search_shows_words_and_no_latex(site: Site) -> None:
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    texts = [
        entry["title"] + " " + entry["text"]
        for entry in index["docs"]
        if not entry["location"].startswith(FOR_AUTHORS)
    ]
    assert [text for text in texts if "\\" in text or "$" in text or "<span" in text] == []
    listed = {entry["location"].split("#")[0] for entry in index["docs"]}
    assert listed == {address(page) for page in PAGES}
