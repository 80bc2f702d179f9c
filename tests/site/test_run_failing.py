"""Where Python can't start, the page says why, and offers to try again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.building import Site, served
from tests.site.conftest import Reader, reading
from tests.site.running import (
    PATIENCE,
    POLICY,
    button,
    cell,
    outputs,
    run,
    settled,
    with_policy,
    without_python,
)

pytestmark = pytest.mark.without_theme
SIGMOID = "derivations/sigmoid/"
PRINTED = "-4  0.017986\n-2  0.119203\n 0  0.500000\n 2  0.880797\n 4  0.982014"


def without_webassembly(route: Route) -> None:
    """Serves the worker to a browser that has none."""
    response = route.fetch()
    route.fulfill(
        response=response,
        body=f"{response.text()}\n".replace(
            "function obstacle() {", "function obstacle() { delete globalThis.WebAssembly;", 1
        ),
    )


def hold(held: list[Route]) -> Callable[[Route], None]:
    """Lets a file wait, until a test lets it go."""

    def wait(route: Route) -> None:
        held.append(route)

    return wait


def note(page: Page, number: int = 1) -> str:
    """The message beside the cell's output."""
    return cell(page, number).locator(".cell-note").inner_text()


def test_without_webassembly_it_says_so(reader: Reader) -> None:
    context = reader.context()
    context.route("**/run-worker.js", without_webassembly)
    page = reader.open(SIGMOID, context)
    run(page, 1)
    assert note(page).startswith("This browser has no WebAssembly, which Python needs here.")
    assert outputs(cell(page, 1)).strip() == PRINTED


def test_a_policy_without_webassembly_is_told_at_once(reader: Reader) -> None:
    context = reader.context()
    strict = POLICY.replace(" 'wasm-unsafe-eval'", "")
    context.route("**/run-worker.js", with_policy(strict))
    page = reader.open(SIGMOID, context)
    run(page, 1)
    assert note(page).startswith("A security policy, of this browser or of the network, forbids")


def tried_again(page: Page, name: str) -> None:
    """Presses the button until the file that was missing has come."""
    with page.expect_event("requestfinished", lambda request: request.url.endswith(name)):
        cell(page, 1).get_by_role("button", name="Try again").click()
    expect(cell(page, 1).locator(".cell-note")).to_have_count(0)


@pytest.mark.parametrize("missing", ["pyodide.asm.wasm", "pyodide.js", "files.bin"])
def test_offline_it_says_so_and_tries_again(reader: Reader, missing: str) -> None:
    context = reader.context()
    context.route(f"**/{missing}", lambda route: route.abort())
    page = reader.open(SIGMOID, context)
    run(page, 2)
    expect(cell(page, 1).locator(".cell-note")).to_contain_text("A part of Python could not be")
    context.unroute(f"**/{missing}")
    tried_again(page, missing)


LOST = "A part of Python could not be loaded. Is there a connection? Try again"


@pytest.fixture
def breaking(browser: Browser, site: Site) -> Iterator[tuple[Reader, set[str]]]:
    """A reader of the same files, and the names of those that the server breaks off half way."""
    cut: set[str] = set()
    with served(site.folder, cut) as url, reading(browser, Site(site.folder, url)) as somebody:
        yield somebody, cut


@pytest.mark.parametrize(
    "name", ["pyodide.asm.wasm", "files.bin", "pyodide.asm.js", "pyodide.js", "sizes.json"]
)
def test_a_connection_lost_half_way_is_told_at_once_and_tried_again(
    breaking: tuple[Reader, set[str]], name: str
) -> None:
    somebody, cut = breaking
    cut.add(name)
    page = somebody.open(SIGMOID)
    button(cell(page, 1), "Run").click()
    expect(cell(page, 1).locator(".cell-note")).to_have_text(LOST, timeout=15_000)
    cut.clear()
    tried_again(page, name)


def test_offline_after_the_page_has_come_is_told_at_once(reader: Reader) -> None:
    context = reader.context()
    page = reader.open(SIGMOID, context)
    button(cell(page, 1), "Edit").click()  # so that only Python is missing
    cell(page, 1).get_by_role("textbox").wait_for()
    context.set_offline(True)
    button(cell(page, 1), "Run").click()
    expect(cell(page, 1).locator(".cell-note")).to_have_text(LOST, timeout=15_000)
    context.set_offline(False)
    cell(page, 1).get_by_role("button", name="Try again").click()
    settled(page)
    assert outputs(cell(page, 1)).strip() == PRINTED


def test_a_script_that_is_missing_is_told_too(reader: Reader) -> None:
    context = reader.context()
    context.route("**/run-session.js", lambda route: route.abort())
    page = reader.open(SIGMOID, context)
    button(cell(page, 1), "Run").click()
    status = cell(page, 1).locator(".cell-status")
    expect(status).to_have_text("Not loaded: is there a connection? Run tries again.")
    settled(page)


def test_after_thirty_seconds_without_an_answer_it_gives_up(reader: Reader) -> None:
    context = reader.context()
    held: list[Route] = []
    context.route("**/*.asm.wasm", hold(held))
    page = context.new_page()
    page.clock.install()
    page.goto(reader.site.url + SIGMOID)
    button(cell(page, 1), "Run").click()
    expect(cell(page, 1).locator("progress")).to_be_visible()
    page.clock.fast_forward(27_000)
    expect(cell(page, 1)).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(31_000)
    settled(page)
    assert note(page).startswith("Python has not answered for 30 seconds.")
    assert without_python(page)


def test_progress_is_shown_in_bytes(reader: Reader) -> None:
    context = reader.context()
    held: list[Route] = []
    context.route("**/files.bin", hold(held))
    page = reader.open(SIGMOID, context)
    button(cell(page, 1), "Run").click()
    status = cell(page, 1).locator(".cell-status")
    amount = re.compile(r"^ Python: ([\d.]+) of ([\d.]+) MB$")
    expect(status).to_have_text(amount, timeout=PATIENCE)
    bar = status.get_by_role("progressbar", name="Loading Python")
    page.wait_for_function("bar => bar.position > 0.7", arg=bar.element_handle())
    assert float(bar.evaluate("bar => bar.position")) < 0.8
    for route in held:
        route.continue_()
    settled(page)
    assert outputs(cell(page, 1)).strip() == PRINTED


def test_everything_runs_with_the_strictest_policy_that_allows_it(reader: Reader) -> None:
    context = reader.context()
    context.route(lambda url: url.endswith(("/", ".js")), with_policy(POLICY))
    page = reader.open(SIGMOID, context)
    button(cell(page, 1), "Edit").click()
    expect(cell(page, 1).get_by_role("textbox")).to_be_focused()
    font = "editor => getComputedStyle(editor.closest('.cm-scroller')).fontFamily"
    assert "monospace" in cell(page, 1).get_by_role("textbox").evaluate(font)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("from page import plot\nplot([0, 1], [0, 1])\n1 + 1")
    run(page, 1)
    assert outputs(cell(page, 1)) == "2\n"
    expect(cell(page, 1).get_by_role("img")).to_be_visible()
    ours = [said for said in reader.complaints if "/run" in said or "/editor" in said]
    assert ours == []
