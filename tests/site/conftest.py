"""The built site, and a browser to read it with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.site import browser as browsers
from tests.site.building import EDIT_URI, REPOSITORY, Site, build, served

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
_skipped = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole site with every address set, built once and served where it was built for."""
    folder = tmp_path_factory.mktemp("site")
    with served(folder) as url:
        built = build(folder, SITE_URL=url, REPOSITORY_URL=REPOSITORY, EDIT_URI=EDIT_URI)
        if built.returncode:
            pytest.fail(f"the site does not build:\n{built.stdout}", pytrace=False)
        yield Site(folder, url)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One browser for all tests; where none is found they are skipped, but on CI they fail."""
    found = browsers.find()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(browsers.NONE, pytrace=False)
    if found is None:
        request.config.stash[_skipped] = browsers.NONE
        pytest.skip(browsers.NONE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()


class Reader:
    """Opens contexts, and keeps what their pages asked for and complained about."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser = browser
        self.site = site
        self.contexts: list[BrowserContext] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def context(self, **settings: Any) -> BrowserContext:
        """A context of the browser with Playwright's settings, 1280 pixels wide if not told."""
        settings.setdefault("viewport", {"width": 1280, "height": 800})
        return self.heard(self.browser.new_context(**settings))

    def heard(self, context: BrowserContext) -> BrowserContext:
        """The context, from now on closed with the others and listened to."""
        self.contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._console)
        return context

    def open(self, address: str = "", context: BrowserContext | None = None) -> Page:
        """The page at an address below the site's, in the context given or one of its own."""
        page = (context or self.context()).new_page()
        page.goto(self.site.url + address, wait_until="load")
        return page

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def elsewhere(self) -> list[str]:
        """The requests to another host than the site's."""
        own = urlsplit(self.site.url).netloc
        schemes = {"http", "https", "ws", "wss"}
        asked = ((url, urlsplit(url)) for url in self.requests)
        return [url for url, parts in asked if parts.scheme in schemes and parts.netloc != own]


@contextmanager
def reading(browser: Browser, site: Site) -> Iterator[Reader]:
    """Somebody who reads the site while in the block, and whom no page sends to another host."""
    somebody = Reader(browser, site)
    yield somebody
    for context in somebody.contexts:
        context.close()
    assert somebody.elsewhere() == []


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader for one test."""
    with reading(browser, site) as somebody:
        yield somebody


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says plainly that the browser tests did not run."""
    reason = terminalreporter.config.stash.get(_skipped, None)
    if reason:
        terminalreporter.write_sep("=", "the browser tests were SKIPPED", yellow=True, bold=True)
        terminalreporter.write_line(f"{reason}. Install Chromium, then run `make test` again.")


def click_at_rest(link: Locator) -> None:
    """Clicks as a reader does, who stops before: the theme notes a place after the last movement.

    A click in that tenth of a second may land at the top of the next page.
    """
    link.scroll_into_view_if_needed()
    link.page.wait_for_timeout(300)
    link.click()
