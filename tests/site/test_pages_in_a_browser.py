"""Each page from a phone to a wide screen, in light and dark, in print and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bpsite import pages
from bpsite.pages import parts_of
from tests.site.building import DOCS, PAGES, Site, address
from tests.site.conftest import Reader, reading
from tests.site.instant import awake
from tests.site.running import POLICY, with_policy

# Follows each equation's number, and tells those that don't bring their target into view, below
# the header.
LOST = """async () => {
  const lost = [];
  const numbers = [...document.querySelectorAll('[id^=eq-] .equation-number')];
  for (const hash of numbers.map(link => new URL(link.href).hash)) {
    const top = () => document.querySelector(hash).getBoundingClientRect().top;
    const header = () => document.querySelector('.md-header').getBoundingClientRect().bottom;
    const arrived = () => location.hash === hash && top() >= header() - 1 && top() < innerHeight;
    document.querySelector(`${hash} .equation-number`).click();
    const late = performance.now() + 2000;
    while (!arrived() && performance.now() < late) await new Promise(requestAnimationFrame);
    if (!arrived()) lost.push(`${hash}: at ${location.hash}, ${top()}`);
  }
  return lost;
}"""
WIDTHS = (320, 360, 1280, 2560)
SCHEMES = {"light": "default", "dark": "slate"}  # as readers name them, and the theme
# What a reader's own lines become is drawn by a script alone, and of variants a script shows one.
WORDS = (
    "article p:not(:is(check-derivation, derive-your-own, .variants) *)",
    "article li:not(check-derivation *)",
)
TEXT = (".equation:not(.variants *)", ".cell pre > code", ".cell-output", *WORDS, "figure svg")
# Pages of exercises are made of the same parts; these two have all of them.
OPENED = [
    page
    for page in PAGES
    if not page.startswith("exercises/") or page.endswith(("index.md", "matrices.md", "layers.md"))
]
# The cells of an exercise are its solution, which is nobody's notebook.
READ = [page for page in PAGES if not page.startswith("exercises/")]
WITH_CELLS = [page for page in READ if pages.read(DOCS / page).cells]
LABS = [page for page in PAGES if "jupyter" in pages.read(DOCS / page).meta]
BOXES = (".equation-steps", "pre", "pre > code", "figure")
OFF_PAPER = (".md-header", ".md-sidebar", ".md-footer__inner", ".md-top", ".headerlink", "button")
VISIBLE = """element => {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
}"""
# Colours as the browser computes them, in any notation, over the colour that lies behind.
CONTRASTS = """selector => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const known = {};
  const rgba = colour => known[colour] ??= drawn(colour);
  const drawn = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const once = (ask, past) => {  // of each element, since most share what stands around them
    const known = new Map([[null, past]]);
    return element => {
      if (!known.has(element)) known.set(element, ask(element));
      return known.get(element);
    };
  };
  const behind = once(element => {
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  }, [1, 1, 1]);
  const light = rgb => rgb
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const seen = once(element =>
    Number(getComputedStyle(element).opacity) > 0 && seen(element.parentElement), true);
  const words = element => [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const found = {};
  for (const element of document.querySelectorAll(selector)) {
    if (!words(element) || !seen(element)) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (style.visibility !== 'visible' || box.width * box.height < 2) continue;
    const ground = behind(element);
    const [a, b] = [light(over(rgba(style.color), ground)), light(ground)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const name = `${element.closest('[class]')?.className} ${style.color}`;
    found[name] = Math.min(found[name] ?? 99, contrast);
  }
  return found;
}"""

# What the copy buttons of each cell, one after the other, put into the clipboard.
COPIED_FROM_CELLS = """async cells => {
  const clicked = async button => {
    await navigator.clipboard.writeText('');
    button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const late = performance.now() + 2000;
    for (let text = ''; ; text = await navigator.clipboard.readText())
      if (text || performance.now() > late) return text;
  };
  const found = [];
  for (const cell of cells) {
    const texts = [];
    const buttons = '[data-clipboard-target], [data-md-type=copy], .copy-cell';
    for (const button of cell.querySelectorAll(buttons)) texts.push(await clicked(button));
    found.push(texts.join('\\n'));
  }
  return found;
}"""


@pytest.fixture(scope="module", params=OPENED)
def opened(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[tuple[Page, Reader]]:
    """A page, opened once for the tests below, and its reader; a policy is in force."""
    with reading(browser, site) as reader:
        # The page of a reader who wants no motion is still when it is measured.
        context = reader.context(
            color_scheme="light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.route(lambda url: url.endswith("/"), with_policy(POLICY))
        context.route("**/exercise-list.js", _without_questions)
        yield reader.open(address(request.param), context), reader


def _without_questions(route: Route) -> None:
    """What a derivation brings of its exercises as its reader comes near is a page of its own."""
    route.fulfill(content_type="text/javascript", body="export const bring = () => {};")


@pytest.fixture
def page(opened: tuple[Page, Reader]) -> Page:
    return opened[0]


def too_wide(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def spilling(page: Page) -> list[str]:
    """Boxes whose content is wider than they are, and that can't be scrolled with the keyboard."""
    boxes = ", ".join(f"article {part}" for part in BOXES)
    found: list[str] = page.evaluate(
        """boxes => [...document.querySelectorAll(boxes)]
        .filter(box => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
        .filter(box => !['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
            || (box.matches('.equation-steps') && box.tabIndex < 0))
        .map(box => box.outerHTML.slice(0, 120))""",
        boxes,
    )
    return found


def switch(page: Page, scheme: str) -> None:
    """Goes to light or dark, where the page is not there yet."""
    body = page.locator("body")
    if body.get_attribute("data-md-color-scheme") != SCHEMES[scheme]:
        page.locator(f"label[title='Switch to {scheme}']").click()
    expect(body).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


def visible(page: Page, part: str) -> list[bool]:
    """For each of the parts whether a reader sees it."""
    found: list[bool] = page.locator(part).evaluate_all(f"parts => parts.map({VISIBLE})")
    return found


def texts(page: Page) -> dict[str, list[str]]:
    """The texts of the parts that are visible, as they stand in the markup."""
    script = f"parts => parts.filter({VISIBLE}).map(part => part.textContent)"
    return {part: page.locator(part).evaluate_all(script) for part in TEXT}


def test_a_page_fits_every_width(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(page), width
        assert spilling(page) == [], width


def test_a_wide_page_shows_each_equation_whole(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    cut = page.locator(".equation-steps").evaluate_all("""steps => steps
        .filter(box => box.scrollWidth > box.clientWidth + 1)
        .map(box => box.closest('[id]')?.id)""")
    assert cut == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_words_and_symbols_are_legible(page: Page, scheme: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    switch(page, scheme)
    everything = "article *, .md-nav__link, .md-footer *, .md-header__title *"
    contrasts = page.evaluate(CONTRASTS, everything)
    assert len(contrasts) > 5
    assert {name: found for name, found in contrasts.items() if found < 4.5} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_an_equations_number_leads_to_the_equation(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate(LOST) == []


def test_paper_shows_the_text_and_no_navigation(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    assert [part for part in OFF_PAPER if any(visible(page, part))] == []
    assert visible(page, ".md-content h1") == [True]
    assert all(visible(page, ".equation:not(details *, .variant:not(.chosen) *)"))
    assert not too_wide(page)
    cut = page.evaluate("""() => [...document.querySelectorAll('.equation-steps')]
        .filter(box => getComputedStyle(box).overflowX !== 'visible').length""")
    page.emulate_media(media="screen")
    assert cut == 0


def code_of(page: str) -> list[str]:
    """The code of each cell of a page, without prompts and outputs."""
    source = pages.read(DOCS / page)
    cells = [
        "\n".join(text for is_code, text in parts_of(fence.body) if is_code)
        if fence.info == "pycon"
        else fence.body.rstrip()
        for fence in source.fences
        if fence.info == "pycon" or (page in LABS and fence.info.startswith("python"))
    ]
    return [lines(cell) for cell in cells]


def lines(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if line.strip())


@pytest.mark.parametrize("opened", WITH_CELLS, indirect=True)
def test_copying_a_cell_gives_its_code_without_prompts_and_outputs(
    opened: tuple[Page, Reader], request: pytest.FixtureRequest
) -> None:
    page = awake(opened[0])
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".cell .highlight").last.scroll_into_view_if_needed()
    copied = page.locator(".cell").evaluate_all(COPIED_FROM_CELLS)
    source = request.node.callspec.params["opened"]
    assert list(map(lines, copied)) == code_of(source)


@pytest.mark.parametrize("opened", WITH_CELLS, indirect=True)
def test_a_page_with_cells_is_offered_as_a_notebook(opened: tuple[Page, Reader]) -> None:
    page = awake(opened[0])
    link = page.locator("a[href$='.ipynb']")
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    notebook = nbformat.read(download.value.path(), as_version=4)
    nbformat.validate(notebook)
    assert any(cell.cell_type == "code" for cell in notebook.cells)


def test_a_page_without_scripts_is_complete(opened: tuple[Page, Reader]) -> None:
    page, reader = opened
    page.set_viewport_size({"width": 1280, "height": 800})
    scripted_off = reader.context(java_script_enabled=False)
    without = reader.open(page.url.removeprefix(reader.site.url), scripted_off)
    assert texts(without) == texts(page)


def test_a_page_breaks_no_policy_and_complains_of_nothing(opened: tuple[Page, Reader]) -> None:
    assert opened[1].complaints == []
