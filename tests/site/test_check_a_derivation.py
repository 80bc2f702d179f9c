"""The page that checks a derivation, opened once: its box, its verdicts and its address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.building import Site
from tests.site.conftest import reading

pytestmark = pytest.mark.without_theme
PAGE = "check-a-derivation/"
WAIT = 60_000  # milliseconds that Python may take to come, on a busy machine


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """The page while nothing has been checked; the tests go on from one another."""
    with reading(browser, site, theme=False) as somebody:
        opened = somebody.open(PAGE)
        expect(opened.locator("check-derivation")).to_have_attribute("data-awake", "")
        yield opened


def lines(page: Page) -> Locator:
    return page.locator(".derivation-line")


def step(page: Page, number: int) -> Locator:
    """The verdicts in a line of the box."""
    return page.locator(f".derivation-line[value='{number}'] .derivation-step")


def test_lines_are_drawn_before_python_comes(page: Page) -> None:
    expect(lines(page).locator(".katex")).to_have_count(6)
    expect(step(page, 7)).to_have_count(0)


def test_the_first_bad_step_is_marked_with_numbers_and_its_slip(page: Page) -> None:
    page.get_by_role("button", name="Check", exact=True).click()
    expect(step(page, 7)).to_contain_text("false", timeout=WAIT)
    expect(step(page, 7)).to_contain_text("left 0.331, right 2.327")
    expect(step(page, 7)).to_contain_text("Perhaps a sign")
    expect(step(page, 6)).to_contain_text("proved")
    expect(page.locator("[data-bad]")).to_have_count(1)
    said = "1 proved, 1 false. The first step that is false is in line 7."
    expect(page.locator(".derivation-status")).to_have_text(said)


def test_what_is_mended_is_checked_without_another_press(page: Page) -> None:
    box = page.get_by_label("Your lines", exact=True)
    box.fill(box.input_value().replace("(1 + a)", "(1 - a)"))
    expect(step(page, 7)).to_contain_text("proved", timeout=WAIT)


def test_what_was_inferred_can_be_corrected(page: Page) -> None:
    page.get_by_label("Your lines", exact=True).fill("W x + W x = 2 W x")
    expect(step(page, 1)).to_contain_text("W may be a number or a matrix", timeout=WAIT)
    page.get_by_label("Taken for").fill("W: matrix m x n\nx: vector n")
    expect(step(page, 1)).to_contain_text("proved", timeout=WAIT)


def test_the_address_holds_the_lines_and_what_was_corrected(page: Page) -> None:
    address = page.url
    assert "#d=" in address
    page.reload()
    expect(page.get_by_label("Your lines", exact=True)).to_have_value("W x + W x = 2 W x")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(step(page, 1)).to_contain_text("proved", timeout=WAIT)


def test_the_page_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
