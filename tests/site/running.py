"""A reader who runs cells: presses buttons, waits, and reads what stands under the code."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, Worker, expect

PATIENCE = 60_000  # milliseconds; a busy machine starts Python slowly
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"


def with_policy(policy: str) -> Callable[[Route], None]:
    """Serves a file with the policy in force."""

    def serve(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    return serve


def cell(page: Page, number: int) -> Locator:
    """A cell of the page, counted from 1 as its error messages count."""
    return page.locator(".cell[data-cell]").nth(number - 1)


def pythons(page: Page) -> list[Worker]:
    """The workers of the page that run Python."""
    return [worker for worker in page.workers if worker.url.endswith("/run-worker.js")]


def without_python(page: Page) -> bool:
    """Whether the page's last worker goes, of which the browser tells a moment later."""
    end = time.monotonic() + PATIENCE / 1000
    while pythons(page) and time.monotonic() < end:
        page.evaluate("0")  # hears what the browser has to tell
    return not pythons(page)


def button(where: Locator, name: str) -> Locator:
    """One of the cell's buttons."""
    return where.locator(".cell-bar").get_by_role("button", name=name, exact=True)


def settled(page: Page) -> None:
    """Waits until nothing runs."""
    expect(page.locator(".cell[aria-busy]")).to_have_count(0, timeout=PATIENCE)


def run(page: Page, number: int, name: str = "Run") -> Locator:
    """Presses a cell's button and waits until nothing runs."""
    found = cell(page, number)
    button(found, name).click()
    settled(page)
    return found


def outputs(where: Locator) -> str:
    """All that the cell printed, errors too."""
    return "".join(where.locator(".cell-output").all_text_contents())


def write(page: Page, number: int, code: str) -> Locator:
    """Puts the code in the place of the cell's."""
    found = cell(page, number)
    if button(found, "Edit").is_visible():
        button(found, "Edit").click()
    editor = found.get_by_role("textbox")
    editor.wait_for(timeout=PATIENCE)
    editor.press("Control+a")
    page.keyboard.insert_text(code)
    return found


def answer(page: Page, number: int, code: str) -> str:
    """What the code prints in the cell's place."""
    write(page, number, code)
    return outputs(run(page, number))
