"""Each page in light and dark, from a phone to a wide screen, in print and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.site.building import PAGES, address
from tests.site.conftest import Reader

WIDTHS = (320, 360, 1280, 2560)
SCHEMES = ("light", "dark")
# Colours as the browser computes them, in any notation, over the colour that lies behind.
CONTRASTS = """selector => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map(part => part / 255);
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
  const behind = element => {
    if (!element) return [1, 1, 1];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(element.parentElement));
  };
  const light = rgb => rgb
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const words = element => [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const found = {};
  for (const element of document.querySelectorAll(selector)) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!words(element) || style.visibility !== 'visible' || box.width * box.height < 2) continue;
    const ground = behind(element);
    const [a, b] = [light(over(rgba(style.color), ground)), light(ground)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const name = `${element.closest('[class]')?.className} ${style.color}`;
    found[name] = Math.min(found[name] ?? 99, contrast);
  }
  return found;
}"""


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest) -> str:
    return address(request.param)


def too_wide(page: Page) -> bool:
    wide: bool = page.evaluate(
        "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def spilling(page: Page) -> list[str]:
    """Boxes whose content is wider than they are, and that can't be scrolled with the keyboard."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll('article *')]
        .filter(box => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
        .filter(box => box.matches('.equation-steps, pre, pre > code, figure'))
        .filter(box => !['auto', 'scroll'].includes(getComputedStyle(box).overflowX)
            || (box.matches('.equation-steps') && box.tabIndex < 0))
        .map(box => box.outerHTML.slice(0, 120))""")
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_fits_every_width_and_complains_of_nothing(
    reader: Reader, path: str, scheme: str
) -> None:
    page = reader.open(path, reader.context(color_scheme=scheme))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert not too_wide(page), width
        assert spilling(page) == [], width
    assert reader.complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_words_and_symbols_are_legible(reader: Reader, path: str, scheme: str) -> None:
    page = reader.open(path, reader.context(color_scheme=scheme, reduced_motion="reduce"))
    contrasts = page.evaluate(
        CONTRASTS, "article *, .md-nav__link, .md-footer *, .md-header__title *"
    )
    assert {name: found for name, found in contrasts.items() if found < 4.5} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_an_equations_number_leads_to_the_equation(reader: Reader, path: str, width: int) -> None:
    page = reader.open(path, reader.context(viewport={"width": width, "height": 800}))
    numbers = page.locator(".equation-number")
    for number in numbers.all():
        target = number.get_attribute("href") or ""
        number.click()
        page.wait_for_function("target => location.hash === target", arg=target)
        page.wait_for_function(
            """target => {
                const box = document.querySelector(target).getBoundingClientRect();
                const header = document.querySelector('.md-header').getBoundingClientRect();
                return box.top >= header.bottom && box.top < innerHeight;
            }""",
            arg=target,
            timeout=2000,
        )


def test_a_page_without_scripts_is_complete(reader: Reader, path: str) -> None:
    with_scripts = reader.open(path)
    without = reader.open(path, reader.context(java_script_enabled=False))
    for part in (".equation", ".cell pre > code", ".cell-output", "article p", "figure svg"):
        shown = without.locator(part)
        assert shown.all_text_contents() == with_scripts.locator(part).all_text_contents(), part
        assert all(element.is_visible() for element in shown.all()), part


def test_paper_shows_the_text_and_no_navigation(reader: Reader, path: str) -> None:
    page = reader.open(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    for part in (
        ".md-header",
        ".md-sidebar",
        ".md-footer__inner",
        ".md-top",
        ".headerlink",
        "button",
    ):
        assert [part for element in page.locator(part).all() if element.is_visible()] == []
    assert page.locator("article h1").is_visible()
    assert all(equation.is_visible() for equation in page.locator(".equation").all())
    assert not too_wide(page)
    cut = page.evaluate("""() => [...document.querySelectorAll('.equation-steps')]
        .filter(box => getComputedStyle(box).overflowX !== 'visible').length""")
    assert cut == 0
