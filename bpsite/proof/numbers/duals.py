"""Numbers with an infinitesimal part over mpmath: derivatives that owe nothing to SymPy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeAlias

import mpmath

_tags = count(1)


class UndefinedValueError(Exception):
    """An expression has no real value at this point."""


@dataclass(frozen=True)
class Dual:
    """re + eps * d with d*d = 0; of two tags the greater is the outer one."""

    tag: int
    re: Number
    eps: Number


Number: TypeAlias = "Any"  # mpmath.mpf or Dual; mpmath has no types


def tag_of(value: Number) -> int:
    """The tag of a dual number, 0 for a plain one."""
    return value.tag if isinstance(value, Dual) else 0


def plain(value: Number) -> Any:
    """The number without its infinitesimal parts."""
    while isinstance(value, Dual):
        value = value.re
    return value


def parts(value: Number, tag: int) -> tuple[Number, Number]:
    """The real and the infinitesimal part with respect to a tag."""
    return (value.re, value.eps) if tag_of(value) == tag else (value, mpmath.mp.zero)


def add(left: Number, right: Number) -> Number:
    """The sum."""
    tag = max(tag_of(left), tag_of(right))
    if tag == 0:
        return left + right
    (a, da), (b, db) = parts(left, tag), parts(right, tag)
    return Dual(tag, add(a, b), add(da, db))


def mul(left: Number, right: Number) -> Number:
    """The product."""
    tag = max(tag_of(left), tag_of(right))
    if tag == 0:
        return left * right
    (a, da), (b, db) = parts(left, tag), parts(right, tag)
    return Dual(tag, mul(a, b), add(mul(da, b), mul(a, db)))


def neg(value: Number) -> Number:
    """The negative."""
    return mul(mpmath.mpf(-1), value)


def reciprocal(value: Number) -> Number:
    """One over the number. Raises `UndefinedValueError` at 0."""
    if isinstance(value, Dual):
        inverse = reciprocal(value.re)
        return Dual(value.tag, inverse, neg(mul(value.eps, mul(inverse, inverse))))
    if value == 0:
        raise UndefinedValueError
    return 1 / value


def whole_power(base: Number, exponent: int) -> Number:
    """A power with a whole exponent."""
    if isinstance(base, Dual):
        if exponent == 0:
            return mpmath.mp.one
        slope = mul(mpmath.mpf(exponent), whole_power(base.re, exponent - 1))
        return Dual(base.tag, whole_power(base.re, exponent), mul(slope, base.eps))
    if base == 0 and exponent < 0:
        raise UndefinedValueError
    return base**exponent


def power(base: Number, exponent: Number) -> Number:
    """A power; a negative base takes whole exponents only."""
    if not isinstance(exponent, Dual) and exponent == int(exponent) and abs(exponent) < 10**4:
        return whole_power(base, int(exponent))
    return apply(EXP, mul(exponent, apply(LOG, base)))


@dataclass(frozen=True)
class Elementary:
    """A function of one number: mpmath's name for it, and its derivative."""

    name: str
    slope: Callable[[Number], Number]


def apply(function: Elementary, value: Number) -> Number:
    """An elementary function, on a dual number by its known derivative."""
    if isinstance(value, Dual):
        inner = apply(function, value.re)
        return Dual(value.tag, inner, mul(function.slope(value.re), value.eps))
    if function is LOG and value <= 0:
        raise UndefinedValueError
    if function is ABS:
        return abs(value)
    if function is EXP and abs(value) > 10**6:
        raise UndefinedValueError
    return getattr(mpmath.mp, function.name)(value)


def _sign(value: Number) -> Number:
    number = plain(value)
    if number == 0:
        raise UndefinedValueError
    return mpmath.mpf(1 if number > 0 else -1)


EXP: Elementary = Elementary("exp", lambda x: apply(EXP, x))
LOG: Elementary = Elementary("log", reciprocal)
SIN: Elementary = Elementary("sin", lambda x: apply(COS, x))
COS: Elementary = Elementary("cos", lambda x: neg(apply(SIN, x)))
ABS: Elementary = Elementary("abs", _sign)


def derivative(function: Callable[[Number], Number], at: Number) -> Number:
    """The derivative of a function of one number at a number."""
    tag = next(_tags)
    return parts(function(Dual(tag, at, mpmath.mp.one)), tag)[1]
