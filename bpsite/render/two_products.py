"""Where everything stands in the figure of the two products with one matrix of weights, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.render.drawing import Drawing, Label, Node, Point

CELL, PITCH, HEAD, SIDE = 23.0, 27.0, 26.0, 26.0
UNITS = {"j": 3, "k": 4}  # of layer l, and of the one after it
ROLE = {"j": "forward", "k": "error"}
MARKED = {"j": 2, "k": 1}  # the weight that both products have a dot at


@dataclass(frozen=True)
class Product:
    """A matrix times a column: the sum runs over one index, and the other one remains."""

    remains: str
    summed: str
    matrix: str
    column: str
    role: str  # of the column and of what comes out


FORWARD = Product("k", "j", r"\theta^{(l)}", "a^{(l)}", "forward")
BACK = Product("j", "k", "\\theta^{(l)\u22a4}", r"\delta^{(l+1)}", "error")
_HIGH = HEAD + PITCH * max(UNITS.values()) + HEAD


def two_products(*, down: bool) -> Drawing:
    """The products of (52) and of (54), side by side or one below the other."""
    first = _Placed(FORWARD, 0, 0, down=down)
    start = (0, _HIGH + 12) if down else (first.width + 26, 0)
    placed = first, _Placed(BACK, *start, down=down)
    width, height = max(start[0] + each.width for each in placed), start[1] + _HIGH
    return Drawing(
        tuple(node for each in placed for node in each.nodes()),
        tuple(label for each in placed for label in each.labels()),
        (),
        (height, width) if down else (width, height),
        down,
    )


class _Placed:
    """A product whose left upper corner is at a point; x and y are the page's."""

    def __init__(self, product: Product, x: float, y: float, *, down: bool) -> None:
        self.product, self.y, self.down = product, y + HEAD, down
        self.rows, self.columns = UNITS[product.remains], UNITS[product.summed]
        self.matrix = x + SIDE
        self.column = self.matrix + self.columns * PITCH + 30
        self.result = self.column + PITCH + 52
        self.width = self.result + PITCH + SIDE - x
        self.row = MARKED[product.remains]

    def nodes(self) -> Iterator[Node]:
        role = self.product.role
        for row in range(self.rows):
            picked = row == self.row
            for column in range(self.columns):
                yield self._cell(self.matrix, row, column, "weight" if picked else "neutral")
            yield self._cell(self.result, row, 0, role if picked else "neutral")
        for row in range(self.columns):
            yield self._cell(self.column, row, 0, role)

    def labels(self) -> Iterator[Label]:
        remains, summed = self.product.remains, self.product.summed
        row = self.y + (self.row + 0.5) * PITCH
        above = self.y - 13
        below = self.y + PITCH * self.columns + 15
        yield self._label(self.matrix - 12, row, remains, ROLE[remains])
        yield self._label(self.result + PITCH + 9, row, remains, ROLE[remains])
        yield self._label(self._middle_of_matrix(), above, summed, ROLE[summed])
        yield self._label(self.column + CELL / 2, above, summed, ROLE[summed])
        yield self._label(self.result - 27, self.y + PITCH * self.rows / 2, "=")
        dot = self.matrix + MARKED[summed] * PITCH + CELL / 2
        yield self._label(dot, row - 2, "\N{BULLET}", "weight")
        name = self.y + PITCH * self.rows + 15
        yield self._label(self._middle_of_matrix(), name, self.product.matrix)
        yield self._label(self.column + CELL / 2, below, self.product.column)

    def _middle_of_matrix(self) -> float:
        return self.matrix + (self.columns * PITCH - PITCH + CELL) / 2

    def _cell(self, x: float, row: int, column: int, role: str) -> Node:
        middle = x + column * PITCH + CELL / 2, self.y + row * PITCH + CELL / 2
        return Node(self._symbol(), self._at(*middle), (CELL, CELL), "", role)

    def _label(self, x: float, y: float, latex: str, role: str = "neutral") -> Label:
        return Label(self._symbol(), self._at(x, y), latex, role)

    def _symbol(self) -> str:
        return f"sum-over-{self.product.summed}"

    def _at(self, x: float, y: float) -> Point:
        return (y, x) if self.down else (x, y)
