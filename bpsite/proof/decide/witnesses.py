"""Decides one relation: numbers refute, the kernel proves, and both must agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath

from bpsite.proof.decide.proving import Proof, proof
from bpsite.proof.elaborate import shapes
from bpsite.proof.elaborate.values import ShapeError
from bpsite.proof.numbers import duals, numeric
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import Env, Meaning, key_of
from bpsite.proof.scope.instances import instantiate, integer
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim, World, has_array
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.verdict import GOOD, OPEN

POINTS = 16  # a quarter of them extreme
FEW = 3  # before and beside a proof
LARGEST = 5  # length of arrays that are drawn, and number of layers
MOST_WORLDS = 20  # of lengths and indices at which arrays are drawn
EQUALITY = ("=", r"\equiv")
MISSING = "missing"
"""The method of what needs a package that is not here, as in a reader's browser."""
COMPARED = ("=", r"\equiv", r"\ne", "<", ">", r"\le", r"\ge")


@dataclass(frozen=True)
class Outcome:
    """A verdict, how it was reached, and what speaks against the relation."""

    verdict: str
    method: str
    detail: str = ""
    remedy: str = ""
    at: int | None = None  # where in the LaTeX, if it isn't the relation sign

    @property
    def good(self) -> bool:
        """Whether the page may be published with it."""
        return self.verdict in GOOD

    @property
    def open(self) -> bool:
        """Whether it is for a reason to prove it."""
        return self.verdict == "undecided" and self.method == OPEN


def refutation_on_arrays(claim: Claim, found: Sequence[World], points: int) -> Outcome | None:
    """An outcome if so many random vectors and matrices refute the claim.

    They can't where a condition on them or an assumption has to hold: few of them satisfy it.
    """
    if not all(_of_indices(each, found[0]) for each in claim.condition):
        return None
    if found[0].scope.assumptions:
        return None
    try:
        from bpsite.proof.numbers import arrays  # noqa: PLC0415 # NumPy is loaded for arrays alone
    except ModuleNotFoundError:
        return Outcome("undecided", MISSING, "arrays of numbers are tried with NumPy")
    wide = [world for world in found if not _is_extreme(world)] or found
    few = wide[:: max(1, len(wide) // MOST_WORLDS)]
    try:
        for world in few:
            for detail in arrays.draws(claim, world, -(-points // len(few))):
                if detail:
                    return Outcome("failed", "arrays", detail)
    except arrays.NestedError:
        return None  # no numbers can be had
    return None


def _of_indices(condition: t.Rel, world: World) -> bool:
    """Whether a condition is on indices alone, so that each world satisfies it."""
    try:
        return all(integer(s, world.binding) or True for s in (condition.left, condition.right))
    except ProblemError:
        return False


def _is_extreme(world: World) -> bool:
    """Whether a length is 1, so that NumPy takes a matrix for a vector, or rather large."""
    sizes = (name for name, value in world.binding.items() if not 1 < value <= LARGEST)
    return any(world.scope.lexicon.has(name, "natural") for name in sizes)


def refutation(claim: Claim, found: Sequence[World], points: int = POINTS) -> Outcome | None:
    """An outcome if numbers refute the claim, or if no point has values on both sides."""
    each = max(1, points // len(found))
    tried = 0
    for number, world in enumerate(found):
        here = 0
        for point in _points(1000 * number, each):
            detail = against(claim, world, point)
            if detail is None:
                continue
            if detail:
                return Outcome("failed", "numbers", detail)
            here += 1
            if here >= each:
                break
        tried += here
    if not tried:
        return Outcome("undecided", "numbers", "no point has values on both sides")
    return None


def _points(seed: int, wanted: int) -> Iterator[numeric.Point]:
    """More points than wanted, for some have no values; small ones where few of them have."""
    many = range(seed, seed + 4 * wanted)
    yield from (numeric.Point(each, extreme=each % 4 == 3) for each in many)
    yield from (numeric.Point(each, small=True) for each in many)


def against(claim: Claim, world: World, point: numeric.Point) -> str | None:
    """What speaks against a claim at a point: nothing (""), or None where it has no value.

    What differs only by what is rounded off, and so by less the more digits there are, is equal.
    """
    found = sides(claim, world, point, numeric.DIGITS)
    if found is None:
        return None
    if numeric.holds(found[0], claim.relation.sign, found[1]):
        return ""
    finer = sides(claim, world, point, 2 * numeric.DIGITS)
    if finer is not None and claim.relation.sign in EQUALITY:
        with mpmath.workdps(2 * numeric.DIGITS):
            if abs(finer[0] - finer[1]) < abs(found[0] - found[1]) * numeric.ROUNDED_OFF:
                return ""
    return _counterexample(world, point, *found)


def sides(claim: Claim, world: World, point: numeric.Point, digits: int) -> tuple[Any, Any] | None:
    """Both sides at a point with so many digits; None where one has no value."""
    with mpmath.workdps(digits):
        meaning = Meaning(numeric.NumberDomain(point), world.scope, world.binding)
        try:
            env = assumed(world, meaning)
            if not _conditions_hold(claim, world, meaning, env):
                return None
            left = duals.plain(meaning.value(world.relation.left, env))
            return left, duals.plain(meaning.value(world.relation.right, env))
        except UndefinedValueError:
            return None


def _conditions_hold(claim: Claim, world: World, meaning: Meaning[Any], env: Env[Any]) -> bool:
    bounds = [each for each in world.scope.assumptions if each.sign != "="]
    return all(
        _condition_holds(condition, world, meaning, env) is not False
        for condition in (*claim.condition, *bounds)
    )


def _condition_holds(
    condition: t.Rel, world: World, meaning: Meaning[Any], env: Env[Any]
) -> bool | None:
    """Whether a condition holds; None if it is about lengths that do not occur here."""
    try:
        parts = [
            instantiate(side, world.binding, world.scope.lexicon)
            for side in (condition.left, condition.right)
        ]
    except ProblemError:
        return None
    left, right = (meaning.value(part, env) for part in parts)
    return numeric.holds(left, condition.sign, right)


def assumed(world: World, meaning: Meaning[Any]) -> Env[Any]:
    """An environment in which the assumed equations hold: each is solved for its last symbol."""
    env: Env[Any] = Env()
    for assumption in world.scope.assumptions:
        if assumption.sign == "=" and not has_array(assumption, world.scope):
            solved = _solved(assumption, world, meaning, env)
            env = env if solved is None else env.hold(*solved)
    return env


def _solved(
    assumption: t.Rel, world: World, meaning: Meaning[Any], env: Env[Any]
) -> tuple[str, Any] | None:
    """The last symbol in which an assumed equation is linear, and its value."""
    try:
        parts = (assumption.left, t.Neg(assumption.right))
        node = instantiate(t.Add(parts), world.binding, world.scope.lexicon)
    except ProblemError:
        return None  # it is about lengths that do not occur here
    symbols = [part for part in t.walk(node) if isinstance(part, t.Sym)]
    found = (_root(node, key_of(symbol), meaning, env) for symbol in reversed(symbols))
    return next((each for each in found if each is not None), None)


def _root(node: t.Node, key: str, meaning: Meaning[Any], env: Env[Any]) -> tuple[str, Any] | None:
    """Where a node is 0 as a function of one symbol, if it is linear in it."""
    domain = meaning.domain
    at = [meaning.value(node, env.hold(key, domain.number(text))) for text in ("0", "1", "2")]
    minus = domain.number("-1")
    slope = domain.add([at[1], domain.mul([minus, at[0]])])
    bend = domain.add([at[2], domain.mul([minus, at[1]]), domain.mul([minus, slope])])
    if not numeric.holds(bend, "=", domain.number("0")) or numeric.holds(
        slope, "=", domain.number("0")
    ):
        return None
    return key, domain.mul([minus, domain.div(at[0], slope)])


def _counterexample(world: World, point: numeric.Point, left: Any, right: Any) -> str:
    where = ", ".join(([world.text()] if world.binding else []) + [point.text()])
    digits = next((n for n in (4, 8, 16, 30) if _apart(left, right, n)), 50)
    values = f"left {mpmath.nstr(left, digits)}, right {mpmath.nstr(right, digits)}"
    return f"at {where}: {values}"


def _apart(left: Any, right: Any, digits: int) -> bool:
    return bool(mpmath.nstr(left, digits) != mpmath.nstr(right, digits))


def proved(claim: Claim, scope: Scope) -> Outcome:
    """The verdict on an equation that numbers did not refute."""
    try:
        found = proof(claim, scope)
    except ShapeError as error:
        return of_shapes(error)
    if found is None:
        return Outcome("undecided", "kernel", "true at every point tried, but not proved")
    return Outcome("proved", _method(found))


def of_shapes(error: ShapeError) -> Outcome:
    """The verdict where shapes clash."""
    return Outcome("failed", "shapes", str(error), shapes.REMEDY, error.at)


def _method(found: Proof) -> str:
    words = ["in the normal form"]
    if found.general:
        words.append("for any differentiable " + " and ".join(sorted(found.general)))
    if found.sizes:
        words.append("for every " + " and ".join(found.sizes))
    if found.layers:
        networks = f"{found.networks} network{'s' if found.networks > 1 else ''}"
        words.append(f"every layer of {networks}")
    return ", ".join(words)
