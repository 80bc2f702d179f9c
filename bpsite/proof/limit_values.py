"""Decides an equation with a limit: SymPy takes it, from both sides of a finite place."""

from __future__ import annotations

from collections.abc import Sequence

from bpsite.proof import symbolic
from bpsite.proof import tree as t
from bpsite.proof.deciding import Outcome, assumed
from bpsite.proof.meaning import Meaning
from bpsite.proof.symbolic import NoLimitError
from bpsite.proof.worlds import Claim, World


def has_limit(claim: Claim) -> bool:
    """Whether a limit stands in a claim."""
    return any(isinstance(node, t.Lim) for node in t.walk(claim.relation))


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
    meaning = Meaning(symbolic.SymbolicDomain(), world.scope, world.binding)
    env = assumed(world, meaning)
    left, right = (meaning.value(s, env) for s in (world.relation.left, world.relation.right))
    if left == right or symbolic.is_zero(left - right):
        return None
    if left.is_number and right.is_number:
        return Outcome("failed", "limit", f"left {left}, right {right}")
    return Outcome("undecided", "limit", "SymPy can't show that the two sides are equal")
