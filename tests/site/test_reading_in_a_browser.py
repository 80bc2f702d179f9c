"""What a reader does: switch, copy, search, go on and back, use the keyboard, download."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site.conftest import Reader, click_at_rest
from tests.site.instant import awake, followed

EQUATIONS = "derivations/sigmoid/"


def test_the_buttons_of_an_equation_copy_what_the_checker_prints(reader: Reader) -> None:
    context = reader.context(permissions=["clipboard-read", "clipboard-write"])
    page = reader.open("derivations/layers/", context)
    verdict = page.locator("#eq-38 details.verdict")
    verdict.locator("summary").click()
    for name, begins in {
        "LaTeX": r"\begin",
        "NumPy": "import numpy",
        "SymPy": "from sympy",
    }.items():
        verdict.get_by_role("button", name=name).click()
        page.wait_for_function(
            "text => navigator.clipboard.readText().then(found => found.trim().startsWith(text))",
            arg=begins,
        )


COPIED = """select => {
    const [first, last] = select.map(place => document.querySelector(place));
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
}"""


@pytest.mark.parametrize(
    ("places", "latex"),
    [
        (["#the-last-weight + p", "#the-last-weight + p"], [r"$\theta^{(3)}$", "$g$"]),
        (["#eq-9", "#eq-9"], [r"$$= (\hat{y}^{(i)} - y^{(i)}) \, a^{(3)}$$", "chain rule (4)"]),
    ],
    ids=["a paragraph", "an equation"],
)
def test_a_copied_selection_holds_each_formula_once_as_latex(
    reader: Reader, places: list[str], latex: list[str]
) -> None:
    context = reader.context(permissions=["clipboard-read", "clipboard-write"])
    page = reader.open("derivations/by-hand/", context)
    with page.expect_event("requestfinished", lambda request: "copy-tex" in request.url):
        page.locator("#the-last-weight + p").click(click_count=3)
    page.evaluate(COPIED, places)
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    for part in latex:
        assert part in copied
    assert "θ" not in copied  # as it is drawn


def test_escape_closes_a_verdict_and_leaves_the_focus_on_its_mark(reader: Reader) -> None:
    page = reader.open(EQUATIONS)
    verdict = page.locator("details.verdict").first
    verdict.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(verdict).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(verdict).not_to_have_attribute("open", "")
    expect(verdict.locator("summary")).to_be_focused()


def test_the_switch_goes_from_light_to_dark_and_is_remembered(reader: Reader) -> None:
    page = reader.open(EQUATIONS, reader.context(color_scheme="light"))
    body = page.locator("body")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.locator("label[title='Switch to dark']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.wait_for_function(f"light => {colour} !== light", arg=light)
    page.reload()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[title='Switch to light']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_role_has_a_colour_of_its_own(reader: Reader, scheme: str) -> None:
    page = reader.open("derivations/network/", reader.context(color_scheme=scheme))
    colours = {
        role: page.locator(f".katex-html .role-{role}").first.evaluate(
            "e => getComputedStyle(e).color"
        )
        for role in ("forward", "weight", "error", "cost")
    }
    assert len(set(colours.values())) == 4
    ink = page.locator("article p").first.evaluate("e => getComputedStyle(e).color")
    assert ink not in colours.values()


def article(page: Page) -> str:
    """The text's markup without what the theme's scripts add in their own time."""
    html: str = page.locator("article").evaluate(
        """article => {
            const copy = article.cloneNode(true);
            copy.querySelectorAll('nav, button').forEach(part => part.remove());
            return copy.innerHTML;
        }"""
    )
    return re.sub(r"__\w+?_\d+", "", html)


def fresh(reader: Reader, path: str) -> tuple[str, str]:
    """The title and the text's markup of a page that was loaded by its address."""
    page = awake(reader.open(path))
    page.wait_for_function(COPY_BUTTONS)
    found = page.title(), article(page)
    page.close()
    return found


def assert_like(page: Page, path: str, loaded: tuple[str, str]) -> None:
    """Instant navigation has brought the page to what a fresh load of its address shows."""
    title, text = loaded
    assert page.url.endswith(path)
    expect(page).to_have_title(title)
    page.wait_for_function(COPY_BUTTONS)
    assert article(page) == text


COPY_BUTTONS = """() => [...document.querySelectorAll('article pre > code')]
    .every(code => code.closest('.highlight, pre').querySelector('.md-code__nav, button'))"""


def test_mathematics_and_cells_survive_instant_navigation(reader: Reader) -> None:
    visited = ["derivations/sigmoid/", "labs/xor/", "derivations/error-signal/"]
    first, second, third = [(path, fresh(reader, path)) for path in visited]
    page = reader.open("reference/notation/")
    page.evaluate("window.stillTheSameDocument = true")
    for path, loaded in (first, second, third):
        followed(page, page.locator(f".md-nav--primary a[href$='{path}']").first.click)
        assert_like(page, path, loaded)
    assert_like(followed(page, page.go_back), *second)
    assert_like(followed(page, page.go_back), *first)
    assert_like(followed(page, page.go_forward), *second)
    assert page.evaluate("window.stillTheSameDocument")
    assert reader.complaints == []


def test_a_link_to_an_equation_of_another_page_leads_there_by_instant_navigation(
    reader: Reader,
) -> None:
    page = reader.open("derivations/by-hand/")
    click_at_rest(page.locator("article a[href$='sigmoid/#eq-4']").first)
    page.wait_for_url("**/derivations/sigmoid/#eq-4")
    expect(page.locator("#eq-4")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#eq-4').matches(':target')")


def test_the_first_tab_stop_skips_to_the_text(reader: Reader) -> None:
    page = reader.open(EQUATIONS)
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.md-content h1').matches(':target')")


def test_a_scrollable_box_shows_that_it_has_the_focus_and_scrolls_by_keyboard(
    reader: Reader,
) -> None:
    page = reader.open(
        "derivations/by-hand/", reader.context(viewport={"width": 320, "height": 700})
    )
    box = page.locator("#eq-11 .equation-steps")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth"), "11 is wider than a phone"
    page.locator("#eq-11 .equation-number").focus()
    page.keyboard.press("Shift+Tab")
    focused = page.locator(":focus")
    assert focused.evaluate(
        "(box, other) => box === other || other.contains(box)", box.element_handle()
    )
    box.focus()
    # The arrow keys go from symbol to symbol, and what is out of sight comes into it.
    for _ in range(100):
        page.keyboard.press("ArrowRight")
        if box.evaluate("box => box.scrollLeft") > 0:
            break
    assert box.evaluate("box => box.scrollLeft") > 0
    style = box.evaluate(
        "box => [getComputedStyle(box).outlineStyle, getComputedStyle(box).outlineWidth]"
    )
    assert style[0] != "none"
    assert float(style[1].removesuffix("px")) >= 1


def test_a_screen_reader_finds_every_formula_those_out_of_sight_too(reader: Reader) -> None:
    page = reader.open("derivations/sigmoid/")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    roles = [node.get("role", {}).get("value") for node in tree["nodes"]]
    assert roles.count("MathMLMath") == page.locator("math").count() > 50


def test_nothing_moves_for_a_reader_who_asks_for_that(reader: Reader) -> None:
    page = reader.open(EQUATIONS, reader.context(reduced_motion="reduce"))
    moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element);
        const seconds = `${style.transitionDuration}, ${style.animationDuration}`.split(', ');
        return style.scrollBehavior === 'smooth' || seconds.some(time => parseFloat(time) > 0.01);
    }).map(element => element.outerHTML.slice(0, 100))""")
    assert moving == []


def test_a_missing_page_is_the_sites_own_and_leads_home(reader: Reader) -> None:
    page = reader.context().new_page()
    answer = page.goto(reader.site.url + "derivations/no-such-page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator(".md-content h1")).to_be_visible()
    page.locator(".md-header__button.md-logo").first.click()
    page.wait_for_url(reader.site.url)
    expect(page.locator(".md-content h1")).to_be_visible()
