"""Differentiates by the named rules alone; what they don't reach stays an unopened derivative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sympy

from bpsite.proof.symbolic import Expression, is_zero

ALL_RULES = frozenset({"chain", "quotient", "reciprocal", "product"})


@dataclass
class Unopened:
    """A derivative that stays as it is: of `inner`, by `held`, at a place."""

    inner: Expression
    held: Expression
    at: Expression
    symbol: Expression
    depends: Callable[[Expression], bool]


@dataclass
class Differentiator:
    """Which rules may be used, and the derivatives that they left unopened."""

    rules: frozenset[str]
    basics: bool
    unopened: list[Unopened] = field(default_factory=list)

    def derivative(
        self,
        inner: Expression,
        held: Expression,
        at: Expression,
        depends: Callable[[Expression], bool],
    ) -> Expression:
        """The derivative at a place, as far as the rules go."""
        run = _Run(self, held, at, depends)
        found = run.of(inner) if self.basics else run.unopened(inner)
        return found.xreplace({held: at})


@dataclass
class _Run:
    """One derivative while it is taken."""

    by: Differentiator
    held: Expression
    at: Expression
    depends: Callable[[Expression], bool]

    def of(self, e: Expression) -> Expression:
        """The derivative of an expression."""
        if not self.depends(e) or e == self.held:
            return sympy.Integer(e == self.held)
        if e.is_Add:
            return sympy.Add(*map(self.of, e.args))
        if e.is_Mul:
            return self._product(e)
        if e.is_Pow and not self.depends(e.exp):
            return self._power(e)
        if e.is_Function and len(e.args) == 1:
            return self._function(e)
        return self.unopened(e)

    def _product(self, e: Expression) -> Expression:
        still = sympy.Mul(*(factor for factor in e.args if not self.depends(factor)))
        moving = [factor for factor in e.args if self.depends(factor)]
        if len(moving) == 1:
            return still * self.of(moving[0])
        below = [f for f in moving if f.is_Pow and f.exp.is_number and f.exp.is_negative]
        if below and "quotient" in self.by.rules and len(below) < len(moving):
            f = sympy.Mul(*(factor for factor in moving if factor not in below))
            g = 1 / sympy.Mul(*below)
            return still * (self.of(f) * g - self.of(g) * f) / g**2
        if "product" in self.by.rules:
            rest = sympy.Mul(*moving[1:])
            return still * (self.of(moving[0]) * rest + moving[0] * self.of(rest))
        return still * self.unopened(sympy.Mul(*moving))

    def _power(self, e: Expression) -> Expression:
        base, exponent = e.args
        if base == self.held:
            return exponent * base ** (exponent - 1)
        inverse = exponent.is_number and exponent.is_negative
        if inverse and self.by.rules & {"reciprocal", "quotient"}:
            return -self.of(1 / e) * e**2
        if "chain" in self.by.rules:
            return exponent * base ** (exponent - 1) * self.of(base)
        return self.unopened(e)

    def _function(self, e: Expression) -> Expression:
        (inner,) = e.args
        if isinstance(e, sympy.Max | sympy.Min | sympy.Abs):
            return self.unopened(e)
        if inner == self.held:
            return e.fdiff()
        if "chain" in self.by.rules and self.depends(inner):
            return e.fdiff() * self.of(inner)
        return self.unopened(e)

    def unopened(self, e: Expression) -> Expression:
        """The one letter that stands for this derivative, the same for equal ones."""
        for known in self.by.unopened:
            if known.at == self.at and _same(known.inner, e):
                return known.symbol
        symbol = sympy.Symbol(f"derivative {len(self.by.unopened)}", real=True)
        made = Unopened(e, self.held, self.at, symbol, self.depends)
        self.by.unopened.append(made)
        return symbol


def _same(left: Expression, right: Expression) -> bool:
    return bool(left == right or (left.free_symbols == right.free_symbols and _zero(left - right)))


def _zero(difference: Expression) -> bool:
    return bool(sympy.expand(difference) == 0 or is_zero(difference))


def has_redex(unopened: Unopened, rule: str) -> bool:
    """Whether a rule can be applied somewhere inside of an unopened derivative."""
    return any(_is_redex(part, unopened, rule) for part in sympy.preorder_traversal(unopened.inner))


def _is_redex(part: Any, unopened: Unopened, rule: str) -> bool:
    moves, held = unopened.depends, unopened.held
    if rule == "product":
        return part.is_Mul and sum(map(moves, part.args)) > 1
    if rule in ("quotient", "reciprocal"):
        return part.is_Pow and part.exp.is_number and bool(part.exp.is_negative) and moves(part)
    if rule == "chain":
        composed = part.is_Function or part.is_Pow
        return bool(composed and part.args[0] != held and moves(part.args[0]))
    return True
