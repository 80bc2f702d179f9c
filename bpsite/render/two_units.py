"""Where everything stands in the figure of a network with two units in each layer, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.render.drawing import Arrow, Drawing, Label, Node, Point

UNITS = (1, 2)


@dataclass(frozen=True)
class Measures:
    """Lengths along the network, and where across it its units and their weights stand."""

    node: float  # one half of a unit, along
    between: float  # from unit to unit
    thick: float  # a unit, across
    rows: Point
    labels: Point
    cost: float
    width: float  # the whole drawing, across
    down: bool  # whether along is down the page


ACROSS = Measures(48, 92, 42, (38, 138), (20, 117), 88, 170, down=False)
DOWN = Measures(40, 84, 56, (60, 190), (28, 162), 125, 250, down=True)


def two_units(measures: Measures) -> Drawing:
    """The network of (33), with the two ways on which its first hidden unit reaches the cost."""
    geometry = _Geometry(measures)
    return Drawing(
        tuple(geometry.nodes()),
        tuple(geometry.labels()),
        tuple(geometry.arrows()),
        (geometry.cost + measures.node / 2 + 2, measures.width),
        measures.down,
    )


class _Geometry:
    """The centres along: of the inputs, the halves of the hidden units, the outputs, the cost."""

    def __init__(self, m: Measures) -> None:
        self.m = m
        self.half = m.node / 2
        self.x = self.half + 2
        self.z = self.x + m.node + m.between
        self.a = self.z + m.node
        self.yhat = self.a + m.node + m.between
        self.cost = self.yhat + m.node + m.between * 2 / 3

    def nodes(self) -> Iterator[Node]:
        for unit in UNITS:
            yield self._node(f"input{unit}", self.x, unit, f"x_{unit}")
            yield self._node(f"net{unit}", self.z, unit, f"z^{{(2)}}_{unit}", "first")
            yield self._node(f"out{unit}", self.a, unit, f"a^{{(2)}}_{unit}", "last")
            yield self._node(f"prediction{unit}", self.yhat, unit, rf"\hat{{y}}_{unit}")
        yield Node("J", (self.cost, self.m.cost), (self.m.node, self.m.thick), "J", "cost")

    def _node(self, symbol: str, along: float, unit: int, latex: str, shape: str = "alone") -> Node:
        at, size = (along, self.m.rows[unit - 1]), (self.m.node, self.m.thick)
        return Node(symbol, at, size, latex, "forward", shape)

    def labels(self) -> Iterator[Label]:
        middle = (self.a + self.yhat) / 2
        for unit in UNITS:
            at = (middle, self.m.labels[unit - 1])
            yield Label(f"way{unit}", at, rf"\theta^{{(2)}}_{{{unit},1}}")

    def arrows(self) -> Iterator[Arrow]:
        rows = self.m.rows
        for start in UNITS:
            for end in UNITS:
                ends = rows[start - 1], rows[end - 1]
                yield self._arrow("input", (self.x, self.z), ends, "neutral")
                role, name = ("error", f"way{end}") if start == 1 else ("neutral", "other")
                yield self._arrow(name, (self.a, self.yhat), ends, role)
            ends = rows[start - 1], self.m.cost
            yield self._arrow(f"way{start}", (self.yhat, self.cost), ends, "error")

    def _arrow(self, symbol: str, along: Point, across: Point, role: str) -> Arrow:
        """An arrow from the far side of one node to the near side of another."""
        start, end = along[0] + self.half, along[1] - self.half
        return Arrow(symbol, ((start, across[0]), (end, across[1])), role)
