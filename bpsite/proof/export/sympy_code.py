"""SymPy's way: families are IndexedBase, arrays MatrixSymbol, a scalar product is a trace."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from bpsite.proof.export.opening import defined, ends, opened
from bpsite.proof.export.printer import (
    ATOM,
    POWER,
    PRODUCT,
    SIGN,
    Code,
    Printer,
    bracketed,
    half_a_unit,
)
from bpsite.proof.export.program import CHECKS, Program
from bpsite.proof.export.shapes import NUMBER, Shape, UntranslatableError, has_array, product
from bpsite.proof.scope.latin import latin
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, OF_NUMBERS

_CHECKS = {
    "=": "equal",
    r"\equiv": "equal",
    "<": "below",
    ">": "above",
    r"\le": "at_most",
    r"\ge": "at_least",
}
_CONDITIONS = {
    "=": "Eq",
    r"\ne": "Ne",
    "<": "Lt",
    ">": "Gt",
    r"\le": "Le",
    r"\ge": "Ge",
}
_SLOPE = """\
def {name}(x):
    at = Dummy(real=True)
    return diff({before}(at), at).subs(at, x)"""
_UNKNOWN = """\
class {name}(Function):
    def fdiff(self, place=1):
        return {slope}(*self.args)"""


def sympy_text(relation: t.Rel, scope: Scope) -> str:
    """A program that prints whether the relation holds; nothing where SymPy can't prove it."""
    printer = _SymPy(scope)
    try:
        return printer.program(relation).text()
    except UntranslatableError:
        return ""


_NATURAL = "integer=True, positive=True"
_MOST_SYMBOLS = 60  # that a program explains: a longer one helps nobody


class _SymPy(Printer):
    functions_of: ClassVar = {name: row.sympy for name, row in OF_NUMBERS.items()}
    of_arrays: ClassVar = {name: row.sympy for name, row in OF_ARRAYS.items()}
    constants: ClassVar = {"e": "E", r"\pi": "pi", r"\infty": "oo"}
    reserved: ClassVar = frozenset(
        {
            *("Abs", "And", "Dummy", "Function", "Identity", "IndexedBase", "MatrixSymbol"),
            *("OneMatrix", "Piecewise", "Product", "Rational", "Sum", "Trace", "ZeroMatrix"),
            *("diff", "expand_log", "factor", "given", "limit", "print", "simplify"),
            *("symbols", "sympify"),
            *functions_of.values(),
            *CHECKS,
            *_CONDITIONS.values(),
        }
    )

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.made: dict[str, str] = {}  # the functions, what they use first
        self.given: dict[str, str] = {}  # what symbols are defined as, likewise
        self.known: set[t.Node] = set()  # the symbols that were looked up
        self.params: frozenset[t.Sym] = frozenset()  # of the function whose definition is printed
        self.bound: frozenset[str] = frozenset()  # the indices of the sums around a node
        self.trivial = False  # whether the relation is a definition, whose sides become the same

    def program(self, relation: t.Rel) -> Program:
        """What checks the relation, and all that it rests on."""
        self.trivial = self._defines(relation)
        line = f"print({self._check(relation)})"
        self._assume(relation)
        return Program(self.values, self.made, self.given, [line])

    def _defines(self, relation: t.Rel) -> bool:
        match relation.left:
            case t.Sym() as symbol:
                return defined(symbol, self.scope) == relation.right
            case t.Call(name, 0, args) if name in self.scope.functions:
                known = self.scope.functions[name]
                return (known.params, known.body) == (args, relation.right)
        return False

    def _check(self, relation: t.Rel) -> str:
        left, right = self.text(relation.left), self.text(relation.right)
        arrays = [self.shape(side) for side in (relation.left, relation.right)]  # raises if unfit
        if relation.sign == r"\approx":
            apart = f"Abs({left} - {self.text(relation.right, PRODUCT)})"
            return f'at_most({apart}, Rational("{half_a_unit(relation.right)}"))'
        check = _CHECKS.get(relation.sign, "")
        if not check or (any(arrays) and check != "equal"):
            raise UntranslatableError
        return f"{check}_arrays({left}, {right})" if any(arrays) else f"{check}({left}, {right})"

    def _assume(self, relation: t.Rel) -> None:
        """Takes the page's assumptions about what the relation speaks of as given."""
        for assumption in self.scope.assumptions:
            if assumption.sign == "=" and assumption.left in t.walk(relation):
                self.given[self.text(assumption.left)] = self.text(assumption.right)

    def relation(self, relation: t.Rel) -> str:
        if relation.sign not in _CONDITIONS:
            raise UntranslatableError
        left, right = self.text(relation.left), self.text(relation.right)
        return f"{_CONDITIONS[relation.sign]}({left}, {right})"

    def _sym(self, node: t.Sym) -> Code:
        if node in self.params:
            return latin(node.base, labels=True), ATOM
        body = None if node in self.known else defined(node, self.scope)
        if body is not None and self.bound & _names(node):
            return self.text(body, ATOM), ATOM  # SymPy puts nothing in for the index of a sum
        self.known.add(node)
        if len(self.known) > _MOST_SYMBOLS:
            raise UntranslatableError
        code = super()._sym(node)
        if body is not None:
            outside, self.bound = self.bound, frozenset()
            self.given[code[0]] = self.text(body)
            self.bound = outside
        return code

    def _call(self, node: t.Call) -> Code:
        unknown = node.fn not in {*self.functions_of, *self.of_arrays, *self.scope.functions}
        if len(node.args) > 1 and unknown:
            raise UntranslatableError  # its derivatives have no names
        return super()._call(node)

    def function(self, base: str, primes: int) -> str:
        name = super().function(base, primes)
        definition = self.scope.functions.get(base)
        if definition is None:
            self._declare(base, primes)
        elif name not in self.made and primes:
            before = self.function(base, primes - 1)
            self.made[name] = _SLOPE.format(name=name, before=before)
        elif name not in self.made:
            self.made[name] = self._define(name, definition)
        return name

    def _declare(self, base: str, primes: int) -> None:
        """A function of which no more is known than what its derivatives are called."""
        names = [latin(base, labels=True) + "_prime" * order for order in range(primes + 2)]
        for name, slope in pairwise(names):
            self.made[self.named(name, "a function")] = _UNKNOWN.format(name=name, slope=slope)
        last = self.named(names[-1], "a function")
        self.made.setdefault(last, f'{last} = Function("{last}")')

    def _define(self, name: str, definition: Definition) -> str:
        body, outside = definition.body, (self.params, self.names)
        for param in definition.params:
            body = opened(body, param, self.scope)
        params = [latin(param.base, labels=True) for param in definition.params]
        self.params = frozenset(definition.params)
        self.names = {**self.names, **dict.fromkeys(params, "a parameter")}
        code = self.text(body)
        found = self.names
        self.params, self.names = outside
        for other in found.keys() - set(params):
            self.named(other, found[other])
        return f"def {name}({', '.join(params)}):\n    return {code}"

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
        if self.lexicon.has(symbol.base, "natural"):
            return _NATURAL
        return "integer=True" if self.lexicon.is_index(symbol.base) else "real=True"

    def _size(self, size: str) -> str:
        if size.isdigit() or not size:
            return size or "1"
        self.values[size] = _NATURAL
        return size

    def call(self, name: str, arguments: list[t.Node]) -> str:
        if any(self.shape(argument) != NUMBER for argument in arguments):
            raise UntranslatableError  # SymPy compares no entries of arrays of any length
        if name in ("Max", "Min"):
            self._kink()
        return super().call(name, arguments)

    def times(self, left: Code, right: t.Node, shapes: tuple[Shape, Shape]) -> Code:
        code = f"{bracketed(left, PRODUCT)} * {self.text(right, SIGN)}"
        if all(shapes) and product(*shapes) == NUMBER:
            return f"Trace({code})", ATOM
        return code, PRODUCT

    def _fixed(self, node: t.Fixed) -> Code:
        found = self.shape(node)
        size = self._size(found[0]) if found else ""
        return (f"Identity({size})" if node.name == "identity" else f"OneMatrix({size}, 1)"), ATOM

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
        """The derivative, taken at once; of arrays SymPy takes few."""
        of_sum = any(isinstance(part, t.Big) for part in t.walk(arg))
        if of_sum and (by.upper or by.lower):
            raise UntranslatableError  # SymPy would ask whether the sum has such a term
        if self.shape(arg) != NUMBER or (self.shape(by) != NUMBER and not self._is_trace(arg)):
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
        raise UntranslatableError(f"{name} by {by.base}")  # it rests on layers without a number

    def _prime(self, node: t.Prime) -> Code:
        order = f", {node.order}" if node.order > 1 else ""
        return f"diff({self.text(node.arg)}, {self.point()}{order})", ATOM

    def _big(self, node: t.Big) -> Code:
        low, high = ends(node, self.lexicon)
        if self.bound and not self.trivial:
            raise UntranslatableError  # SymPy takes no sum out of another
        if _of_powers(node) and not self.trivial:
            raise UntranslatableError  # of a geometric sum it makes cases, for a base of 1
        outside, self.bound = self.bound, self.bound | {node.index}
        body, index = self.text(node.body), latin(node.index)
        self.bound = outside
        self.values[index] = "integer=True"
        if node.op not in ("sum", "prod"):
            raise UntranslatableError
        name = "Sum" if node.op == "sum" else "Product"
        span = f"({index}, {self.text(low)}, {self.text(high)})"
        return f"{name}({body}, {span})", ATOM

    def _kink(self) -> None:
        """Raises for what changes with a sign, unless both sides become the same by definition."""
        if not self.trivial:
            raise UntranslatableError

    def _abs(self, node: t.Abs) -> Code:
        self._kink()
        return f"Abs({self.text(node.arg)})", ATOM

    def _lim(self, node: t.Lim) -> Code:
        body = self.text(opened(node.body, node.by, self.scope))
        sides = "" if t.Const(r"\infty") in t.walk(node.to) else ', "+-"'
        return f"limit({body}, {self.text(node.by)}, {self.text(node.to)}{sides})", ATOM

    def _indicator(self, node: t.Indicator) -> Code:
        self._kink()
        return f"Piecewise((1, {self._conditions(node.condition)}), (0, True))", ATOM

    def _cases(self, node: t.Cases) -> Code:
        self._kink()
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


def _of_powers(node: t.Big) -> bool:
    """Whether the index of a sum, as a number, is part of an exponent."""
    return any(isinstance(p, t.Pow) and _counts(node.index, p.exp) for p in t.walk(node.body))


def _counts(index: str, node: t.Node) -> bool:
    if isinstance(node, t.Sym):
        return node == t.Sym(index)
    return any(_counts(index, part) for part in node.parts)


def _names(node: t.Node) -> set[str]:
    return {part.base for part in t.walk(node) if isinstance(part, t.Sym)}
