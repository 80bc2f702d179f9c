"""Values by their entries: a number, or an array with an entry at each row and column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bpsite.proof.kernel import affine as places
from bpsite.proof.kernel import sums
from bpsite.proof.kernel.affine import Affine, Index, less, moved, never_negative, place
from bpsite.proof.kernel.algebra import times
from bpsite.proof.kernel.terms import Form

ROW, COLUMN = "row", "column"
OPEN = "?"
"""What the name of a size begins with that is to follow from its use."""


class ShapeError(Exception):
    """Arrays whose shapes don't fit the operation between them; `at` is where it is written."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Array:
    """A matrix by its entry at `row` and `column`; a vector is one column."""

    rows: Affine
    columns: Affine
    entry: Form

    def at(self, row: Affine, column: Affine) -> Form:
        """The entry at a place."""
        return sums.mapped(self.entry, {self.row: row, self.column: column})

    @property
    def row(self) -> Index:
        """The name of the row in `entry`."""
        return axis(ROW, self.rows)

    @property
    def column(self) -> Index:
        """The name of the column in `entry`."""
        return axis(COLUMN, self.columns)

    @property
    def shape(self) -> tuple[Affine, Affine]:
        """Its rows and columns."""
        return self.rows, self.columns

    @property
    def text(self) -> str:
        """Its shape as a reader sees it."""
        return shape_text(self.shape)


Value: TypeAlias = "Form | Array"


def axis(name: str, size: Affine) -> Index:
    """The name of an axis of that size."""
    return places.index(name, Affine(1), size)


def array(rows: Affine, columns: Affine, entry: Callable[[Affine, Affine], Form]) -> Value:
    """An array by a function of its row and column; of one entry, that number."""
    if rows == columns == Affine(1):
        return entry(Affine(1), Affine(1))
    row = Affine(1) if rows == Affine(1) else place(axis(ROW, rows))
    column = Affine(1) if columns == Affine(1) else place(axis(COLUMN, columns))
    return Array(rows, columns, entry(row, column))


def each(values: Sequence[Value], function: Callable[..., Form]) -> Value:
    """A function of the values entry by entry; a number stands beside every entry."""
    shapes = {value.shape for value in values if isinstance(value, Array)}
    if not shapes:
        return function(*values)
    if len(shapes) > 1:
        raise ShapeError(f"shapes {' and '.join(map(shape_text, sorted(shapes)))} differ")
    (shape,) = shapes
    entries = [value.entry if isinstance(value, Array) else value for value in values]
    return Array(*shape, function(*entries))


def entry(of: Value, at: Sequence[Affine]) -> Form:
    """The entry of an array at a place that lies in it, whatever its size."""
    if not isinstance(of, Array):
        raise ShapeError("an entry of a number")
    sizes = [size for size in of.shape if len(at) == 2 or size != Affine(1)]
    if len(sizes) != len(at):
        raise ShapeError(f"an entry of shape {of.text} by {len(at)} index")
    for one, size in zip(at, sizes, strict=True):
        if not (never_negative(moved(one, -1)) and never_negative(less(size, one))):
            raise ShapeError(f"the index {size_text(one)} may not be one of 1 to {size_text(size)}")
    row, column = (
        at if len(at) == 2 else (Affine(1), at[0]) if of.rows == Affine(1) else (at[0], Affine(1))
    )
    return of.at(row, column)


def product(left: Value, right: Value) -> Value:
    """The matrix product, or the product with a number."""
    if not isinstance(left, Array) or not isinstance(right, Array):
        return each([left, right], times)
    if left.columns != right.rows:
        shapes = f"{shape_text(left.shape)} and {shape_text(right.shape)}"
        raise ShapeError(f"shapes {shapes} can't be multiplied")
    inner = sums.fresh(axis("", left.columns))
    at, first, second = place(inner), left, right
    return array(
        left.rows,
        right.columns,
        lambda i, j: sums.total(inner, times(first.at(i, at), second.at(at, j))),
    )


def shape_text(shape: tuple[Affine, Affine]) -> str:
    """A shape as a reader sees it: m x n."""
    return " x ".join(map(size_text, shape))


def size_text(size: Affine) -> str:
    """A size as a reader sees it."""
    parts = [f"{'' if n == 1 else n}{_spelled(index)}" for index, n in size.parts]
    parts += [str(size.constant)] if size.constant or not parts else []
    return " + ".join(parts)


def _spelled(index: Index) -> str:
    if index.name.startswith(OPEN):
        return OPEN
    below = ",".join(map(size_text, index.of))
    return f"{index.name}_{{{below}}}" if below else index.name
