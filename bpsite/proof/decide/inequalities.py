"""Decides inequalities: by sign with the kernel; dense and extreme points refute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mpmath

from bpsite.proof.decide import witnesses
from bpsite.proof.decide.ordering import is_proved
from bpsite.proof.decide.proving import is_defined_everywhere
from bpsite.proof.numbers import duals, numeric
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import Env, Meaning
from bpsite.proof.scope.instances import instantiate
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim, World, worlds
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.verdict import OPEN

DENSE = 200
POINTS = 12


def inequality(claim: Claim, found: Sequence[World]) -> witnesses.Outcome:
    """The verdict on a claim whose sign is not `=`, once random points did not refute it."""
    sign = claim.relation.sign
    if sign == r"\approx":
        return _approximate(claim, found)
    if sign == r"\in":
        return _member(claim, found)
    if sign == r"\to":
        raise ProblemError(0, "a limit needs its variable", r"Write \lim_{x \to 0} f(x) = 1.")
    if is_proved(claim, found[0].scope):
        return witnesses.Outcome("proved", "by its sign")
    return _tried(claim, found)


def _tried(claim: Claim, found: Sequence[World]) -> witnesses.Outcome:
    tried = 0
    for number, world in enumerate(found):
        for seed in range(DENSE // len(found) + 5):
            point = numeric.Point(seed + 7919 * number, extreme=seed % 2 == 0)
            detail = witnesses.against(claim, world, point)
            if detail:
                return witnesses.Outcome("failed", "numbers", detail)
            tried += detail == ""
    detail = f"true at {tried} dense and extreme points, but not proved"
    return witnesses.Outcome("undecided", OPEN, detail, "Give the reason that it follows from.")


def _approximate(claim: Claim, found: Sequence[World]) -> witnesses.Outcome:
    r"""`\approx`: the right side is the left one rounded to the digits that it prints."""
    digits = printed_digits(claim.relation.right)
    for world in found:
        left, right = _numbers(world)
        if abs(left - right) > mpmath.mpf(10) ** -digits / 2 * (1 + mpmath.mpf(10) ** -20):
            values = f"left {mpmath.nstr(left, 10)}, right {mpmath.nstr(right, 10)}"
            return witnesses.Outcome("failed", "numbers", f"at every point: {values}")
    return witnesses.Outcome("proved", f"numbers, rounded to {digits} decimal places")


def printed_digits(node: t.Node) -> int:
    """How many decimal places the right side of an approximation prints."""
    scale = 0
    if isinstance(node, t.Neg):
        return printed_digits(node.arg)
    if isinstance(node, t.Mul) and len(node.factors) == 2:
        power = node.factors[1]
        if isinstance(power, t.Pow) and power.base == t.Num("10"):
            exponent = power.exp
            inner = exponent.arg if isinstance(exponent, t.Neg) else exponent
            if isinstance(inner, t.Num) and inner.text.isdigit():
                scale = int(inner.text) * (1 if isinstance(exponent, t.Neg) else -1)
                node = node.factors[0]
    if not isinstance(node, t.Num):
        raise ProblemError(
            node.span[0], r"\approx wants a printed number on the right", "Print it."
        )
    return len(node.text.partition(".")[2]) + scale


def _numbers(world: World) -> tuple[Any, Any]:
    point = numeric.Point(0)
    with mpmath.workdps(numeric.DIGITS):
        meaning = Meaning(numeric.NumberDomain(point), world.scope, world.binding)
        env: Env[Any] = Env()
        try:
            left = duals.plain(meaning.value(world.relation.left, env))
            right = duals.plain(meaning.value(world.relation.right, env))
        except UndefinedValueError:
            raise ProblemError(0, r"\approx wants a number on both sides") from None
    free = sorted([*point.values, *point.functions])
    if free:
        message = f"\\approx is between numbers, and {free[0]} is none"
        raise ProblemError(0, message, "Give it its number, or mark the formula informal.")
    return left, right


def _member(claim: Claim, found: Sequence[World]) -> witnesses.Outcome:
    """Membership in an interval or a set is decided by the relations that it stands for."""
    right = claim.relation.right
    left = claim.relation.left
    span = claim.relation.span
    if isinstance(right, t.Domain):
        if right.name != "R":
            raise ProblemError(0, "only membership in the reals is decided", "Mark it informal.")
        return _real(left, found)
    if isinstance(right, t.Range):
        signs = [r"\ge" if right.closed[0] else ">", r"\le" if right.closed[1] else "<"]
        ends = zip(signs, (right.low, right.high), strict=True)
        claims = [
            Claim(t.Rel(left, s, e, span=span), claim.condition, claim.ranges) for s, e in ends
        ]
        outcomes = [_part(part, found[0].scope) for part in claims]
        return next((o for o in outcomes if o.verdict != "proved"), outcomes[0])
    raise ProblemError(
        0, "membership in this can't be decided", "% let y: real in {0, 1}, or informal"
    )


def _real(node: t.Node, found: Sequence[World]) -> witnesses.Outcome:
    """Every value is real: what is to be decided is whether there is one everywhere."""
    for world in found:
        for seed in range(POINTS):
            point = numeric.Point(seed, extreme=seed % 2 == 0)
            if not _has_value(node, world, point):
                return witnesses.Outcome("failed", "numbers", f"no value at {point.text()}")
    closed = not any(isinstance(part, t.Sym) for part in t.walk(node))
    if closed or is_defined_everywhere(node, found[0].scope):
        return witnesses.Outcome("proved", "every value here is real")
    detail = "it has a value at every point tried, but perhaps not at all"
    return witnesses.Outcome("undecided", "numbers", detail, "Mark the formula informal.")


def _has_value(node: t.Node, world: World, point: numeric.Point) -> bool:
    with mpmath.workdps(numeric.DIGITS):
        meaning = Meaning(numeric.NumberDomain(point), world.scope, world.binding)
        try:
            value = meaning.value(instantiate(node, world.binding, world.scope.lexicon), Env())
        except UndefinedValueError:
            return False
        return bool(mpmath.isfinite(duals.plain(value)))


def _part(claim: Claim, scope: Scope) -> witnesses.Outcome:
    found = worlds(claim, scope)
    return witnesses.refutation(claim, found) or inequality(claim, found)
