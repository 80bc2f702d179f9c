"""The shapes of arrays in a formula: () of a number, (n, "") of a vector, (m, n) of a matrix."""

from __future__ import annotations

from typing import TypeAlias

from bpsite.proof.scope.lookup import Scope, offset_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, SQUARED_NORM
from bpsite.proof.syntax.lexicon import Place, exact, moved_size, signature
from bpsite.proof.syntax.parse import ProblemError

Shape: TypeAlias = "tuple[()] | tuple[str, str]"  # "" is the axis that a vector has not
NUMBER: Shape = ()


class UntranslatableError(Exception):
    """This has no counterpart in the other language."""


def shape(node: t.Node, scope: Scope) -> Shape:
    """The shape of a node's value. Raises `UntranslatableError` where it is not known for sure."""
    found: Shape = NUMBER
    match node:
        case t.Sym():
            found = _of_symbol(node, scope)
        case t.Transpose(arg):
            found = shape(arg, scope)[::-1]
        case t.Neg(arg) | t.Div(arg, _):
            found = shape(arg, scope)
        case t.Call(name, _, (arg,)) if name in OF_ARRAYS:
            found = _of_call(name, shape(arg, scope))
        case t.Call(name, _, (arg,)) if not _takes_array(name, scope):
            found = shape(arg, scope)
        case t.Add(parts) | t.Had(parts):
            found = _common([shape(part, scope) for part in parts])
        case t.Mul(factors):
            found = _product([shape(factor, scope) for factor in factors])
        case t.Deriv(arg, by):
            found = slope(shape(arg, scope), shape(by, scope))
        case t.Entry() | t.Big() | t.Fixed() | t.Pow():
            found = _of_entries(node, scope)
        case t.Matrix(rows) if len(rows) > 1 and len(rows[0]) > 1:
            found = str(len(rows)), str(len(rows[0]))
        case _ if has_array(node, scope):
            raise UntranslatableError
    return found


def _of_entries(node: t.Entry | t.Big | t.Fixed | t.Pow, scope: Scope) -> Shape:
    """The shape of an entry, of a sum over an index, of a power, of ones and an identity."""
    if isinstance(node, t.Fixed):
        length = _length(node.size)
        return (length, "" if node.name == "ones" else length)
    if isinstance(node, t.Big):
        fits = shape(node.body, scope) == NUMBER
    elif isinstance(node, t.Pow):
        fits = shape(node.base, scope) == shape(node.exp, scope) == NUMBER
    else:
        fits = len(node.indices) == sum(map(bool, shape(node.arg, scope)))
    if not fits:
        raise UntranslatableError
    return NUMBER


def _length(size: t.Node | None) -> str:
    """A size that has a name or a number of its own."""
    if isinstance(size, t.Num):
        return size.text
    if not isinstance(size, t.Sym) or size.upper or size.lower:
        raise UntranslatableError
    return size.base


def _of_call(name: str, of: Shape) -> Shape:
    """The shape of a function of an array."""
    if name in ("tr", SQUARED_NORM):
        if not of or (name == "tr" and of[0] != of[1]):
            raise UntranslatableError
        return NUMBER
    if name != "diag" or not of or of[1]:
        raise UntranslatableError
    return of[0], of[0]


def has_array(node: t.Node, scope: Scope) -> bool:
    """Whether a vector or a matrix occurs in a node."""
    return any(
        isinstance(part, t.Matrix)
        or (isinstance(part, t.Sym) and _of_symbol(part, scope) != NUMBER)
        for part in t.walk(node)
    )


def _of_symbol(symbol: t.Sym, scope: Scope) -> Shape:
    """As declared, or the shape of what the symbol is defined as."""
    kind = scope.kind(symbol)
    if kind.array:
        if "1" in kind.dims:
            raise UntranslatableError  # a row or a column of its own would be a vector or a number
        over = dict(zip(kind.over, _places(symbol), strict=False))
        first, *others = (moved_size(size, over) for size in kind.dims)
        return first, others[0] if others else ""
    if not scope.lexicon.arrays:
        return NUMBER
    known = scope.exact.get(exact(symbol) or symbol.base)
    if known is not None and not symbol.upper and not symbol.lower:
        return shape(known.body, scope)
    return _of_member(symbol, scope)


def _of_member(symbol: t.Sym, scope: Scope) -> Shape:
    """The shape of a member of a family that a definition gives to all members at once."""
    family = signature(symbol)
    reached = [part for part in scope.reached(family) if isinstance(part, t.Sym)]
    if not any(scope.kind(part).array for part in reached):
        return NUMBER
    general = scope.general.get(family)
    alone = len(scope.definitions(family)) == 1
    if general is None or not alone or family in map(signature, reached):
        raise UntranslatableError
    pairs = zip(_places(general.target), _places(symbol), strict=True)
    over = {name: (letter, by - offset) for (name, offset), (letter, by) in pairs}
    first, second = shape(general.body, scope) or ("", "")
    return (moved_size(first, over), moved_size(second, over)) if first or second else NUMBER


def _places(symbol: t.Sym) -> list[Place]:
    try:
        return [offset_of(index) for index in (*symbol.upper, *symbol.lower)]
    except ProblemError:
        raise UntranslatableError from None


def _takes_array(name: str, scope: Scope) -> bool:
    definition = scope.functions.get(name)
    return definition is not None and any(scope.kind(p).array for p in definition.params)


def _common(found: list[Shape]) -> Shape:
    if len(set(found)) > 1:
        raise UntranslatableError
    return found[0]


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
