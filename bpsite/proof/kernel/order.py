"""Whether a form is at least 0, or greater, wherever some others are: by signs, squares, bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from bpsite.proof.kernel.affine import less, moved, never_negative
from bpsite.proof.kernel.algebra import divided, fraction, positive, power, primitive, times
from bpsite.proof.kernel.terms import (
    ONE,
    Applied,
    Atom,
    Delta,
    Exponential,
    Form,
    Mean,
    Monomial,
    Number,
    Place,
    Sum,
    Symbol,
    Unit,
    Within,
    atoms,
    constant,
    forms_in,
    gathered,
    inner_atoms,
    minus,
    plus,
    power_of,
    scaled,
    single,
)

_DEEPEST = 3  # how many facts may be used one after the other


class Fact(NamedTuple):
    """A form that is at least 0, or greater where `strict`."""

    form: Form
    strict: bool


class Sign(NamedTuple):
    """The sign of something that is not 0 where `strict`: 1, or -1."""

    way: int
    strict: bool


Signs = Mapping[Atom, Sign]


def follows(form: Form, facts: Sequence[Fact], *, strict: bool, first: int | None = None) -> bool:
    """Whether facts and signs give that a form is at least 0, or greater.

    With `first`, the number of a fact, only where that fact is what the form needs first.
    """
    signs = _signs([fact for fact in facts if _is_there(fact.form, form)])
    form = _without_bars(form, signs)
    known = [Fact(_without_bars(fact.form, signs), fact.strict) for fact in facts]
    known = [fact if _is_there(fact.form, form) else Fact(ONE, strict=True) for fact in known]
    search = _Search(known, signs)
    if first is not None:
        return search.by(form, known[first], strict=strict, depth=_DEEPEST)
    return search.follows(form, strict=strict, depth=_DEEPEST)


@dataclass(frozen=True)
class _Search:
    """Looks for facts which, one after the other, leave a form whose sign is seen."""

    facts: Sequence[Fact]
    signs: Signs

    def follows(self, form: Form, *, strict: bool, depth: int) -> bool:
        """Whether a form is at least 0, or greater, by so many facts."""
        sign = _sign_of(form, self.signs)
        if not form and not strict:
            return True
        if sign is not None and sign.way > 0 and (sign.strict or not strict):
            return True
        facts = self.facts if depth else ()
        return any(self.by(form, fact, strict=strict, depth=depth) for fact in facts)

    def by(self, form: Form, fact: Fact, *, strict: bool, depth: int) -> bool:
        """Whether it follows with this fact first, then by any."""
        return any(
            self.follows(simpler, strict=still, depth=depth - 1)
            for simpler, still in self._simpler(form, fact, strict=strict)
        )

    def _simpler(self, form: Form, fact: Fact, *, strict: bool) -> Iterator[tuple[Form, bool]]:
        """Forms whose sign is enough: the quotient by the fact, and the least for its atoms."""
        shared = [atom for atom in _top_atoms(fact.form) if atom in _top_atoms(form)]
        for atom in shared:
            bound, line = _line(fact.form, atom), _line(form, atom)
            slope = None if bound is None else constant(bound[0])
            if bound is None or line is None or not slope:
                continue
            own = _sign_of(scaled(line[0], slope), self.signs)
            if own is not None and own.way > 0:
                # The atom is at least this, or for a negative slope at most.
                end = scaled(bound[1], Fraction(-1) / slope)
                left = plus(line[1], times(line[0], end))
                yield left, strict and not (fact.strict and own.strict)
        quotient = _quotient(form, fact.form) if shared and (fact.strict or not strict) else None
        if quotient is not None:
            yield quotient, strict


def _is_there(fact: Form, form: Form) -> bool:
    """Whether a fact says something wherever the form is defined."""
    own = {part for part in _partial(fact) if not positive(power_of(part[0]))}
    return own <= set(_partial(form))


def _partial(form: Form) -> Iterator[tuple[Atom, bool]]:
    """What is not defined everywhere: what is divided by, roots, logarithms."""
    for atom, exponent in atoms(form):
        if exponent < 0 or exponent != int(exponent):
            yield atom, exponent < 0
        if isinstance(atom, Applied) and atom.name in ("log", "power"):
            yield atom, False
        for inner in forms_in(atom):
            yield from _partial(inner)


def _signs(facts: Sequence[Fact]) -> Signs:
    """The signs of atoms of which a fact says no more than that."""
    found: dict[Atom, Sign] = {}
    for fact in facts:
        alone = single(fact.form)
        if alone is not None and len(alone[0]) == 1 and alone[0][0][1] == 1:
            sign = Sign(1 if alone[1] > 0 else -1, fact.strict)
            atom = alone[0][0][0]
            if atom not in found or (sign.strict and not found[atom].strict):
                found[atom] = sign
    return found


def _without_bars(form: Form, signs: Signs) -> Form:
    """The form with |x| as x or -x where a fact says which."""
    found = []
    for product, count in form.terms.items():
        factors = (_barless(atom, exponent, signs) for atom, exponent in product)
        found.append(times(Form({(): count}), *factors))
    return plus(*found)


def _barless(atom: Atom, exponent: Number, signs: Signs) -> Form:
    whole = exponent > 0 and exponent == int(exponent)
    inner = _bare(atom, signs) if whole else None
    return Form({((atom, exponent),): 1}) if inner is None else power(inner, int(exponent))


def _bare(atom: Atom, signs: Signs) -> Form | None:
    if not isinstance(atom, Applied) or atom.name != "abs" or any(atom.orders):
        return None
    sign = _sign_of(atom.arguments[0], signs)
    return None if sign is None else scaled(atom.arguments[0], sign.way)


def _quotient(form: Form, by: Form) -> Form | None:
    """A form divided by another, if what is divided by is nothing but that."""
    top, bottom = fraction(form)
    other, below = fraction(by)
    found = divided(top, other)
    if found is None:
        return None
    over = power_of(Unit(6, bottom), -1) if bottom != ONE else ONE
    return times(found, below, over) if constant(bottom) is None else times(found, below)


def _top_atoms(form: Form) -> dict[Atom, None]:
    return dict.fromkeys(atom for atom, _ in sorted(atoms(form)))


def _line(form: Form, atom: Atom) -> tuple[Form, Form] | None:
    """The slope and the rest of a form that is linear in an atom."""
    slope: list[tuple[Monomial, Number]] = []
    rest: list[tuple[Monomial, Number]] = []
    for product, count in form.terms.items():
        left = tuple(factor for factor in product if factor[0] != atom)
        if any(atom in set(_within(other)) for other, _ in left):
            return None
        exponent = dict(product).get(atom, 0)
        if exponent not in (0, 1):
            return None
        (slope if exponent else rest).append((left, count))
    return (gathered(slope), gathered(rest)) if slope else None


def _within(atom: Atom) -> Iterator[Atom]:
    for form in forms_in(atom):
        yield from inner_atoms(form)


def _sign_of(form: Form, signs: Signs) -> Sign | None:
    """The sign of a form wherever it is defined: -1 or 1, or None where it isn't seen."""
    if not form:
        return None
    top, bottom = fraction(form)
    content, rest = primitive(top)
    below = _of_sum(bottom, signs)
    outside = _of_product(*next(iter(content.terms.items())), signs)
    inside = _of_sum(rest, signs)
    if below is None or outside is None or inside is None:
        return _of_sum(form, signs)
    # What is divided by is not 0 where the form is defined.
    return Sign(below.way * outside.way * inside.way, outside.strict and inside.strict)


def _of_sum(form: Form, signs: Signs) -> Sign | None:
    """By the signs of the terms, else as what is left of squares."""
    found = [_of_product(product, count, signs) for product, count in form.terms.items()]
    ways = {sign.way for sign in found if sign is not None}
    if len(ways) == 1 and None not in found:
        return Sign(ways.pop(), any(sign is not None and sign.strict for sign in found))
    for way in (1, -1):
        left = _less_a_square(scaled(form, way))
        if left is not None and not left:
            return Sign(way, strict=False)
        sign = None if left is None else _of_sum(left, signs)
        if sign is not None and sign.way > 0:
            return Sign(way, sign.strict)
    return None


def _less_a_square(form: Form) -> Form | None:
    """What is left of a form that is quadratic in an atom once a square is taken away."""
    for atom in _top_atoms(form):
        parts = _quadratic(form, atom)
        if parts is None:
            continue
        first, second, rest = parts
        value = constant(first)
        if value is not None and value > 0:
            return minus(rest, scaled(times(second, second), Fraction(1, 4) / value))
    return None


def _quadratic(form: Form, atom: Atom) -> tuple[Form, Form, Form] | None:
    """The three coefficients of a form that is quadratic in an atom, or in its half power."""
    highest = Fraction(max((dict(product).get(atom, 0) for product in form.terms), default=0))
    half = highest / 2
    if half <= 0 or (half.denominator != 1 and not isinstance(atom, Exponential)):
        return None
    parts: dict[Number, list[tuple[Monomial, Number]]] = {highest: [], half: [], 0: []}
    for product, count in form.terms.items():
        left = tuple(factor for factor in product if factor[0] != atom)
        exponent = dict(product).get(atom, 0)
        if exponent not in parts or any(atom in set(_within(other)) for other, _ in left):
            return None
        parts[exponent].append((left, count))
    return gathered(parts[highest]), gathered(parts[half]), gathered(parts[0])


def _of_product(product: Monomial, count: Number, signs: Signs) -> Sign | None:
    way, strict = (1 if count > 0 else -1), True
    for atom, exponent in product:
        sign = _of_power(atom, exponent, signs)
        if sign is None:
            return None
        way, strict = way * sign.way, strict and sign.strict
    return Sign(way, strict)


def _of_power(atom: Atom, exponent: Number, signs: Signs) -> Sign | None:
    """The sign of a power, where it is defined: what is divided by is not 0."""
    sign = _of_atom(atom, signs)
    strict = exponent < 0 or (sign is not None and sign.strict)
    if exponent != int(exponent) or exponent % 2 == 0:
        return Sign(1, strict)
    return None if sign is None else Sign(sign.way, strict)


def _of_atom(atom: Atom, signs: Signs) -> Sign | None:
    if atom in signs:
        return signs[atom]
    if positive(power_of(atom)):
        return Sign(1, strict=True)
    if isinstance(atom, Delta | Within) or (isinstance(atom, Symbol) and atom.bit):
        return Sign(1, strict=False)
    if isinstance(atom, Unit):
        return _sign_of(atom.body, signs)
    if isinstance(atom, Applied) and atom.name == "abs" and not any(atom.orders):
        inner = _sign_of(atom.arguments[0], signs)
        return Sign(1, strict=inner is not None and inner.strict)
    return _of_bound(atom, signs)


def _of_bound(atom: Atom, signs: Signs) -> Sign | None:
    """The sign of an index by its range, of a sum by that of what is summed."""
    if isinstance(atom, Place) and atom.of.ends:
        low = never_negative(atom.of.ends[0])
        return Sign(1, never_negative(moved(atom.of.ends[0], -1))) if low else None
    if isinstance(atom, Mean):
        return _of_product(atom.body, 1, {})  # a fact on a random number holds for one outcome
    if isinstance(atom, Sum):
        found = _of_product(atom.body, 1, signs)
        nonempty = all(never_negative(less(each.ends[1], each.ends[0])) for each in atom.bound)
        return None if found is None else Sign(found.way, found.strict and nonempty)
    return None
