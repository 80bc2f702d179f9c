"""Functions that everybody knows, one row each: how they are written, computed and printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import mpmath

from bpsite.proof.elaborate import components
from bpsite.proof.elaborate.values import Value
from bpsite.proof.numbers.duals import COS, EXP, LOG, SIN, Elementary, add, apply, neg, whole_power

Values: TypeAlias = "Any"  # a NumPy array


@dataclass(frozen=True)
class OfNumber:
    """A function of a number, which acts on each entry of an array."""

    kernel: str  # its name in the normal form, where laws.py may know more of it
    numpy: str
    sympy: str
    number: Elementary
    by_powers: bool = False  # whether SymPy compares it as powers of e


@dataclass(frozen=True)
class Choice:
    """A function that takes one of its arguments, as their order says."""

    numpy: str
    sympy: str


@dataclass(frozen=True)
class OfArray:
    """A function of an array: by its entries, by NumPy's values, and as code."""

    component: Callable[[Value], Value]
    computed: Callable[[Any, Values], Values]  # with NumPy, which is loaded for arrays alone
    numpy: str = ""  # with {} for the argument; nothing where it can't be printed
    sympy: str = ""


TANH: Elementary = Elementary(
    "tanh", lambda x: add(mpmath.mp.one, neg(whole_power(apply(TANH, x), 2)))
)
SINH: Elementary = Elementary("sinh", lambda x: apply(COSH, x))
COSH: Elementary = Elementary("cosh", lambda x: apply(SINH, x))
TAN: Elementary = Elementary("tan", lambda x: add(mpmath.mp.one, whole_power(apply(TAN, x), 2)))

ENTRYWISE: Mapping[str, OfNumber] = {
    r"\exp": OfNumber("exp", "np.exp", "exp", EXP),
    r"\log": OfNumber("log", "np.log", "log", LOG),
    r"\ln": OfNumber("log", "np.log", "log", LOG),
    r"\tanh": OfNumber("tanh", "np.tanh", "tanh", TANH, by_powers=True),
    r"\sinh": OfNumber("sinh", "np.sinh", "sinh", SINH, by_powers=True),
    r"\cosh": OfNumber("cosh", "np.cosh", "cosh", COSH, by_powers=True),
    r"\sin": OfNumber("sin", "np.sin", "sin", SIN),
    r"\cos": OfNumber("cos", "np.cos", "cos", COS),
    r"\tan": OfNumber("tan", "np.tan", "tan", TAN),
}
CHOICES: Mapping[str, Choice] = {
    r"\max": Choice("np.maximum", "Max"),
    r"\min": Choice("np.minimum", "Min"),
}
OF_NUMBERS: Mapping[str, OfNumber | Choice] = {**ENTRYWISE, **CHOICES}


def _softmax(np: Any, z: Values) -> Values:
    axis = 0 if z.shape[1] == 1 else 1
    powers = np.exp(z - np.max(z.real, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


SQUARED_NORM = r"\lVert\rVert^2"
OF_ARRAYS: Mapping[str, OfArray] = {
    "tr": OfArray(components.trace, lambda np, a: np.trace(a), "np.trace({})", "Trace({})"),
    "diag": OfArray(components.diagonal, lambda np, v: np.diag(v[:, 0]), "np.diag({})"),
    "softmax": OfArray(components.softmax, _softmax),
    SQUARED_NORM: OfArray(components.squared_norm, lambda np, v: np.sum(v * v), "np.sum(({})**2)"),
}


def plain_name(base: str) -> str:
    r"""A name without its font: `\operatorname{tr}` is `tr`."""
    for font in (r"\operatorname{", r"\mathrm{", r"\mathsf{"):
        if base.startswith(font):
            return base.removeprefix(font).rstrip("}")
    return ""
