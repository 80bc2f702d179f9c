"""The theme's script comes with the first sign of life, and hears what was done before it came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.site.conftest import Reader
from tests.site.instant import awake

PAGE = "derivations/sigmoid/"
SCRIPT = "**/javascripts/bundle*.js"


def asked(reader: Reader) -> list[str]:
    """What the theme asked for."""
    return [url for url in reader.requests if "/javascripts/" in url or "/search/" in url]


class Late:
    """A theme's script that is on its way until it may come."""

    def __init__(self, context: BrowserContext) -> None:
        self.held: list[Route] = []
        context.route(SCRIPT, self.hold)

    def hold(self, route: Route) -> None:
        self.held.append(route)

    def come(self, page: Page) -> None:
        while not self.held:
            page.wait_for_timeout(10)
        self.held.pop().continue_()
        page.wait_for_function("'document$' in window")


def test_a_page_that_is_only_looked_at_asks_for_no_theme_and_no_search(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.wait_for_load_state("networkidle")
    assert asked(reader) == []
    assert page.evaluate("'document$' in window") is False


@pytest.mark.parametrize(
    "sign",
    [
        lambda page: page.mouse.move(200, 200),
        lambda page: page.mouse.wheel(0, 100),
        lambda page: page.keyboard.press("Tab"),
    ],
    ids=["the mouse", "the wheel", "a key"],
)
def test_each_sign_of_life_brings_it_once(reader: Reader, sign: Callable[[Page], None]) -> None:
    page = reader.open(PAGE)
    for _ in range(3):
        sign(page)
    page.wait_for_function("'document$' in window")
    assert len([url for url in asked(reader) if "/bundle" in url]) == 1


def test_a_pointer_at_rest_is_no_sign_even_if_the_browser_tells_of_it(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.evaluate("document.body.dispatchEvent(new PointerEvent('pointermove', {bubbles: true}))")
    page.wait_for_load_state("networkidle")
    assert asked(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_systems_colours_and_the_switch_to_the_others_are_there_before_it(
    reader: Reader, scheme: str
) -> None:
    page = reader.open(PAGE, reader.context(color_scheme=scheme))
    name, other = ("default", "dark") if scheme == "light" else ("slate", "light")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    expect(page.locator("label[for^=__palette]:visible")).to_have_count(1)
    expect(page.locator(f"label[title='Switch to {other}']")).to_be_visible()


def test_a_switch_that_was_pressed_before_it_came_is_turned(reader: Reader) -> None:
    context = reader.context(color_scheme="light")
    theme = Late(context)
    page = reader.open(PAGE, context)
    page.locator("label[title='Switch to dark']").click()
    theme.come(page)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_a_text_that_was_copied_before_it_came_is_copied(reader: Reader) -> None:
    context = reader.context(permissions=["clipboard-read", "clipboard-write"])
    theme = Late(context)
    page = reader.open(PAGE, context)
    verdict = page.locator("details.verdict").first
    verdict.locator("summary").click()
    verdict.get_by_role("button", name="LaTeX").click()
    theme.come(page)
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('sigma'))")


def test_what_did_not_come_is_asked_for_again(reader: Reader) -> None:
    context = reader.context()
    context.route(SCRIPT, lambda route: route.abort())
    page = reader.open(PAGE, context)
    with page.expect_event("requestfailed"):
        page.mouse.move(200, 200)
    context.unroute(SCRIPT)
    awake(page)
    reader.complaints.clear()  # of the one that did not come
