"""Holds a step to its reason: what the reason names gives the step, and all of it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeAlias

from bpsite.proof.decide.deadline import OutOfTimeError, deadline
from bpsite.proof.decide.found import Found
from bpsite.proof.decide.proving import CANNOT, apart, differences, in_every_region
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate.env import Env, UndefinedError
from bpsite.proof.elaborate.ranges import narrowed
from bpsite.proof.elaborate.values import Value
from bpsite.proof.justify.bounds import ORDERS, chain_sign, gives
from bpsite.proof.justify.citations import Item, Named, known
from bpsite.proof.justify.reason import ReasonError, tags
from bpsite.proof.justify.rules import NAMED, RULES
from bpsite.proof.justify.shut import Shut
from bpsite.proof.kernel import equality
from bpsite.proof.kernel.algebra import limited
from bpsite.proof.kernel.terms import Form
from bpsite.proof.scope.defining import ranges
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.work import Work
from bpsite.proof.scope.worlds import Claim, networks_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError, Reason
from bpsite.proof.syntax.reading import Statement

_MOST_NETWORKS = 4
Taken: TypeAlias = "Mapping[tuple[object, ...], frozenset[str]]"


def applied(work: Work, statement: Statement, found: list[Found], *, defined: bool) -> list[Found]:
    """The relations of a statement and of its reason, which is held to what it says."""
    reason = statement.reason
    if reason is None:
        needed = statement.in_rows and not defined and not work.note("false")
        return _failing(found, None, *_MISSING) if needed else found
    found = [replace(one, reason=reason.text) for one in found]
    if work.note("false") is not None:
        return found
    named = Named(work, statement, reason)
    inside, items = named.inside, named.items
    try:
        named.collect()
        found = [replace(one, cited=tuple(tags(reason))) for one in found]
        outcomes = [one.outcome for one in (*found, *inside)]
        if not defined and all(outcome.good or outcome.open for outcome in outcomes):
            everywhere = _hold(work, statement, items, reason)
            found = list(map(_deduced, found)) if everywhere else found
        return [*found, *inside]
    except ReasonError as error:
        return [*_failing(found, error.at, error.message, error.remedy), *inside]
    except OutOfTimeError:
        late = "no decision on the reason within 10 seconds"
        return [*_failing(found, reason.at, late, ""), *inside]


def explained(work: Work, statement: Statement) -> Iterator[str]:
    """What a step's reason names, and the rules by which its derivatives are taken."""
    if statement.reason is None or not statement.relations:
        return
    named = Named(work, statement, statement.reason)
    try:
        named.collect()
    except ReasonError as error:
        yield f"reason: {error.message}"
        return
    yield f"reason: {', '.join(map(_shown, named.items)) or 'algebra alone'}"
    sign = chain_sign([relation.sign for relation in statement.relations]) or "="
    used = {rule for step in _steps(work, statement, sign) for rule in step.rules(named.items)}
    if used:
        yield f"rules: {', '.join(rule.name for rule in RULES if rule.name in used)}"


def _deduced(found: Found) -> Found:
    """An inequality that its reason gives is proved, though its sign alone was not decided."""
    if not found.outcome.open:
        return found
    return replace(found, outcome=Outcome("proved", "by its reason"))


_MISSING = (
    "this step names no reason",
    r"Add one in the last column: && \text{definition of $J$ (7)}.",
)


def _failing(found: list[Found], at: int | None, message: str, remedy: str) -> list[Found]:
    last = found[-1]
    if not (last.outcome.good or last.outcome.open):
        return found
    failed = Outcome("failed", "reason", message, remedy, at)
    return [*found[:-1], replace(last, outcome=failed)]


def _hold(work: Work, statement: Statement, items: list[Item], reason: Reason) -> bool:
    """Raises unless the reason gives the step and all of it is used.

    True where this proves an inequality by itself.
    """
    sign = chain_sign([relation.sign for relation in statement.relations])
    if sign not in ("=", *ORDERS):
        return False
    with deadline():
        steps = list(_steps(work, statement, sign))
        if not all(step.follows(items) for step in steps):
            raise ReasonError(reason.at, _NOT_GIVEN, _insufficient(steps, items))
        _all_used(steps, items, reason)
    return len(statement.relations) == 1 and sign in ORDERS


_NOT_GIVEN = "the step is true, but its reason does not give it"


@dataclass(frozen=True)
class Step:
    """Two sides of which the second should follow from the first, in one network."""

    claim: Claim
    scope: Scope
    binding: Binding

    def follows(self, items: Sequence[Item], first: Item | None = None) -> bool:
        """Whether the items give the step; an inequality, with `first`, by that item at once."""

        def holds(reader: Shut, env: Env) -> bool:
            left, right = self._sides(reader, env)
            if left is None or right is None:
                return left is right  # neither is defined here
            if self.claim.relation.sign in ORDERS:
                return _ordered(reader, (left, right), self.claim.relation.sign, items, first)
            zeros = [*_said(reader, items, env), *apart(self.claim.condition, reader, env)]
            return all(equality.follows(one, zeros) for one in differences(left, right))

        if self.claim.relation.sign not in ORDERS:
            return self._everywhere(items, holds)
        return any(self._everywhere(some, holds) for some in (_without_equations(items), items))

    def rewrites(self, items: Sequence[Item], rules: frozenset[str]) -> bool:
        """Whether a derivative on one side only is one that these rules rewrite."""
        return any(
            {**left, **right}[key] & rules
            for left, right in self._taken(items)
            for key in left.keys() ^ right.keys()
        )

    def rules(self, items: Sequence[Item]) -> frozenset[str]:
        """The rules by which the derivatives on both sides are taken."""
        used = (taken.values() for pair in self._taken(items) for taken in pair)
        return frozenset[str]().union(*(rules for values in used for rules in values))

    def _taken(self, items: Sequence[Item]) -> list[tuple[Taken, Taken]]:
        """The derivatives on each side with the rules that they used, in each region."""
        found: list[tuple[Taken, Taken]] = []

        def holds(reader: Shut, env: Env) -> bool:
            relation = self.claim.relation
            left, right = (_taken(reader, side, env) for side in (relation.left, relation.right))
            found.append((left, right))
            return True

        return found if self._everywhere(items, holds) else []

    def _everywhere(self, items: Sequence[Item], holds: Callable[[Shut, Env], bool]) -> bool:
        lets = known(items, self.scope)

        def make(signs: Mapping[Form, int]) -> Shut:
            reader = Shut(self.scope, self.binding, lets, signs)
            reader.start = reader.start.put(narrowed(self.claim.condition, reader))
            return reader

        try:
            with limited():
                return in_every_region(self.claim, self.scope, make, holds)
        except (*CANNOT, ProblemError):
            return False

    def _sides(self, reader: Shut, env: Env) -> list[Value | None]:
        relation = self.claim.relation
        return [_value(side, reader, env) for side in (relation.left, relation.right)]


def _taken(reader: Shut, side: t.Node, env: Env) -> Taken:
    """The derivatives in a side, with the rules that they used."""
    reader.taken = {}
    reader.value(side, env)
    return reader.taken


def _without_equations(items: Sequence[Item]) -> list[Item]:
    """The items, of which those that give bounds give nothing else."""
    return [replace(item, chains=()) if item.orders else item for item in items]


def _value(node: t.Node, reader: Shut, env: Env) -> Value | None:
    try:
        return reader.value(node, env)
    except UndefinedError:
        return None


def _ordered(
    reader: Shut,
    sides: tuple[Value, Value],
    sign: str,
    items: Sequence[Item],
    first: Item | None,
) -> bool:
    left, right = sides
    if not isinstance(left, Form) or not isinstance(right, Form):
        return False
    return gives(reader, (left, right), sign, items, first)


def _said(reader: Shut, items: Sequence[Item], env: Env) -> Iterator[Form]:
    """What is 0 because a cited equation says that two sides are equal."""
    for chain in (chain for item in items for chain in item.chains):
        for side in chain[:-1]:
            try:
                yield from differences(reader.value(side, env), reader.value(chain[-1], env))
            except (*CANNOT, ProblemError):
                continue  # it is about layers that do not occur here


def _steps(work: Work, statement: Statement, sign: str) -> Iterator[Step]:
    """The step in each network; of an equation in a few, for its truth was decided in all."""
    left, right = statement.sides[0], statement.sides[-1]
    whole = t.Rel(left, sign, right, span=statement.relations[0].span)
    claim = Claim(whole, statement.condition, ranges(work.page, work.notes))
    found = networks_of(claim, work.scope)
    few = found if sign in ORDERS else found[:: max(1, len(found) // (_MOST_NETWORKS - 1))]
    yield from (Step(claim, scope, binding) for scope, binding in few)


def _insufficient(steps: Sequence[Step], items: list[Item]) -> str:
    """What would be enough in addition, as far as one thing is."""
    for name in [rule.name for rule in RULES] + ["differentiate"]:
        more = [*items, Item(name, NAMED[name])]
        if all(step.follows(more) for step in steps):
            return f"The {name} would be needed too." if name != "differentiate" else _TAKE
    return "Name every definition, equation and rule that the step uses."


_TAKE = "A derivative is taken here: name the rule."


def _all_used(steps: Sequence[Step], items: list[Item], reason: Reason) -> None:
    for item in items:
        if not _used(steps, items, item):
            message = f"the step does not use {_shown(item)}"
            raise ReasonError(reason.at, message, "Drop it, or name what the step does use.")


def _shown(item: Item) -> str:
    return f"the {item.name}" if item.name in NAMED else item.name


def _used(steps: Sequence[Step], items: list[Item], item: Item) -> bool:
    """Whether the item is in a selection that gives the step and would not without it."""
    others = [other for other in items if other is not item]
    if not all(step.follows(others) for step in steps):
        return True
    ordered = [step for step in steps if step.claim.relation.sign in ORDERS]
    if item.orders and any(step.follows(items, item) for step in ordered):
        return True
    if item.rules:
        return any(step.rewrites(items, item.rules) for step in steps)
    return any(
        all(step.follows([*some, item]) for step in steps)
        and not all(step.follows(some) for step in steps)
        for size in range(len(others))
        for some in combinations(others, size)
    )
