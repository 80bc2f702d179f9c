"""Pairs of random expressions: made equal by true rewrites, or unequal by one change."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from bpsite.proof.decide.proving import proof
from bpsite.proof.decide.witnesses import against
from bpsite.proof.numbers.numeric import Point
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim, World
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon

KINDS = {"x": Kind("real"), "y": Kind("real"), "a": Kind("real", "0", "oo"), "f": Kind("function")}
SCOPE = Scope(Lexicon(KINDS))
SAMPLE, WHOLE = 200, 10_000
ONE, TWO = t.Num("1"), t.Num("2")


def leaf(chance: random.Random) -> t.Node:
    return chance.choice([t.Sym("x"), t.Sym("y"), t.Sym("a"), t.Num(str(chance.randint(1, 5)))])


def power_of_e(node: t.Node) -> t.Node:
    return t.Pow(t.Const("e"), node)


def expression(chance: random.Random, depth: int) -> t.Node:
    """A random expression; its quotients have what is positive below."""
    if not depth:
        return leaf(chance)
    one, other = expression(chance, depth - 1), expression(chance, depth - 1)
    ways: list[Callable[[], t.Node]] = [
        lambda: t.Add((one, other)),
        lambda: t.Add((one, t.Neg(other))),
        lambda: t.Mul((one, other)),
        lambda: t.Div(one, t.Add((ONE, power_of_e(leaf(chance))))),
        lambda: t.Call("f", chance.randint(0, 2), (one,)),
        lambda: power_of_e(leaf(chance)),
        lambda: t.Pow(one, TWO),
        lambda: one,
    ]
    return chance.choice(ways)()


def rewritten(node: t.Node, chance: random.Random) -> t.Node:
    """An equal expression: each part is rewritten, or not, by an identity that fits it."""
    node = t.rebuild(node, lambda part: rewritten(part, chance))
    if chance.random() < 0.4:
        return node
    extra = leaf(chance)
    ways: list[Callable[[], t.Node]] = [
        lambda: t.Add((node, extra, t.Neg(extra))),
        lambda: t.Mul((node, ONE)),
        lambda: t.Div(t.Mul((node, power_of_e(extra))), power_of_e(extra)),
    ]
    if isinstance(node, t.Add):
        ways += [lambda: t.Add(tuple(reversed(node.terms)))]
    if isinstance(node, t.Mul):
        ways += [lambda: t.Mul(tuple(reversed(node.factors))), lambda: distributed(node)]
    if isinstance(node, t.Pow) and node.exp == TWO:
        ways += [lambda: t.Mul((node.base, node.base))]
    if isinstance(node, t.Pow) and node.base == t.Const("e"):
        half = power_of_e(t.Div(node.exp, TWO))
        ways += [lambda: t.Mul((half, half)), lambda: t.Div(ONE, power_of_e(t.Neg(node.exp)))]
    return chance.choice(ways)()


def distributed(node: t.Mul) -> t.Node:
    first, *rest = node.factors
    if not isinstance(first, t.Add):
        return node
    return t.Add(tuple(t.Mul((term, *rest)) for term in first.terms))


def changed(node: t.Node, chance: random.Random) -> t.Node:
    """The expression with one number, sign, symbol or prime changed."""
    spots = [part for part in t.walk(node) if isinstance(part, t.Num | t.Sym | t.Call | t.Neg)]
    spot = chance.choice(spots)

    def change(part: t.Node) -> t.Node:
        return other(spot, chance) if part is spot else t.rebuild(part, change)

    return change(node)


def other(node: t.Node, chance: random.Random) -> t.Node:
    if isinstance(node, t.Num):
        return t.Num(str(int(node.text) + 1))
    if isinstance(node, t.Call):
        return t.Call(node.fn, node.primes + 1, node.args)
    if isinstance(node, t.Neg):
        return node.arg
    return t.Sym(chance.choice([name for name in "xya" if t.Sym(name) != node]))


def pairs(request: pytest.FixtureRequest) -> range:
    return range(WHOLE if request.config.getoption("--whole") else SAMPLE)


def separated(claim: Claim) -> bool:
    """Whether numbers tell the two sides apart."""
    world = World(SCOPE, {}, claim.relation)
    return any(against(claim, world, Point(seed)) for seed in range(4))


def test_what_true_rewrites_made_equal_is_proved(request: pytest.FixtureRequest) -> None:
    missed = []
    for seed in pairs(request):
        chance = random.Random(seed)  # noqa: S311 # expressions, not secrets
        left = expression(chance, 2)
        claim = Claim(t.Rel(left, "=", rewritten(left, chance)))
        if proof(claim, SCOPE) is None:
            missed.append(claim.relation)
    assert len(missed) <= len(pairs(request)) // 20, missed[:3]


def test_what_one_change_made_unequal_is_never_proved(request: pytest.FixtureRequest) -> None:
    told_apart = 0
    for seed in pairs(request):
        chance = random.Random(seed)  # noqa: S311 # expressions, not secrets
        left = expression(chance, 2)
        claim = Claim(t.Rel(left, "=", changed(rewritten(left, chance), chance)))
        if separated(claim):
            told_apart += 1
            assert proof(claim, SCOPE) is None, claim.relation
    assert told_apart > len(pairs(request)) // 2
