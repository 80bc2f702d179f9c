"""Sums over indices, and what is put in the place of indices and symbols.

A sum is parted into sums of which each is tied together: what doesn't depend on a bound index goes
before it, and two indices that no factor has in common belong to two sums. Bound names are made
canonical, so that equal sums are one atom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import count, groupby, islice, permutations
from types import MappingProxyType
from typing import TypeAlias

from bpsite.proof.kernel.affine import (
    Affine,
    Index,
    combined,
    less,
    moved,
    never_negative,
    place,
    renamed,
    substituted,
)
from bpsite.proof.kernel.algebra import delta, division, fraction, inverse, times, within
from bpsite.proof.kernel.laws import applied, exponential, reduced, root
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Atom,
    Delta,
    Exponential,
    Factor,
    Form,
    Mean,
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
    forms_in,
    gathered,
    height,
    indices_in,
    indices_of,
    indices_of_range,
    minus,
    names_in,
    plus,
    power_of,
    random_in,
    scaled,
    single,
    value_of,
)

Values: TypeAlias = "Mapping[Index, Affine]"
Change: TypeAlias = "Mapping[str, Callable[[Symbol], Form]]"
NOTHING: Change = MappingProxyType({})
MOST_WRITTEN_OUT = 64
_MOST_TRIES = 64
_fresh = count(1)


def fresh(index: Index) -> Index:
    """An index of the same range whose name occurs nowhere else."""
    return index._replace(height=1_000_000 + next(_fresh), name="")


def total(bound: Index, body: Form) -> Form:
    """The sum of a form over an index, term by term where its range is of numbers."""
    first, last = bound.ends
    if not first.parts and not last.parts:
        return _written_out(bound, body, range(first.constant, last.constant + 1))
    if _begins_late(bound) and _is_whole(body, bound):
        every = bound._replace(ends=(Affine(1), last))
        early = (mapped(body, {bound: Affine(n)}) for n in range(1, first.constant))
        return minus(total(every, mapped(body, {bound: place(every)})), plus(*early))
    parted = _at_an_end(bound)
    if parted is not None:
        rest, at = parted
        return plus(total(rest, mapped(body, {bound: place(rest)})), mapped(body, {bound: at}))
    own = fresh(bound)
    return _total((own,), mapped(body, {bound: place(own)}))


def _at_an_end(bound: Index) -> tuple[Index, Affine] | None:
    """The range without a value before 1 or behind a length, and that value: 0, or n + 1 of n."""
    first, last = bound.ends
    if not never_negative(less(last, first)):
        return None
    if not first.parts and -MOST_WRITTEN_OUT < first.constant < 1:
        return bound._replace(ends=(moved(first, 1), last)), first
    if last.parts and 0 < last.constant < MOST_WRITTEN_OUT:
        return bound._replace(ends=(first, moved(last, -1))), last
    return None


def _begins_late(bound: Index) -> bool:
    """Whether an index begins at 2 or more, and could begin at 1: it doesn't end before."""
    first, last = bound.ends
    within_reach = not first.parts and 1 < first.constant <= MOST_WRITTEN_OUT
    return within_reach and never_negative(less(moved(last, 1), first))


def _is_whole(form: Form, bound: Index) -> bool:
    """Whether nothing that depends on an index is divided by, or has no value somewhere."""
    return all(
        exponent > 0
        and exponent == int(exponent)
        and not (isinstance(atom, Applied) and atom.name in ("log", "power"))
        and all(_is_whole(inner, bound) for inner in forms_in(atom))
        for atom, exponent in atoms(form)
        if bound in indices_in(atom)
    )


def _written_out(bound: Index, body: Form, values: range) -> Form:
    if len(values) > MOST_WRITTEN_OUT:
        raise TooLargeError
    return plus(*(mapped(body, {bound: Affine(value)}) for value in values))


def _total(bound: tuple[Index, ...], body: Form) -> Form:
    body = _apart(_proper(reduced(body)))
    return plus(*(scaled(_of_product(bound, product), n) for product, n in body.terms.items()))


def _apart(form: Form) -> Form:
    """The form with fractions over one atom, or over it and a number, and not over both."""
    if all(exponent > 0 for _, exponent in atoms(form)):
        return form
    return plus(*(scaled(_over_one(product), n) for product, n in form.terms.items()))


def _over_one(product: Monomial) -> Form:
    """A product of which 1 / a (a + c) is (1 / a - 1 / (a + c)) / c, as often as need be."""
    below = [(atom, e) for atom, e in product if e < 0 and e == int(e)]
    for (unit, b), (atom, a) in permutations(below, 2):
        if not isinstance(unit, Unit) or isinstance(atom, Unit):
            continue
        apart = constant(minus(unit.body, power_of(atom)))
        if apart:
            rest = Form({tuple(f for f in product if f[0] not in (unit, atom)): 1})
            over_unit = times(rest, power_of(atom, a + 1), power_of(unit, b))
            over_atom = times(rest, power_of(atom, a), power_of(unit, b + 1))
            return scaled(minus(_apart(over_atom), _apart(over_unit)), Fraction(1) / apart)
    return Form({product: 1})


def _proper(form: Form) -> Form:
    """A fraction over one sum of terms as a whole part and a part that is less than it."""
    top, bottom = fraction(form)
    over = single(inverse(bottom))
    units = [(atom, e) for atom, e in over[0] if isinstance(atom, Unit)] if over else []
    if over is None or len(units) != 1 or units[0][1] != int(units[0][1]):
        return form
    ((unit, exponent),) = units
    beside = Form({tuple(f for f in over[0] if f[0] != unit): over[1]})
    found = []
    while top and exponent < 0:
        top, rest = division(top, unit.body)
        found.append(times(rest, power_of(unit, exponent), beside))
        exponent += 1
    return plus(times(top, beside), *found)


def _of_product(bound: tuple[Index, ...], product: Monomial) -> Form:
    """The sum of one product: opened, freed of deltas, parted."""
    opened = _opened(bound, product)
    if opened is not None:
        return opened
    for index in bound:
        if not (index.ends[0].parts or index.ends[1].parts):
            return _by_values(bound, index, product)
    for factor, _ in product:
        solved = _solved(bound, factor) if isinstance(factor, Delta) else None
        if solved is not None:
            index, at = solved
            left = tuple(other for other in bound if other != index)
            left = tuple(renamed(other, {index: at}) for other in left)
            inside = times(within(less(at, index.ends[0])), within(less(index.ends[1], at)))
            body = mapped(Form({product: 1}), {index: at})
            return _total(left, times(inside, body)) if left else times(inside, body)
    return times(*_parted(bound, product))


def _by_values(bound: tuple[Index, ...], index: Index, product: Monomial) -> Form:
    """A sum over several indices of which one has numbers for its ends, value by value."""
    values = range(index.ends[0].constant, index.ends[1].constant + 1)
    if len(values) > MOST_WRITTEN_OUT:
        raise TooLargeError
    found = []
    for value in values:
        at = {index: Affine(value)}
        rest = tuple(renamed(other, at) for other in bound if other != index)
        body = mapped(Form({product: 1}), at)
        found.append(_total(rest, body) if rest else body)
    return plus(*found)


def _opened(bound: tuple[Index, ...], product: Monomial) -> Form | None:
    """A sum of products in which sums stand as one sum over more indices."""
    for position, (atom, exponent) in enumerate(product):
        whole = exponent > 0 and int(exponent) == exponent
        if isinstance(atom, Sum) and whole and indices_in(atom) & set(bound):
            names = {index: fresh(index) for index in atom.bound}
            values = {index: place(name) for index, name in names.items()}
            inner = tuple(renamed(name, values) for name in names.values())
            values = dict(zip(atom.bound, map(place, inner), strict=True))
            body = mapped(Form({atom.body: 1}), values)
            rest = [*product[:position], *product[position + 1 :]]
            rest += [(atom, exponent - 1)] if exponent > 1 else []
            return _total((*bound, *inner), times(Form({tuple(sorted(rest)): 1}), body))
    return None


def _solved(bound: tuple[Index, ...], factor: Delta) -> tuple[Index, Affine] | None:
    """A bound index that a delta fixes, and where."""
    for index, times_ in reversed(factor.at.parts):
        if index in bound and abs(times_) == 1:
            return index, combined((factor.at, -times_), (place(index), 1))
    return None


def _parted(bound: tuple[Index, ...], product: Monomial) -> Iterator[Form]:
    """The sums into which a sum falls, and what stands before them."""
    outside = tuple(f for f in product if not indices_in(f[0]) & set(bound))
    yield Form({outside: 1})
    inside = [f for f in product if indices_in(f[0]) & set(bound)]
    for group in _groups(bound, inside):
        factors = tuple(f for f in inside if indices_in(f[0]) & set(group))
        if factors or len(group) > 1:
            yield canonical(group, factors)
        else:
            yield _length(group[0])


def _length(index: Index) -> Form:
    """How many values an index takes."""
    less_one = less(index.ends[1], index.ends[0])
    if never_negative(moved(less_one, 1)):
        return value_of(moved(less_one, 1))
    return canonical((index,), ())


def _groups(bound: tuple[Index, ...], factors: list[Factor]) -> list[tuple[Index, ...]]:
    """The bound indices in groups that no factor and no range ties together."""
    ties = [indices_in(atom) & set(bound) for atom, _ in factors]
    ties += [(indices_of_range(index) & set(bound)) | {index} for index in bound]
    groups: list[frozenset[Index]] = []
    for tie in ties:
        joined = frozenset(tie).union(*(group for group in groups if group & tie))
        groups = [group for group in groups if not group & tie] + ([joined] if joined else [])
    return [tuple(sorted(group)) for group in groups]


def canonical(bound: tuple[Index, ...], factors: Monomial) -> Form:
    """The sum with names that depend on its structure alone, and the number before it.

    A name may turn the sign of a factor, as that of sin(a - b). Raises `TooLargeError`.
    """
    level = 1 + height(Form({factors: 1}))
    # Where there are too many orders, one that is not the first proves less, and nothing false.
    orders = islice(_orders(bound, factors), _MOST_TRIES)
    found = [_named(order, factors, level) for order in orders]
    best = min(sum_ for sum_, _ in found)
    counts = {number for sum_, number in found if sum_ == best}
    # The same sum with two numbers before it is 0.
    return scaled(power_of(best), counts.pop()) if len(counts) == 1 else ZERO


def _named(order: tuple[Index, ...], factors: Monomial, level: int) -> tuple[Sum, Number]:
    values: dict[Index, Affine] = {}
    names: list[Index] = []
    for number, index in enumerate(order):
        name = renamed(index, values)._replace(height=level, name=f"{number:02}")
        names.append(name)
        values[index] = place(name)
    ranges = [renamed(name, values) for name in names]
    final = {index: place(name) for index, name in zip(order, ranges, strict=True)}
    alone = single(mapped(Form({factors: 1}), final))
    if alone is None:
        raise TooLargeError  # under other names it is no single product
    return Sum(7, tuple(ranges), alone[0]), alone[1]


def _orders(bound: tuple[Index, ...], factors: Monomial) -> Iterator[tuple[Index, ...]]:
    """The orders of the bound indices that their places in the product don't tell apart."""
    if len(bound) == 1:
        yield bound
        return
    yield from _refined([(index, ()) for index in bound], factors)


def _refined(
    coloured: list[tuple[Index, tuple[object, ...]]], factors: Monomial
) -> Iterator[tuple[Index, ...]]:
    classes = _stable(_classes(coloured), factors)
    tie = next((n for n, members in enumerate(classes) if len(members) > 1), None)
    if tie is None:
        yield tuple(index for (index,) in classes)
        return
    for chosen in classes[tie]:
        rest = [other for other in classes[tie] if other != chosen]
        split = [*classes[:tie], [chosen], rest, *classes[tie + 1 :]]
        yield from _refined([(i, (n,)) for n, some in enumerate(split) for i in some], factors)


def _classes(coloured: list[tuple[Index, tuple[object, ...]]]) -> list[list[Index]]:
    ordered = sorted(coloured, key=lambda pair: pair[1])
    return [[i for i, _ in some] for _, some in groupby(ordered, key=lambda pair: pair[1])]


def _stable(classes: list[list[Index]], factors: Monomial) -> list[list[Index]]:
    """Splits the classes by what stands beside their members, while that tells them apart."""
    while True:
        names = {index: n for n, members in enumerate(classes) for index in members}
        coloured: list[tuple[Index, tuple[object, ...]]] = [
            (index, (n, *_seen(index, names, factors))) for index, n in names.items()
        ]
        split = _classes(coloured)
        if len(split) == len(classes):
            return split
        classes = split


def _seen(index: Index, names: Mapping[Index, int], factors: Monomial) -> tuple[object, ...]:
    """The product as an index sees it: itself marked, the others by their classes."""
    values = {i: place(Index(2_000_000, f"{n:02}")) for i, n in names.items()}
    values[index] = place(Index(3_000_000, ""))
    product = sorted(mapped(Form({factors: 1}), values).key)
    return (*(renamed(index, values).ends), *product)


def mapped(form: Form, values: Values, change: Change = NOTHING) -> Form:
    """The form with indices, and with `change` symbols by their names, replaced."""
    return _Replacing(values, change).form(form)


class _Replacing:
    """One replacement. What is nested holds the same factors many times; each is made once."""

    def __init__(self, values: Values, change: Change) -> None:
        self.values = values
        self.change = change
        self._made: dict[Factor, Form] = {}

    def form(self, form: Form) -> Form:
        kept: list[tuple[Monomial, Number]] = []
        others: list[Form] = []
        for product, n in form.terms.items():
            same = tuple(factor for factor in product if not self._touches(factor[0]))
            if len(same) == len(product):
                kept.append((product, n))
                continue
            changed = (self._factor(factor) for factor in product if factor not in same)
            others.append(times(Form({same: n}), *changed))
        return plus(gathered(kept), *others)

    def _touches(self, atom: Atom) -> bool:
        values, change = self.values, self.change
        return not (indices_in(atom).isdisjoint(values) and names_in(atom).isdisjoint(change))

    def _factor(self, factor: Factor) -> Form:
        if factor not in self._made:
            self._made[factor] = self._made_anew(*factor)
        return self._made[factor]

    def _made_anew(self, atom: Atom, exponent: Number) -> Form:
        if isinstance(atom, Exponential):
            return exponential(scaled(self.form(Form({atom.exponent: 1})), exponent))
        return root(self._atom(atom), Fraction(exponent))

    def _atom(self, atom: Atom) -> Form:
        if isinstance(atom, Applied):
            inner = tuple(self.form(argument) for argument in atom.arguments)
            return applied(atom.name, atom.orders, inner)
        if isinstance(atom, Sum):
            return self._sum(atom)
        if isinstance(atom, Mean):
            return self._mean(atom)
        if isinstance(atom, Unit):
            return self.form(atom.body)
        return self._leaf(atom)

    def _leaf(self, atom: Atom) -> Form:
        values, change = self.values, self.change
        if isinstance(atom, Symbol):
            found = atom._replace(indices=tuple(substituted(i, values) for i in atom.indices))
            return change[atom.name](found) if atom.name in change else power_of(found)
        if isinstance(atom, Delta):
            return delta(substituted(atom.at, values))
        if isinstance(atom, Within):
            return within(substituted(atom.at, values))
        return value_of(substituted(place(atom.of), values)) if isinstance(atom, Place) else ONE

    def _sum(self, atom: Sum) -> Form:
        renamed_alone = self._of_one_index(atom)
        if renamed_alone is not None:
            return renamed_alone
        names = [fresh(index) for index in atom.bound]
        own = dict(zip(atom.bound, map(place, names), strict=True))
        bound = tuple(renamed(name, {**self.values, **own}) for name in names)
        own = dict(zip(atom.bound, map(place, bound), strict=True))
        inside = mapped(Form({atom.body: 1}), {**self.values, **own}, self.change)
        return _total(bound, inside)

    def _of_one_index(self, atom: Sum) -> Form | None:
        """A sum over one index, where other names outside leave its own as it is; else None.

        What is nested would be named anew at each level, and again for each level above it.
        """
        (bound, *others) = atom.bound
        if others or bound in self.values or not names_in(atom).isdisjoint(self.change):
            return None
        if not indices_of_range(bound).isdisjoint(self.values) or not _stays_one(atom.body):
            return None
        inside = single(self.form(Form({atom.body: 1})))
        if inside is None or len(inside[0]) != len(atom.body) or not _stays_one(inside[0]):
            return None
        if height(Form({inside[0]: 1})) != height(Form({atom.body: 1})):
            return None
        return scaled(power_of(Sum(7, atom.bound, inside[0])), inside[1])

    def _mean(self, atom: Mean) -> Form:
        from bpsite.proof.kernel.means import mean  # noqa: PLC0415 # it rests on sums in turn

        bound = {name for factor, _ in atom.body for name in random_in(factor)}
        outside = {name: made for name, made in self.change.items() if name not in bound}
        return mean(mapped(Form({atom.body: 1}), self.values, outside))


def _stays_one(product: Monomial) -> bool:
    """Whether a product in a sum can't fall apart: it has no factor that is solved or opened."""
    return all(isinstance(atom, Symbol | Applied) for atom, _ in product)


def closed(form: Form) -> Form:
    """The form with the value of each sum of powers over its exponent, a geometric one.

    It divides by the power less 1. Where that is 0, a form without the division has its limit.
    """
    found = []
    for product, n in form.terms.items():
        values = (_closed(atom, exponent) for atom, exponent in product)
        found.append(times(Form({(): n}), *values))
    return plus(*found)


def _closed(atom: Atom, exponent: Number) -> Form:
    alone = Form({((atom, exponent),): 1})
    if not isinstance(atom, Sum) or len(atom.bound) > 1 or exponent != int(exponent):
        return alone
    (bound,) = atom.bound
    if not never_negative(less(moved(bound.ends[1], 1), bound.ends[0])):
        return alone  # it may end before it begins, and is then 0
    slopes = [_of_exponent(*factor, bound) for factor in atom.body]
    slope = plus(*(each for each in slopes if each is not None))
    if None in slopes or not slope:
        return alone
    first, last = (times(slope, value_of(at)) for at in (bound.ends[0], moved(bound.ends[1], 1)))
    top = minus(exponential(last), exponential(first))
    return root(times(top, inverse(minus(exponential(slope), ONE))), Fraction(exponent))


def _of_exponent(atom: Atom, exponent: Number, index: Index) -> Form | None:
    """What stands beside an index in the exponent of e, if the index is a factor of it."""
    if not isinstance(atom, Exponential) or (Place(1, index), 1) not in atom.exponent:
        return None
    rest = Form({tuple(f for f in atom.exponent if f[0] != Place(1, index)): exponent})
    return None if index in indices_of(rest) else rest


def settled(form: Form) -> Form:
    """The form where, beside a delta, its larger index is written as the other."""
    found = [_settled(product, n) for product, n in form.terms.items()]
    return plus(*found)


def _settled(product: Monomial, n: Number) -> Form:
    form = Form({product: n})
    for factor in sorted(atom for atom, _ in product if isinstance(atom, Delta)):
        for index, times_ in reversed(factor.at.parts):
            if abs(times_) == 1 and index.ends:
                at = combined((factor.at, -times_), (place(index), 1))
                rest = tuple(f for f in product if f[0] != factor)
                beside = mapped(Form({rest: n}), {index: at})
                if beside.terms != {rest: n}:
                    return settled(times(power_of(factor), beside))
                break
    return form
