"""The verdict on any claim: numbers first, then the kernel, within a limit of time."""

from __future__ import annotations

from collections.abc import Sequence

from bpsite.proof import arrays
from bpsite.proof.deciding import (
    COMPARED,
    EQUALITY,
    Outcome,
    of_shapes,
    proved,
    refutation,
    refutation_on_arrays,
)
from bpsite.proof.elaborate import shapes
from bpsite.proof.inequalities import inequality
from bpsite.proof.limit_values import has_limit, with_limits
from bpsite.proof.limits import OutOfTimeError, deadline
from bpsite.proof.scope import Scope
from bpsite.proof.worlds import Claim, World, worlds


def decide(claim: Claim, scope: Scope) -> Outcome:
    """The verdict on a claim. Raises `ProblemError` where it has no meaning."""
    try:
        with deadline():
            return _decide(claim, scope)
    except OutOfTimeError:
        return Outcome("undecided", "time", "no decision within 10 seconds")
    except RecursionError:
        return Outcome("undecided", "depth", "its definitions are nested too deeply")
    except MemoryError:
        return Outcome("undecided", "memory", "not enough memory to decide it")


def refuted(claim: Claim, scope: Scope) -> Outcome | None:
    """What numbers say against a claim that follows from proved ones; None if they agree."""
    try:
        with deadline():
            found = worlds(claim, scope)
            if arrays.is_array_claim(found[0]):
                return None
            return refutation(claim, found[:: max(1, len(found) // 6)])
    except OutOfTimeError:
        return Outcome("undecided", "time", "no decision within 10 seconds")


def _decide(claim: Claim, scope: Scope) -> Outcome:
    clash = shapes.clash(claim.relation, scope, claim.condition)
    if clash is not None:
        return of_shapes(clash)
    found = worlds(claim, scope)
    if claim.relation.sign in EQUALITY and has_limit(claim):
        return with_limits(found)
    against = _against(claim, found)
    if against is not None:
        return against
    if claim.relation.sign in EQUALITY:
        return proved(claim, scope)
    return inequality(claim, found)


def _against(claim: Claim, found: Sequence[World]) -> Outcome | None:
    if arrays.is_array_claim(found[0]):
        return refutation_on_arrays(claim, found)
    return refutation(claim, found) if claim.relation.sign in COMPARED else None
