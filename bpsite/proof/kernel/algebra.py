"""Products, powers and fractions of forms; each is an identity wherever both sides are defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from math import floor, inf

from bpsite.proof.kernel.affine import Affine, combined, less, moved, never_negative
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Atom,
    Delta,
    Exponential,
    Factor,
    Form,
    Monomial,
    Number,
    Place,
    Sum,
    Symbol,
    TooLargeError,
    Unit,
    Within,
    atoms,
    constant,
    gathered,
    minus,
    number,
    plus,
    power_of,
    single,
)

MOST_TERMS = 6000
MOST_PRODUCTS = 60_000
MOST_STEPS = 600
MOST_BITS = 1500


class Effort:
    """How many products of two terms may still be made before an expression counts as too large."""

    left: float = inf


@contextmanager
def limited(products: int = MOST_PRODUCTS) -> Iterator[None]:
    """A decision that ends with `TooLargeError` when it has cost enough."""
    Effort.left = products
    try:
        yield
    finally:
        Effort.left = inf


def times(*forms: Form) -> Form:
    """The product, multiplied out. Raises `TooLargeError`."""
    return reduce(_times, forms) if len(forms) > 1 else reduce(_times, forms, ONE)


def _times(left: Form, right: Form) -> Form:
    products = len(left.terms) * len(right.terms)
    Effort.left -= products
    if products > MOST_TERMS or Effort.left < 0:
        raise TooLargeError
    plain: list[tuple[Monomial, Number]] = []
    others: list[Form] = []
    for one, count in left.terms.items():
        for other, times_ in right.terms.items():
            product, opened = joined([*one, *other])
            if opened:
                others.append(times(Form({product: count * times_}), *opened))
            else:
                plain.append((product, count * times_))
    return plus(gathered(plain), *others) if others else gathered(plain)


def joined(factors: Iterable[Factor]) -> tuple[Monomial, list[Form]]:
    """The product of powers, and what of it has to be multiplied out: sums to whole powers."""
    found: dict[Atom, Number] = {}
    for atom, exponent in factors:
        found[atom] = found.get(atom, 0) + exponent
    opened: list[Form] = []
    for atom, exponent in list(found.items()):
        if isinstance(atom, Delta | Within):
            found[atom] = min(exponent, 1)
        elif isinstance(atom, Symbol) and atom.bit:
            found[atom] = max(min(exponent, 1), -1)
        elif square := _square(atom, exponent):
            found[atom] = exponent % 2
            opened.append(power(square, int(exponent // 2)))
        elif isinstance(atom, Unit) and (whole := _whole_part(atom, exponent)):
            found[atom] = exponent - whole
            opened.append(power(atom.body, whole))
    return tuple(sorted((a, e) for a, e in found.items() if e)), opened


def _square(atom: Atom, exponent: Number) -> Form | None:
    """The square of a sine as 1 less that of the cosine, of |x| as that of x; else None."""
    if not isinstance(atom, Applied) or atom.name not in ("sin", "abs") or any(atom.orders):
        return None
    if exponent < 2 or exponent != int(exponent):
        return None
    if atom.name == "abs":
        return power(atom.arguments[0], 2)
    return minus(ONE, power_of(atom._replace(name="cos"), 2))


def _whole_part(unit: Unit, exponent: Number) -> int:
    """How often a unit is taken out of its power: it stays for what is below 1."""
    turned = len(unit.body.terms) == 1 and not _has_delta(unit.body)
    if exponent >= 1 or (turned and exponent <= -1):
        return floor(exponent) if exponent > 0 else -floor(-exponent)
    return 0


def _has_delta(form: Form) -> bool:
    """Whether it can't be turned over: a delta stays under the bar."""
    return any(isinstance(atom, Delta | Within) for atom, _ in atoms(form))


def delta(at: Affine) -> Form:
    """1 where a combination of indices is 0, else 0."""
    if not at.parts:
        return ONE if at.constant == 0 else ZERO
    if at.parts[0][1] < 0:
        at = combined((at, -1))
    if never_negative(moved(at, -1)) or never_negative(moved(combined((at, -1)), -1)):
        return ZERO
    return power_of(Delta(2, at))


def within(at: Affine) -> Form:
    """1 where a combination of indices is not negative, else 0."""
    if never_negative(at):
        return ONE
    if never_negative(moved(combined((at, -1)), -1)):
        return ZERO
    return power_of(Within(3, at))


def power(base: Form, exponent: int) -> Form:
    """A form to a whole power. Raises `ZeroDivisionError` and `TooLargeError`."""
    if exponent in (0, 1):
        return base if exponent else ONE
    if exponent < 0:
        return power(inverse(base), -exponent)
    found = constant(base)
    if found is not None:
        _small(found, exponent)
        return number(found**exponent)
    if len(base.terms) > 1 and exponent > 64:
        raise TooLargeError
    alone = single(base)
    if alone is not None:
        _small(alone[1], exponent)
        product, opened = joined((atom, e * exponent) for atom, e in alone[0])
        return times(Form({product: alone[1] ** exponent}), *opened)
    result = ONE
    while exponent:
        result = times(result, base) if exponent & 1 else result
        exponent >>= 1
        base = times(base, base) if exponent else base
    return result


def _small(value: Number, exponent: int) -> None:
    bits = exponent * (value.numerator.bit_length() + value.denominator.bit_length())
    if abs(value) != 1 and bits > MOST_BITS:
        raise TooLargeError


def inverse(form: Form) -> Form:
    """1 over a form. Raises `ZeroDivisionError` for 0."""
    top, bottom = fraction(form)
    if not top:
        raise ZeroDivisionError
    content, rest = primitive(top)
    ((product, count),) = content.terms.items()
    over = Form({tuple((atom, -e) for atom, e in product): Fraction(1) / count})
    return times(over, bottom, ONE if rest == ONE else power_of(Unit(6, rest), -1))


def primitive(form: Form) -> tuple[Form, Form]:
    """A form as one term times a form whose terms have no factor in common and that begins with 1.

    A delta can't be divided by, so it stays in the second.
    """
    common: dict[Atom, Number] | None = None
    for product in form.terms:
        here: dict[Atom, Number] = {a: e for a, e in product if not isinstance(a, Delta | Within)}
        every = {*here, *common} if common is not None else here
        others = here if common is None else common
        common = {atom: min(here.get(atom, 0), others.get(atom, 0)) for atom in every}
    leading = form.terms[max(form.terms)]
    shared = sorted((atom, exponent) for atom, exponent in (common or {}).items() if exponent)
    over = tuple((atom, -exponent) for atom, exponent in shared)
    rest = times(form, Form({over: Fraction(1) / leading}))
    return Form({tuple(shared): leading}), rest


def fraction(form: Form) -> tuple[Form, Form]:
    """A form as a reduced fraction: two forms, neither with a sum of terms under a bar."""
    units: dict[Unit, int] = {}
    for atom, exponent in atoms(form):
        if isinstance(atom, Unit) and exponent < 0:
            units[atom] = max(units.get(atom, 0), -floor(exponent))
    top, bottom = form, ONE
    for unit, times_ in units.items():
        top = _raised(top, unit, times_)
    for unit, times_ in units.items():
        top, left = _divided_often(top, unit.body, times_)
        bottom = times(bottom, power(unit.body, left))
    return _cancelled(top, bottom)


def _divided_often(top: Form, by: Form, most: int) -> tuple[Form, int]:
    """A form divided as often as nothing is left over, and how many divisions are left."""
    while most and (quotient := divided(top, by)) is not None:
        top, most = quotient, most - 1
    return top, most


def _raised(form: Form, unit: Unit, by: int) -> Form:
    """A form times a power of a unit."""
    found = []
    for product, count in form.terms.items():
        joint, opened = joined([*product, (unit, by)])
        found.append(times(Form({joint: count}), *opened))
    return plus(*found)


def _cancelled(top: Form, bottom: Form) -> tuple[Form, Form]:
    """A fraction whose upper form, where it divides the lower one, is a single term."""
    if len(top.terms) > 1 and len(bottom.terms) > 1:
        content, rest = primitive(top)
        quotient = divided(bottom, rest)
        if quotient is not None:
            return content, quotient
    return top, bottom


def divided(top: Form, by: Form) -> Form | None:
    """The quotient if it leaves nothing over, else None."""
    quotient, rest = division(top, by)
    return None if rest else quotient


def division(top: Form, by: Form) -> tuple[Form, Form]:
    """The quotient and the rest, of which no term is a multiple of the divisor's first."""
    every = sorted({atom for form in (top, by) for atom, _ in atoms(form)}, reverse=True)

    def key(product: Monomial) -> list[Number]:
        exponents = dict(product)
        return [exponents.get(atom, 0) for atom in every]

    lead = max(by.terms, key=key)
    quotient, rest = ZERO, ZERO
    for _ in range(MOST_STEPS):
        if not top:
            return quotient, rest
        product = max(top.terms, key=key)
        first = Form({product: top.terms[product]})
        part = _over(product, lead)
        if part is None:
            rest, top = plus(rest, first), minus(top, first)
        else:
            step = Form({part: Fraction(top.terms[product]) / by.terms[lead]})
            quotient, top = plus(quotient, step), minus(top, times(step, by))
    raise TooLargeError


def _over(product: Monomial, by: Monomial) -> Monomial | None:
    """A product divided by another that is among its factors, else None."""
    left = dict(product)
    for atom, exponent in by:
        left[atom] = left.get(atom, 0) - exponent
        if left[atom] < 0:
            return None
    return tuple(sorted((atom, exponent) for atom, exponent in left.items() if exponent))


def positive(form: Form) -> bool:
    """Whether a form is greater than 0 wherever it is defined, as its terms show."""
    return bool(form) and all(
        count > 0 and all(_positive(atom, exponent) for atom, exponent in product)
        for product, count in form.terms.items()
    )


def _positive(atom: Atom, exponent: Number) -> bool:
    if isinstance(atom, Symbol):
        return atom.positive
    if isinstance(atom, Place):
        return bool(atom.of.ends) and never_negative(moved(atom.of.ends[0], -1))
    if isinstance(atom, Unit):
        # A root may be 0; one over a root is not.
        return positive(atom.body) or (exponent < 0 and exponent.denominator != 1)
    if isinstance(atom, Sum):
        nonempty = all(never_negative(less(each.ends[1], each.ends[0])) for each in atom.bound)
        return nonempty and all(_positive(factor, e) for factor, e in atom.body)
    return isinstance(atom, Exponential)
