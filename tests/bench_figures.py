"""Measures how long a moving figure's script takes for one move: `python -m tests.bench_figures`.

A move is what a slider's input, a key or a step of training sends; the script redraws all that
depends on it. Layout and paint are the browser's and are not counted. Of three rounds the best
counts, because a busy machine only ever makes it worse. Exits with 1 where the slowest twentieth of
its moves takes longer than the limit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import quantiles

from playwright.sync_api import Browser, sync_playwright

from bpsite import chromium as browsers
from tests.site.building import published
from tests.site.conftest import ARGUMENTS

LIMIT = 8  # milliseconds
MOVES = 200
ROUNDS = 3
LARGEST = "?units=5,5,5,5&data=circles"  # of the networks that learn
FIGURES = {
    "network": "",
    "by-hand": "",
    "error-signal": "",
    "sigmoid": "",
    "network-in-motion": LARGEST,
}
# A frame between two moves, as under a hand: what was changed has been laid out and painted.
MOVE = """async (moving, count) => {
    const sliders = [...moving.querySelectorAll('[type=range]')];
    const handle = moving.querySelector('[role=slider]');
    const step = moving.querySelector('[data-do=step]');
    const move = (turn) => {
        if (step) return [step, new MouseEvent('click', { bubbles: true })];
        const key = ['ArrowLeft', 'PageUp'][turn % 2];
        if (handle) return [handle, new KeyboardEvent('keydown', { key, bubbles: true })];
        const slider = sliders[turn % sliders.length];
        slider.value = -3.9 + (turn * 0.85) % 7.8;
        return [slider, new Event('input', { bubbles: true })];
    };
    const times = [];
    const shown = new Set();
    for (let turn = 0; turn < count; turn += 1) {
        const [target, event] = move(turn);
        const start = performance.now();
        target.dispatchEvent(event);
        times.push(performance.now() - start);
        shown.add(moving.textContent);
        await new Promise(requestAnimationFrame);
    }
    if (shown.size < 2) throw new Error('nothing moved: the figure is asleep');
    return times;
}"""


def rounds(browser: Browser, address: str) -> list[list[float]]:
    """For each round the milliseconds of script of each move of the figure, once it is awake."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    figure = page.locator(".moving")
    figure.scroll_into_view_if_needed()
    figure.hover()
    page.wait_for_load_state("networkidle")
    taken: list[list[float]] = [figure.evaluate(MOVE, MOVES) for _ in range(ROUNDS)]
    page.close()
    return taken


def report(browser: Browser, url: str) -> Iterator[tuple[str, float]]:
    """A line for each figure, and the time that 95 of 100 moves keep."""
    for name, query in FIGURES.items():
        taken = rounds(browser, f"{url}derivations/{name}/{query}")
        parts = min((quantiles(times, n=20) for times in taken), key=lambda parts: parts[18])
        line = (
            f"{f'a move of the figure of {name}':40}{parts[9]:10.1f} ms, 95 of 100 {parts[18]:.1f}"
        )
        yield line, parts[18]


def main() -> int:
    """Builds the site, measures it in the browser that the tests use, and prints."""
    found = browsers.find() or sys.exit(browsers.NONE)
    with published() as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        reached = list(report(browser, url))
        browser.close()
    sys.stdout.writelines(f"{line}\n" for line, _ in reached)
    return int(any(slow > LIMIT for _, slow in reached))


if __name__ == "__main__":
    sys.exit(main())
