"""What the field's own tool finds against a page of each kind.

In light alone: how legible colours are is asked of every page, in light and dark, elsewhere.
"""

from __future__ import annotations

import pytest

from tests.site.building import PAGES, ROOT, address
from tests.site.conftest import Reader

AXE = ROOT / "node_modules/axe-core/axe.min.js"
KINDS = [
    "index.md",
    "derivations/error-signal.md",
    "labs/digits.md",
    "errata.md",
]
# It takes a heading of a row that is a formula for an empty one: MathML is no text to it.
RULES = "{ rules: { 'empty-table-header': { enabled: false } } }"
FOUND = f"""async (part) =>
    (await axe.run(part ?? document, {RULES})).violations.map(({{ id, nodes }}) =>
    `${{id}}: ${{nodes.map(({{ html }}) => html.slice(0, 100)).join(' | ')}}`)"""


def test_the_kinds_are_pages() -> None:
    assert set(KINDS) <= set(PAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_against_a_page(reader: Reader, kind: str) -> None:
    page = reader.open(address(kind), reader.context(reduced_motion="reduce"))
    page.mouse.move(300, 300)
    page.mouse.move(310, 310)  # brings the theme's script, which adds buttons
    if page.locator("article .highlight").count():
        page.locator(".md-code__button").first.wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FOUND) == []
