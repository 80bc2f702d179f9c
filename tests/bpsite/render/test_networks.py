"""What every drawing of a network keeps to."""

from __future__ import annotations

from itertools import combinations

import pytest

from bpsite.render import single_path, two_units
from bpsite.render.drawing import Drawing, Node

DRAWINGS = [
    pytest.param(drawing, id=name)
    for name, drawing in {
        "single path, across": single_path.single_path(single_path.ACROSS),
        "single path, down": single_path.single_path(single_path.DOWN),
        "two units, across": two_units.two_units(two_units.ACROSS),
        "two units, down": two_units.two_units(two_units.DOWN),
    }.items()
]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_everything_is_inside_the_drawing(drawing: Drawing) -> None:
    points = [corner for node in drawing.nodes for corner in _corners(node)]
    points += [label.at for label in drawing.labels]
    points += [point for arrow in drawing.arrows for point in arrow.through]
    for along, across in points:
        assert 0 < along < drawing.size[0]
        assert 0 < across < drawing.size[1]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_no_two_nodes_overlap(drawing: Drawing) -> None:
    for one, other in combinations(drawing.nodes, 2):
        apart = [abs(a - b) for a, b in zip(one.at, other.at, strict=True)]
        assert apart[0] >= one.size[0] or apart[1] >= one.size[1], (one.symbol, other.symbol)


def _corners(node: Node) -> list[tuple[float, float]]:
    (along, across), (long, thick) = node.at, node.size
    return [(along + i * long / 2, across + j * thick / 2) for i in (-1, 1) for j in (-1, 1)]
