"""Measures what a cell costs its reader, over loopback: `make bench-page` prints it.

Cold is a browser that has never been here; warm has the files from before. Each figure is the
median of five, with the best beside it, because a busy machine only ever makes it worse.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.site import browser as browsers
from tests.site.building import PREFIX, build, served
from tests.site.conftest import ARGUMENTS
from tests.site.running import button, cell, run, write

PAGE = "derivations/sigmoid/"
TIMES = 5
# From a button's press until nothing runs, in milliseconds, as the page itself sees it.
PRESS = """(button) => new Promise((resolve) => {
    const cell = button.closest(".cell");
    const start = performance.now();
    new MutationObserver(() => {
        if (!cell.hasAttribute("aria-busy")) resolve(performance.now() - start);
    }).observe(cell, { attributeFilter: ["aria-busy"] });
    button.click();
})"""
LOOP = "while True:\n    pass"


@contextmanager
def opened(browser: Browser, url: str) -> Iterator[tuple[Page, list[str]]]:
    """The page in a browser that has never been here, and what it asks for."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    yield load(context, url), asked
    context.close()


def load(context: BrowserContext, url: str) -> Page:
    """The page, loaded and quiet."""
    page = context.new_page()
    page.goto(url + PAGE, wait_until="networkidle")
    return page


def press(page: Page, name: str = "Run") -> float:
    """The milliseconds that a press of the first cell's button takes."""
    taken: float = button(cell(page, 1), name).evaluate(PRESS)
    return taken


def times(browser: Browser, url: str) -> Iterator[tuple[str, float]]:
    """Each figure once, by its name."""
    with opened(browser, url) as (page, _):
        yield "first result, cold", press(page)
        yield "second run", press(page)
        again = load(page.context, url)
        yield "first result, warm", press(again)
        yield from stopped(again)


def stopped(page: Page) -> Iterator[tuple[str, float]]:
    """What it takes to stop an endless loop, and to have a result again."""
    looping = write(page, 1, LOOP)
    button(looping, "Run").click()
    page.wait_for_timeout(300)
    yield "stop an endless loop", press(page, "Stop")
    write(page, 1, "1 + 1")
    yield "restart after Stop, to the result", press(page)


def weights(browser: Browser, url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """What is asked for before Run and on Run, compressed, in bytes."""
    with opened(browser, url) as (page, asked):
        before = set(asked)
        run(page, 1)
        page.wait_for_load_state("networkidle")
        on_run = set(asked) - before
        button(cell(page, 1), "Edit").click()
        cell(page, 1).get_by_role("textbox").wait_for()
    scripts = {url for url in before if url.endswith(".js") and "/assets/js/" in url}
    cells = {url for url in scripts if url.rpartition("/")[2].startswith("run")}
    compressed = compressor(folder)
    yield "script before Run, beyond Material's", sum(map(compressed, scripts))
    yield "  of it for cells", sum(map(compressed, cells))
    yield "on Run", sum(map(compressed, on_run))
    yield "on the first Edit", sum(map(compressed, set(asked) - before - on_run))


def compressor(folder: Path) -> Callable[[str], int]:
    """A function from an address to the size of its file, compressed as hosts do."""

    def compressed(url: str) -> int:
        file = folder / url.partition(PREFIX)[2].partition("?")[0].partition("#")[0]
        return len(gzip.compress(file.read_bytes(), 6)) if file.is_file() else 0

    return compressed


def report(browser: Browser, url: str, folder: Path) -> Iterator[str]:
    """The lines that are printed."""
    for name, size in weights(browser, url, folder):
        yield f"{name:40}{size / 1000:10.1f} kB gzipped"
    taken: dict[str, list[float]] = {}
    for _ in range(TIMES):
        for name, milliseconds in times(browser, url):
            taken.setdefault(name, []).append(milliseconds)
    for name, found in taken.items():
        yield f"{name:40}{median(found):10.0f} ms, best {min(found):.0f}"


def main() -> int:
    """Builds the site, measures it in the browser that the tests use, and prints."""
    found = browsers.find()
    if found is None:
        sys.stderr.write(f"{browsers.NONE}\n")
        return 1
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as url:
        built = build(Path(name), SITE_URL=url)
        if built.returncode:
            sys.stderr.write(built.stdout)
            return 1
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
            for line in report(browser, url, Path(name)):
                sys.stdout.write(f"{line}\n")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
