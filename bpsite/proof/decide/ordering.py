"""Proves an inequality by the kernel's order: for all values, region by region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from bpsite.proof.decide.proving import CANNOT, assumed, entries_of, in_every_region
from bpsite.proof.elaborate.entries import Entries
from bpsite.proof.elaborate.env import Env, UndefinedError
from bpsite.proof.justify.rules import ALL
from bpsite.proof.justify.shut import Known, Shut
from bpsite.proof.kernel.algebra import limited
from bpsite.proof.kernel.order import Fact, follows
from bpsite.proof.kernel.terms import (
    Form,
    Place,
    Symbol,
    inner_atoms,
    minus,
    number,
    power_of,
    scaled,
    value_of,
)
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim, networks_of
from bpsite.proof.syntax.lexicon import Kind
from bpsite.proof.syntax.parse import ProblemError

MOST_PRODUCTS = 4000
"""What is larger has no sign that could be seen."""

ORDERS = {"<": (-1, True), r"\le": (-1, False), ">": (1, True), r"\ge": (1, False)}
"""Which way a difference lies, and whether it may not be 0."""


def is_proved(claim: Claim, scope: Scope) -> bool:
    """Whether an inequality follows from signs, squares, and what is declared and assumed."""
    return all(_holds(claim, *network) for network in networks_of(claim, scope))


def _holds(claim: Claim, scope: Scope, binding: Binding) -> bool:
    functions = frozenset(map(id, scope.functions.values()))

    def shut(signs: Mapping[Form, int]) -> Entries:
        return Shut(scope, binding, Known(ALL, functions), signs)

    def opened(signs: Mapping[Form, int]) -> Entries:
        return entries_of(claim, scope, binding, frozenset(), signs)

    # What holds whatever the symbols are needs no definition of them, and is seen sooner.
    return _holds_as_read(claim, scope, shut) or _holds_as_read(claim, scope, opened)


def _holds_as_read(
    claim: Claim, scope: Scope, make: Callable[[Mapping[Form, int]], Entries]
) -> bool:
    def holds(entries: Entries, env: Env) -> bool:
        try:
            left, right = (
                entries.number(side, env) for side in (claim.relation.left, claim.relation.right)
            )
        except UndefinedError:
            return False
        facts = [*_regional(entries), *_assumed(entries, env)]
        return _is_ordered(minus(left, right), claim.relation.sign, facts, entries)

    try:
        with limited(MOST_PRODUCTS):
            return in_every_region(claim, scope, make, holds)
    except (*CANNOT, ProblemError):
        return False


def _is_ordered(difference: Form, sign: str, facts: list[Fact], entries: Entries) -> bool:
    """Whether left less right lies as the sign says."""
    facts = [*facts, *_declared(difference, entries)]
    if sign == r"\ne":
        return any(follows(scaled(difference, way), facts, strict=True) for way in (1, -1))
    way, strict = ORDERS[sign]
    return follows(scaled(difference, way), facts, strict=strict)


def _regional(entries: Entries) -> Iterator[Fact]:
    """What is known in this region of the forms on whose sign something depends."""
    return (Fact(scaled(form, way), strict=True) for form, way in entries.signs.items() if way)


def _assumed(entries: Entries, env: Env) -> Iterator[Fact]:
    """What the page assumes: bounds, and equations as two bounds."""
    for zero in assumed(entries, env):
        yield from (Fact(zero, strict=False), Fact(scaled(zero, -1), strict=False))
    for assumption in entries.scope.assumptions:
        if assumption.sign in ORDERS:
            way, strict = ORDERS[assumption.sign]
            try:
                left, right = (
                    entries.number(side, env) for side in (assumption.left, assumption.right)
                )
            except CANNOT:
                continue
            yield Fact(scaled(minus(left, right), way), strict)


def _declared(form: Form, entries: Entries) -> Iterator[Fact]:
    """What the declarations of a form's symbols and indices say of their values."""
    for atom in dict.fromkeys(inner_atoms(form)):
        if isinstance(atom, Place):
            ends = [value_of(end) for end in atom.of.ends]
            here = power_of(atom)
            yield from (Fact(minus(here, low), strict=False) for low in ends[:1])
            yield from (Fact(minus(high, here), strict=False) for high in ends[1:])
        elif isinstance(atom, Symbol):
            yield from _within(atom, entries.kind_of(atom))


def _within(atom: Symbol, kind: Kind | None) -> Iterator[Fact]:
    if kind is None or kind.values:
        return
    for text, closed, way in ((kind.low, kind.closed[0], 1), (kind.high, kind.closed[1], -1)):
        end = _number(text)
        if end is not None:
            yield Fact(scaled(minus(power_of(atom), number(end)), way), not closed)


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except ValueError:
        return None
