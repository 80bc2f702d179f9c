"""Cells are edited, run again, go back and fail, in one page with one Python."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.building import Site
from tests.site.conftest import Reader
from tests.site.running import answer, button, cell, outputs, run, settled, write

pytestmark = pytest.mark.without_theme
SIGMOID = "derivations/sigmoid/"
PRINTED = "-4  0.017986\n-2  0.119203\n 0  0.500000\n 2  0.880797\n 4  0.982014"


@pytest.fixture(scope="module")
def shared(browser: Browser, site: Site) -> Iterator[Page]:
    """One page for all tests that leave its Python as they found it: started."""
    somebody = Reader(browser, site)
    page = somebody.open(SIGMOID, somebody.context(reduced_motion="reduce"))
    run(page, 1)
    yield page
    page.context.close()
    assert somebody.elsewhere() == []
    assert somebody.complaints == []


def test_run_prints_what_the_page_shows(shared: Page) -> None:
    assert outputs(run(shared, 1)).strip() == PRINTED


def test_an_edited_cell_runs_as_it_stands_and_goes_back(shared: Page) -> None:
    edited = write(shared, 1, "sigma = abs\nsigma(-3)\n'done'")
    assert outputs(run(shared, 1)) == "3\n'done'\n"
    button(edited, "Reset").click()
    assert outputs(edited).strip() == PRINTED
    expect(edited.locator("code")).to_contain_text("def sigma(x):")
    expect(edited.get_by_role("textbox")).to_have_count(0)
    expect(button(edited, "Reset")).to_be_hidden()
    expect(button(edited, "Run")).to_be_focused()
    run(shared, 1)


def test_an_output_that_is_older_than_an_edit_above_says_so(shared: Page) -> None:
    below = cell(shared, 3)
    shown = outputs(run(shared, 3))
    code = "from numpy import exp\ndef sigma(x):\n    return 0 * x"
    edited = write(shared, 1, code)
    expect(below).to_have_attribute("data-older", "")
    bar = below.locator(".cell-bar").evaluate("bar => getComputedStyle(bar, '::after').content")
    assert bar == '"output older than an edit above"'
    assert outputs(below) == shown
    run(shared, 3)
    expect(below).not_to_have_attribute("data-older", "")
    expect(cell(shared, 2)).to_have_attribute("data-older", "")
    run(shared, 3, "Run all above")
    expect(cell(shared, 2)).not_to_have_attribute("data-older", "")
    button(edited, "Reset").click()
    expect(cell(shared, 2)).to_have_attribute("data-older", "")
    run(shared, 3, "Run all above")
    expect(cell(shared, 2)).not_to_have_attribute("data-older", "")


def test_keys_run_the_cell_and_go_on_to_the_next(shared: Page) -> None:
    write(shared, 1, "1 + 1")
    shared.keyboard.press("Control+Enter")
    settled(shared)
    assert outputs(cell(shared, 1)) == "2\n"
    expect(cell(shared, 1).get_by_role("textbox")).to_be_focused()
    shared.keyboard.press("Shift+Enter")
    settled(shared)
    expect(button(cell(shared, 2), "Run")).to_be_focused()
    assert "1 + 1" in cell(shared, 1).get_by_role("textbox").inner_text()
    button(cell(shared, 1), "Reset").click()
    button(cell(shared, 1), "Run").focus()
    shared.keyboard.press("Control+Enter")
    settled(shared)
    assert outputs(cell(shared, 1)).strip() == PRINTED


def test_typing_in_the_editor_is_not_taken_for_the_sites_own_keys(shared: Page) -> None:
    write(shared, 1, "")
    shared.keyboard.type("# s/fnp")
    expect(cell(shared, 1).get_by_role("textbox")).to_be_focused()
    assert cell(shared, 1).get_by_role("textbox").inner_text().strip() == "# s/fnp"
    button(cell(shared, 1), "Reset").click()


def test_the_tab_key_leaves_the_editor(shared: Page) -> None:
    write(shared, 1, "1")
    shared.keyboard.press("Tab")
    expect(cell(shared, 1).get_by_role("textbox")).not_to_be_focused()
    button(cell(shared, 1), "Reset").click()


def test_an_error_shows_the_readers_lines_and_marks_the_line(shared: Page) -> None:
    edited = write(shared, 1, "import json\n\njson.loads('[')")
    run(shared, 1)
    shown = outputs(edited)
    assert shown.startswith("Traceback (most recent call last):\n  Cell 1, line 3\n")
    assert "    json.loads('[')\n" in shown
    assert shown.count("line ") == 2  # the reader's, and the one in the message
    assert edited.locator(".cm-failed").inner_text() == "json.loads('[')"
    expect(shared.locator(".cell-said")).to_contain_text("Cell 1: json.decoder.JSONDecodeError")
    button(edited, "Reset").click()


def test_a_line_of_the_pages_own_code_is_marked_too(shared: Page) -> None:
    write(shared, 1, "exp = sigma = None")
    below = run(shared, 2)
    assert "TypeError: 'NoneType' object is not callable" in outputs(below)
    marked = below.locator(".cell-failed")
    line = int(marked.evaluate("block => block.style.getPropertyValue('--line')"))
    code = marked.locator("code").text_content() or ""
    assert "exp(-x)" in code.splitlines()[line - 1] or "(x" in code.splitlines()[line - 1]
    button(cell(shared, 1), "Reset").click()
    run(shared, 2)
    assert below.locator(".cell-failed").count() == 0


def test_an_edited_cell_that_needs_what_is_not_here_keeps_no_older_output(shared: Page) -> None:
    edited = write(shared, 1, "import pandas")
    run(shared, 1)
    expect(edited.locator(".cell-note")).to_contain_text("This cell needs pandas")
    assert outputs(edited) == ""
    button(edited, "Reset").click()
    run(shared, 1)


def test_a_cell_below_one_that_fails_does_not_run(shared: Page) -> None:
    write(shared, 1, "undefined")
    shown = outputs(cell(shared, 2))
    run(shared, 2)
    assert outputs(cell(shared, 2)) == shown
    status = cell(shared, 2).locator(".cell-status")
    expect(status).to_have_text("not run: cell 1 did not end well")
    button(cell(shared, 1), "Reset").click()
    run(shared, 2)


def test_curves_are_drawn_in_the_pages_colours(shared: Page) -> None:
    code = "from page import plot\nimport numpy as np\nx = np.linspace(-6, 6, 50)\n"
    answer(shared, 1, f"{code}plot(x, sigma=1 / (1 + np.exp(-x)), delta=x / 12)")
    figure = cell(shared, 1).get_by_role("img")
    expect(figure).to_have_accessible_name(
        "Curves of sigma, delta for x from \u22126 to 6; values from \u22120.5 to 0.997527."
    )
    colour = "curve => getComputedStyle(curve).stroke"
    role = "() => getComputedStyle(document.querySelector('.role-error')).color"
    assert figure.locator(".curve").nth(1).evaluate(colour) == shared.evaluate(role)
    assert cell(shared, 1).locator("figcaption").inner_text().split() == ["sigma", "delta"]
    button(cell(shared, 1), "Reset").click()


def test_output_past_a_megabyte_is_cut_with_a_word(shared: Page) -> None:
    printed = answer(shared, 1, "for _ in range(2_000):\n    print('x' * 999)")
    assert len(printed) == 1_000_000
    expect(cell(shared, 1).locator(".cell-word")).to_have_text("Output past 1 MB is cut here.")
    button(cell(shared, 1), "Reset").click()


def test_a_value_that_is_markup_is_shown_as_text(shared: Page) -> None:
    code = "print('<img src=x onerror=alert(1)>')"
    assert answer(shared, 1, code) == "<img src=x onerror=alert(1)>\n"
    button(cell(shared, 1), "Reset").click()
