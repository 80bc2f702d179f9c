"""The shapes of arrays in a formula: () of a number, (n, "") of a vector, (m, n) of a matrix."""

from __future__ import annotations

from typing import TypeAlias

from bpsite.proof import tree as t
from bpsite.proof.lexicon import Lexicon

Shape: TypeAlias = "tuple[()] | tuple[str, str]"  # "" is the axis that a vector has not
NUMBER: Shape = ()


class UntranslatableError(Exception):
    """This has no counterpart in the other language."""


def shape(node: t.Node, lexicon: Lexicon) -> Shape:
    """The shape of a node's value. Raises `UntranslatableError` where arrays do not fit."""
    found: Shape = NUMBER
    match node:
        case t.Sym():
            found = _declared(node, lexicon)
        case t.Transpose(arg):
            found = shape(arg, lexicon)[::-1]
        case t.Neg(arg) | t.Call(_, _, (arg,)) | t.Div(arg, _):
            found = shape(arg, lexicon)
        case t.Add(parts) | t.Had(parts):
            found = _common([shape(part, lexicon) for part in parts])
        case t.Mul(factors):
            found = _product([shape(factor, lexicon) for factor in factors])
        case t.Matrix(rows):
            found = str(len(rows)), str(len(rows[0]))
        case t.Deriv(arg, by):
            found = slope(shape(arg, lexicon), shape(by, lexicon))
    return found


def _declared(symbol: t.Sym, lexicon: Lexicon) -> Shape:
    kind = lexicon.of(symbol)
    if kind is None or not kind.array:
        return NUMBER
    return (kind.dims[0], "") if kind.name == "vector" else (kind.dims[0], kind.dims[1])


def _common(found: list[Shape]) -> Shape:
    arrays = {shape for shape in found if shape}
    if len(arrays) > 1:
        raise UntranslatableError
    return arrays.pop() if arrays else NUMBER


def _product(found: list[Shape]) -> Shape:
    whole = found[0]
    for factor in found[1:]:
        whole = product(whole, factor)
    return whole


def product(left: Shape, right: Shape) -> Shape:
    """The shape of a product; a row times a column is a number."""
    if not left or not right:
        return left or right
    if left[1] != right[0]:
        raise UntranslatableError
    return (left[0], right[1]) if left[0] or right[1] else NUMBER


def slope(value: Shape, variable: Shape) -> Shape:
    """The shape of a derivative: the variable's for a number, (outputs, inputs) for a vector."""
    if not value or not variable:
        return value or variable
    if value[1] or variable[1]:
        raise UntranslatableError
    return value[0], variable[0]
