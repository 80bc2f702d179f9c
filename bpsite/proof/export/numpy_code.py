"""NumPy's way: vectors have one axis, layers are keys of a dict, indices count from 0."""

from __future__ import annotations

import builtins
from functools import reduce
from typing import ClassVar

from bpsite.proof.export.differences import DIFFERENCES
from bpsite.proof.export.opening import ends, opened
from bpsite.proof.export.printer import (
    ATOM,
    PRODUCT,
    SIGN,
    SUM,
    Code,
    Printer,
    bracketed,
    half_a_unit,
)
from bpsite.proof.export.shapes import Shape, UntranslatableError
from bpsite.proof.scope.latin import latin
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, OF_NUMBERS

_SIGNS = {
    "=": "==",
    r"\ne": "!=",
    "<": "<",
    ">": ">",
    r"\le": "<=",
    r"\ge": ">=",
}


def numpy_text(relation: t.Rel, scope: Scope) -> str:
    """The relation as a NumPy assignment, a function or a truth; nothing if it has no such form.

    >>> x, two = t.Sym("x"), t.Num("2")
    >>> numpy_text(t.Rel(t.Sym("y"), "=", t.Div(t.Pow(x, two), two)), Scope())
    'y = x**2 / 2'
    """
    printer = _NumPy(scope)
    try:
        if relation.sign not in ("=", r"\equiv"):
            return printer.relation(relation)
        return printer.assignment(relation)
    except UntranslatableError:
        return ""


class _NumPy(Printer):
    functions_of: ClassVar = {name: row.numpy for name, row in OF_NUMBERS.items()}
    of_arrays: ClassVar = {name: row.numpy for name, row in OF_ARRAYS.items()}
    constants: ClassVar = {"e": "np.e", r"\pi": "np.pi", r"\infty": "np.inf"}
    reserved: ClassVar = frozenset({"np", *DIFFERENCES, *dir(builtins)})

    def assignment(self, relation: t.Rel) -> str:
        """What a side that is a name gets, or the value alone."""
        head, value = self._sides(relation)
        self.shape(value)  # raises where arrays do not fit
        known = isinstance(head, t.Call) and head.fn in self.of_arrays
        if isinstance(head, t.Call) and not known and all(map(_plain, head.args)):
            return self._function(head, value)
        body, name = self.text(value), self._assigned(head)
        return f"{name} = {body}" if name else body

    def _sides(self, relation: t.Rel) -> tuple[t.Node, t.Node]:
        """What gets a value, and the value: g(z) = y computes y, and says nothing of g."""
        left, right = relation.left, relation.right
        names = isinstance(right, t.Sym) and isinstance(left, t.Call) and right not in t.walk(left)
        known = self.scope.functions.get(right.fn) if isinstance(right, t.Call) else None
        made = known is not None and known.body == left
        return (right, left) if made or names else (left, right)

    def _function(self, head: t.Call, value: t.Node) -> str:
        for arg in head.args:
            if isinstance(arg, t.Sym) and arg not in t.walk(value):  # it may rest on it unseen
                value = opened(value, arg, self.scope)
        body, names = self.text(value), ", ".join(map(self.text, head.args))
        name = latin(head.fn, labels=True) + "_prime" * head.primes
        return f"def {name}({names}):\n    return {body}"

    def _assigned(self, head: t.Node) -> str:
        """The name that a left side gives to its value, or nothing."""
        if isinstance(head, t.Sym):
            return self.text(head)
        match head:
            case t.Deriv(t.Sym(above, (), ()), t.Sym(below, (), ())):
                return f"d{latin(above, labels=True)}_d{latin(below, labels=True)}"
        return ""

    def relation(self, relation: t.Rel) -> str:
        left, right = self.text(relation.left, SUM), self.text(relation.right, SUM)
        if relation.sign == r"\approx":
            apart = f"np.abs({left} - {self.text(relation.right, PRODUCT)})"
            return f"{apart} <= {half_a_unit(relation.right)}"
        if relation.sign not in _SIGNS:
            raise UntranslatableError
        return f"{left} {_SIGNS[relation.sign]} {right}"

    def _num(self, node: t.Num) -> Code:
        return node.text if "." in node.text else node.text.lstrip("0") or "0", ATOM

    def family(self, name: str, indices: list[str], symbol: t.Sym) -> str:
        if any(self._starts_at_zero(index) for index in symbol.lower):
            raise UntranslatableError  # -1 would be the last entry
        kind = self.lexicon.of(symbol)
        is_size = kind is not None and kind.name == "natural"  # n_l, which depends on the layer
        split = len(indices) if is_size else len(symbol.upper)
        layers, entries = indices[:split], [_from_zero(index) for index in indices[split:]]
        places = [f"[{', '.join(place)}]" for place in (layers, entries) if place]
        return name + "".join(places)

    def _starts_at_zero(self, index: t.Node) -> bool:
        named = [part.base for part in t.walk(index) if isinstance(part, t.Sym)]
        kinds = [self.lexicon.kind(name) for name in named]
        return index == t.Num("0") or any(kind and kind.low == "0" for kind in kinds)

    def call(self, name: str, arguments: list[t.Node]) -> str:
        if name not in ("np.maximum", "np.minimum"):
            return super().call(name, arguments)
        return reduce(lambda first, then: f"{name}({first}, {then})", map(self.text, arguments))

    def times(self, left: Code, right: t.Node, shapes: tuple[Shape, Shape]) -> Code:
        if all(shapes) and shapes[0][1:] == ("",):  # a column times a row
            return f"np.outer({left[0]}, {self.text(right)})", ATOM
        sign = "@" if all(shapes) else "*"
        return f"{bracketed(left, PRODUCT)} {sign} {self.text(right, SIGN)}", PRODUCT

    def _transpose(self, node: t.Transpose) -> Code:
        if "" in self.shape(node.arg):  # a vector has no second axis
            return self.code(node.arg)
        return super()._transpose(node)

    def _entry(self, node: t.Entry) -> Code:
        self.shape(node)  # raises where an entry has no such place
        places = (_from_zero(self.text(index, SUM)) for index in node.indices)
        return f"{self.text(node.arg, ATOM)}[{', '.join(places)}]", ATOM

    def _fixed(self, node: t.Fixed) -> Code:
        name = "np.ones" if node.name == "ones" else "np.eye"
        self.shape(node)  # raises where the size has no name
        return f"{name}({self.text(node.size) if node.size else ''})", ATOM

    def _had(self, node: t.Had) -> Code:
        return " * ".join(self.text(factor, SIGN) for factor in node.factors), PRODUCT

    def slope(self, arg: t.Node, by: t.Sym) -> str:
        name = latin(by.base, labels=True)
        return self._measured(f"lambda {name}: {self.text(arg)}", by)

    def unopened(self, name: str, by: t.Sym) -> str:
        return self._measured(name, by)

    def _measured(self, function: str, by: t.Sym) -> str:
        """The derivative by all members of the variable's family, and of them the one."""
        name = latin(by.base, labels=True)
        place = self.text(by).removeprefix(name)
        single = "differences_by_entry" if by.lower or self.shape(by) else "central_difference"
        if not by.upper:
            return f"{single}({function}, {name}){place}"
        how = "" if single == "central_difference" else f", {single}"
        return f"differences_by_layer({function}, {name}{how}){place}"

    def _prime(self, node: t.Prime) -> Code:
        if node.order > 1:
            raise UntranslatableError
        at = self.point()
        return f"central_difference(lambda {at}: {self.text(node.arg)}, {at})", ATOM

    def _big(self, node: t.Big) -> Code:
        low, high = ends(node, self.lexicon)
        below = [i for s in t.walk(node.body) if isinstance(s, t.Sym) for i in s.lower]
        if low == t.Num("0") and any(t.Sym(node.index) in t.walk(index) for index in below):
            raise UntranslatableError  # -1 would be the last entry
        after = self.text(t.Add((high, t.Num("1"))))
        inner = (
            f"{self.text(node.body)} for {latin(node.index)} in range({self.text(low)}, {after})"
        )
        if node.op == "prod":
            return f"np.prod([{inner}])", ATOM
        return f"{node.op}({inner})", ATOM

    def _abs(self, node: t.Abs) -> Code:
        return f"np.abs({self.text(node.arg)})", ATOM

    def _matrix(self, node: t.Matrix) -> Code:
        rows = ", ".join(f"[{', '.join(self.text(cell) for cell in row)}]" for row in node.rows)
        return f"np.array([{rows}])", ATOM

    def _indicator(self, node: t.Indicator) -> Code:
        return f"np.where({self._conditions(node.condition)}, 1, 0)", ATOM

    def _cases(self, node: t.Cases) -> Code:
        code = "np.nan"
        for value, condition in reversed(node.branches):
            inner = self.text(value)
            if condition is None:
                code = inner
            else:
                code = f"np.where({self._conditions(condition)}, {inner}, {code})"
        return code, ATOM

    def _conditions(self, relations: tuple[t.Rel, ...]) -> str:
        parts = [self.relation(relation) for relation in relations]
        return parts[0] if len(parts) == 1 else " & ".join(f"({part})" for part in parts)


def _plain(node: t.Node) -> bool:
    return isinstance(node, t.Sym) and not node.upper and not node.lower


def _from_zero(index: str) -> str:
    return str(int(index) - 1) if index.isdigit() else f"{index} - 1"
