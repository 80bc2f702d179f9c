"""The figure of two units in each layer: every way is there, and two are marked."""

from __future__ import annotations

import pytest

from bpsite.render.drawing import Arrow, Drawing
from bpsite.render.two_units import ACROSS, DOWN, two_units

DRAWINGS = [pytest.param(two_units(measures), id=name) for name, measures in
            (("across", ACROSS), ("down", DOWN))]  # fmt: skip


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_each_unit_leads_to_both_units_of_the_next_layer(drawing: Drawing) -> None:
    assert len(drawing.nodes) == 9
    assert len(drawing.arrows) == 2 * 2 + 2 * 2 + 2
    assert len({arrow.through for arrow in drawing.arrows}) == len(drawing.arrows)


@pytest.mark.parametrize("unit", [1, 2])
@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_marked_way_leads_from_the_first_hidden_unit_to_the_cost(
    drawing: Drawing, unit: int
) -> None:
    at = {node.symbol: node.at for node in drawing.nodes}
    first, last = (arrow for arrow in drawing.arrows if arrow.symbol == f"way{unit}")
    assert {first.role, last.role} == {"error"}
    assert _rows(first) == (at["out1"][1], at[f"prediction{unit}"][1])
    assert _rows(last) == (at[f"prediction{unit}"][1], at["J"][1])
    label = next(label for label in drawing.labels if label.symbol == f"way{unit}")
    assert label.latex == rf"\theta^{{(2)}}_{{{unit},1}}"


def _rows(arrow: Arrow) -> tuple[float, float]:
    return arrow.through[0][1], arrow.through[-1][1]
