"""Measures what a cell costs its reader, over loopback: `make bench-page` prints it.

Cold is a browser that has never been here; warm is one that comes back, with what it has kept. Each
figure is the median of five, with the best beside it, because a busy machine only ever makes it
worse. Exits 1 where a figure is over its limit.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import BrowserContext, BrowserType, Page, sync_playwright

from bpsite import chromium as browsers
from tests.site.building import PREFIX, published
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
READS = 5_000  # milliseconds, in which a browser keeps the machine code for another visit
DERIVATION = "check-a-derivation/"
# From a press of Check until there is a verdict.
CHECK = """(button) => new Promise((resolve) => {
    const box = button.closest("check-derivation");
    const start = performance.now();
    new MutationObserver(() => {
        if (!box.hasAttribute("aria-busy")) resolve(performance.now() - start);
    }).observe(box, { attributeFilter: ["aria-busy"] });
    button.click();
})"""
FIRST, NEXT = "first verdict on a derivation, cold", "the next verdict"
COLD, WARM, AGAIN = "first result, cold", "first result, warm", "second run"
STOP, RESTART = "stop an endless loop", "restart after Stop, to the result"
ON_CHECK = "on Check"
SCRIPT, ON_RUN = "script before Run, beyond Material's", "on Run"
MOST_KILOBYTES = {SCRIPT: 8, ON_RUN: 9_300, ON_CHECK: 6_800}
MOST_MILLISECONDS = {COLD: 2_500, AGAIN: 50, WARM: 1_500, STOP: 100, RESTART: 1_200}
MOST_MILLISECONDS |= {FIRST: 2_500, NEXT: 150}


@contextmanager
def opened(chromium: BrowserType, found: Path) -> Iterator[BrowserContext]:
    """A browser that has never been here; its profile is on the disk, as a reader's is."""
    with tempfile.TemporaryDirectory() as profile:
        context = chromium.launch_persistent_context(profile, executable_path=found, args=ARGUMENTS)
        context.set_default_timeout(60_000)
        yield context
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


def times(context: BrowserContext, url: str) -> Iterator[tuple[str, float]]:
    """Each figure once, by its name."""
    page = load(context, url)
    yield COLD, press(page)
    yield AGAIN, press(page)
    page.wait_for_timeout(READS)
    page.close()
    again = load(context, url)
    yield WARM, press(again)
    yield from stopped(again)


def stopped(page: Page) -> Iterator[tuple[str, float]]:
    """What it takes to stop an endless loop, and to have a result again."""
    looping = write(page, 1, LOOP)
    button(looping, "Run").click()
    page.wait_for_timeout(300)
    yield STOP, press(page, "Stop")
    write(page, 1, "1 + 1")
    yield RESTART, press(page)


def verdicts(context: BrowserContext, url: str) -> Iterator[tuple[str, float]]:
    """What the first check of a derivation takes, and the next."""
    page = context.new_page()
    page.goto(url + DERIVATION, wait_until="networkidle")
    for name in (FIRST, NEXT):
        yield name, page.locator("[data-do=check]").evaluate(CHECK)


def checking(context: BrowserContext, url: str, folder: Path) -> Iterator[tuple[str, float]]:
    """What is asked for on the first check, compressed, in kilobytes."""
    page = context.new_page()
    page.goto(url + DERIVATION, wait_until="networkidle")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.locator("[data-do=check]").evaluate(CHECK)
    yield ON_CHECK, sum(map(compressor(folder), set(asked)))


def weights(context: BrowserContext, url: str, folder: Path) -> Iterator[tuple[str, float]]:
    """What is asked for before Run and on Run, compressed, in kilobytes."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = load(context, url)
    before = set(asked)
    run(page, 1)
    page.wait_for_load_state("networkidle")
    on_run = set(asked) - before
    button(cell(page, 1), "Edit").click()
    cell(page, 1).get_by_role("textbox").wait_for()
    scripts = {url for url in before if url.endswith(".js") and "/assets/js/" in url}
    cells = {url for url in scripts if url.rpartition("/")[2].startswith("run")}
    compressed = compressor(folder)
    yield SCRIPT, sum(map(compressed, scripts))
    yield "  of it for cells", sum(map(compressed, cells))
    yield ON_RUN, sum(map(compressed, on_run))
    yield "on the first Edit", sum(map(compressed, set(asked) - before - on_run))


def compressor(folder: Path) -> Callable[[str], float]:
    """A function from an address to the size of its file, compressed as hosts do."""

    def compressed(url: str) -> float:
        file = folder / url.partition(PREFIX)[2].partition("?")[0].partition("#")[0]
        return len(gzip.compress(file.read_bytes(), 6)) / 1000 if file.is_file() else 0

    return compressed


def line(name: str, found: float, most: float | None, unit: str) -> str:
    """A figure with its limit, marked where it is over it."""
    limit = f", at most {most}" if most else ""
    return f"{name:40}{found:10.1f} {unit}{limit}{'  TOO MUCH' if over(found, most) else ''}\n"


def over(found: float, most: float | None) -> bool:
    """Whether a figure has a limit and is over it."""
    return most is not None and found > most


def measure(chromium: BrowserType, found: Path, url: str, folder: Path) -> Iterator[bool]:
    """Prints each figure; whether it is over its limit."""
    for weighed in (weights, checking):
        with opened(chromium, found) as context:
            for name, size in weighed(context, url, folder):
                most = MOST_KILOBYTES.get(name)
                sys.stdout.write(line(name, size, most, "kB gzipped"))
                yield over(size, most)
    taken: dict[str, list[float]] = {}
    for timed in (times, verdicts) * TIMES:
        with opened(chromium, found) as context:
            for name, milliseconds in timed(context, url):
                taken.setdefault(name, []).append(milliseconds)
    for name, each in taken.items():
        most = MOST_MILLISECONDS[name]
        sys.stdout.write(line(name, median(each), most, f"ms, best {min(each):.0f}"))
        yield over(median(each), most)


def main() -> int:
    """Builds the site, measures it in the browser that the tests use, and prints."""
    found = browsers.find() or sys.exit(browsers.NONE)
    with published() as (url, folder), sync_playwright() as playwright:
        return int(any(list(measure(playwright.chromium, found, url, folder))))


if __name__ == "__main__":
    sys.exit(main())
