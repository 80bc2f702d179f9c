"""The search leads where a learner means to go, and comes when somebody turns to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.building import Site
from tests.site.conftest import Reader, reading
from tests.site.instant import awake, followed

PAGE = "derivations/network/"
INDEX = "**/search_index.json"


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page whose search is open for the tests that only look for something."""
    with reading(browser, site) as somebody:
        yield somebody.open(PAGE)
        assert somebody.complaints == []


def found(page: Page, query: str) -> Locator:
    """The links to what is found by these words."""
    page.get_by_role("searchbox", name="Search").fill(query)
    links = page.locator(".md-search-result__link")
    expect(page.get_by_role("status").filter(has_text="section")).to_be_visible()
    return links


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("chain rule", "derivations/sigmoid/#two-rules"),
        ("delta", "derivations/error-signal/"),
        ("δ", "derivations/error-signal/"),
        ("why minus", "derivations/by-hand/#the-update"),
        ("learning rate", "derivations/by-hand/#the-update"),
        ("sigmoid", "derivations/sigmoid/"),
        (
            "vanishing gradient",
            "derivations/activation-and-cost/#the-error-signal-fades-with-depth",
        ),
        ("central_difference", "reference/api/#bpcore.gradcheck.central_difference"),
    ],
)
def test_a_word_leads_to_where_it_is_explained(
    page: Page, site: Site, query: str, place: str
) -> None:
    first = found(page, query).first
    expect(first).to_have_attribute("href", site.url + place)


@pytest.mark.parametrize("query", ["sigmoid", "cost", "gradient", "layer"])
def test_what_is_found_are_words_and_no_latex_and_no_listing(page: Page, query: str) -> None:
    texts = found(page, query).all_inner_texts()
    assert query in texts[0].casefold()
    assert [text for text in texts if "\\" in text or "def " in text] == []


def test_nothing_found_is_said(page: Page) -> None:
    page.get_by_role("searchbox", name="Search").fill("nonsense")
    said = page.locator(".md-search").get_by_role("status")
    expect(said).to_have_text("Nothing found. Another word for it may lead there.")
    expect(page.locator(".md-search-result__link")).to_have_count(0)


def test_nothing_of_it_comes_before_somebody_turns_to_it(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.mouse.move(200, 200)
    page.wait_for_function("'document$' in window")
    page.wait_for_load_state("networkidle")
    assert [url for url in reader.requests if "search" in url] == []


def test_a_key_opens_it_the_arrows_walk_and_enter_goes_there(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.keyboard.press("/")
    page.keyboard.type("why minus")
    links = page.locator(".md-search-result__link")
    expect(links.first).to_contain_text("The update")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".md-search__input")).to_be_focused()
    followed(page, lambda: page.keyboard.press("Enter"))
    assert page.url.endswith("derivations/by-hand/#the-update")
    expect(page.locator("#__search")).not_to_be_checked()


def test_escape_closes_it(reader: Reader) -> None:
    page = awake(reader.open(PAGE))  # the theme, as it starts, may open what has the focus
    page.keyboard.press("s")
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.locator(".md-search__input")).not_to_be_focused()


def test_a_finger_opens_it_on_a_phone_and_goes_back(reader: Reader) -> None:
    phone = reader.context(viewport={"width": 360, "height": 700}, has_touch=True, is_mobile=True)
    page = reader.open(PAGE, phone)
    page.locator(".md-header__button[for=__search]").tap()
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(found(page, "delta").first).to_be_in_viewport()
    # The circle out of which it opens is wider for a moment.
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    page.locator(".md-search__icon[for=__search]").tap()
    expect(page.locator("#__search")).not_to_be_checked()


def test_an_index_that_did_not_come_is_said_and_asked_for_again(reader: Reader) -> None:
    context = reader.context()
    context.route(INDEX, lambda route: route.abort())
    page = reader.open(PAGE, context)
    page.locator(".md-search__input").click()
    said = page.locator(".md-search").get_by_role("status")
    expect(said).to_contain_text("The search did not load.")
    context.unroute(INDEX)
    expect(found(page, "delta").first).to_be_visible()
