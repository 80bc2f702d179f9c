"""Where everything stands in the figures of matrix products, as data: what a sum runs over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.render.drawing import Drawing, Label, Node, Point

CELL, PITCH, HEAD, SIDE = 23.0, 27.0, 26.0, 26.0
COLOUR = {"j": "forward", "k": "error", "i": "neutral"}  # of an index, by a role


@dataclass(frozen=True)
class Index:
    """An index with how far it goes, and the place of it that is picked."""

    name: str
    size: int
    picked: int


J, K = Index("j", 3, 2), Index("k", 4, 1)  # units of layer l, and of the one after it
OUTPUTS, EXAMPLES = Index("k", 2, 0), Index("i", 5, 3)
ONE = Index("", 1, 0)  # a column has no second index


@dataclass(frozen=True)
class Product:
    """A product of two matrices: the sum runs over the index between them."""

    row: Index
    summed: Index
    column: Index
    left: str
    right: str
    roles: tuple[str, str, str]  # of the row, of the column, and of what comes out
    dot: bool = False  # whether the picked entry of the left matrix has one


WEIGHTS = r"\theta^{(l)}"
TURNED = "\\theta^{(l)\u22a4}"
FORWARD = Product(K, J, ONE, WEIGHTS, "a^{(l)}", ("weight", "forward", "forward"), dot=True)
BACK = Product(J, K, ONE, TURNED, r"\delta^{(l+1)}", ("weight", "error", "error"), dot=True)
BATCH = Product(OUTPUTS, EXAMPLES, J, "D^{\u22a4}", "X", ("error", "forward", "weight"))


def products(shown: tuple[Product, ...], *, down: bool) -> Drawing:
    """The products side by side, or one below the other."""
    placed: list[_Placed] = []
    x = y = 0.0
    for product in shown:
        placed.append(_Placed(product, x, y, down=down))
        x, y = (0, placed[-1].bottom + 12) if down else (placed[-1].right + 26, 0)
    size = max(each.right for each in placed), max(each.bottom for each in placed)
    return Drawing(
        tuple(node for each in placed for node in each.nodes()),
        tuple(label for each in placed for label in each.labels()),
        (),
        (size[1], size[0]) if down else size,
        down,
    )


class _Placed:
    """A product whose left upper corner is at a point; x and y are the page's."""

    def __init__(self, product: Product, x: float, y: float, *, down: bool) -> None:
        self.product, self.top, self.down = product, y + HEAD, down
        self.left = x + SIDE
        self.second = self.left + product.summed.size * PITCH + 30
        self.result = self.second + product.column.size * PITCH + 25 + SIDE
        self.right = self.result + product.column.size * PITCH + SIDE
        self.bottom = self.top + max(product.row.size, product.summed.size) * PITCH + HEAD

    def nodes(self) -> Iterator[Node]:
        row, summed, column = self.product.row, self.product.summed, self.product.column
        first, second, result = self.product.roles
        for r in range(row.size):
            for s in range(summed.size):
                yield self._cell(self.left, r, s, first if r == row.picked else "neutral")
        for s in range(summed.size):
            for c in range(column.size):
                yield self._cell(self.second, s, c, second if c == column.picked else "neutral")
        for r in range(row.size):
            for c in range(column.size):
                picked = (r, c) == (row.picked, column.picked)
                yield self._cell(self.result, r, c, result if picked else "neutral")

    def labels(self) -> Iterator[Label]:
        row, summed, column = self.product.row, self.product.summed, self.product.column
        above, level = self.top - 13, self._middle(self.top, row.picked)
        yield self._label(self.left - 12, level, row.name, COLOUR[row.name])
        end = self.result + column.size * PITCH + 9
        yield self._label(end, level, row.name, COLOUR[row.name])
        yield self._label(self._centre(self.left, summed), above, summed.name, COLOUR[summed.name])
        yield from self._beside_the_second(above)
        yield self._label(self.result - 27, self.top + PITCH * row.size / 2, "=")
        if self.product.dot:
            at = self._middle(self.left, summed.picked)
            yield self._label(at, level - 2, "\N{BULLET}", self.product.roles[0])
        below = self.top + PITCH * row.size + 15
        yield self._label(self._centre(self.left, summed), below, self.product.left)

    def _beside_the_second(self, above: float) -> Iterator[Label]:
        summed, column = self.product.summed, self.product.column
        centre = self._centre(self.second, column)
        below = self.top + PITCH * summed.size + 15
        yield self._label(centre, below, self.product.right)
        if not column.name:
            yield self._label(centre, above, summed.name, COLOUR[summed.name])
            return
        side = self._middle(self.top, summed.size // 2)
        yield self._label(self.second - 12, side, summed.name, COLOUR[summed.name])
        for start in (self.second, self.result):
            at = self._middle(start, column.picked)
            yield self._label(at, above, column.name, COLOUR[column.name])

    @staticmethod
    def _middle(start: float, place: int) -> float:
        return start + place * PITCH + CELL / 2

    def _centre(self, start: float, index: Index) -> float:
        return start + ((index.size - 1) * PITCH + CELL) / 2

    def _cell(self, x: float, row: int, column: int, role: str) -> Node:
        middle = self._middle(x, column), self._middle(self.top, row)
        return Node(self._symbol(), self._at(*middle), (CELL, CELL), "", role)

    def _label(self, x: float, y: float, latex: str, role: str = "neutral") -> Label:
        return Label(self._symbol(), self._at(x, y), latex, role)

    def _symbol(self) -> str:
        return f"sum-over-{self.product.summed.name}"

    def _at(self, x: float, y: float) -> Point:
        return (y, x) if self.down else (x, y)
