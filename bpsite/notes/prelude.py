"""Functions that notes use and seldom define: one row each, what everybody means by the name."""

from __future__ import annotations

from collections.abc import Container

from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon
from bpsite.proof.syntax.reading import expression

_RECTIFIER = r"\max(0, x)"
_SIGMOID = r"\frac{1}{1 + e^{-x}}"
FUNCTIONS = {
    "sigmoid": _SIGMOID,
    "Sigmoid": _SIGMOID,
    "sigm": _SIGMOID,
    "ReLU": _RECTIFIER,
    "relu": _RECTIFIER,
    "RELU": _RECTIFIER,
    "softplus": r"\log(1 + e^x)",
}


def take(scope: Scope, defined: Container[str]) -> None:
    """Defines the functions that a scope has without a definition; not those that notes define."""
    for word, body in FUNCTIONS.items():
        name = rf"\operatorname{{{word}}}"
        if scope.lexicon.has(name, "function") and name not in defined:
            x = t.Sym("x")
            meaning = expression(body, Lexicon({"x": Kind("real")}))
            scope.define(Definition(t.Sym(name), (x,), meaning))
