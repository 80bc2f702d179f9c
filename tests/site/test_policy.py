"""What a page does works where a policy forbids all that is not a file of the site itself."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.site.conftest import Reader
from tests.site.running import PATIENCE, POLICY, cell, run, with_policy

SIZES = "[...document.querySelectorAll('.katex-html')].map(e => e.getBoundingClientRect().height)"


def test_mathematics_looks_the_same_under_the_policy(reader: Reader) -> None:
    free = reader.open("derivations/activation-and-cost/")
    context = reader.context()
    context.route(lambda url: url.endswith("/"), with_policy(POLICY))
    strict = reader.open("derivations/activation-and-cost/", context)
    assert strict.evaluate(SIZES) == free.evaluate(SIZES)
    assert reader.complaints == []


def test_search_figures_verdicts_and_colours_work_under_the_policy(reader: Reader) -> None:
    context = reader.context(color_scheme="dark")
    context.route(lambda url: url.endswith(("/", ".js")), with_policy(POLICY))
    page = reader.open("derivations/network/", context)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    figure = page.locator(".moving")
    figure.get_by_role("button", name="Next step").click()
    expect(figure.locator(".moving-place")).to_contain_text("Step 1")
    page.get_by_role("searchbox", name="Search").fill("sigmoid")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Escape")
    run(page, 1)
    expect(cell(page, 1).locator(".cell-output")).not_to_be_empty()
    assert reader.complaints == []
