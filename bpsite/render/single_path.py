"""Where everything stands in the figure of the network of (6), as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.render.drawing import Arrow, Drawing, Label, Node


@dataclass(frozen=True)
class Measures:
    """Lengths along the network, and where across it things stand."""

    end: float  # at the input, and from the prediction to the cost
    node: float  # one half of a unit, along
    weight: float  # from unit to unit
    thick: float  # a unit, across
    target: float
    activation: float
    weight_label: float
    forward: float
    back: float
    factor: float
    width: float  # the whole drawing, across
    down: bool  # whether along is down the page


ACROSS = Measures(42, 46, 76, 42, 14, 35, 52, 72, 148, 172, 186, down=False)
DOWN = Measures(34, 36, 46, 50, 16, 36, 50, 82, 176, 190, 290, down=True)


def single_path(measures: Measures) -> Drawing:
    """The network of (6) with the cost (7), and beside it the way of the errors (14) to (16)."""
    geometry = _Geometry(measures)
    return Drawing(
        (*geometry.forward_nodes(), *geometry.error_nodes()),
        (*geometry.forward_labels(), *geometry.error_labels()),
        (*geometry.forward_arrows(), *geometry.error_arrows()),
        (geometry.cost + measures.node / 2 + 2, measures.width),
        measures.down,
    )


class _Geometry:
    """The centres along: `z[l]` of the net input of layer l, `a[l]` of its activation, `cost`."""

    def __init__(self, m: Measures) -> None:
        self.m = m
        self.half = m.node / 2
        # Layer 1 has no net input; z[1] is the place right before its activation.
        first, step = m.end + 14 - self.half, 2 * m.node + m.weight
        self.z = {layer: first + (layer - 1) * step for layer in (1, 2, 3, 4)}
        self.a = {layer: z + m.node for layer, z in self.z.items()}
        self.cost = self.a[4] + m.node + m.end
        self.inner = m.forward + m.thick / 2  # the edge of a unit that faces the errors

    def forward_nodes(self) -> Iterator[Node]:
        yield self._node("a1", self.a[1], "a^{(1)}")
        for layer in (2, 3, 4):
            yield self._node(f"z{layer}", self.z[layer], f"z^{{({layer})}}", "first")
            yield self._node(f"a{layer}", self.a[layer], f"a^{{({layer})}}", "last")
        yield Node("J", (self.cost, self.m.forward), (self.m.node, self.m.thick), "J", "cost")

    def _node(self, symbol: str, along: float, latex: str, shape: str = "alone") -> Node:
        at, size = (along, self.m.forward), (self.m.node, self.m.thick)
        return Node(symbol, at, size, latex, "forward", shape)

    def error_nodes(self) -> Iterator[Node]:
        for layer in (4, 3, 2):
            at, size = (self.z[layer], self.m.back), (self.m.node, self.m.thick)
            yield Node(f"delta{layer}", at, size, rf"\delta^{{({layer})}}", "error")

    def forward_labels(self) -> Iterator[Label]:
        yield Label("x", (8, self.m.forward), "x")
        for layer in (1, 2, 3):
            at = ((self.a[layer] + self.z[layer + 1]) / 2, self.m.weight_label)
            yield Label(f"theta{layer}", at, rf"\theta^{{({layer})}}")
        for layer, name in ((2, r"\sigma"), (3, r"\sigma"), (4, "g")):
            at = ((self.z[layer] + self.a[layer]) / 2, self.m.activation)
            yield Label(f"activation{layer}", at, name)
        yield Label("yhat", ((self.a[4] + self.cost) / 2, self.m.weight_label), r"\hat{y}")
        yield Label("y", (self.cost, self.m.target), "y")

    def error_labels(self) -> Iterator[Label]:
        yield Label("back4", ((self.z[4] + self.cost) / 2, self.m.factor), r"\hat{y} - y")
        for layer in (3, 2):
            at = ((self.z[layer] + self.z[layer + 1]) / 2, self.m.factor)
            latex = rf"\theta^{{({layer})}} \sigma'(z^{{({layer})}})"
            yield Label(f"back{layer}", at, latex)

    def forward_arrows(self) -> Iterator[Arrow]:
        half, across = self.half, self.m.forward
        yield _straight("x", 16, self.a[1] - half, across, "forward")
        for layer in (1, 2, 3):
            start, end = self.a[layer] + half, self.z[layer + 1] - half
            yield _straight(f"theta{layer}", start, end, across, "forward")
        yield _straight("yhat", self.a[4] + half, self.cost - half, across, "forward")
        outer = across - self.m.thick / 2
        yield Arrow("y", ((self.cost, self.m.target + 13), (self.cost, outer)), "neutral")

    def error_arrows(self) -> Iterator[Arrow]:
        half, back = self.half, self.m.back
        corner = (self.cost, back)
        yield Arrow("back4", ((self.cost, self.inner), corner, (self.z[4] + half, back)), "error")
        for layer in (3, 2):
            start, end = self.z[layer + 1] - half, self.z[layer] + half
            yield _straight(f"back{layer}", start, end, back, "error")
        for layer in (2, 3, 4):
            ends = ((self.z[layer], self.inner), (self.z[layer], back - self.m.thick / 2))
            yield Arrow(f"delta{layer}", ends, "error", tie=True)


def _straight(symbol: str, start: float, end: float, across: float, role: str) -> Arrow:
    return Arrow(symbol, ((start, across), (end, across)), role)
