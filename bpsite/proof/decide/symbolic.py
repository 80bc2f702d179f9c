"""Trees as SymPy expressions, for limits alone, and whether a difference is zero."""
# ruff: noqa: D102, ARG002 # meaning.Domain says what each method does and takes

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import sympy

from bpsite.proof.syntax.functions import OF_NUMBERS, SQUARED_NORM
from bpsite.proof.syntax.lexicon import Kind
from bpsite.proof.syntax.parse import ProblemError

Expression: TypeAlias = "Any"  # sympy.Expr; SymPy has no types

_BUILTIN = {name: getattr(sympy, row.sympy) for name, row in OF_NUMBERS.items()}
MOST_OPERATIONS = 4000

# What SymPy raises on expressions that it can't handle; each means: not proved.
ERRORS = (
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    TypeError,
    ValueError,
    sympy.PolynomialError,
)


class NoLimitError(Exception):
    """What goes to different values from the two sides."""


@functools.cache
def general_function(name: str, primes: int) -> Any:
    """A function of which nothing is known but that its derivative is the primed one."""

    def fdiff(self: Any, _argindex: int = 1) -> Expression:
        return general_function(name, primes + 1)(*self.args)

    members = {"fdiff": fdiff, "nargs": None, "is_real": True, "is_extended_real": True}
    return type(f"{name}{primes * chr(39)}", (sympy.Function,), members)


def _one_sided(inside: Expression, held: Expression, to: Expression, way: str) -> Expression:
    """SymPy's limit, where it is a number or infinite. Raises `NotImplementedError`.

    SymPy takes the case that holds at the place itself, and gives ranges for what goes on swinging.
    """
    if inside.has(sympy.Piecewise, sympy.Max, sympy.Min):
        raise NotImplementedError("a limit of cases")
    found = sympy.limit(inside, held, to, way)
    if is_undetermined(found) or found.is_extended_real is False:
        raise NotImplementedError("it has no limit that is a number")
    return found


def is_undetermined(e: Expression) -> bool:
    """Whether an expression is no number, such as a difference of infinities."""
    return bool(e.has(sympy.AccumBounds, sympy.nan, sympy.zoo, sympy.Limit))


class SymbolicDomain:
    """Values are SymPy expressions."""

    def __init__(self) -> None:
        self._dummies = 0

    def number(self, text: str) -> Expression:
        return sympy.Rational(text)

    def constant(self, name: str) -> Expression:
        return {r"\infty": sympy.oo, "e": sympy.E}.get(name, sympy.pi)

    def leaf(self, key: str, kind: Kind) -> Expression:
        return symbol(key, kind)

    def add(self, terms: Sequence[Expression]) -> Expression:
        return sympy.Add(*terms)

    def mul(self, factors: Sequence[Expression]) -> Expression:
        return sympy.Mul(*factors)

    def hadamard(self, factors: Sequence[Expression]) -> Expression:
        return sympy.Mul(*factors)

    def div(self, num: Expression, den: Expression) -> Expression:
        return num / den

    def power(self, base: Expression, exp: Expression) -> Expression:
        too_large = exp.is_number and (not exp.is_finite or abs(exp) > 1000)
        if too_large or (base.is_number and exp.is_number and abs(exp) > 64):
            raise ProblemError(0, "this power is too large to compute", "Use a letter.")
        return base**exp

    def absolute(self, value: Expression) -> Expression:
        return sympy.Abs(value)

    def transpose(self, value: Expression) -> Expression:
        return value

    def matrix(self, rows: Sequence[Sequence[Expression]]) -> Expression:
        raise ProblemError(0, "a matrix stands where a number belongs", "% let W: matrix m x n")

    def builtin(self, name: str, args: Sequence[Expression]) -> Expression:
        if name == SQUARED_NORM:
            return args[0] ** 2
        return _BUILTIN[name](*args)

    def unknown(self, name: str, primes: int, args: Sequence[Expression]) -> Expression:
        if len(args) > 1 and primes:
            raise ProblemError(
                0, f"{name} has {len(args)} arguments: by which is it differentiated?"
            )
        return general_function(name, primes)(*args)

    def entrywise(self, function: Callable[[Expression], Expression], at: Expression) -> Expression:
        return function(at)

    def pointwise(self, function: Callable[[Expression], Expression], at: Expression) -> Expression:
        return self.derivative(function, at)

    def derivative(
        self, function: Callable[[Expression], Expression], at: Expression
    ) -> Expression:
        self._dummies += 1
        held = sympy.Symbol(f"held {self._dummies}", real=True)
        return function(held).diff(held).xreplace({held: at})

    def limit(self, function: Callable[[Expression], Expression], to: Expression) -> Expression:
        """The limit, which must be the same from both sides of a finite place."""
        self._dummies += 1
        held = sympy.Symbol(f"held {self._dummies}", real=True)
        inside = function(held)
        if to.is_infinite:
            return _one_sided(inside, held, to, "-" if to.is_positive else "+")
        below, above = (_one_sided(inside, held, to, way) for way in "-+")
        if below != above and not is_zero(below - above):
            raise NoLimitError(f"from below it goes to {below}, from above to {above}")
        return above

    def choose(self, branches: Sequence[tuple[Expression, Any]]) -> Expression:
        pieces = []
        for value, condition in branches:
            pieces.append((value, _condition(condition)))
        return sympy.Piecewise(*pieces)


def _condition(relations: Sequence[tuple[Expression, str, Expression]] | None) -> Any:
    if relations is None:
        return sympy.true
    return sympy.And(*(_relational(*relation) for relation in relations))


def _relational(left: Expression, sign: str, right: Expression) -> Any:
    """SymPy's relation for a sign."""
    kinds = {"<": sympy.Lt, ">": sympy.Gt, r"\le": sympy.Le, r"\ge": sympy.Ge, "=": sympy.Eq}
    return (kinds | {r"\ne": sympy.Ne})[sign](left, right)


def symbol(key: str, kind: Kind) -> Expression:
    """A free symbol with what its kind says."""
    if kind.name in ("natural", "integer"):
        return sympy.Symbol(key, integer=True, positive=kind.name == "natural" or None)
    if kind.low and "oo" not in kind.low and float(kind.low) >= 0 and not kind.closed[0]:
        return sympy.Symbol(key, positive=True)
    return sympy.Symbol(key, real=True)


def is_zero(difference: Expression) -> bool | None:
    """True if an expression is zero by algebra; None where that can't be shown."""
    for attempt in _attempts(difference):
        if attempt == 0:
            return True
    return None


def terms(e: Expression) -> int:
    """At most how many terms an expression has when it is multiplied out."""
    if e.is_Add:
        return sum(map(terms, e.args))
    if e.is_Mul:
        return math.prod(map(terms, e.args))
    if e.is_Pow and e.exp.is_Integer:
        return math.comb(terms(e.base) + abs(int(e.exp)) - 1, abs(int(e.exp)))
    return max(map(terms, e.args), default=1)


def _attempts(difference: Expression) -> Iterator[Expression]:
    """The expression, then what ever stronger methods make of it."""
    yield difference
    if terms(difference) > MOST_OPERATIONS:
        return
    yield sympy.expand(difference)
    if sympy.count_ops(difference) > MOST_OPERATIONS:
        return
    rational = sympy.together(difference)
    numerator, _ = sympy.fraction(rational)
    yield sympy.expand(numerator)
    exponential = difference.rewrite(sympy.exp) if difference.has(sympy.tanh) else difference
    numerator, _ = sympy.fraction(sympy.together(sympy.expand_log(exponential)))
    yield sympy.expand(sympy.powsimp(sympy.expand(numerator)))
    yield sympy.simplify(difference)
