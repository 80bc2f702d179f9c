"""The rules of differentiation, one class each: its name, the words for it, what it rewrites."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, ClassVar

from bpsite.proof.elaborate.env import Env
from bpsite.proof.elaborate.values import Value, each, product
from bpsite.proof.kernel.algebra import inverse, times
from bpsite.proof.kernel.terms import minus, plus, scaled
from bpsite.proof.syntax import tree as t

if TYPE_CHECKING:
    from bpsite.proof.justify.slopes import Slopes

RECIPROCAL = t.Num("-1")


class Rule(ABC):
    """A rule of differentiation. `elementary`: whoever names any rule may use it."""

    name: ClassVar[str]
    words: ClassVar[tuple[str, ...]] = ()  # by which else a reason names it
    meaning: ClassVar[str]
    elementary: ClassVar[bool] = False

    @abstractmethod
    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The derivative of a node that moves; None for one that the rule doesn't rewrite."""


class SumRule(Rule):
    """Term by term."""

    name = "sum rule"
    meaning = "the derivative of a sum, term by term"
    elementary = True

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The sum of the slopes."""
        if isinstance(node, t.Add):
            return each([slopes.of(term, env) for term in node.terms], plus)
        if isinstance(node, t.Big) and node.op == "sum":
            return slopes.summed(node, env)
        return None


class ConstantFactor(Rule):
    """What doesn't move stands before the derivative."""

    name = "constant factor"
    words = ("constant factor rule", "constant factors")
    meaning = "a factor that does not change stays before the derivative"
    elementary = True

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The product with the one factor that moves replaced by its slope."""
        if isinstance(node, t.Div) and not slopes.moves(node.den, env):
            over = slopes.value(node.den, env)
            return each([slopes.of(node.num, env), over], lambda a, b: times(a, inverse(b)))
        moving = [n for n, factor in enumerate(_factors(node)) if slopes.moves(factor, env)]
        return _with_slope(node, moving[0], slopes, env) if len(moving) == 1 else None


class ReciprocalRule(Rule):
    """(1/g)' = -g'/g^2."""

    name = "reciprocal rule"
    meaning = "the derivative of one over what changes"

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The slope of what is divided by, over its square."""
        if isinstance(node, t.Div) and not slopes.moves(node.num, env):
            return slopes.of_power(node.num, node.den, RECIPROCAL, env)
        if isinstance(node, t.Pow) and _negative(node.exp) and slopes.moves(node.base, env):
            turned = slopes.of(t.Pow(node.base, _turned(node.exp)), env)
            value = slopes.value(node, env)
            return each([turned, value], lambda a, b: scaled(times(a, b, b), -1))
        return None


class QuotientRule(Rule):
    """(f/g)' = (f' g - f g')/g^2."""

    name = "quotient rule"
    meaning = "the derivative of a fraction whose denominator changes"

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The slopes of both, over the square of what is divided by."""
        if not isinstance(node, t.Div) or not slopes.moves(node.den, env):
            return None
        tops = slopes.value(node.num, env), slopes.of(node.num, env)
        below = slopes.value(node.den, env), slopes.of(node.den, env)
        return each(
            [*tops, *below],
            lambda f, df, g, dg: times(minus(times(df, g), times(f, dg)), inverse(times(g, g))),
        )


class ProductRule(Rule):
    """(f g)' = f' g + f g'; a quotient is a product with a reciprocal."""

    name = "product rule"
    meaning = "the derivative of a product of which more than one factor changes"

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The sum of the products with one factor replaced by its slope."""
        if isinstance(node, t.Div) and slopes.moves(node.num, env) and slopes.moves(node.den, env):
            node = t.Mul((node.num, t.Div(t.Num("1"), node.den)))
        moving = [n for n, factor in enumerate(_factors(node)) if slopes.moves(factor, env)]
        if len(moving) < 2:  # a product of two
            return None
        return each([_with_slope(node, n, slopes, env) for n in moving], plus)


class PowerRule(Rule):
    """(x^n)' = n x^(n-1)."""

    name = "power rule"
    meaning = "the derivative of a power of the variable"
    elementary = True

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The power that is one less, times the exponent."""
        if not isinstance(node, t.Pow) or slopes.moves(node.exp, env):
            return None
        if not slopes.is_variable(node.base, env):
            return None
        return slopes.of_power(t.Num("1"), node.base, node.exp, env)


class KnownFunction(Rule):
    """f(x)' = f'(x)."""

    name = "derivative"
    words = ("derivatives",)
    meaning = "the derivative of a function of the variable itself"
    elementary = True

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The slope of a function at the variable."""
        inner = [part for part in _inner(node) if slopes.moves(part, env)]
        if not all(slopes.is_variable(part, env) for part in inner):
            return None
        return slopes.of_function(node, env)


class ChainRule(Rule):
    """f(g)' = f'(g) g'."""

    name = "chain rule"
    meaning = "the derivative of a function of something that depends on the variable"

    def slope(self, node: t.Node, slopes: Slopes, env: Env) -> Value | None:
        """The slope of the outer function, times that of the inner."""
        if isinstance(node, t.Div) and not slopes.moves(node.num, env):
            return slopes.of_power(node.num, node.den, RECIPROCAL, env)
        if isinstance(node, t.Pow) and not slopes.moves(node.exp, env):
            return slopes.of_power(t.Num("1"), node.base, node.exp, env)
        return slopes.of_function(node, env)


RULES: Sequence[Rule] = (
    SumRule(),
    ConstantFactor(),
    ReciprocalRule(),
    QuotientRule(),
    ProductRule(),
    PowerRule(),
    KnownFunction(),
    ChainRule(),
)
"""In the order in which they are tried."""

ELEMENTARY = frozenset(rule.name for rule in RULES if rule.elementary)
ALL = frozenset(rule.name for rule in RULES)
GROUPS: Mapping[str, frozenset[str]] = {
    "linearity": frozenset({SumRule.name, ConstantFactor.name}),
    KnownFunction.name: ELEMENTARY,
    "differentiate": ALL,
    "rules of differentiation": ALL,
}
"""Words for several rules at once."""


def _named() -> Iterator[tuple[str, frozenset[str]]]:
    for rule in RULES:
        for word in (rule.name, *rule.words):
            yield word, GROUPS.get(rule.name, frozenset({rule.name}))
    yield from GROUPS.items()


NAMED: Mapping[str, frozenset[str]] = dict(_named())
"""What a reason can call rules: the words, and the rules that they allow."""


def _factors(node: t.Node) -> tuple[t.Node, ...]:
    return node.factors if isinstance(node, t.Mul | t.Had) else ()


def _with_slope(node: t.Node, position: int, slopes: Slopes, env: Env) -> Value:
    """A product with one factor replaced by its slope."""
    factors = [
        slopes.of(factor, env) if n == position else slopes.value(factor, env)
        for n, factor in enumerate(_factors(node))
    ]
    return each(factors, times) if isinstance(node, t.Had) else reduce(product, factors)


def _inner(node: t.Node) -> tuple[t.Node, ...]:
    """What a function is of."""
    if isinstance(node, t.Pow):
        return (node.base, node.exp)
    return node.args if isinstance(node, t.Call) else ()


def _negative(exponent: t.Node) -> bool:
    return isinstance(exponent, t.Neg) and isinstance(exponent.arg, t.Num)


def _turned(exponent: t.Node) -> t.Node:
    return exponent.arg if isinstance(exponent, t.Neg) else t.Neg(exponent)
