"""The verdict on any claim: a few numbers, then the kernel, then all numbers, in limited time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bpsite.proof.decide.deadline import OutOfTimeError, deadline
from bpsite.proof.decide.inequalities import inequality
from bpsite.proof.decide.ordering import is_proved
from bpsite.proof.decide.witnesses import (
    COMPARED,
    EQUALITY,
    FEW,
    MISSING,
    POINTS,
    Outcome,
    of_shapes,
    proved,
    refutation,
    refutation_on_arrays,
)
from bpsite.proof.elaborate import shapes
from bpsite.proof.scope import networks
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.worlds import Claim, World, is_array_claim, worlds
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import signature

TO_CONTRADICT = 1.0  # seconds that the kernel has for what numbers have refuted


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
            if is_array_claim(found[0]):
                return None
            return refutation(claim, _few(found), FEW)
    except OutOfTimeError:
        return Outcome("undecided", "time", "no decision within 10 seconds")


def _decide(claim: Claim, scope: Scope) -> Outcome:
    clash = shapes.clash(claim.relation, scope, claim.condition)
    if clash is not None:
        return of_shapes(clash)
    found = worlds(claim, scope)
    if claim.relation.sign in EQUALITY and _has_limit(claim):
        return _limit(found)
    if claim.relation.sign in EQUALITY:
        return _equality(claim, scope, found)
    against = _against(claim, found)
    if against is not None:
        return _unless_proved(against, lambda: is_proved(claim, scope))
    return inequality(claim, found)


def _limit(found: Sequence[World]) -> Outcome:
    try:
        from bpsite.proof.decide.limits import with_limits  # noqa: PLC0415 # loads SymPy
    except ModuleNotFoundError:
        return Outcome("undecided", MISSING, "a limit is taken by SymPy")
    return with_limits(found)


def _equality(claim: Claim, scope: Scope, found: Sequence[World]) -> Outcome:
    """The kernel is asked after a few points, which refute most of what is false, and before all.

    What no few points have a value for is tried at all of them.
    """
    against = _against(claim, _few(found), FEW)
    if against is not None and against.verdict == "failed":
        return _unless_proved(against, lambda: proved(claim, scope).verdict == "proved")
    outcome = proved(claim, scope)
    if outcome.verdict == "proved" and (against is None or against.method == MISSING):
        return outcome
    return _against(claim, found) or outcome


def _unless_proved(against: Outcome, proves: Callable[[], bool]) -> Outcome:
    """What numbers say, unless the other witness proves what they refute: one of them errs."""
    if against.verdict != "failed":
        return against
    try:
        with deadline(TO_CONTRADICT):
            if not proves():
                return against
    except (OutOfTimeError, RecursionError, MemoryError):
        return against
    detail = f"the kernel proves it, and numbers refute it {against.detail}"
    return Outcome("undecided", "witnesses", detail, "Report it: one of the two is wrong.")


def _few(found: Sequence[World]) -> Sequence[World]:
    """Some of the worlds, from the first to the last."""
    return found[:: -(-len(found) // FEW)]


def _against(claim: Claim, found: Sequence[World], points: int = POINTS) -> Outcome | None:
    if is_array_claim(found[0]):
        return refutation_on_arrays(claim, found, points)
    return refutation(claim, found, points) if claim.relation.sign in COMPARED else None


def _has_limit(claim: Claim) -> bool:
    """Whether a limit stands in a claim."""
    return any(isinstance(node, t.Lim) for node in t.walk(claim.relation))


def agrees_with_extended(definition: Definition, scope: Scope, claim: Claim) -> Outcome | None:
    """A general definition must agree with the single ones before it; an outcome if it does not."""
    family = networks.layered(scope).get(signature(definition.target), {})
    index = definition.target.upper[0] if definition.target.upper else None
    if not isinstance(index, t.Sym):
        return None
    for layer in family:
        outcome = decide(Claim(claim.relation, (), ((index.base, layer, layer),)), scope)
        if outcome.verdict != "proved":
            return outcome
    return None
