"""Functions of arrays by their entries."""

from __future__ import annotations

from bpsite.proof.elaborate.values import Array, ShapeError, Value, array, axis
from bpsite.proof.kernel import sums
from bpsite.proof.kernel.affine import Affine, less, place
from bpsite.proof.kernel.algebra import delta, inverse, times
from bpsite.proof.kernel.laws import exponential
from bpsite.proof.kernel.terms import ONE, Form

_FIRST = Affine(1)


def trace(value: Value) -> Value:
    """The sum of the entries on the diagonal of a square matrix."""
    if not isinstance(value, Array):
        return value
    if value.rows != value.columns:
        raise ShapeError(f"the trace is of a square matrix, and this is {value.text}")
    index = sums.fresh(axis("", value.rows))
    return sums.total(index, value.at(place(index), place(index)))


def diagonal(value: Value) -> Value:
    """The matrix with a vector on its diagonal."""
    if not isinstance(value, Array):
        return value
    if value.columns != _FIRST:
        raise ShapeError(f"diag is of a vector, and this is {value.text}")
    vector = value
    return array(
        value.rows, value.rows, lambda i, j: times(delta(less(i, j)), vector.at(i, _FIRST))
    )


def softmax(value: Value) -> Value:
    """Of a vector over its entries, of a matrix over those of each row."""
    if not isinstance(value, Array):
        return ONE
    z = value
    if value.columns == _FIRST:
        index = sums.fresh(axis("", value.rows))
        bottom = sums.total(index, exponential(z.at(place(index), _FIRST)))
        return array(z.rows, _FIRST, lambda i, j: times(exponential(z.at(i, j)), inverse(bottom)))
    index = sums.fresh(axis("", value.columns))

    def share(row: Affine, column: Affine) -> Form:
        bottom = sums.total(index, exponential(z.at(row, place(index))))
        return times(exponential(z.at(row, column)), inverse(bottom))

    return array(z.rows, z.columns, share)


def squared_norm(value: Value) -> Value:
    """The sum of the squares of all entries."""
    if not isinstance(value, Array):
        return times(value, value)
    row, column = (sums.fresh(axis("", size)) for size in value.shape)
    entry = value.at(place(row), place(column))
    return sums.total(row, sums.total(column, times(entry, entry)))
