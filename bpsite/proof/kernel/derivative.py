"""Derivatives of forms by a symbol at given indices."""

from __future__ import annotations

from collections.abc import Callable

from bpsite.proof.kernel.affine import less, place
from bpsite.proof.kernel.algebra import delta, inverse, times
from bpsite.proof.kernel.laws import absolute, applied, cosine, general_power, logarithm, sine
from bpsite.proof.kernel.sums import fresh, mapped, total
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Atom,
    Exponential,
    Factor,
    Form,
    Mean,
    Monomial,
    NoSlopeError,
    Sum,
    Symbol,
    Unit,
    names_in,
    plus,
    scaled,
)


def derivative(form: Form, by: Symbol) -> Form:
    """The derivative, every symbol but the one differentiated by being held fixed."""
    return plus(*(scaled(_of_product(product, by), n) for product, n in form.terms.items()))


def _of_product(product: Monomial, by: Symbol) -> Form:
    """The product rule."""
    found = []
    for position, factor in enumerate(product):
        slope = _of_factor(factor, by)
        if slope:
            rest = (*product[:position], *product[position + 1 :])
            found.append(times(Form({rest: 1}), slope))
    return plus(*found)


def _of_factor(factor: Factor, by: Symbol) -> Form:
    """The power rule; of e to a power, the power's derivative times itself."""
    atom, exponent = factor
    if isinstance(atom, Exponential):
        inner = derivative(Form({atom.exponent: 1}), by)
        return scaled(times(Form({(factor,): 1}), inner), exponent) if inner else ZERO
    slope = _of_atom(atom, by)
    if not slope or exponent == 1:
        return slope
    return scaled(times(Form({((atom, exponent - 1),): 1}), slope), exponent)


def _of_atom(atom: Atom, by: Symbol) -> Form:
    if isinstance(atom, Symbol):
        return _of_symbol(atom, by)
    if isinstance(atom, Applied):
        return plus(*(_by_argument(atom, n, by) for n in range(len(atom.arguments))))
    if isinstance(atom, Unit):
        return derivative(atom.body, by)
    if isinstance(atom, Mean) and any(by.name in names_in(factor) for factor, _ in atom.body):
        raise NoSlopeError
    return _of_sum(atom, by) if isinstance(atom, Sum) else ZERO


def _of_symbol(symbol: Symbol, by: Symbol) -> Form:
    if symbol.name != by.name or len(symbol.indices) != len(by.indices):
        return ZERO
    pairs = zip(symbol.indices, by.indices, strict=True)
    return times(ONE, *(delta(less(mine, its)) for mine, its in pairs))


def _by_argument(atom: Applied, position: int, by: Symbol) -> Form:
    """The chain rule for one argument."""
    inner = derivative(atom.arguments[position], by)
    return times(_slope(atom, position), inner) if inner else ZERO


def _slope(atom: Applied, position: int) -> Form:
    if not any(atom.orders) and atom.name in SLOPES:
        return SLOPES[atom.name][position](*atom.arguments)
    orders = tuple(order + (n == position) for n, order in enumerate(atom.orders))
    return applied(atom.name, orders, atom.arguments)


def _of_sum(atom: Sum, by: Symbol) -> Form:
    """The sum of the derivatives, under names that no index of `by` bears."""
    own = {index: place(fresh(index)) for index in atom.bound}
    body = derivative(mapped(Form({atom.body: 1}), own), by)
    for name in own.values():
        body = total(name.parts[0][0], body)
    return body


SLOPES: dict[str, tuple[Callable[..., Form], ...]] = {
    "log": (inverse,),
    "sin": (cosine,),
    "cos": (lambda at: scaled(sine(at), -1),),
    "abs": (lambda at: times(at, inverse(absolute(at))),),
    "power": (
        lambda base, exponent: times(exponent, inverse(base), general_power(base, exponent)),
        lambda base, exponent: times(logarithm(base), general_power(base, exponent)),
    ),
}
