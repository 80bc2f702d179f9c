"""The mean of a form: linear, and of a product of independent factors the product of their means.

Nothing else is known of a mean. What can't be parted is an atom, such as the mean of a square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from bpsite.proof.kernel.affine import Affine, less, names, place, renamed
from bpsite.proof.kernel.algebra import delta, times
from bpsite.proof.kernel.sums import fresh, mapped, total
from bpsite.proof.kernel.terms import (
    DEPENDENT,
    ONE,
    SYMMETRIC,
    ZERO,
    Atom,
    Factor,
    Form,
    Mean,
    Monomial,
    Sum,
    Symbol,
    atoms,
    forms_in,
    indices_in,
    minus,
    plus,
    power_of,
    random_in,
    scaled,
)

Apart: TypeAlias = "list[tuple[Symbol, list[Factor]]]"
"""Members that differ, each with the factors in which it stands."""


def mean(form: Form) -> Form:
    """The mean of a sum is the sum of the means; numbers come before it."""
    return plus(*(scaled(_of_product(product), n) for product, n in form.terms.items()))


def _of_product(product: Monomial) -> Form:
    for position, (atom, exponent) in enumerate(product):
        if isinstance(atom, Sum) and random_in(atom) and exponent > 0 and exponent == int(exponent):
            rest = [*product[:position], *product[position + 1 :]]
            rest += [(atom, exponent - 1)] if exponent > 1 else []
            return _of_sum(atom, Form({tuple(sorted(rest)): 1}))
    fixed = tuple(factor for factor in product if not random_in(factor[0]))
    moving = [factor for factor in product if random_in(factor[0])]
    return times(Form({fixed: 1}), *map(_of_group, _groups(moving)))


def _of_sum(atom: Sum, beside: Form) -> Form:
    """The mean of a sum over indices, with what stands beside it under the sum."""
    own = {index: place(fresh(index)) for index in atom.bound}
    bound = [renamed(at.parts[0][0], own) for at in own.values()]
    values = dict(zip(atom.bound, map(place, bound), strict=True))
    found = mean(times(beside, mapped(Form({atom.body: 1}), values)))
    for index in reversed(bound):
        found = total(index, found)
    return found


def _random(atom: Atom) -> Iterator[Symbol]:
    """The random numbers in an atom, those of which a mean was taken left out."""
    if isinstance(atom, Symbol) and atom.chance:
        yield atom
    if not isinstance(atom, Mean):
        for form in forms_in(atom):
            for inner, _ in atoms(form):
                yield from _random(inner)


def _groups(factors: Sequence[Factor]) -> list[list[Factor]]:
    """The factors in groups that are independent of each other."""
    groups: list[tuple[set[str], list[Factor]]] = []
    for factor in factors:
        keys, members = _keys(factor[0]), [factor]
        apart = [group for group in groups if not group[0] & keys]
        for group in groups:
            if group[0] & keys:
                keys, members = keys | group[0], [*group[1], *members]
        groups = [*apart, (keys, members)]
    return [sorted(members) for _, members in groups]


def _keys(atom: Atom) -> set[str]:
    """The families in an atom; all that are dependent count as one."""
    return {"" if one.chance == DEPENDENT else one.name for one in _random(atom)}


def _of_group(factors: Sequence[Factor]) -> Form:
    """The mean of a product: member by member if each factor has one of an independent family."""
    keys = set().union(*(_keys(atom) for atom, _ in factors))
    members = [_member(atom) for atom, _ in factors]
    found = [member for member in members if member is not None]
    if len(keys) == 1 and "" not in keys and len(found) == len(members):
        return _by_members(found, factors)
    return _not_parted(tuple(factors))


def _member(atom: Atom) -> Symbol | None:
    """The random number in an atom if it is one alone, and its indices are free there."""
    found = set(_random(atom))
    used = {name for one in found for at in one.indices for name in names(at)}
    return found.pop() if len(found) == 1 and used <= indices_in(atom) else None


def _by_members(members: Sequence[Symbol], factors: Sequence[Factor]) -> Form:
    """A term for each way in which members may be the same one: equal ones share a mean."""
    ways: list[tuple[Form, Apart]] = [(ONE, [])]
    for member, factor in zip(members, factors, strict=True):
        ways = [longer for way in ways for longer in _with(member, factor, *way) if longer[0]]
    return plus(*(times(weight, *(_of_one(*each) for each in apart)) for weight, apart in ways))


def _with(
    member: Symbol, factor: Factor, weight: Form, apart: Apart
) -> Iterator[tuple[Form, Apart]]:
    """The ways to take in one member more: as each of those that are apart, or as another one."""
    same = [_same(member, other) for other, _ in apart]
    for n, (other, factors) in enumerate(apart):
        joined = [*apart[:n], (other, [*factors, factor]), *apart[n + 1 :]]
        yield times(weight, same[n]), joined
    yield times(weight, minus(ONE, plus(*same))), [*apart, (member, [factor])]


def _same(one: Symbol, other: Symbol) -> Form:
    """1 where two members of a family are the same one, else 0."""
    pairs = zip(one.indices, other.indices, strict=True)
    return times(ONE, *(delta(less(mine, its)) for mine, its in pairs))


def _of_one(member: Symbol, factors: Sequence[Factor]) -> Form:
    """The mean of a function of one member, which is the same for all of its family."""
    first = member._replace(indices=(Affine(1),) * len(member.indices))
    change = {member.name: lambda _: power_of(first)}
    product = times(ONE, *(mapped(Form({(factor,): 1}), {}, change) for factor in factors))
    return plus(*(scaled(_of_term(term), n) for term, n in product.terms.items()))


def _of_term(product: Monomial) -> Form:
    fixed = tuple(factor for factor in product if not random_in(factor[0]))
    moving = tuple(factor for factor in product if random_in(factor[0]))
    return times(Form({fixed: 1}), _not_parted(moving))


def _not_parted(product: Monomial) -> Form:
    """The mean as an atom; 0 if it turns its sign with a family that is symmetric."""
    if not product:
        return ONE
    form = Form({product: 1})
    symmetric = {s.name for atom, _ in product for s in _random(atom) if s.chance == SYMMETRIC}
    for name in symmetric:
        turned = mapped(form, {}, {name: lambda found: scaled(power_of(found), -1)})
        if turned == scaled(form, -1):
            return ZERO
    return power_of(Mean(8, product))
