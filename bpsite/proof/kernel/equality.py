"""Whether two forms are equal wherever both are defined."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bpsite.proof.kernel.algebra import fraction, joined, power, primitive, times
from bpsite.proof.kernel.sums import closed, settled
from bpsite.proof.kernel.terms import (
    Applied,
    Atom,
    Delta,
    Form,
    Sum,
    Symbol,
    atoms,
    minus,
    plus,
    scaled,
)


def equal(left: Form, right: Form) -> bool:
    """Whether nothing remains of the difference once it is cleared of what is divided by."""
    return vanishes(minus(left, right))


def vanishes(form: Form, zeros: Sequence[Form] = ()) -> bool:
    """Whether a form is 0 wherever it is defined and those of `zeros` are 0."""
    form = settled(form)
    while form:
        top = known(form, zeros)
        if top == form:
            top = closed(form)
        if top == form:
            return False
        form = top
    return True


def known(form: Form, zeros: Sequence[Form]) -> Form:
    """A form cleared of what is divided by, with what `zeros` say put in."""
    top, _ = fraction(form)
    for zero in zeros:
        found = rule(settled(zero))
        if found is not None:
            top = _replaced(top, *found)
    top = settled(top)
    return primitive(top)[1] if top else top


def follows(form: Form, zeros: Sequence[Form]) -> bool:
    """Whether a form is 0 where others are: each of them gives the value of one of its atoms."""
    values: list[tuple[Atom, Form]] = []
    for zero in zeros:
        left = _with_values(settled(zero), values)
        found = rule(left, (*ASSUMABLE, Applied)) if left else None
        values += [found] if found else []
    return vanishes(_with_values(settled(form), values))


def _with_values(form: Form, values: Sequence[tuple[Atom, Form]]) -> Form:
    """A form, cleared of what is divided by, with the values of atoms put in, one after another."""
    top, _ = fraction(form)
    for atom, value in values:
        top, _ = fraction(_replaced(top, atom, value))
    return settled(top)


ASSUMABLE: tuple[type, ...] = (Sum, Symbol, Delta)


def rule(zero: Form, kinds: tuple[type, ...] = ASSUMABLE) -> tuple[Atom, Form] | None:
    """An atom to which a form is linear with a number before it, and its value where it is 0."""
    counted: dict[Atom, int] = {}
    for atom, _ in atoms(zero):
        counted[atom] = counted.get(atom, 0) + 1
    for product, count in sorted(zero.terms.items(), reverse=True):
        if len(product) == 1 and product[0][1] == 1 and counted[product[0][0]] == 1:
            atom = product[0][0]
            if isinstance(atom, kinds):
                rest = minus(zero, Form({product: count}))
                return atom, scaled(rest, Fraction(-1) / count)
    return None


def _replaced(form: Form, atom: Atom, value: Form) -> Form:
    """The form with an atom's whole positive powers replaced."""
    found = []
    for product, count in form.terms.items():
        exponent = dict(product).get(atom, 0)
        if exponent > 0 and exponent == int(exponent):
            rest, opened = joined(factor for factor in product if factor[0] != atom)
            found.append(times(Form({rest: count}), power(value, int(exponent)), *opened))
        else:
            found.append(Form({product: count}))
    return plus(*found)
