from __future__ import annotations

from itertools import pairwise

import pytest

from bpsite.render.drawing import Drawing
from bpsite.render.single_path import ACROSS, DOWN, single_path

DRAWINGS = [pytest.param(single_path(measures), id=name) for name, measures in
            (("across", ACROSS), ("down", DOWN))]  # fmt: skip


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_symbol_of_the_network_is_drawn(drawing: Drawing) -> None:
    nodes = {node.symbol for node in drawing.nodes}
    assert nodes == {"a1", "z2", "a2", "z3", "a3", "z4", "a4", "J", "delta2", "delta3", "delta4"}
    labels = {label.symbol for label in drawing.labels}
    assert labels >= {"x", "y", "yhat", "theta1", "theta2", "theta3"}


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_what_stands_beside_an_arrow_has_its_symbol(drawing: Drawing) -> None:
    arrows = {arrow.symbol for arrow in drawing.arrows if not arrow.tie}
    labels = {label.symbol for label in drawing.labels}
    assert arrows == {symbol for symbol in labels if not symbol.startswith("activation")}


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_the_signal_goes_forward_and_the_errors_go_back(drawing: Drawing) -> None:
    at = {node.symbol: node.at[0] for node in drawing.nodes}
    forward = [at[symbol] for symbol in ("a1", "z2", "a2", "z3", "a3", "z4", "a4", "J")]
    assert all(before < after for before, after in pairwise(forward))
    for arrow in drawing.arrows:
        start, end = arrow.through[0][0], arrow.through[-1][0]
        assert arrow.role != "forward" or start < end
        assert not arrow.symbol.startswith("back") or start > end


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_each_error_stands_beside_its_net_input(drawing: Drawing) -> None:
    at = {node.symbol: node.at[0] for node in drawing.nodes}
    for layer in (2, 3, 4):
        assert at[f"delta{layer}"] == at[f"z{layer}"]
