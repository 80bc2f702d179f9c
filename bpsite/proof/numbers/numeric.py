"""Numbers with 50 digits at random points: the guard of every proof and its counterexamples."""
# ruff: noqa: D102, ARG002 # meaning.Domain says what each method does and takes

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import mpmath

from bpsite.proof.numbers import duals
from bpsite.proof.numbers.duals import Number, UndefinedValueError
from bpsite.proof.numbers.outcomes import Distributions, Outcomes
from bpsite.proof.syntax.functions import ENTRYWISE, SQUARED_NORM
from bpsite.proof.syntax.lexicon import Kind
from bpsite.proof.syntax.parse import ProblemError

DIGITS = 50
ROUNDED_OFF = mpmath.mpf(10) ** -20
"""By how much more digits make a difference smaller that is nothing but rounding."""
_CLOSE = mpmath.mpf(10) ** -25
_TINY = mpmath.mpf(10) ** -60
_HUGE = mpmath.mpf(10) ** 5000


class Point:
    """A random point: the value of each free symbol, and a function for each general one."""

    def __init__(self, seed: int, *, extreme: bool = False, small: bool = False) -> None:
        self.random = random.Random(seed)  # noqa: S311 # points, not secrets
        self.extreme = extreme
        self.small = small  # positive parts of 1, for what only takes probabilities
        self.values: dict[str, Any] = {}
        self.functions: dict[str, list[Any]] = {}
        self.distributions = Distributions(self.random)

    def value(self, key: str, kind: Kind) -> Any:
        """The value of a free symbol here, one that its kind allows."""
        if key not in self.values:
            self.values[key] = self._draw(kind)
        return self.values[key]

    def _draw(self, kind: Kind) -> Any:
        if kind.values:
            return mpmath.mpf(self.random.choice(kind.values))
        if kind.name in ("natural", "integer"):
            return mpmath.mpf(self.random.randint(1 if kind.name == "natural" else -9, 9))
        if kind.name != "real":
            raise UndefinedValueError
        return self._between(kind)

    def _between(self, kind: Kind) -> Any:
        size = self.random.choice((8, 30, 200)) if self.extreme else 2
        if self.small and not kind.low:
            return mpmath.mpf(self.random.uniform(0.01, 0.19))
        wide = mpmath.mpf(self.random.uniform(-size, size))
        low, high = (None if "oo" in x or not x else mpmath.mpf(x) for x in (kind.low, kind.high))
        if low is not None and high is not None:
            share = mpmath.mpf(self.random.random())
            return low + (high - low) * share
        if low is not None:
            return low + mpmath.exp(wide)
        return wide if high is None else high - mpmath.exp(wide)

    def text(self) -> str:
        """The values that were drawn, as a reader sees them."""
        shown = [f"{key} = {mpmath.nstr(value, 4)}" for key, value in self.values.items()]
        shown += self.distributions.text()
        return ", ".join(shown) or "every point"

    def coefficients(self, name: str) -> list[Any]:
        """What makes a general function a definite one here."""
        if name not in self.functions:
            self.functions[name] = [mpmath.mpf(self.random.uniform(0.2, 1.5)) for _ in range(7)]
        return self.functions[name]


class NumberDomain:
    """Values are mpmath numbers, with infinitesimal parts while something is differentiated."""

    def __init__(self, point: Point) -> None:
        self.point = point
        self.outcomes: Outcomes | None = None  # inside of a mean, what has come out

    def number(self, text: str) -> Number:
        return mpmath.mpf(text)

    def constant(self, name: str) -> Number:
        if name == r"\infty":
            return mpmath.inf
        return +mpmath.mp.e if name == "e" else +mpmath.mp.pi

    def leaf(self, key: str, kind: Kind) -> Number:
        if kind.chance and self.outcomes is not None:
            return self.outcomes.value(key, kind)
        return self.point.value(key, kind)

    def mean(self, value: Callable[[], Number]) -> Number:
        """The mean over all outcomes; one inside of another has outcomes of its own."""
        outside, self.outcomes = self.outcomes, Outcomes(self.point.distributions)
        try:
            terms = [duals.mul(weight, found) for weight, found in self.outcomes.all_of(value)]
        finally:
            self.outcomes = outside
        return self.add(terms)

    def add(self, terms: Sequence[Number]) -> Number:
        total = terms[0]
        for term in terms[1:]:
            total = duals.add(total, term)
        return _bounded(total)

    def mul(self, factors: Sequence[Number]) -> Number:
        total = factors[0]
        for factor in factors[1:]:
            total = duals.mul(total, factor)
        return _bounded(total)

    def hadamard(self, factors: Sequence[Number]) -> Number:
        return self.mul(factors)

    def div(self, num: Number, den: Number) -> Number:
        return duals.mul(num, duals.reciprocal(den))

    def power(self, base: Number, exp: Number) -> Number:
        if abs(duals.plain(exp)) > 1000:
            raise UndefinedValueError
        return _bounded(duals.power(base, exp))

    def absolute(self, value: Number) -> Number:
        return duals.apply(duals.ABS, value)

    def transpose(self, value: Number) -> Number:
        return value

    def matrix(self, rows: Sequence[Sequence[Number]]) -> Number:
        raise ProblemError(0, "a matrix stands where a number belongs", "% let W: matrix m x n")

    def builtin(self, name: str, args: Sequence[Number]) -> Number:
        if name in (r"\max", r"\min"):
            return _extreme(args, largest=name == r"\max")
        if name == SQUARED_NORM:
            return self.mul([args[0], args[0]])
        return _bounded(duals.apply(ENTRYWISE[name].number, args[0]))

    def unknown(self, name: str, primes: int, args: Sequence[Number]) -> Number:
        """A definite smooth function: a polynomial and a wave with random coefficients."""
        if primes:
            lower = lambda at: self.unknown(name, primes - 1, [at])  # noqa: E731 # reads best
            return duals.derivative(lower, args[0])
        at = args[0]
        for other in args[1:]:
            at = duals.add(duals.mul(at, mpmath.mpf("1.3")), other)
        c = self.point.coefficients(name)
        wave = duals.mul(c[3], duals.apply(duals.SIN, duals.add(duals.mul(c[4], at), c[5])))
        bend = duals.mul(c[2], duals.mul(at, at))
        return self.add([c[0], duals.mul(c[1], at), bend, wave])

    def entrywise(self, function: Callable[[Number], Number], at: Number) -> Number:
        return function(at)

    def pointwise(self, function: Callable[[Number], Number], at: Number) -> Number:
        return self.derivative(function, at)

    def derivative(self, function: Callable[[Number], Number], at: Number) -> Number:
        return duals.derivative(function, at)

    def limit(self, function: Callable[[Number], Number], to: Number) -> Number:
        raise UndefinedValueError  # no point is near enough to say what a limit is

    def choose(
        self, branches: Sequence[tuple[Number, Sequence[tuple[Number, str, Number]] | None]]
    ) -> Number:
        for value, condition in branches:
            if condition is None or all(holds(a, sign, b) for a, sign, b in condition):
                return value
        raise UndefinedValueError


def _bounded(value: Number) -> Number:
    number = duals.plain(value)
    if not mpmath.isfinite(number) or abs(number) > _HUGE:
        raise UndefinedValueError
    return value


def _extreme(args: Sequence[Number], *, largest: bool) -> Number:
    ordered = sorted(args, key=duals.plain)
    best, second = (ordered[-1], ordered[-2]) if largest else (ordered[0], ordered[1])
    tied = duals.plain(best) == duals.plain(second)
    if tied and duals.tag_of(best) != duals.tag_of(second):
        raise UndefinedValueError
    return best


def holds(left: Number, sign: str, right: Number) -> bool:
    """Whether a relation holds between two numbers, equality to 25 digits."""
    a, b = duals.plain(left), duals.plain(right)
    if sign in ("=", r"\equiv"):
        return close(a, b)
    if sign == r"\ne":
        return not close(a, b)
    if sign in (r"\le", r"\ge"):
        return bool(a <= b if sign == r"\le" else a >= b) or close(a, b)
    if sign in ("<", ">"):
        return bool(a < b if sign == "<" else a > b)
    raise ProblemError(0, f"{sign} can't be decided here", "Mark the formula informal.")


def close(a: Any, b: Any) -> bool:
    """Whether two numbers agree to 25 digits."""
    scale = max(abs(a), abs(b))
    return bool(abs(a - b) <= _CLOSE * scale or scale < _TINY)
