"""The built site, and a browser to read it with."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from bpsite import chromium as browsers
from tests.conftest import shared_site
from tests.site.building import EDIT_URI, REPOSITORY, Site, build

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
THEME = "**/javascripts/bundle*.js"
# Only what runs long is compiled a second time, which costs more than most tests' cells gain.
ONCE = "--js-flags=--wasm-tiering-budget=1000000000"


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Site:
    """The whole site with every address set, served where it was built for.

    It is built once in a run, by the first worker that asks; the others wait.
    """
    shared = shared_site(request.config)
    wrong = shared.folder.with_name("wrong.txt")
    with shared.folder.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wrong.exists():
            built = build(
                shared.folder, SITE_URL=shared.url, REPOSITORY_URL=REPOSITORY, EDIT_URI=EDIT_URI
            )
            wrong.write_text(built.stdout if built.returncode else "", encoding="utf-8")
    if said := wrong.read_text(encoding="utf-8"):
        pytest.fail(f"the site does not build:\n{said}", pytrace=False)
    return shared


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser per worker; where none is found its tests are skipped, but on CI they fail."""
    found = browsers.find()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(browsers.NONE, pytrace=False)
    if found is None:
        pytest.skip(browsers.NONE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, ONCE])
        yield running
        running.close()


class Reader:
    """Opens contexts, and keeps what their pages asked for and complained about."""

    def __init__(self, browser: Browser, site: Site, *, theme: bool = True) -> None:
        self.browser = browser
        self.site = site
        self.theme = theme  # whether the theme's script comes, or an empty one in its place
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
        if not self.theme:
            context.route(THEME, lambda route: route.fulfill(content_type="text/javascript"))
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
def reading(browser: Browser, site: Site, *, theme: bool = True) -> Iterator[Reader]:
    """Somebody who reads the site while in the block, and whom no page sends to another host."""
    somebody = Reader(browser, site, theme=theme)
    yield somebody
    for context in somebody.contexts:
        context.close()
    assert somebody.elsewhere() == []


@pytest.fixture
def reader(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader for one test, to whom the theme's script comes unless the test says otherwise.

    It takes half of the processor's time of a page that is pointed at.
    """
    theme = request.node.get_closest_marker("without_theme") is None
    with reading(browser, site, theme=theme) as somebody:
        yield somebody


# The theme notes the place a tenth of a second after the last movement; whether it does or not,
# who waits goes on a second after it.
REST = """() => new Promise(done => {
  let place = scrollY, since = performance.now();
  const look = () => {
    if (scrollY !== place) [place, since] = [scrollY, performance.now()];
    const noted = place === (history.state?.y ?? 0);
    if (noted || performance.now() - since > 1000) done(); else setTimeout(look, 20);
  };
  look();
})"""


def at_rest(page: Page) -> None:
    """Waits until the page does not move, and the theme has noted the place."""
    page.evaluate(REST)


def click_at_rest(link: Locator) -> None:
    """Clicks as a reader does, who stops before: else it may land at the top of the next page."""
    link.scroll_into_view_if_needed()
    at_rest(link.page)
    link.click()
