"""The theme's script, and the links that it follows without a load."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

OLD = "data-left"


def awake(page: Page) -> Page:
    """The page with the theme's script, which a hand on the mouse brings."""
    page.mouse.move(1, 1)
    page.mouse.move(2, 2)
    page.wait_for_function("'document$' in window")
    return page


def followed(page: Page, go: Callable[[], object]) -> Page:
    """Goes to another page, and waits until that one has taken this one's place.

    The address changes before the page does.
    """
    article = awake(page).locator("main article")
    article.evaluate("(article, old) => article.setAttribute(old, '')", OLD)
    go()
    expect(page.locator(f"main article:not([{OLD}])")).to_be_visible()
    return page
