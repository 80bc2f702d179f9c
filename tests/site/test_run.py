"""Cells run in the page, stop, end, and start again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.site.building import Site
from tests.site.conftest import Reader, reading
from tests.site.instant import followed
from tests.site.running import (
    PATIENCE,
    answer,
    button,
    cell,
    outputs,
    pythons,
    run,
    settled,
    write,
)

pytestmark = pytest.mark.without_theme
SIGMOID = "derivations/sigmoid/"
PRINTED = "-4  0.017986\n-2  0.119203\n 0  0.500000\n 2  0.880797\n 4  0.982014"


def test_before_run_nothing_of_python_or_the_editor_is_asked_for(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    expect(button(cell(page, 1), "Run")).to_be_visible()
    assert not [url for url in reader.requests if "/assets/js/run" in url]
    assert not [url for url in reader.requests if "/python/" in url or "/editor/" in url]


def test_no_part_of_python_comes_twice_though_a_private_window_keeps_none(reader: Reader) -> None:
    context = reader.context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    run(reader.open(SIGMOID, context), 1)
    parts = [one for one in asked if one.startswith("GET ") and "/python/" in one]
    assert len(parts) == len(set(parts)) == 7


def test_without_scripts_a_cell_is_code_and_output(reader: Reader) -> None:
    page = reader.open(SIGMOID, reader.context(java_script_enabled=False))
    assert page.locator(".cell button").count() == 0
    assert outputs(cell(page, 1)).strip() == PRINTED


def test_a_page_does_not_move_when_the_buttons_come(reader: Reader) -> None:
    context = reader.context()
    context.route("**/assets/js/*.js", lambda route: route.abort())
    without, whole = reader.open(SIGMOID, context), reader.open(SIGMOID)
    expect(button(cell(without, 1), "Run")).to_have_count(0)
    expect(button(cell(whole, 1), "Run")).to_be_visible()
    height = "document.body.scrollHeight"
    assert abs(whole.evaluate(height) - without.evaluate(height)) <= 8
    reader.complaints.clear()  # of the script that did not come


def test_before_the_first_run_its_weight_is_said_and_then_no_more(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    status = cell(page, 1).locator(".cell-status")
    expect(status).to_have_text("The first Run loads Python, about 9 MB.")
    button(cell(page, 2), "Run").click()
    expect(status).not_to_contain_text("The first Run")


def test_run_runs_the_cells_above_that_it_needs(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    shown = outputs(cell(page, 3)).strip()
    assert outputs(run(page, 3)).strip() == shown
    expect(cell(page, 1).locator(".cell-status")).to_have_text(re.compile(r"^[\d.]+ s$"))
    expect(page.locator(".cell-said")).to_have_text(f"Cell 3: {shown}")


def test_an_endless_loop_is_stopped_and_python_starts_again(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    run(page, 1)
    looping = write(page, 2, "i = 0\nwhile True:\n    i += 1\n    if i % 100000 == 0: print(i)")
    button(looping, "Run").click()
    looping.locator(".cell-output", has_text="200000").wait_for()
    stop = button(looping, "Stop")
    took = stop.evaluate("""stop => new Promise(resolve => {
        const start = performance.now();
        new MutationObserver(() => stop.hidden && resolve(performance.now() - start))
            .observe(stop, { attributes: true });
        stop.click();
    })""")
    assert took < 100
    expect(looping.locator(".cell-status")).to_have_text("stopped")
    expect(page.locator(".cell-said")).to_have_text("Cell 2: Stopped.")
    assert answer(page, 2, "sigma(0.0)") in {"0.5\n", "np.float64(0.5)\n"}  # ran cell 1 again


def test_a_stopped_loop_has_no_numbers_of_the_code_that_stood_there(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    looping = write(page, 1, "while True: pass")
    button(looping, "Run").click()
    expect(looping.locator(".cell-status")).to_have_text("running", timeout=PATIENCE)
    button(looping, "Stop").click()
    settled(page)
    assert outputs(looping) == ""


def test_stop_while_python_loads_leaves_the_page_as_it_was(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    button(cell(page, 1), "Run").click()
    button(cell(page, 1), "Stop").click()
    settled(page)
    assert outputs(cell(page, 1)).strip() == PRINTED
    assert outputs(run(page, 1)).strip() == PRINTED


def test_memory_past_the_limit_ends_python_and_not_the_page(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    printed = answer(
        page, 1, "import numpy as np\nkept = []\nwhile True:\n    kept.append(np.ones(4_000_000))"
    )
    assert "MemoryError" in printed
    note = cell(page, 1).locator(".cell-note")
    expect(note).to_contain_text("Python reached its limit of memory, 512 MB, and was ended.")
    button(cell(page, 1), "Reset").click()
    assert outputs(run(page, 1)).strip() == PRINTED


def test_a_live_region_says_what_came_and_not_each_step(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    button(cell(page, 2), "Run").click()
    said = page.locator(".cell-said")
    said.wait_for(state="attached")
    said.evaluate("""said => {
        globalThis.said = [said.textContent];
        new MutationObserver(() => globalThis.said.push(said.textContent))
            .observe(said, { childList: true, characterData: true, subtree: true });
    }""")
    settled(page)
    shown = outputs(cell(page, 2)).strip()
    assert page.evaluate("globalThis.said") == ["Cell 2: loading Python", f"Cell 2: {shown}"]


def test_cells_run_after_instant_navigation_and_each_page_has_its_own_python(
    browser: Browser, site: Site
) -> None:
    with reading(browser, site) as reader:
        page = reader.open(SIGMOID)
        page.evaluate("globalThis.same = true")
        answer(page, 1, "mine = 1")
        followed(page, page.get_by_role("link", name="Next").click)
        expect(button(cell(page, 1), "Run")).to_be_visible()
        assert page.evaluate("globalThis.same") is True
        bars, cells = page.locator(".cell-bar"), page.locator(".cell[data-cell]")
        expect(bars).to_have_count(cells.count())
        expect(page.locator(".cell-said")).to_have_count(0)
        assert "NameError" in answer(page, 1, "mine")
        assert len(pythons(page)) == 1
        followed(page, page.go_back)
        assert outputs(run(page, 1)).strip() == PRINTED


def test_no_width_makes_the_page_scroll_sideways(reader: Reader) -> None:
    page = reader.open(SIGMOID)
    answer(page, 1, "from page import plot\nplot([0, 1], [0, 1])\nprint('x' * 500)\n1 / 0")
    for width in (320, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for name in ("Run", "Reset"):
            box = button(cell(page, 1), name).bounding_box()
            assert box is not None
            assert box["height"] >= 24
