"""Random numbers with a few values each, so that a mean is a finite sum: numbers refute with it.

A member of an independent family is drawn for itself, with the values and chances of its family.
All that may depend on each other have one outcome together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath

from bpsite.proof.kernel.terms import DEPENDENT, SYMMETRIC
from bpsite.proof.numbers.duals import Number, UndefinedValueError
from bpsite.proof.syntax.chance import INDICES
from bpsite.proof.syntax.lexicon import Kind

MOST = 200
"""Outcomes that are gone through for one mean."""
_TOGETHER = "what is dependent"
_CHANCES = (Fraction(1, 5), Fraction(3, 10), Fraction(1, 2))


class Distributions:
    """The values and the chances that were drawn at a point."""

    def __init__(self, drawn: random.Random) -> None:
        self.random = drawn
        self.values: dict[str, list[Any]] = {}

    def of(self, name: str, kind: Kind) -> list[Any]:
        """The values of a family, or of one of those that have an outcome together."""
        if name not in self.values:
            size = 2 if kind.chance == SYMMETRIC else 3
            drawn = [mpmath.mpf(self.random.uniform(-2, 2)) for _ in range(size)]
            turned = [-value for value in drawn] if kind.chance == SYMMETRIC else []
            self.values[name] = [*drawn, *turned]
        return self.values[name]

    def text(self) -> list[str]:
        """What was drawn, as a reader sees it."""
        return [
            f"{name} one of {', '.join(mpmath.nstr(value, 4) for value in values)}"
            for name, values in self.values.items()
        ]


class _AskedError(Exception):
    """A random number is needed that has no outcome yet."""

    def __init__(self, of: str, chances: list[Any]) -> None:
        super().__init__(of)
        self.of = of
        self.chances = chances


class Outcomes:
    """Which of its values each random number has."""

    def __init__(self, distributions: Distributions) -> None:
        self.distributions = distributions
        self.chosen: dict[str, int] = {}
        self.left = MOST

    def value(self, key: str, kind: Kind) -> Number:
        """The value of a random number in this outcome."""
        alone = kind.chance != DEPENDENT
        values = self.distributions.of(INDICES.sub("", key) if alone else key, kind)
        name = key if alone else _TOGETHER
        if name not in self.chosen:
            raise _AskedError(name, _chances(kind))
        return values[self.chosen[name]]

    def all_of(self, value: Callable[[], Number]) -> Iterator[tuple[Any, Number]]:
        """The value in each outcome, with its chance. Raises `UndefinedValueError` for too many."""
        self.left -= 1
        if self.left < 0:
            raise UndefinedValueError
        try:
            found = value()
        except _AskedError as asked:
            for number, chance in enumerate(asked.chances):
                self.chosen[asked.of] = number
                for weight, inner in self.all_of(value):
                    yield chance * weight, inner
            del self.chosen[asked.of]
        else:
            yield mpmath.mpf(1), found


def _chances(kind: Kind) -> list[Any]:
    """Of a number and its negative the same one."""
    if kind.chance == SYMMETRIC:
        some = [Fraction(1, 5), Fraction(3, 10)]
        return [mpmath.mpf(c.numerator) / c.denominator for c in (*some, *some)]
    return [mpmath.mpf(c.numerator) / c.denominator for c in _CHANCES]
