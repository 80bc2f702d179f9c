"""A link within the page moves its reader and leaves all else as it is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.site.conftest import Reader, at_rest, click_at_rest
from tests.site.instant import awake

PAGE = "derivations/by-hand/"
NUMBER = "#eq-12 .equation-number"
IN_VIEW = """hash => {
  const { top } = document.querySelector(hash).getBoundingClientRect();
  return top >= 0 && top < innerHeight;
}"""

# Moves the page for half a second.
MOVE = """() => {
  const end = performance.now() + 500;
  const move = () => {
    window.moved = performance.now() > end;
    scrollBy({ top: 5, behavior: 'instant' });
    if (!moved) setTimeout(move, 20);
  };
  move();
}"""


def opened(reader: Reader) -> Page:
    """The page with something that its reader changed."""
    page = awake(reader.open(PAGE))
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelector('article').dataset.changed = 'by the reader'")
    return page


def follow(page: Page) -> None:
    """Follows a link from the top of the page, where it would be out of sight for a real click."""
    page.locator(NUMBER).evaluate("link => link.click()")
    page.wait_for_function(IN_VIEW, arg="#eq-12")
    at_rest(page)


def test_what_the_reader_changed_stays_after_a_link_within_the_page(reader: Reader) -> None:
    page = opened(reader)
    before = len(reader.requests)
    follow(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator("article")).to_have_attribute("data-changed", "by the reader")
    assert page.url.endswith("#eq-12")
    assert not [url for url in reader.requests[before:] if url.endswith("/")]


def test_back_and_forward_within_the_page_move_and_change_nothing(reader: Reader) -> None:
    page = opened(reader)
    follow(page)
    page.evaluate("history.back()")
    page.wait_for_function("!location.hash && scrollY < 100")
    page.evaluate("history.forward()")
    page.wait_for_function("location.hash === '#eq-12'")
    page.wait_for_function(IN_VIEW, arg="#eq-12")
    expect(page.locator("article")).to_have_attribute("data-changed", "by the reader")


def test_a_link_to_another_page_and_back_still_changes_the_page(reader: Reader) -> None:
    page = opened(reader)
    follow(page)
    click_at_rest(page.locator("article a[href*='sigmoid/#eq-4']").first)
    expect(page.locator("h1")).to_contain_text("sigmoid")
    page.wait_for_function(IN_VIEW, arg="#eq-4")
    page.evaluate("history.back()")
    expect(page.locator("h1")).to_contain_text("by hand")
    assert page.url.endswith(f"{PAGE}#eq-12")


def test_at_rest_the_theme_has_noted_the_place_or_never_will(reader: Reader) -> None:
    page = opened(reader)
    page.evaluate(MOVE)
    at_rest(page)
    assert page.evaluate("moved && scrollY === history.state.y")
    page.evaluate("history.replaceState(null, '')")
    at_rest(page)
    assert page.evaluate("history.state") is None
