"""The graph of a formula: its arrows are what each value is made from."""

from __future__ import annotations

import re

import pytest

from bpsite.render.operations import ALONG, MADE, operations
from tests.site.building import DOCS


def test_the_figure_shows_the_formula_of_the_page() -> None:
    page = (DOCS / "derivations/graph.md").read_text(encoding="utf-8")
    formula = page.split(r"\begin{aligned}")[1].split(r"\end{aligned}")[0]
    lines = dict(re.findall(r"(\w) &= (.*?) *(?:\\\\)?\n", formula))
    assert {name: latex for name, (latex, _) in MADE.items()} == lines
    for latex, made in MADE.values():
        assert set(made) == set(re.findall(r"[a-z]", latex))


@pytest.mark.parametrize("down", [False, True], ids=["across", "down"])
def test_each_arrow_goes_along(*, down: bool) -> None:
    drawing = operations(down=down)
    assert len(drawing.arrows) == 6
    assert all(start[0] < end[0] for start, end in (arrow.through for arrow in drawing.arrows))
    assert {node.symbol for node in drawing.nodes} == set(ALONG)
