"""The normal form proves what is true for every value, length and shape, and nothing beside it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpsite.proof.kernel.affine import Affine, Index, dimension, index, less, moved, place
from bpsite.proof.kernel.algebra import delta, inverse, power, times, within
from bpsite.proof.kernel.derivative import derivative
from bpsite.proof.kernel.equality import equal, vanishes
from bpsite.proof.kernel.laws import absolute, applied, cosine, exponential, logarithm, root, sine
from bpsite.proof.kernel.sums import mapped, total
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Form,
    Symbol,
    inner_atoms,
    minus,
    number,
    plus,
    power_of,
    scaled,
    symbol,
    value_of,
)

M, N = dimension("m"), dimension("n")
I, J, K, L, P, Q = (index(name, Affine(1), place(N)) for name in "ijklpq")  # noqa: E741 # as on the page
R = index("r", Affine(1), place(M))


def s(name: str, *indices: Index, positive: bool = False) -> Form:
    """A symbol at indices."""
    return power_of(symbol(name, *map(place, indices), positive=positive))


X, Y = s("x"), s("y")


def sigmoid(z: Form) -> Form:
    return inverse(plus(ONE, exponential(scaled(z, -1))))


def softmax(of: Index) -> Form:
    return times(exponential(s("z", of)), inverse(total(K, exponential(s("z", K)))))


def trace(*factors: str) -> Form:
    """The trace of a product of n x n matrices."""
    names = [index(f"t{number_}", Affine(1), place(N)) for number_ in range(len(factors))]
    body = times(*(s(f, names[k], names[(k + 1) % len(names)]) for k, f in enumerate(factors)))
    for name in names:
        body = total(name, body)
    return body


def test_the_derivative_of_the_sigmoid_is_itself_times_one_less_itself() -> None:
    slope = derivative(sigmoid(X), symbol("x"))
    assert equal(slope, times(sigmoid(X), minus(ONE, sigmoid(X))))
    assert not equal(slope, times(X, minus(ONE, X)))


def test_softmax_has_its_jacobian_for_every_length() -> None:
    slope = derivative(softmax(I), symbol("z", place(J)))
    same = delta(less(place(I), place(J)))
    assert equal(slope, times(softmax(I), minus(same, softmax(J))))
    assert not equal(slope, times(softmax(J), minus(same, softmax(J))))


def test_cross_entropy_under_softmax_is_prediction_minus_target_where_the_targets_sum_to_1() -> (
    None
):
    cost = scaled(total(I, times(s("y", I), logarithm(softmax(I)))), -1)
    difference = minus(derivative(cost, symbol("z", place(J))), minus(softmax(J), s("y", J)))
    assert not vanishes(difference)
    assert vanishes(difference, [minus(total(I, s("y", I)), ONE)])


def test_traces_turn_round_and_different_traces_stay_different() -> None:
    assert equal(trace("A", "B", "C"), trace("B", "C", "A"))
    assert not equal(trace("A", "B", "C"), trace("B", "A", "C"))
    assert not equal(power(trace("A", "A"), 2), trace("A", "A", "A", "A"))
    assert not equal(times(trace("A", "A", "A"), trace("A", "A", "A")), power(trace("A", "A"), 3))


def test_a_delta_outside_of_a_range_is_no_one() -> None:
    picked = total(R, delta(less(place(R), place(I))))
    assert not equal(picked, ONE)  # i may be larger than m
    assert equal(picked, within(less(place(M), place(I))))
    assert equal(total(J, delta(less(place(J), place(I)))), ONE)


def test_a_sum_of_ones_is_its_length_where_it_can_not_be_negative() -> None:
    assert equal(total(K, ONE), value_of(place(N)))
    from_three = index("k", Affine(3), place(N))
    assert not equal(total(from_three, ONE), value_of(moved(place(N), -2)))  # n may be 1


def test_an_index_in_the_dimension_of_another_occurs() -> None:
    layers = index("l", Affine(1), place(dimension("L")))
    inner = index("i", Affine(1), place(dimension("n", place(layers))))
    assert not equal(total(layers, total(inner, ONE)), times(*map(value_of, map(place, (N, M)))))
    assert equal(total(layers, total(inner, ONE)), total(layers, value_of(inner.ends[1])))


def test_an_identity_in_n_is_not_taken_from_its_first_numbers() -> None:
    n = value_of(place(N))
    extra = times(*(minus(n, number(k)) for k in (1, 2, 3, 4, 5, 14, 42)))
    assert not equal(total(K, ONE), plus(n, extra))


def test_what_is_inside_of_a_sum_is_not_cleared_outside_of_it() -> None:
    over = inverse(plus(ONE, s("y", K)))
    whole = times(total(K, s("x", K)), total(K, over))
    n = value_of(place(N))
    assert not equal(times(n, total(K, times(s("x", K), over))), whole)
    parts = plus(total(K, times(s("y", K), over)), total(K, over))
    assert equal(parts, n)


def test_arguments_of_functions_are_compared_as_fractions() -> None:
    e = exponential(X)
    one = applied("f", (0,), (sigmoid(X),))
    assert equal(one, applied("f", (0,), (times(e, inverse(plus(ONE, e))),)))
    assert not equal(one, applied("f", (0,), (inverse(plus(ONE, e)),)))


def test_mixed_derivatives_agree_and_pure_ones_are_not_mixed() -> None:
    f = applied("f", (0, 0), (X, Y))
    by_x, by_y = symbol("x"), symbol("y")
    xy = derivative(derivative(f, by_x), by_y)
    assert equal(xy, derivative(derivative(f, by_y), by_x))
    xx, yy = derivative(derivative(f, by_x), by_x), derivative(derivative(f, by_y), by_y)
    assert not equal(times(xx, yy), power(xy, 2))


def test_shared_weights_in_nested_sums_keep_their_own_indices() -> None:
    def hidden(of: Index, before: Index) -> Form:
        return applied("f", (0,), (total(before, times(s("w", of, before), s("h", before))),))

    two = applied("f", (0,), (total(J, times(s("w", I, J), hidden(J, K))),))
    again = applied("f", (0,), (total(Q, times(s("w", I, Q), hidden(Q, P))),))
    assert equal(two, again)
    slope = derivative(two, symbol("w", place(P), place(Q)))
    assert not equal(slope, derivative(two, symbol("w", place(Q), place(P))))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (root(power(X, 2), Fraction(1, 2)), absolute(X)),
        (times(exponential(scaled(X, Fraction(1, 2))), exponential(scaled(X, Fraction(1, 2)))),
         exponential(X)),
        (plus(power(sine(X), 2), power(cosine(X), 2)), ONE),
        (logarithm(exponential(X)), X),
        (exponential(logarithm(X)), X),
        (logarithm(times(s("a", positive=True), s("b", positive=True))),
         plus(logarithm(s("a", positive=True)), logarithm(s("b", positive=True)))),
        (times(absolute(X), absolute(Y)), absolute(times(X, Y))),
        (power(root(number(2), Fraction(1, 2)), 2), number(2)),
    ],
)  # fmt: skip
def test_a_law_holds(left: Form, right: Form) -> None:
    assert equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (root(power(X, 2), Fraction(1, 2)), X),
        (logarithm(times(X, Y)), plus(logarithm(X), logarithm(Y))),
        (root(times(X, Y), Fraction(1, 2)),
         times(root(X, Fraction(1, 2)), root(Y, Fraction(1, 2)))),
        (absolute(plus(X, Y)), plus(absolute(X), absolute(Y))),
        (sine(plus(X, Y)), plus(sine(X), sine(Y))),
        (logarithm(power(X, 2)), scaled(logarithm(X), 2)),
    ],
)  # fmt: skip
def test_what_holds_for_some_signs_alone_is_not_proved(left: Form, right: Form) -> None:
    assert not equal(left, right)


def test_a_bound_name_is_not_caught_when_an_index_is_replaced() -> None:
    form = total(J, times(s("a", I, J), s("b", J)))
    assert equal(mapped(form, {I: place(J)}), total(K, times(s("a", J, K), s("b", K))))


def test_division_by_zero_is_said() -> None:
    with pytest.raises(ZeroDivisionError):
        inverse(minus(X, X))
    assert equal(ZERO, minus(X, X))


def layers(of: Index, depth: int) -> Form:
    """What reaches a unit through layers of units, each with a function of the sum before it."""
    if depth == 0:
        return s("x", of)
    before = index(f"u{depth}", Affine(1), place(N))
    summed = total(before, times(s("w", of, before), layers(before, depth - 1)))
    return applied("f", (0,), (summed,))


def test_what_is_nested_is_renamed_as_it_would_be_named_anew() -> None:
    for depth in (1, 3, 12):
        renamed = mapped(layers(I, depth), {I: place(J)})
        assert renamed == layers(J, depth)
        assert renamed != layers(I, depth)


def test_each_atom_inside_of_a_form_is_met_once() -> None:
    met = list(inner_atoms(plus(layers(I, 12), layers(J, 12))))
    assert len(met) == len(set(met))
    assert symbol("x", place(I)) not in met
    assert sum(atom.name == "x" for atom in met if isinstance(atom, Symbol)) == 1


def test_a_fraction_in_a_sum_is_parted_over_an_atom_and_the_atom_with_a_number() -> None:
    over, over_more = inverse(s("z", K)), inverse(plus(s("z", K), number(3)))
    whole = total(K, times(s("y", K), over, over_more))
    first, second = (total(K, times(s("y", K), one)) for one in (over, over_more))
    assert equal(scaled(whole, 3), minus(first, second))
    assert not equal(whole, minus(first, second))
    twice = total(K, times(s("y", K), over, over, over_more))
    assert equal(scaled(twice, 3), minus(total(K, times(s("y", K), over, over)), whole))
