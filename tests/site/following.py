"""Links that Material follows without a load: the address changes before the page does."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

OLD = "data-left"


def followed(page: Page, go: Callable[[], object]) -> Page:
    """Goes to another page, and waits until that one has taken this one's place."""
    page.locator("article").evaluate("(article, old) => article.setAttribute(old, '')", OLD)
    go()
    expect(page.locator(f"article:not([{OLD}])")).to_be_visible()
    return page
