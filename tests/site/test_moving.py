"""The figures that move: what they show, by mouse, finger and key, and what they cost."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.building import Site
from tests.site.conftest import Reader, reading
from tests.site.instant import followed

pytestmark = pytest.mark.without_theme
NETWORKS = ("network", "by-hand", "error-signal")
SHOWN = "[data-value], .moving-number, [data-check], path, circle"
SEEN = f"""moving => [...moving.querySelectorAll('{SHOWN}')]
    .map(part => part.textContent || part.getAttribute('d') || part.getAttribute('cx'))"""


def moving(reader: Reader, name: str, query: str = "") -> Locator:
    """The moving figure of a derivation's page."""
    return reader.open(f"derivations/{name}/{query}").locator(".moving")


@pytest.fixture(scope="module")
def by_hand(browser: Browser, site: Site) -> Iterator[Page]:
    """A page opened once for the tests that only point at it."""
    with reading(browser, site, theme=False) as somebody:
        yield somebody.open("derivations/by-hand/")


def press(figure: Locator, name: str, times: int = 1) -> None:
    for _ in range(times):
        figure.get_by_role("button", name=name, exact=True).click()


def value(figure: Locator, symbol: str) -> Locator:
    return figure.locator(f".figure-across [data-value={symbol}]")


def awake(figure: Locator) -> Locator:
    """The figure, once its script has come."""
    figure.hover()
    expect(figure).to_have_attribute("data-awake", "")
    return figure


@pytest.mark.parametrize("name", [*NETWORKS, "sigmoid"])
def test_before_a_touch_two_scripts_come_and_weigh_at_most_eight_kilobytes(
    reader: Reader, name: str
) -> None:
    page = reader.open(f"derivations/{name}/")
    page.wait_for_load_state("networkidle")
    scripts = {url for url in reader.requests if url.endswith(".js")}
    assert len(scripts) == 2
    assert sum(len(gzip.compress(page.request.get(url).body())) for url in scripts) < 8_000


@pytest.mark.parametrize("name", NETWORKS)
def test_the_script_finds_everything_drawn_as_it_would_draw_it(reader: Reader, name: str) -> None:
    size = "moving => [moving.offsetTop, moving.offsetWidth, moving.offsetHeight]"
    figure = moving(reader, name)
    before, place = figure.evaluate(SEEN), figure.evaluate(size)
    assert awake(figure).evaluate(SEEN) == before
    assert figure.evaluate(size) == place
    assert reader.complaints == []


def test_a_stepper_goes_node_by_node_forward_and_then_backward(reader: Reader) -> None:
    figure = moving(reader, "error-signal")
    press(figure, "Next step", 2)
    expect(figure.locator(".moving-place")).to_have_text("Step 2 of 14")
    expect(figure.locator("[aria-current=step]")).to_contain_text("= 0.8 · 0.500000 = 0.400000")
    expect(value(figure, "z2")).to_have_text("0.4000")
    expect(value(figure, "a2")).to_have_class(re.compile("later"))
    lit = figure.locator(".figure-across .lit")
    assert set(lit.evaluate_all("parts => parts.map(part => part.dataset.symbol)")) == {
        "z2", "theta1", "a1",
    }  # fmt: skip
    press(figure, "Next step", 9)
    expect(figure.locator("[aria-current=step]")).to_have_attribute("data-step", "delta3")
    assert "back3" in lit.evaluate_all("parts => parts.map(part => part.dataset.symbol)")
    press(figure, "Back")
    expect(figure.locator("[aria-current=step]")).to_have_attribute("data-step", "gradient3")
    press(figure, "Show all")
    expect(figure.locator("[aria-current=step], .later")).to_have_count(0)


def test_a_click_made_before_the_script_has_come_counts(reader: Reader) -> None:
    figure = moving(reader, "network")
    figure.locator("[data-do=next]").evaluate("button => { button.click(); button.click() }")
    expect(figure.locator(".moving-place")).to_have_text("Step 2 of 9")


def test_a_slider_and_its_number_field_move_together_and_everything_follows(
    reader: Reader,
) -> None:
    figure = moving(reader, "network")
    slider = figure.get_by_role("slider", name="theta 2, the second weight")
    slider.focus()
    slider.press("Home")
    number = figure.get_by_role("spinbutton", name="theta 2, the second weight, as a number")
    expect(number).to_have_value("-4")
    expect(value(figure, "z3")).to_have_text("−2.3948")
    number.fill("2")
    expect(slider).to_have_value("2")
    expect(value(figure, "z3")).to_have_text("1.1974")
    expect(figure.locator("[data-step=z3]")).to_contain_text("= 2 · 0.598688 = 1.197375")


def test_all_digits_are_shown_on_demand(reader: Reader) -> None:
    figure = moving(reader, "network")
    figure.get_by_label("All digits").check()
    expect(figure.locator("[data-step=z3]")).to_contain_text("−1.2 · 0.598687660112452")


def test_an_update_lowers_the_cost_and_moves_its_curves(reader: Reader) -> None:
    figure = awake(moving(reader, "by-hand"))
    curves = figure.locator(".curve")
    before = [curve.get_attribute("d") for curve in curves.all()]
    press(figure, "Update the weights")
    expect(figure.locator("[role=status]").first).to_have_text(
        "The cost: 0.129230, after the update 0.125400."
    )
    expect(figure.get_by_role("spinbutton", name="theta 3")).to_have_value(re.compile(r"^1\.51666"))
    after = [curve.get_attribute("d") for curve in curves.all()]
    assert all(one != other for one, other in zip(before, after, strict=True))
    ghosts = [ghost.get_attribute("d") for ghost in figure.locator(".curve-before").all()]
    assert ghosts == before
    press(figure, "Start again")
    assert [curve.get_attribute("d") for curve in curves.all()] == before


def test_the_address_holds_the_moment_beside_an_anchor(reader: Reader) -> None:
    figure = moving(reader, "network", "?x=2&theta=1,-0.5,1.5&step=4#eq-7")
    expect(figure.locator(".moving-place")).to_have_text("Step 4 of 9")
    expect(value(figure, "z2")).to_have_text("2.0000")
    page = figure.page
    press(figure, "Next step")
    page.wait_for_url(re.compile(r"/\?x=2&theta=1,-0\.5,1\.5&step=5#"))
    press(figure, "Start again")
    page.wait_for_url(re.compile(r"/network/#"))
    assert page.evaluate("history.length") <= 2


def test_the_link_to_a_moment_leads_to_it(reader: Reader) -> None:
    figure = moving(reader, "error-signal")
    press(figure, "Next step", 3)
    link = figure.get_by_role("link", name="Link to this moment")
    expect(link).to_have_attribute("href", "?step=3#moving")
    other = moving(reader, "error-signal", "?step=3#moving")
    expect(other.locator(".moving-place")).to_have_text("Step 3 of 14")


def test_a_symbol_under_the_pointer_lights_up_in_equations_and_figure(reader: Reader) -> None:
    page = reader.open("derivations/error-signal/")
    page.locator("#eq-15 .symbol-theta3").first.hover()
    expect(page.locator(".figure-across [data-symbol=theta3].named").first).to_be_attached()
    page.locator(".figure-across [data-symbol=delta2] text").first.hover()
    expect(page.locator("#eq-16 .symbol-delta2").first).to_have_class(re.compile("named"))
    assert page.locator(".symbol-theta3.named").count() == 0


def test_the_arrow_keys_walk_through_the_symbols_and_say_them(reader: Reader) -> None:
    page = reader.open("derivations/error-signal/")
    page.locator("#eq-15 .equation-steps").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".symbols-status")).to_have_text("error signal of layer 3: −0.1680")
    expect(page.locator(".figure-across [data-symbol=delta3].named").first).to_be_attached()
    page.locator(".moving-figure .figure-across").focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    expect(page.locator(".symbols-status")).to_have_text("input: 0.5")


STATED = {
    "network": [(4, "eq-6", "z3"), (7, "eq-6", "a4"), (8, "eq-7", "J"), (9, "eq-8", "delta4")],
    "by-hand": [(9, "eq-9", "gradient3"), (10, "eq-10", "gradient2"), (11, "eq-11", "gradient1")],
    "error-signal": [
        (9, "eq-14", "delta4"),
        (11, "eq-15", "delta3"),
        (13, "eq-16", "delta2"),
        (14, "eq-17", "gradient1"),
    ],
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_step_marks_the_row_of_the_page_that_states_it(reader: Reader, name: str) -> None:
    (begin, *_), *_ = STATED[name]
    figure = moving(reader, name, f"?step={begin}")
    for step, equation, symbol in STATED[name]:
        press(figure, "Next step", step - begin)
        begin = step
        assert_marked(figure.page, equation, symbol)


def assert_marked(page: Page, equation: str, symbol: str) -> None:
    """The one row that is marked states the symbol, and not by colour alone."""
    row = page.locator(f"#{equation} .stepped")
    expect(row).to_have_attribute("data-states", re.compile(f"^{symbol} = "))
    expect(page.locator(".stepped")).to_have_count(1)
    bar = row.evaluate(
        """row => { const bar = getComputedStyle(row, '::before');
            return [parseFloat(bar.borderLeftWidth), row.getBoundingClientRect().height]; }"""
    )
    assert min(bar) > 2


def test_a_step_leaves_the_page_where_it_is_and_show_all_unmarks_its_row(reader: Reader) -> None:
    figure = awake(moving(reader, "network"))
    page = figure.page
    before = page.evaluate("scrollY")
    press(figure, "Next step", 2)
    expect(page.locator("#eq-6 .stepped")).to_have_count(1)
    assert page.evaluate("scrollY") == before
    press(figure, "Show all")
    expect(page.locator(".stepped")).to_have_count(0)


def test_a_step_without_an_equation_on_its_page_marks_none(reader: Reader) -> None:
    figure = moving(reader, "by-hand", "?step=3")
    expect(figure.locator(".moving-place")).to_have_text("Step 3 of 11")
    expect(figure.page.locator(".stepped")).to_have_count(0)


def test_all_that_the_figure_names_is_named_in_the_equations_too(site: Site) -> None:
    drawn, written = set(), set()
    for name in NETWORKS:
        article = site.of(f"derivations/{name}.md").select_one("article")
        assert article is not None
        drawn |= {str(part["data-symbol"]) for part in article.select("[data-symbol]")}
        for part in article.select(".equation [class*=symbol-]"):
            written |= {c.removeprefix("symbol-") for c in part["class"] if "symbol-" in c}
    assert {"x", "y", "eta", "J", "yhat", "gradient1", "back2", "activation4"} < drawn
    assert drawn - written == set()


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("#eq-12 .symbol-eta", ".moving-input[data-symbol=eta]"),
        ("p .symbol-eta", ".moving-input[data-symbol=eta]"),
        ("#eq-9 .symbol-y", ".figure-across [data-symbol=y]"),
        ("li .symbol-y", ".figure-across [data-symbol=y]"),
        (".figure-across [data-symbol=y] text", "#eq-10 .symbol-y"),
        (".moving-input[data-symbol=eta] [type=range]", "#eq-12 .symbol-eta"),
        (".moving-check [data-symbol=gradient3]", "#eq-12 .symbol-gradient3"),
        (".figure-across [data-symbol=back3] text", "#eq-11 .symbol-back3"),
        (".figure-across [data-symbol=back4] text", "#eq-11 .symbol-back4"),
    ],
)
def test_what_is_pointed_at_here_lights_up_there(by_hand: Page, here: str, there: str) -> None:
    by_hand.locator("h1").hover()
    expect(by_hand.locator(".named")).to_have_count(0)
    by_hand.locator(here).first.hover()
    expect(by_hand.locator(there).first).to_have_class(re.compile(r"\bnamed\b"))


def test_the_weight_of_the_slider_with_the_focus_lights_up_in_equations(reader: Reader) -> None:
    figure = moving(reader, "by-hand")
    figure.get_by_role("slider", name="theta 1").focus()
    page = figure.page
    expect(page.locator("#eq-11 .symbol-theta1").first).to_have_class(re.compile(r"\bnamed\b"))
    assert page.locator(".symbol-theta2.named").count() == 0


@pytest.mark.parametrize("name", NETWORKS)
def test_a_redraw_takes_at_most_eight_milliseconds(reader: Reader, name: str) -> None:
    figure = awake(moving(reader, name))
    times = figure.locator("[type=range]").first.evaluate(
        """slider => Array.from({ length: 60 }, (_, i) => {
            slider.value = i / 20;
            const start = performance.now();
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            return performance.now() - start;
        }).sort((a, b) => a - b)"""
    )
    assert times[30] < 8, times


def test_no_number_breaks_the_figure(reader: Reader) -> None:
    figure = awake(moving(reader, "network"))
    number = figure.get_by_role("spinbutton", name="theta 3")
    for text in ("1e300", "-1e-300", "0", ""):
        number.fill(text)
    number.fill("1e300")
    paths = figure.locator("path").evaluate_all(
        "parts => parts.map(part => part.getAttribute('d'))"
    )
    assert [path for path in paths if re.search("NaN|Infinity|undefined", path)] == []
    assert reader.complaints == []


def test_the_point_of_the_sigmoid_is_dragged_and_moved_by_keys(reader: Reader) -> None:
    figure = moving(reader, "sigmoid")
    point = figure.get_by_role("slider", name="x")
    point.focus()
    expect(point).to_have_attribute("aria-valuenow", "2")
    point.press("PageDown")
    point.press("ArrowLeft")
    expect(point).to_have_attribute("aria-valuenow", "0.9")
    expect(figure.locator("[data-reading=slope]")).to_have_text("0.205500")
    svg = figure.locator("svg").bounding_box()
    assert svg is not None
    page = figure.page
    page.mouse.move(svg["x"] + svg["width"] * 0.3, svg["y"] + 60)
    page.mouse.down()
    page.mouse.move(svg["x"] + svg["width"] * 0.5, svg["y"] + 60, steps=4)
    page.mouse.up()
    expect(figure.locator("[data-reading=value]")).to_have_text(re.compile(r"^0\.(49|50)"))


def test_a_touch_made_before_the_script_has_come_moves_the_point(reader: Reader) -> None:
    phone = reader.context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = reader.open("derivations/sigmoid/", phone)
    svg = page.locator("moving-sigmoid svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 40)
    expect(page.locator("[data-reading=value]")).to_have_text(re.compile(r"^0\.(49|50)"))


def test_the_slope_of_the_sigmoid_is_read_off_in_the_tails(reader: Reader) -> None:
    figure = moving(reader, "sigmoid", "?at=40")
    expect(figure.locator("[data-reading=slope]")).to_have_text("4.2484e−18")
    expect(figure.locator("[data-reading=cancelling]")).to_have_text("0.000000")
    expect(figure.get_by_role("spinbutton", name="x")).to_have_value("40")


def test_a_figure_wakes_on_a_page_that_instant_navigation_brought(
    browser: Browser, site: Site
) -> None:
    with reading(browser, site) as reader:
        page = reader.open("derivations/network/")
        page.evaluate("window.kept = true")
        followed(page, page.locator(".md-footer__link--next").click)
        figure = page.locator(".moving")
        press(figure, "Next step")
        expect(figure.locator(".moving-place")).to_have_text("Step 1 of 11")
        assert page.evaluate("window.kept")


def test_a_finger_steps_and_nothing_stands_over_the_edge(reader: Reader) -> None:
    phone = reader.context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = reader.open("derivations/by-hand/", phone)
    figure = page.locator(".moving")
    figure.get_by_role("button", name="Next step").tap()
    expect(figure.locator(".moving-now")).to_contain_text("0.500000")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", [*NETWORKS, "sigmoid"])
def test_no_part_of_a_figure_is_wider_than_the_page(reader: Reader, name: str) -> None:
    figure = moving(reader, name)
    for width in (320, 600, 1000, 2560):
        figure.page.set_viewport_size({"width": width, "height": 800})
        assert figure.evaluate("moving => moving.scrollWidth - moving.clientWidth") <= 0, width


def test_without_scripts_the_steps_stand_there_and_no_dead_button(reader: Reader) -> None:
    context = reader.context(java_script_enabled=False)
    figure = reader.open("derivations/error-signal/", context).locator(".moving")
    expect(figure.locator(".moving-steps > li")).to_have_count(14)
    expect(figure.locator("[data-step=delta2]")).to_contain_text("= 0.048442")
    expect(figure.locator("[data-check=complex]").first).to_contain_text("0.0242208362813781")
    for button in figure.locator("button, input").all():
        expect(button).to_be_hidden()


def test_with_reduced_motion_nothing_flows(reader: Reader) -> None:
    context = reader.context(reduced_motion="reduce")
    figure = reader.open("derivations/network/?step=2", context).locator(".moving")
    expect(figure.locator(".figure-across .lit")).not_to_have_count(0)
    assert figure.evaluate("moving => moving.getAnimations({ subtree: true }).length") == 0


def sealed(page: Page) -> None:
    """Puts the page under the policy that the site must work with."""
    policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"

    def answer(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined] # Playwright's Route
        headers = response.headers | {"content-security-policy": policy}
        route.fulfill(response=response, headers=headers)  # type: ignore[attr-defined]

    page.route("**/derivations/**", answer)


def test_the_figures_move_under_the_content_security_policy(browser: Browser, site: Site) -> None:
    with reading(browser, site) as reader:
        page = reader.context().new_page()
        sealed(page)
        page.goto(f"{site.url}derivations/network/")
        figure = page.locator(".moving")
        press(figure, "Next step", 2)
        expect(figure.locator(".moving-place")).to_have_text("Step 2 of 9")
        figure.locator(".figure-across [data-symbol=z2] text").first.hover()
        expect(page.locator(".symbol-z2.named").first).to_be_attached()
        ours = [text for text in reader.complaints if "/assets/js/" in text]
        assert ours == []


@pytest.mark.parametrize(
    ("name", "script", "button"),
    [("network", "network-parts.js", "Next step"), ("sigmoid", "sigmoid-figure.js", None)],
)
def test_a_script_that_does_not_load_is_said_and_can_be_tried_again(
    reader: Reader, name: str, script: str, button: str | None
) -> None:
    context = reader.context()
    context.route(f"**/{script}", lambda route: route.abort())
    figure = reader.open(f"derivations/{name}/", context).locator(".moving")
    figure.hover()
    said = figure.get_by_role("alert")
    expect(said).to_contain_text("The script that moves this figure did not load.")
    said.get_by_role("button", name="Try again").click()
    expect(said).to_have_count(1)
    context.unroute(f"**/{script}")
    said.get_by_role("button", name="Try again").click()
    expect(said).to_have_count(0)
    if button:
        press(figure, button)
        expect(figure.locator(".moving-place")).to_have_text("Step 1 of 9")
    else:
        figure.get_by_role("slider", name="x").press("ArrowRight")
        expect(figure.get_by_role("spinbutton", name="x")).to_have_value("2.1")


def test_what_lights_symbols_up_is_asked_for_again_when_it_did_not_load(reader: Reader) -> None:
    context = reader.context()
    context.route("**/symbols.js", lambda route: route.abort())
    page = context.new_page()
    page.clock.install()
    page.goto(f"{reader.site.url}derivations/by-hand/")
    with page.expect_event("requestfailed"):
        page.locator("#eq-9 .symbol-a3").first.hover()
    context.unroute("**/symbols.js")
    page.clock.run_for(6_000)
    page.locator("#eq-9 .symbol-y").first.hover()
    expect(page.locator("#eq-9 .symbol-y").first).to_have_class(re.compile(r"\bnamed\b"))


def test_the_live_region_speaks_once_a_step_and_never_while_a_slider_moves(
    reader: Reader,
) -> None:
    figure = awake(moving(reader, "network"))
    page = figure.page
    page.evaluate(
        """() => {
            window.spoken = [];
            for (const region of document.querySelectorAll('[role=status], [aria-live]')) {
                new MutationObserver(() => window.spoken.push(region.textContent))
                    .observe(region, { childList: true, characterData: true, subtree: true });
            }
        }"""
    )
    slider = figure.get_by_role("slider", name="theta 1")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    press(figure, "Next step", 2)
    assert page.evaluate("window.spoken") == [
        "Step 1 of 9: activation of layer 1 = 0.5 = 0.500000",
        "Step 2 of 9: net input of layer 2 = 1.05 · 0.500000 = 0.525000",
    ]


def test_every_control_has_a_name_and_every_slider_says_its_number(reader: Reader) -> None:
    figure = awake(moving(reader, "error-signal"))
    tree = figure.aria_snapshot()
    for name in ("x, the input", "y, the target", "eta, the learning rate"):
        assert f'- slider "{name}":' in tree
        assert f'- spinbutton "{name}, as a number":' in tree
    for number, name in enumerate(("first", "second", "third"), 1):
        assert f'- slider "theta {number}, the {name} weight":' in tree
    assert not re.search(
        r"- (button|slider|spinbutton|checkbox|link|application|img|table)(:|$)", tree
    )
    slider = figure.get_by_role("slider", name="theta 3")
    expect(slider).to_have_attribute("aria-valuetext", "1.5, cost 0.1292")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "1.55, cost 0.1210")


def test_what_is_hidden_from_a_screen_reader_takes_no_focus(reader: Reader) -> None:
    figure = moving(reader, "network", "?step=3")
    expect(figure.locator(".moving-now")).not_to_be_empty()
    assert figure.locator("[aria-hidden=true] :is(a, button, input, [tabindex])").count() == 0


@pytest.mark.parametrize("name", [*NETWORKS, "sigmoid"])
def test_a_finger_finds_every_control(reader: Reader, name: str) -> None:
    phone = reader.context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    figure = reader.open(f"derivations/{name}/", phone).locator(".moving")
    for control in figure.locator("button, .moving-digits, input:not([type=checkbox])").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, control.evaluate("it => it.outerHTML")
    for control in figure.locator("a, .sigmoid-reach").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, control.evaluate("it => it.outerHTML")


FAR = "?x=-4&y=-3.95&theta=-4,3.95,-3.95"
TINY = "?x=-1e-5&y=1e-9&theta=0.00001,-0.00012,-0.00001"


@pytest.mark.parametrize("query", ["", FAR, TINY, "?x=1e6&theta=-1e5,1e5,-1e5"])
def test_no_number_of_the_figure_stands_on_another(reader: Reader, query: str) -> None:
    figure = awake(moving(reader, "error-signal", query))
    for width in (320, 1280):
        figure.page.set_viewport_size({"width": width, "height": 800})
        assert_apart(numbers(figure))


Number = tuple[str, float, float, float, float]


def numbers(figure: Locator) -> list[Number]:
    """The visible numbers of a figure: what each says, and its left, right, top and bottom."""
    shown = figure.locator(".moving-figure text:visible")
    boxes: list[Number] = shown.evaluate_all(
        """texts => texts.map(text => {
            const { left, right, top, bottom } = text.getBoundingClientRect();
            const across = (bottom - top) / 4; // a line's box is higher than its digits
            return [text.textContent, left, right, top + across, bottom - across];
        })"""
    )
    return boxes


def assert_apart(boxes: list[Number]) -> None:
    assert len(boxes) > 30
    for number, (one, left, right, top, bottom) in enumerate(boxes):
        for other, left_2, right_2, top_2, bottom_2 in boxes[number + 1 :]:
            apart = right <= left_2 or right_2 <= left or bottom <= top_2 or bottom_2 <= top
            assert apart, (one, other)


def test_a_slider_stays_under_the_hand_that_moves_it(reader: Reader) -> None:
    figure = awake(moving(reader, "by-hand"))
    figure.page.set_viewport_size({"width": 320, "height": 700})
    figure.get_by_label("All digits").check()
    slider = figure.get_by_role("slider", name="theta 3")
    slider.focus()
    # Not from the window's top: some browsers scroll what has moved back to where it was.
    top = """slider => slider.getBoundingClientRect().top
        - slider.closest('.moving').getBoundingClientRect().top"""
    before = slider.evaluate(top)
    for key in ("Home", "End", "PageDown", "ArrowLeft"):
        slider.press(key)
        assert slider.evaluate(top) == before
