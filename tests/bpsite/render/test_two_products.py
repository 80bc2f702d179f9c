"""The two products with one matrix: the same weight, its row and its column exchanged."""

from __future__ import annotations

import pytest

from bpsite.render.two_products import BACK, FORWARD, UNITS, Product, two_products


def test_the_index_that_one_product_sums_over_remains_in_the_other() -> None:
    assert (FORWARD.remains, FORWARD.summed) == (BACK.summed, BACK.remains)


@pytest.mark.parametrize("down", [False, True], ids=["across", "down"])
def test_a_matrix_has_a_row_for_each_entry_that_remains_and_a_column_for_each_of_the_sum(
    *,
    down: bool,
) -> None:
    drawing = two_products(down=down)
    for product in (FORWARD, BACK):
        cells = [node for node in drawing.nodes if node.symbol == f"sum-over-{product.summed}"]
        rows, columns = UNITS[product.remains], UNITS[product.summed]
        assert len(cells) == rows * columns + rows + columns
        assert sum(cell.role == "weight" for cell in cells) == columns


def _dot(product: Product) -> tuple[int, int]:
    """The row and the column of the marked weight."""
    drawing = two_products(down=False)
    symbol = f"sum-over-{product.summed}"
    (dot,) = (
        label for label in drawing.labels if label.latex == "\N{BULLET}" and label.symbol == symbol
    )
    cells = [node for node in drawing.nodes if node.symbol == symbol]
    left, top = (sorted({cell.at[axis] for cell in cells}) for axis in (0, 1))
    near = [
        min(range(len(at)), key=lambda n: abs(at[n] - dot.at[axis]))
        for axis, at in ((0, left), (1, top))
    ]
    return near[1], near[0]


def test_the_marked_weight_has_changed_places() -> None:
    row, column = _dot(FORWARD)
    assert _dot(BACK) == (column, row)
