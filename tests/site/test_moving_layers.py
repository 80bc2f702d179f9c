"""The network that learns: what it shows, what its address restores, and that it is bpcore's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bpcore import network
from tests.site.building import Site
from tests.site.conftest import Reader, reading
from tests.site.instant import followed
from tests.site.running import POLICY, with_policy
from tests.site.test_accessibility import AXE, FOUND

pytestmark = pytest.mark.without_theme
PAGE = "derivations/network-in-motion/"
SEEN = """figure => ['.figure-across', '.figure-down', '.layers-surface', '.layers-costs',
    '.layers-reading', '.layers-marks', '.layers-tables']
    .map(part => figure.querySelector(part).innerHTML)"""
STEPS = "figure => Number(/\\d+/.exec(figure.querySelector('.layers-reading').textContent)[0])"
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def reader_of_all(browser: Browser, site: Site) -> Iterator[Reader]:
    with reading(browser, site, theme=False) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def page(reader_of_all: Reader) -> Page:
    """One page for all tests of this file, under the policy."""
    context = reader_of_all.context()
    context.route(lambda url: PAGE in url, with_policy(POLICY))
    return reader_of_all.open(PAGE, context)


def asleep(page: Page, query: str = "") -> Locator:
    """The figure in the state that an address names, which may still sleep."""
    page.goto(page.url.partition("?")[0].partition("#")[0] + query)
    return page.locator("moving-layers")


def awake(page: Page, query: str = "") -> Locator:
    figure = asleep(page, query)
    figure.hover(position={"x": 2, "y": 2})
    expect(figure).to_have_attribute("data-awake", "")
    return figure


def press(figure: Locator, name: str) -> None:
    figure.get_by_role("button", name=name, exact=True).click()


def run_until(figure: Locator, steps: int) -> None:
    """Presses Run, waits until that many steps are seen, and presses Pause."""
    press(figure, "Run")
    figure.page.wait_for_function(f"([figure, s]) => ({STEPS})(figure) >= s", arg=[
        figure.element_handle(), steps,
    ])  # fmt: skip
    press(figure, "Pause")


def numbers(figure: Locator) -> list[float]:
    """The exact numbers, row by row."""
    texts = figure.locator(".layers-tables td").all_text_contents()
    return [float(text.replace("−", "-")) for text in texts if text]


def expected(sizes: tuple[int, ...], activation: str, cost: str, seed: int, *, steps: int) -> Any:
    """What bpcore makes of the second example of XOR, in the order of the figure's tables."""
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    theta, names = begun(sizes, seed), dict.fromkeys(range(2, len(sizes)), activation)
    names[len(sizes)] = "sigmoid"
    for step in range(steps + 1):
        z, a = network.forward(x, theta, names)
        delta = network.error_signals(z, y, theta, names, cost)
        if step < steps:
            theta = network.update(theta, network.gradients(delta, a), 0.5)
    units = [v for l in z for v in np.stack([z[l][1], a[l][1], delta[l][1]], axis=1).flat]  # noqa: E741 # a layer
    return [*x[1], *units, *(weight for rows in theta.values() for weight in rows.flat)]


def begun(sizes: tuple[int, ...], seed: int) -> Mapping[int, Any]:
    """The first weights, by the generator of the page."""
    draws = []
    for _ in range(2 + sum(before * after for before, after in pairwise(sizes))):
        seed = seed * 48271 % 2147483647
        draws.append(4 * (seed / 2147483647) - 2)
    left = draws[2:]
    theta = {}
    for layer, (before, after) in enumerate(pairwise(sizes), 1):
        weights = np.reshape(left[: before * after], (after, before))
        left = left[before * after :]
        theta[layer] = np.column_stack([np.zeros(after), weights])
    return theta


def test_nothing_of_it_loads_before_it_is_needed_and_then_it_is_as_it_was_drawn(
    page: Page, reader_of_all: Reader
) -> None:
    reader_of_all.requests.clear()
    figure = asleep(page)
    page.wait_for_load_state("networkidle")
    assert [url for url in reader_of_all.requests if "/layers" in url] == []
    before = figure.evaluate(SEEN)
    figure.hover(position={"x": 2, "y": 2})
    expect(figure).to_have_attribute("data-awake", "")
    assert figure.evaluate(SEEN) == before
    assert [url for url in reader_of_all.requests if "/layers-figure" in url] != []


def test_a_step_moves_every_part_and_reset_goes_back(page: Page) -> None:
    figure = awake(page)
    before = figure.evaluate(SEEN)
    press(figure, "Step")
    expect(figure.locator(".layers-reading")).to_contain_text("Step 1: cost 0.")
    expect(figure.get_by_role("status")).to_contain_text("Step 1: cost 0.")
    after = figure.evaluate(SEEN)
    assert [one != other for one, other in zip(before[:6], after[:6], strict=True)] == [True] * 6
    press(figure, "Reset")
    assert figure.evaluate(SEEN) == before


@pytest.mark.parametrize(
    ("query", "settings"),
    [
        ("?steps=0&example=2", ((2, 2, 1), "tanh", "binary_cross_entropy", 4)),
        (
            "?units=5,3,2,4&activation=sigmoid&seed=9&steps=40&example=2",
            ((2, 5, 3, 2, 4, 1), "sigmoid", "binary_cross_entropy", 9),
        ),
        (
            "?units=4,2&activation=relu&cost=half_squared_error&seed=7&steps=25&example=2",
            ((2, 4, 2, 1), "relu", "half_squared_error", 7),
        ),
    ],
)
def test_the_exact_numbers_are_those_of_bpcore(page: Page, query: str, settings: Any) -> None:
    figure = awake(page, query)
    figure.get_by_label("Exact numbers").check()
    steps = figure.evaluate(STEPS)
    found, right = numbers(figure), expected(*settings, steps=steps)
    assert len(found) == len(right)
    assert np.allclose(found, right, rtol=1e-11, atol=1e-15)


def test_what_was_run_and_paused_is_restored_from_the_address_to_the_last_digit(
    page: Page,
) -> None:
    figure = awake(page, "?units=3,2&seed=5&eta=0.3")
    figure.get_by_label("Examples").select_option("circles")
    figure.get_by_label("Layer 4").select_option("2")
    figure.get_by_label("Exact numbers").check()
    run_until(figure, 50)
    steps = figure.evaluate(STEPS)
    page.wait_for_url(re.compile(rf"\?units=3,2,2&data=circles&eta=0\.3&seed=5&steps={steps}$"))
    seen, link = figure.evaluate(SEEN), figure.get_by_role("link", name="Link to this moment")
    assert page.url.endswith(str(link.get_attribute("href")).removesuffix("#moving"))
    again = awake(page, str(link.get_attribute("href")))
    again.get_by_label("Exact numbers").check()
    assert again.evaluate(SEEN) == seen
    expect(again.get_by_label("Layer 4")).to_have_value("2")
    expect(again.get_by_label("Layer 5")).to_have_value("")


def test_a_dead_unit_is_crossed_and_a_saturated_one_has_a_ring_and_both_are_named(
    page: Page,
) -> None:
    figure = awake(page, "?activation=relu&steps=1")
    across = figure.locator(".figure-across")
    expect(across.locator("[data-mark]")).to_have_count(0)
    press(figure, "Step")
    expect(across.locator("[data-unit='2-1'][data-mark=dead] .layers-cross")).to_be_visible()
    expect(figure.locator(".layers-marks")).to_contain_text("Dead: unit 1 of layer 2.")
    figure = awake(page, "?steps=9000&example=4")
    ring = figure.locator(".figure-across [data-mark=saturated] .layers-ring")
    expect(ring.first).to_be_visible()
    expect(figure.locator(".layers-marks")).to_contain_text("Saturated: unit")


def test_a_point_of_the_plane_or_its_number_chooses_the_example(page: Page) -> None:
    figure = awake(page, "?steps=5")
    first = figure.locator(".figure-across [data-unit='1-1'] text")
    expect(first).to_have_text("0.00")
    figure.locator(".layers-surface [data-example='3']").click()
    expect(first).to_have_text("1.00")
    expect(figure.get_by_label("Example in the units")).to_have_value("3")
    expect(figure.locator(".layers-reading")).to_contain_text("Step 5")
    figure.get_by_label("Example in the units").fill("2")
    expect(first).to_have_text("0.00")
    figure.get_by_label("Example in the units").fill("9")
    expect(figure.locator(".layers-marks")).to_contain_text("Example 2:")
    figure.get_by_label("Seed").focus()
    expect(figure.get_by_label("Example in the units")).to_have_value("2")


def test_what_was_chosen_before_the_script_came_counts(page: Page) -> None:
    figure = asleep(page)
    select = figure.get_by_role("combobox", name="Activation of the hidden units")
    select.evaluate("select => { select.value = 'relu'; select.focus(); }")
    expect(figure).to_have_attribute("data-awake", "")
    page.wait_for_url(re.compile(r"\?activation=relu$"))
    expect(select).to_have_value("relu")


def test_it_stops_when_the_page_is_hidden(page: Page) -> None:
    figure = awake(page)
    press(figure, "Run")
    expect(figure.get_by_role("button", name="Pause")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(figure.get_by_role("button", name="Run")).to_be_visible()
    steps = figure.evaluate(STEPS)
    page.evaluate(FRAMES)
    assert figure.evaluate(STEPS) == steps


def test_it_stops_when_it_is_left(page: Page) -> None:
    figure = awake(page)
    press(figure, "Run")
    page.evaluate("window.left = document.querySelector('moving-layers'); left.remove()")
    page.wait_for_function("() => left.querySelector('[data-do=run]').textContent === 'Run'")
    steps = page.evaluate(f"({STEPS})(left)")
    page.evaluate(FRAMES)
    assert page.evaluate(f"({STEPS})(left)") == steps


def test_a_reader_who_wants_little_motion_sees_fewer_drawings(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    figure = awake(page)
    page.evaluate(
        """() => {
            window.seen = [];
            const reading = document.querySelector('.layers-reading');
            new MutationObserver(() => seen.push(/\\d+/.exec(reading.textContent)[0]))
                .observe(reading, { childList: true });
        }"""
    )
    run_until(figure, 600)
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate("seen[0]") == "600"


def test_training_ends_at_the_last_step_that_an_address_can_hold(page: Page) -> None:
    figure = awake(page, "?steps=9995")
    press(figure, "Run")
    expect(figure.locator(".layers-reading")).to_contain_text("Step 10000")
    expect(figure.get_by_role("button", name="Run", exact=True)).to_be_visible()
    press(figure, "Step")
    expect(figure.locator(".layers-reading")).to_contain_text("Step 10000")


def test_every_control_has_a_name_and_axe_finds_nothing_against_it(page: Page) -> None:
    figure = awake(page, "?units=3,2&activation=relu&steps=3")
    figure.get_by_label("Exact numbers").check()
    tree = figure.aria_snapshot()
    assert not re.search(r"- (button|combobox|spinbutton|checkbox|link|img|table)(:|$)", tree)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FOUND, "moving-layers") == []


def test_no_part_is_wider_than_the_page(page: Page) -> None:
    figure = awake(page, "?units=5,5,5,5&data=circles")
    figure.get_by_label("Exact numbers").check()
    for width in (320, 360, 600, 1000, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert figure.evaluate("moving => moving.scrollWidth - moving.clientWidth") <= 0, width
        outside = figure.locator("svg text").evaluate_all(
            """texts => texts.map(text => text.getBoundingClientRect())
                .filter(({ left, right }) => left < 0 || right > innerWidth).length"""
        )
        assert outside == 0, width
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_link_of_the_page_leads_to_the_state_that_it_names(page: Page) -> None:
    asleep(page)
    page.get_by_role("link", name="take another seed").click()
    reading = page.locator("moving-layers .layers-reading")
    expect(reading).to_have_text("Step 1000: cost 0.349759, 2 of 4 examples right.")
    expect(page.get_by_label("Seed of the first weights")).to_have_value("1")


def test_a_link_of_another_page_brings_the_state_without_a_load(
    browser: Browser, site: Site
) -> None:
    with reading(browser, site) as somebody:
        page = somebody.open("derivations/depth-and-initialisation/")
        page.evaluate("window.kept = true")
        followed(page, page.get_by_role("link", name="a unit that dies").click)
        expect(page.locator("moving-layers .layers-marks")).to_contain_text("Dead: unit 1")
        assert page.evaluate("window.kept")


def test_without_scripts_it_stands_there_and_no_dead_button(reader_of_all: Reader) -> None:
    context = reader_of_all.context(java_script_enabled=False)
    figure = reader_of_all.open(PAGE, context).locator("moving-layers")
    expect(figure.locator(".figure-across .layers-unit")).to_have_count(5)
    expect(figure.locator(".layers-reading")).to_have_text(
        "Step 0: cost 0.702483, 2 of 4 examples right."
    )
    for control in figure.locator("button, input, select").all():
        expect(control).to_be_hidden()


def test_a_finger_finds_every_control(reader_of_all: Reader) -> None:
    phone = reader_of_all.context(
        viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    )
    figure = reader_of_all.open(PAGE, phone).locator("moving-layers")
    for control in figure.locator("button, select, .moving-digits, input[type=number]").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 40, control.evaluate("part => part.outerHTML")


def test_it_has_complained_of_nothing_under_the_policy(reader_of_all: Reader) -> None:
    assert reader_of_all.complaints == []
