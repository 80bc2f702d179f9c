"""The figures of matrix products: shapes fit, and the same weight has its indices exchanged."""

from __future__ import annotations

import pytest

from bpsite.render.products import BACK, BATCH, FORWARD, Product, products


def test_the_index_that_one_product_sums_over_remains_in_the_other() -> None:
    assert (FORWARD.row, FORWARD.summed) == (BACK.summed, BACK.row)


@pytest.mark.parametrize("down", [False, True], ids=["across", "down"])
@pytest.mark.parametrize("product", [FORWARD, BACK, BATCH], ids=["forward", "back", "batch"])
def test_the_shapes_fit_and_a_row_times_a_column_gives_an_entry(
    product: Product, *, down: bool
) -> None:
    row, summed, column = product.row.size, product.summed.size, product.column.size
    nodes = products((product,), down=down).nodes
    assert len(nodes) == row * summed + summed * column + row * column
    assert sum(node.role != "neutral" for node in nodes) == summed + summed + 1


def _dot(product: Product) -> tuple[int, int]:
    """The row and the column of the marked weight."""
    drawing = products((product,), down=False)
    (dot,) = (label for label in drawing.labels if label.latex == "\N{BULLET}")
    left, top = (sorted({node.at[axis] for node in drawing.nodes}) for axis in (0, 1))
    column = min(range(len(left)), key=lambda n: abs(left[n] - dot.at[0]))
    row = min(range(len(top)), key=lambda n: abs(top[n] - dot.at[1]))
    return row, column


def test_the_marked_weight_has_changed_places() -> None:
    row, column = _dot(FORWARD)
    assert _dot(BACK) == (column, row)
    assert row != column
