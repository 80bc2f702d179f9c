"""Holds an inequality to its reason: what the items name must give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsite.proof import orders, symbolic
from bpsite.proof import tree as t
from bpsite.proof.instances import NoSuchIndexError, instantiate
from bpsite.proof.meaning import Env
from bpsite.proof.scope import UndefinedSymbolError
from bpsite.proof.symbolic import Expression
from bpsite.proof.syntax import ProblemError
from bpsite.proof.theory import (
    Item,
    Step,
    TheoryMeaning,
    bindings,
    each_way,
    substituted,
    theory,
)


def bounded(step: Step, items: Sequence[Item], first: Item | None = None) -> bool:
    """Whether the items give an inequality; with `first`, by an inequality of that item at once."""
    meaning = theory(step, items)
    env: Env[Expression] = Env()
    left, right = meaning.value(step.left, env), meaning.value(step.right, env)
    difference = orders.larger_less_smaller(step.sign, left, right)
    said = list(_facts(meaning, items, step, env))
    equations = [item for item in items if not item.orders]
    tried: set[tuple[Expression, ...]] = set()
    for way in ([], *each_way(meaning, equations, step, env)):
        target = substituted(difference, way)
        owned = [
            (item, orders.Fact(instance, fact.strict))
            for item, fact in said
            for instance in _instances(substituted(fact.value, way), target, meaning)
        ]
        starts = [number for number, (item, _) in enumerate(owned) if item is first]
        facts, strict = [fact for _, fact in owned], step.sign in orders.STRICT
        if (target, *facts) in tried:
            continue  # another way has led here
        tried.add((target, *facts))
        for start in starts if first else [None]:
            if orders.follows_from(target, facts, strict=strict, first=start):
                return True
    return False


def _facts(
    meaning: TheoryMeaning, items: Sequence[Item], step: Step, env: Env[Expression]
) -> Iterator[tuple[Item, orders.Fact]]:
    """What the inequalities among the items say, for all their indices."""
    for item, relation in [(each, relation) for each in items for relation in each.orders]:
        for binding in bindings((relation.left, relation.right), step, item):
            ends = [instantiate(e, binding, step.scope.lexicon) for e in _ends(relation)]
            try:
                left, right = (meaning.value(end, env) for end in ends)
            except (ProblemError, NoSuchIndexError, UndefinedSymbolError):
                continue  # there is no such index in this world
            value = orders.larger_less_smaller(relation.sign, left, right)
            yield item, orders.Fact(value, relation.sign in orders.STRICT)


def _ends(relation: t.Rel) -> tuple[t.Node, t.Node]:
    return relation.left, relation.right


def _instances(
    value: Expression, target: Expression, meaning: TheoryMeaning
) -> Iterator[Expression]:
    """A fact about every x, at each place where the target has the fact's function of x."""
    yield value
    for call in symbolic.unknown(value):
        x = call.args[0]
        if x.is_Symbol and value.free_symbols == {x} and meaning.is_any_number(x):
            for other in sorted(symbolic.unknown(target), key=str):
                if type(other) is type(call) and other != call:
                    yield value.xreplace({x: other.args[0]})
