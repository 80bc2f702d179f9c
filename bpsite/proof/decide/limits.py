"""Decides an equation with a limit: SymPy takes it, from both sides of a finite place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

from bpsite.proof.decide import symbolic
from bpsite.proof.decide.symbolic import NoLimitError
from bpsite.proof.decide.witnesses import Outcome, assumed
from bpsite.proof.numbers import duals, numeric
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import Env, Meaning, key_of
from bpsite.proof.scope.worlds import World
from bpsite.proof.syntax import tree as t

_NEAR, _FAR = mpmath.mpf(10) ** -9, mpmath.mpf(1000)


def with_limits(found: Sequence[World]) -> Outcome:
    """The verdict on an equation with a limit; only another limit refutes it."""
    for world in found:
        try:
            outcome = _in_world(world)
        except NoLimitError as error:
            return Outcome("failed", "limit", str(error))
        except symbolic.ERRORS as error:
            return Outcome("undecided", "limit", f"SymPy gives up: {error}")
        if outcome is not None:
            return outcome
    return Outcome("proved", "by SymPy's limit")


def _in_world(world: World) -> Outcome | None:
    limits = [node for node in t.walk(world.relation) if isinstance(node, t.Lim)]
    if not all(_has_values_near(node, world) for node in limits):
        return Outcome("undecided", "limit", "there are places close by without a value")
    meaning = Meaning(symbolic.SymbolicDomain(), world.scope, world.binding)
    env = assumed(world, meaning)
    left, right = (meaning.value(s, env) for s in (world.relation.left, world.relation.right))
    if symbolic.is_undetermined(left) or symbolic.is_undetermined(right):
        return Outcome("undecided", "limit", "a side is no number")
    if left == right or symbolic.is_zero(left - right):
        return None
    if left.is_number and right.is_number:
        return Outcome("failed", "limit", f"left {left}, right {right}")
    return Outcome("undecided", "limit", "SymPy can't show that the two sides are equal")


def _has_values_near(node: t.Lim, world: World) -> bool:
    """Whether there are real values on each side: SymPy would go through complex ones."""
    with mpmath.workdps(numeric.DIGITS):
        meaning = Meaning(numeric.NumberDomain(numeric.Point(0)), world.scope, world.binding)
        try:
            for at in _places_near(node, meaning):
                meaning.value(node.body, Env().hold(key_of(node.by), at))
        except UndefinedValueError:
            return False
    return True


def _places_near(node: t.Lim, meaning: Meaning[Any]) -> list[Any]:
    if any(part == t.Const(r"\infty") for part in t.walk(node.to)):
        return [_FAR * (-1 if isinstance(node.to, t.Neg) else 1)]
    to = duals.plain(meaning.value(node.to, Env()))
    return [to - _NEAR, to + _NEAR]
