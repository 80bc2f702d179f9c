"""What is out of sight is not laid out, and takes the room that it will take."""

from __future__ import annotations

import pytest

from tests.site.building import PAGES, address
from tests.site.conftest import Reader

WITH_EQUATIONS = [page for page in PAGES if page.startswith(("derivations/", "errata"))]
# For each equation, what it takes when it is laid out and the room that is kept for it before.
HEIGHTS = """() => [...document.querySelectorAll('.equation-steps')].map(steps => {
    const { style } = steps;
    style.contentVisibility = 'visible';
    const taken = steps.offsetHeight;
    const kept = getComputedStyle(steps).containIntrinsicBlockSize.replace('auto ', '');
    Object.assign(style, { contentVisibility: 'hidden', containIntrinsicBlockSize: kept });
    return [taken, steps.offsetHeight];
})"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", WITH_EQUATIONS)
def test_an_equation_takes_the_room_that_was_kept_for_it(
    reader: Reader, page: str, width: int
) -> None:
    context = reader.context(viewport={"width": width, "height": 800})
    heights = reader.open(address(page), context).evaluate(HEIGHTS)
    taken, kept = map(sum, zip(*heights, strict=True))
    assert len(heights) > 2
    assert abs(kept - taken) < 0.1 * taken


def test_a_formula_out_of_sight_is_there_for_a_screen_reader(reader: Reader) -> None:
    page = reader.open("derivations/activation-and-cost/")
    last = page.locator(".equation").last
    assert last.evaluate("it => it.getBoundingClientRect().top") > 2000
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    spoken = [node.get("role", {}).get("value") for node in tree["nodes"]]
    assert spoken.count("MathMLMath") == page.locator("math").count()
