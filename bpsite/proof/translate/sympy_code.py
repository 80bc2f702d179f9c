"""SymPy's way: families are IndexedBase, arrays MatrixSymbol, a scalar product is a trace."""

from __future__ import annotations

from typing import ClassVar

from bpsite.proof import tree as t
from bpsite.proof.functions import ENTRYWISE, OF_ARRAYS
from bpsite.proof.latin import latin
from bpsite.proof.scope import Scope
from bpsite.proof.translate.opening import ends, opened
from bpsite.proof.translate.printer import (
    ATOM,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Code,
    Printer,
    bracketed,
    half_a_unit,
)
from bpsite.proof.translate.shapes import NUMBER, Shape, UntranslatableError, has_array, product

_RELATIONS = {
    "=": "Eq",
    r"\equiv": "Eq",
    r"\ne": "Ne",
    "<": "Lt",
    ">": "Gt",
    r"\le": "Le",
    r"\ge": "Ge",
}


def sympy_text(relation: t.Rel, scope: Scope) -> str:
    """The relation as a SymPy program that ends in it; nothing if it has no such form."""
    printer = _SymPy(scope)
    try:
        last = printer.relation(relation)
    except UntranslatableError:
        return ""
    return "\n".join(["from sympy import *", *printer.declarations(), last])


class _SymPy(Printer):
    functions_of: ClassVar = {name: row.sympy for name, row in ENTRYWISE.items()}
    of_arrays: ClassVar = {name: row.sympy for name, row in OF_ARRAYS.items()}
    constants: ClassVar = {"e": "E", r"\pi": "pi", r"\infty": "oo"}
    reserved: ClassVar = frozenset(
        {
            *("Abs", "And", "Derivative", "Function", "IndexedBase", "Limit", "Matrix"),
            *("Identity", "OneMatrix"),
            *("MatrixSymbol", "Piecewise", "Product", "Rational", "Sum", "Trace", "diff"),
            *("hadamard_product", "symbols", "sympify"),
            *functions_of.values(),
            *_RELATIONS.values(),
        }
    )

    def declarations(self) -> list[str]:
        """The declarations of what was printed, those of whole numbers first."""
        lines = []
        kinds = sorted(set(self.values.values()))
        for kind in (kind for kind in kinds if "(" not in kind):
            names = sorted(name for name, its in self.values.items() if its == kind)
            lines.append(f'{", ".join(names)} = symbols("{" ".join(names)}", {kind})')
        made = sorted((kind, name) for name, kind in self.values.items() if "(" in kind)
        lines += [f"{name} = {kind}" for kind, name in made]
        return lines + [
            f'{name} = Function("{name}", real=True)' for name in sorted(self.functions)
        ]

    def relation(self, relation: t.Rel) -> str:
        left, right = self.text(relation.left), self.text(relation.right)
        for side in (relation.left, relation.right):
            self.shape(side)  # raises where arrays do not fit
        if relation.sign == r"\approx":
            apart = f"Abs({left} - {self.text(relation.right, PRODUCT)})"
            return f'Le({apart}, Rational("{half_a_unit(relation.right)}"))'
        if relation.sign not in _RELATIONS:
            raise UntranslatableError
        return f"{_RELATIONS[relation.sign]}({left}, {right})"

    def _num(self, node: t.Num) -> Code:
        if "." in node.text:
            return f'Rational("{node.text}")', ATOM
        return node.text.lstrip("0") or "0", ATOM

    def family(self, name: str, indices: list[str], symbol: t.Sym) -> str:
        self.values[name] = self._kind(name, symbol)
        return f"{name}[{', '.join(indices)}]" if indices else name

    def _kind(self, name: str, symbol: t.Sym) -> str:
        if symbol.upper or symbol.lower:
            if self.shape(symbol) != NUMBER:
                raise UntranslatableError
            return f'IndexedBase("{name}", real=True)'
        if found := self.shape(symbol):
            rows, columns = (self._size(size) for size in found)
            return f'MatrixSymbol("{name}", {rows}, {columns})'
        whole = self.lexicon.is_index(symbol.base) or self.lexicon.has(symbol.base, "natural")
        return "integer=True" if whole else "real=True"

    def _size(self, size: str) -> str:
        if size.isdigit() or not size:
            return size or "1"
        self.values[size] = "integer=True"
        return size

    def call(self, name: str, arguments: list[t.Node]) -> str:
        if len(arguments) == 1 and self.shape(arguments[0]) != NUMBER:
            return f"{self.text(arguments[0], ATOM)}.applyfunc({name})"
        return super().call(name, arguments)

    def times(self, left: Code, right: t.Node, shapes: tuple[Shape, Shape]) -> Code:
        code = f"{bracketed(left, PRODUCT)} * {self.text(right, SIGN)}"
        if all(shapes) and product(*shapes) == NUMBER:
            return f"Trace({code})", ATOM
        return code, PRODUCT

    def _entry(self, node: t.Entry) -> Code:
        self.shape(node)  # raises where an entry has no such place
        places = [f"{self.text(index, SUM)} - 1" for index in node.indices]
        if len(places) == 1:
            found = self.shape(node.arg)
            rows = found[0] if found else ""
            places = [*places, "0"] if rows else ["0", *places]
        return f"{self.text(node.arg, ATOM)}[{', '.join(places)}]", ATOM

    def _fixed(self, node: t.Fixed) -> Code:
        found = self.shape(node)
        size = self._size(found[0]) if found else ""
        return (f"Identity({size})" if node.name == "identity" else f"OneMatrix({size}, 1)"), ATOM

    def _had(self, node: t.Had) -> Code:
        factors = ", ".join(self.text(factor) for factor in node.factors)
        return f"hadamard_product({factors})", ATOM

    def _div(self, node: t.Div) -> Code:
        if isinstance(node.num, t.Num) and isinstance(node.den, t.Num):
            return f"Rational({self.text(node.num)}, {self.text(node.den)})", ATOM
        if _of_numbers(node):
            return f"{self._exact(node.num)} / {self.text(node.den, SIGN)}", PRODUCT
        return super()._div(node)

    def _pow(self, node: t.Pow) -> Code:
        if _of_numbers(node) and not isinstance(node.exp, t.Num):
            return f"{self._exact(node.base)}**{self.text(node.exp, ATOM)}", POWER
        return super()._pow(node)

    def _exact(self, node: t.Node) -> str:
        """A number of SymPy: Python would compute 1 / (2 * 3) and 10**(-3) in floating point."""
        return f"sympify({self.text(node)})"

    def slope(self, arg: t.Node, by: t.Sym) -> str:
        """By a number it stays as it stands; by an array SymPy must take it at once."""
        if self.shape(arg) != NUMBER:
            raise UntranslatableError
        if self.shape(by) == NUMBER:
            return f"Derivative({self.text(arg)}, {self.text(by)})"
        if not self._is_trace(arg):
            raise UntranslatableError
        return f"diff({self.text(arg)}, {self.text(by)})"

    def _is_trace(self, arg: t.Node) -> bool:
        """Whether it is one product of sums of products: of all else SymPy's derivative is 0."""
        linear = (t.Sym, t.Num, t.Add, t.Mul, t.Neg, t.Transpose)
        if not isinstance(arg, t.Mul):
            return False
        of_arrays = [factor for factor in arg.factors if has_array(factor, self.scope)]
        return all(self.shape(factor) != NUMBER for factor in of_arrays) and all(
            isinstance(part, linear) for factor in of_arrays for part in t.walk(factor)
        )

    def unopened(self, name: str, by: t.Sym) -> str:
        return f"Derivative({name}({self.text(by)}), {self.text(by)})"

    def _prime(self, node: t.Prime) -> Code:
        order = f", {node.order}" if node.order > 1 else ""
        return f"Derivative({self.text(node.arg)}, {self.point()}{order})", ATOM

    def _big(self, node: t.Big) -> Code:
        low, high = ends(node, self.lexicon)
        body, index = self.text(node.body), latin(node.index)
        self.values[index] = "integer=True"
        if node.op not in ("sum", "prod"):
            raise UntranslatableError
        name = "Sum" if node.op == "sum" else "Product"
        span = f"({index}, {self.text(low)}, {self.text(high)})"
        return f"{name}({body}, {span})", ATOM

    def _abs(self, node: t.Abs) -> Code:
        return f"Abs({self.text(node.arg)})", ATOM

    def _lim(self, node: t.Lim) -> Code:
        body = self.text(opened(node.body, node.by, self.scope))
        sides = "" if t.Const(r"\infty") in t.walk(node.to) else ', "+-"'
        return f"Limit({body}, {self.text(node.by)}, {self.text(node.to)}{sides})", ATOM

    def _matrix(self, node: t.Matrix) -> Code:
        rows = ", ".join(f"[{', '.join(self.text(cell) for cell in row)}]" for row in node.rows)
        return f"Matrix([{rows}])", ATOM

    def _indicator(self, node: t.Indicator) -> Code:
        return f"Piecewise((1, {self._conditions(node.condition)}), (0, True))", ATOM

    def _cases(self, node: t.Cases) -> Code:
        parts = [
            f"({self.text(value)}, {self._conditions(condition) if condition else True})"
            for value, condition in node.branches
        ]
        return f"Piecewise({', '.join(parts)})", ATOM

    def _conditions(self, relations: tuple[t.Rel, ...]) -> str:
        parts = [self.relation(relation) for relation in relations]
        return parts[0] if len(parts) == 1 else f"And({', '.join(parts)})"


def _of_numbers(node: t.Node) -> bool:
    return not any(isinstance(part, t.Sym | t.Const | t.Fn | t.Call) for part in t.walk(node))
