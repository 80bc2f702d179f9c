"""Holds a step to its reason: what the reason names gives the step, and all of it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from bpsite.proof import array_theory, arrays, symbolic
from bpsite.proof import tree as t
from bpsite.proof.comparing import bounded
from bpsite.proof.defining import ranges
from bpsite.proof.differentiation import ALL_RULES
from bpsite.proof.limits import OutOfTimeError, deadline
from bpsite.proof.naming import RULES, Named, ReasonError, parts
from bpsite.proof.orders import ORDERS, chain_sign
from bpsite.proof.reading import Statement
from bpsite.proof.record import Verdict
from bpsite.proof.syntax import ProblemError, Reason
from bpsite.proof.theory import Item, Step, consumed, follows
from bpsite.proof.work import Work
from bpsite.proof.worlds import Claim, World, worlds

_MOST_WORLDS = 4


def applied(
    work: Work,
    statement: Statement,
    verdicts: list[Verdict],
    *,
    defined: bool,
) -> list[Verdict]:
    """The verdicts of a statement with its reason held to what it says."""
    reason = statement.reason
    if reason is None:
        needed = statement.in_rows and not defined and not work.note("false")
        return _failing(verdicts, work, None, *_MISSING) if needed else verdicts
    verdicts = [replace(verdict, reason=reason.text) for verdict in verdicts]
    if work.note("false") is not None:
        return verdicts
    named = Named(work, statement, reason)
    inside, items = named.inside, named.items
    try:
        named.collect()
        cited = list(_tags(reason))
        verdicts = [
            replace(v, depends_on=tuple(dict.fromkeys([*v.depends_on, *cited]))) for v in verdicts
        ]
        if not defined and all(v.good or v.open for v in [*verdicts, *inside]):
            everywhere = _hold(work, statement, items, reason)
            verdicts = [_deduced(v) for v in verdicts] if everywhere else verdicts
        return [*verdicts, *inside]
    except ReasonError as error:
        return [*_failing(verdicts, work, error.at, error.message, error.remedy), *inside]
    except OutOfTimeError:
        late = "no decision on the reason within 10 seconds"
        return [*_failing(verdicts, work, reason.at, late, ""), *inside]


def _deduced(verdict: Verdict) -> Verdict:
    """An inequality that its reason gives is proved, though its sign alone was not decided."""
    if not verdict.open:
        return verdict
    return replace(verdict, verdict="proved", method="by its reason", detail="", remedy="")


_MISSING = (
    "this step names no reason",
    r"Add one in the last column: && \text{definition of $J$ (7)}.",
)


def _failing(
    verdicts: list[Verdict], work: Work, at: int | None, message: str, remedy: str
) -> list[Verdict]:
    last = verdicts[-1]
    if not (last.good or last.open):
        return verdicts
    line, column = work.place(at) if at is not None else (last.line, last.column)
    failed = replace(
        last,
        verdict="failed",
        method="reason",
        detail=message,
        remedy=remedy,
        line=line,
        column=column,
        source_line=work.page.line(line),
    )
    return [*verdicts[:-1], failed]


def _tags(reason: Reason) -> Iterator[str]:
    for part in parts(reason):
        if part.kind == "tag":
            yield part.text


def _hold(work: Work, statement: Statement, items: list[Item], reason: Reason) -> bool:
    """Raises unless the reason gives the step and all of it is used.

    True where the reason was held in every world, so that it proves an inequality by itself.
    """
    sign = chain_sign([relation.sign for relation in statement.relations])
    if sign not in ("=", *ORDERS):
        return False
    left, right = statement.sides[0], statement.sides[-1]
    whole = t.Rel(left, sign, right, span=statement.relations[0].span)
    claim = Claim(whole, statement.condition, ranges(work.page, work.notes))
    with deadline():
        found = worlds(claim, work.scope)
        steps = [_step(world) for world in _some(found)]
        if not all(_safely(step, items) for step in steps):
            raise ReasonError(reason.at, _NOT_GIVEN, _insufficient(steps, items))
        _all_used(steps, items, reason)
    return len(steps) == len(found) and len(statement.relations) == 1 and sign in ORDERS


_NOT_GIVEN = "the step is true, but its reason does not give it"


def _some(found: Sequence[World]) -> Sequence[World]:
    """A few of the worlds: the reason is a matter of form, the truth was decided in all."""
    short = [world for world in found if world.symbolic]
    small = [world for world in short if all(value <= 3 for value in world.binding.values())]
    chosen = small or short
    return chosen[:: max(1, len(chosen) // (_MOST_WORLDS - 1))][-_MOST_WORLDS:]


def _step(world: World) -> Step:
    left, sign, right = world.relation.left, world.relation.sign, world.relation.right
    return Step(left, right, world.scope, world.binding, sign, arrays.is_array_claim(world))


def _safely(step: Step, items: Sequence[Item], first: Item | None = None) -> bool:
    """Whether the items give the step; an inequality, with `first`, by that item at once."""
    try:
        if step.of_arrays:
            return array_theory.holds(step, items)
        return bounded(step, items, first) if step.sign in ORDERS else follows(step, items)
    except (ProblemError, *symbolic.ERRORS):
        return False


def _insufficient(steps: Sequence[Step], items: list[Item]) -> str:
    """What would be enough in addition, as far as one thing is."""
    for name, rules in RULES.items():
        more = [*items, Item(name, rules, basics=True)]
        if all(_safely(step, more) for step in steps):
            return f"The {name} would be needed too." if name != "differentiate" else _TAKE
    return "Name every definition, equation and rule that the step uses."


_TAKE = "A derivative is taken here: name the rule."


def _all_used(steps: Sequence[Step], items: list[Item], reason: Reason) -> None:
    for item in items:
        if not _used(steps, items, item):
            message = f"the step does not use {_shown(item)}"
            raise ReasonError(reason.at, message, "Drop it, or name what the step does use.")


def _shown(item: Item) -> str:
    return f"the {item.name}" if item.name in RULES else item.name


def _used(steps: Sequence[Step], items: list[Item], item: Item) -> bool:
    """Whether the item is in a selection that gives the step and would not without it."""
    others = [other for other in items if other is not item]
    if not all(_safely(step, others) for step in steps):
        return True
    if item.orders and any(_safely(s, items, item) for s in steps if s.sign in ORDERS):
        return True
    if item.basics and not item.chains and not steps[0].of_arrays:
        rules = item.rules if item.rules != ALL_RULES else frozenset({"any"})
        return any(consumed(step, items, rule) for step in steps for rule in rules or {"any"})
    for size in range(len(others)):
        for some in combinations(others, size):
            enough = all(_safely(step, [*some, item]) for step in steps)
            if enough and not all(_safely(step, list(some)) for step in steps):
                return True
    return False
