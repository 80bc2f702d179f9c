"""Derivatives by a matrix or a vector, for all shapes: the identities that people look up."""

from __future__ import annotations

import pytest

from bpsite.proof.elaborate.values import Array, Value, array, axis, each, product
from bpsite.proof.kernel.affine import Affine, dimension, less, place
from bpsite.proof.kernel.algebra import delta
from bpsite.proof.kernel.derivative import derivative
from bpsite.proof.kernel.equality import equal
from bpsite.proof.kernel.sums import fresh, total
from bpsite.proof.kernel.terms import Form, minus, plus, power_of, scaled, symbol

M, N, P, Q = (place(dimension(name)) for name in "mnpq")
ONE = Affine(1)


def matrix(name: str, rows: Affine, columns: Affine) -> Value:
    return array(rows, columns, lambda i, j: power_of(symbol(name, i, j)))


def mul(*factors: Value) -> Value:
    found = factors[0]
    for factor in factors[1:]:
        found = product(found, factor)
    return found


def add(*terms: Value) -> Value:
    return each(terms, plus)


def sub(left: Value, right: Value) -> Value:
    return each([left, right], minus)


def twice(value: Value, times: int = 2) -> Value:
    return each([value], lambda entry: scaled(entry, times))


def t(value: Value) -> Value:
    """The transpose."""
    if not isinstance(value, Array):
        return value
    inner = value
    return array(value.columns, value.rows, lambda i, j: inner.at(j, i))


def tr(value: Value) -> Form:
    """The trace."""
    if not isinstance(value, Array):
        return value
    index = fresh(axis("", value.rows))
    return total(index, value.at(place(index), place(index)))


def number(value: Value) -> Form:
    assert isinstance(value, Form)
    return value


def same(left: Value, right: Value) -> bool:
    if not isinstance(left, Array) or not isinstance(right, Array):
        return isinstance(left, Form) and isinstance(right, Form) and equal(left, right)
    return left.shape == right.shape and equal(left.entry, right.entry)


def identity(size: Affine) -> Value:
    return array(size, size, lambda i, j: delta(less(i, j)))


Case = tuple[Form, tuple[str, Affine, Affine], Value]


def of_traces() -> dict[str, Case]:
    """Each with the matrix that it is differentiated by, and what comes out."""
    x, square = matrix("X", M, N), matrix("X", N, N)
    a, b = matrix("A", N, M), matrix("B", N, N)
    left, right = matrix("A", P, M), matrix("B", N, P)
    c, d = matrix("C", M, M), matrix("D", N, Q)
    by_x, by_square = ("X", M, N), ("X", N, N)
    over = matrix("B", N, Q)
    affine = add(mul(left, x, over), matrix("C", P, Q))
    e, f = matrix("E", P, M), matrix("F", M, P)
    return {
        "X": (tr(square), by_square, identity(N)),
        "XA": (tr(mul(x, a)), by_x, t(a)),
        "AXB": (tr(mul(left, x, right)), by_x, mul(t(left), t(right))),
        "AX'B": (tr(mul(matrix("A", P, N), t(x), matrix("B", M, P))), by_x,
                 mul(matrix("B", M, P), matrix("A", P, N))),
        "XX": (tr(mul(square, square)), by_square, twice(t(square))),
        "XXB": (tr(mul(square, square, b)), by_square, t(add(mul(square, b), mul(b, square)))),
        "X'BX": (tr(mul(t(x), c, x)), by_x, add(mul(c, x), mul(t(c), x))),
        "AXBX": (tr(mul(a, x, a, x)), by_x, twice(mul(t(a), t(x), t(a)))),
        "X'X": (tr(mul(t(x), x)), by_x, twice(x)),
        "B'X'CXB": (tr(mul(t(d), t(x), c, x, d)), by_x,
                    add(mul(t(c), x, d, t(d)), mul(c, x, d, t(d)))),
        "AXBX'C": (tr(mul(e, x, b, t(x), f)), by_x,
                   add(mul(t(e), t(f), x, t(b)), mul(f, e, x, b))),
        "(AXB+C)(AXB+C)'": (tr(mul(affine, t(affine))), by_x,
                            twice(mul(t(left), affine, t(over)))),
        "XXX": (tr(mul(square, square, square)), by_square, twice(t(mul(square, square)), 3)),
        "XXXX": (tr(mul(square, square, square, square)), by_square,
                 twice(t(mul(square, square, square)), 4)),
    }  # fmt: skip


def of_vectors() -> dict[str, Case]:
    """Products that are numbers, by a matrix or a vector."""
    x, square = matrix("X", M, N), matrix("X", N, N)
    a, b, c = matrix("a", M, ONE), matrix("b", N, ONE), matrix("c", N, ONE)
    by_x = ("X", M, N)
    d, shift = matrix("D", M, M), matrix("s", M, ONE)
    moved = add(mul(x, b), shift)
    vector, weights = matrix("x", M, ONE), matrix("V", M, M)
    symmetric = add(weights, t(weights))
    rest = sub(vector, mul(matrix("A", M, N), b))
    cost = number(mul(t(rest), symmetric, rest))
    apart = sub(vector, a)
    return {
        "a'Xb": (number(mul(t(a), x, b)), by_x, mul(a, t(b))),
        "b'X'a": (number(mul(t(b), t(x), a)), by_x, mul(a, t(b))),
        "b'Xb": (number(mul(t(b), square, b)), ("X", N, N), mul(b, t(b))),
        "b'X'Xc": (number(mul(t(b), t(x), x, c)), by_x, mul(x, add(mul(b, t(c)), mul(c, t(b))))),
        "x'Dx": (number(mul(t(vector), d, vector)), ("x", M, ONE), mul(add(d, t(d)), vector)),
        "(Xb+s)'D(Xb+s)": (number(mul(t(moved), d, moved)), by_x,
                           mul(add(d, t(d)), moved, t(b))),
        "(x-Ab)'W(x-Ab) by x": (cost, ("x", M, ONE), twice(mul(symmetric, rest))),
        "(x-Ab)'W(x-Ab) by b": (cost, ("b", N, ONE),
                                twice(mul(t(matrix("A", M, N)), symmetric, rest), -2)),
        "(x-Ab)'W(x-Ab) by A": (cost, ("A", M, N), twice(mul(symmetric, rest, t(b)), -2)),
        "|x-a|^2": (number(mul(t(apart), apart)), ("x", M, ONE), twice(apart)),
    }  # fmt: skip


CASES = {**{f"tr {name}": case for name, case in of_traces().items()}, **of_vectors()}


@pytest.mark.parametrize("name", CASES)
def test_an_identity_holds_for_all_shapes_and_its_neighbours_do_not(name: str) -> None:
    form, (of, rows, columns), expected = CASES[name]
    found = array(rows, columns, lambda i, j: derivative(form, symbol(of, i, j)))
    assert same(found, expected)
    assert not same(found, twice(expected, -1))
    assert not same(found, twice(expected, 3))
