"""The verdict on any claim: numbers first, then SymPy, within a limit of time."""

from __future__ import annotations

from bpsite.proof import arrays, symbolic
from bpsite.proof.deciding import COMPARED, Outcome, held_on_arrays, proved, refutation
from bpsite.proof.inequalities import inequality
from bpsite.proof.limits import OutOfTimeError, deadline
from bpsite.proof.scope import Scope
from bpsite.proof.worlds import Claim, worlds

EQUALITY = ("=", r"\equiv")


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
    except symbolic.ERRORS as error:
        return Outcome("undecided", "symbolic", f"SymPy gives up: {error}")


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
    found = worlds(claim, scope)
    if arrays.is_array_claim(found[0]):
        return held_on_arrays(claim, found)
    against = refutation(claim, found) if claim.relation.sign in COMPARED else None
    if against is not None:
        return against
    if claim.relation.sign in EQUALITY:
        return proved(claim, found)
    return inequality(claim, found)
