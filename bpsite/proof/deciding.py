"""Decides one relation: numbers refute, SymPy proves, and both must agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import mpmath

from bpsite.proof import arrays, duals, numeric, symbolic
from bpsite.proof import tree as t
from bpsite.proof.duals import UndefinedValueError
from bpsite.proof.instances import instantiate
from bpsite.proof.meaning import Env, Meaning, key_of
from bpsite.proof.scope import Definition
from bpsite.proof.syntax import ProblemError
from bpsite.proof.worlds import Claim, World

POINTS = 12
EXTREMES = 4
COMPARED = ("=", r"\equiv", r"\ne", "<", ">", r"\le", r"\ge")


@dataclass(frozen=True)
class Outcome:
    """A verdict, how it was reached, and what speaks against the relation."""

    verdict: str
    method: str
    detail: str = ""
    remedy: str = ""


def held_on_arrays(claim: Claim, found: Sequence[World]) -> Outcome:
    """The verdict on a relation of vectors or matrices."""
    for world in found:
        for detail in arrays.draws(claim, world):
            if detail:
                return Outcome("failed", "arrays", detail)
    return Outcome("held", f"{arrays.DRAWS} draws of random shapes and values")


def refutation(claim: Claim, found: Sequence[World]) -> Outcome | None:
    """An outcome if numbers refute the claim, or if no point has values on both sides."""
    each = max(1, (POINTS + EXTREMES) // len(found))
    tried = 0
    for number, world in enumerate(found):
        here = 0
        for seed in range(each * 4):
            point = numeric.Point(1000 * number + seed, extreme=seed % 4 == 3)
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


def against(
    claim: Claim, world: World, point: numeric.Point, opaque: frozenset[str] = frozenset()
) -> str | None:
    """What speaks against a claim at a point: nothing (""), or None where it has no value."""
    with mpmath.workdps(numeric.DIGITS):
        meaning = Meaning(numeric.NumberDomain(point), world.scope, world.binding, opaque)
        try:
            env = assumed(world, meaning)
            if not _conditions_hold(claim, world, meaning, env):
                return None
            left = duals.plain(meaning.value(world.relation.left, env))
            right = duals.plain(meaning.value(world.relation.right, env))
            if numeric.holds(left, world.relation.sign, right):
                return ""
        except UndefinedValueError:
            return None
        return _counterexample(world, point, left, right)


def _conditions_hold(claim: Claim, world: World, meaning: Meaning[Any], env: Env[Any]) -> bool:
    for condition in claim.condition:
        sides = [
            meaning.value(instantiate(side, world.binding, world.scope.lexicon), env)
            for side in (condition.left, condition.right)
        ]
        if not numeric.holds(sides[0], condition.sign, sides[1]):
            return False
    return True


def assumed(world: World, meaning: Meaning[Any]) -> Env[Any]:
    """An environment in which the assumed equations hold: each is solved for its last symbol."""
    env: Env[Any] = Env()
    for assumption in world.scope.assumptions:
        solved = _solved(assumption, world, meaning, env)
        if solved is not None:
            env = env.hold(*solved)
    return env


def _solved(
    assumption: t.Rel, world: World, meaning: Meaning[Any], env: Env[Any]
) -> tuple[str, Any] | None:
    try:
        parts = (assumption.left, t.Neg(assumption.right))
        node = instantiate(t.Add(parts), world.binding, world.scope.lexicon)
    except ProblemError:
        return None  # it is about lengths that do not occur here
    last = [part for part in t.walk(node) if isinstance(part, t.Sym)][-1]
    domain, key = meaning.domain, key_of(last)
    at = [meaning.value(node, env.hold(key, domain.number(text))) for text in ("0", "1")]
    minus = domain.number("-1")
    slope = domain.add([at[1], domain.mul([minus, at[0]])])
    return key, domain.mul([minus, domain.div(at[0], slope)])


def _counterexample(world: World, point: numeric.Point, left: Any, right: Any) -> str:
    shown = [f"{key} = {mpmath.nstr(value, 4)}" for key, value in point.values.items()]
    where = ", ".join(([world.text()] if world.binding else []) + shown) or "every point"
    digits = next((n for n in (4, 8, 16, 30) if _apart(left, right, n)), 50)
    values = f"left {mpmath.nstr(left, digits)}, right {mpmath.nstr(right, digits)}"
    return f"at {where}: {values}"


def _apart(left: Any, right: Any, digits: int) -> bool:
    return bool(mpmath.nstr(left, digits) != mpmath.nstr(right, digits))


def proved(claim: Claim, found: Sequence[World]) -> Outcome:
    """The verdict on an equation that numbers did not refute."""
    opened: set[frozenset[str]] = set()
    for world in found:
        if world.symbolic:
            opaque = _opaque_that_proves(claim, world)
            if opaque is None:
                detail = "true at every point tried, but not proved"
                return Outcome("undecided", "symbolic", detail)
            opened.add(opaque)
    general = frozenset.intersection(*opened) if opened else frozenset()
    return Outcome("proved", _method(found, general))


def _opaque_that_proves(claim: Claim, world: World) -> frozenset[str] | None:
    """The greatest set of functions that may stay general in a proof, or None without one."""
    names = frozenset(_defined_functions(world))
    for opened in _subsets(names):
        opaque = names - opened
        if not _could_be_general(claim, world, opaque):
            continue
        meaning = Meaning(symbolic.SymbolicDomain(), world.scope, world.binding, opaque)
        env = assumed(world, meaning)
        left, right = (meaning.value(s, env) for s in (world.relation.left, world.relation.right))
        if all(
            symbolic.is_zero(d) for d in symbolic.under(left - right, _conditions(claim, world))
        ):
            return opaque
    return None


def _could_be_general(claim: Claim, world: World, opaque: frozenset[str]) -> bool:
    """Whether the relation holds at a point with random functions in the place of these."""
    if not opaque:
        return True
    return against(claim, world, numeric.Point(1), opaque) in ("", None)


def _conditions(claim: Claim, world: World) -> list[tuple[Any, str, Any]]:
    meaning = Meaning(symbolic.SymbolicDomain(), world.scope, world.binding)
    found = []
    for condition in claim.condition:
        left, right = (
            meaning.value(instantiate(side, world.binding, world.scope.lexicon), Env())
            for side in (condition.left, condition.right)
        )
        found.append((left, condition.sign, right))
    return found


def _subsets(names: frozenset[str]) -> Iterator[frozenset[str]]:
    for size in range(len(names) + 1):
        if size in (0, 1, len(names)):
            yield from map(frozenset, combinations(sorted(names), size))


def _defined_functions(world: World) -> Iterator[str]:
    """The functions with a definition that the relation reaches."""
    waiting: list[t.Node] = [world.relation]
    seen: set[str] = set()
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.Sym) and repr(node) not in seen:
                seen.add(repr(node))
                body = world.scope.body(node, world.binding)
                waiting += [body] if body is not None else []
            name = node.fn if isinstance(node, t.Call) else getattr(node, "base", None)
            called = isinstance(node, t.Call | t.Fn) and name in world.scope.functions
            if called and name not in seen:
                seen.add(str(name))
                definition = world.scope.functions[str(name)]
                waiting.append(definition.body)
                if _closed(definition):
                    yield str(name)


def _closed(definition: Definition) -> bool:
    """Whether a function is one of its parameters alone: only then may it stay general."""
    symbols = {part for part in t.walk(definition.body) if isinstance(part, t.Sym)}
    return symbols <= set(definition.params)


def _method(found: Sequence[World], general: frozenset[str]) -> str:
    words = ["symbolic"]
    if general:
        words.append("for any differentiable " + " and ".join(sorted(general)))
    names = sorted({name for world in found for name in world.binding})
    layers = [name for name in names if found[0].scope.lexicon.has(name, "layer")]
    if layers:
        scopes = len({id(world.scope) for world in found})
        words.append(f"every layer of {scopes} network{'s' if scopes > 1 else ''}")
    if not all(world.symbolic for world in found):
        words.append("every length from 1 to 5, held to length 50")
    return ", ".join(words)
