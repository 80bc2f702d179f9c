"""What the code of a formula is, apart from what NumPy and SymPy write differently."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from bpsite.proof.decide.inequalities import printed_digits
from bpsite.proof.export.opening import opened
from bpsite.proof.export.shapes import NUMBER, Shape, UntranslatableError, product, shape
from bpsite.proof.scope.latin import latin
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import chance
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError

SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5
POINT = "t"  # the one point that a formula of bare functions leaves unsaid

CONSTANT = "a constant"

Code = tuple[str, int]  # and how tightly its outermost operation binds


class Printer(ABC):
    """Prints one relation and remembers the names that it used."""

    functions_of: ClassVar[Mapping[str, str]]  # by the command of LaTeX
    of_arrays: ClassVar[Mapping[str, str]]  # with {} for the array
    constants: ClassVar[Mapping[str, str]]
    reserved: ClassVar[frozenset[str]]  # names that the printed code itself uses

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.lexicon = scope.lexicon
        self.values: dict[str, str] = {}  # the kind of each name that stands for a value
        self.functions: set[str] = set()
        self.names: dict[str, str] = {}  # what of the page each name stands for

    def text(self, node: t.Node, outer: int = 0) -> str:
        """The code of a node, in brackets where the outer operation binds more tightly."""
        return bracketed(self.code(node), outer)

    def code(self, node: t.Node) -> Code:
        """The code of a node and how tightly it binds."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise UntranslatableError
        found: Code = method(node)
        return found

    def shape(self, node: t.Node) -> Shape:
        """The shape of a node's value."""
        return shape(node, self.scope)

    def named(self, name: str, meant: str) -> str:
        """The name, unless it stands for something else already."""
        if meant != CONSTANT and name in self.reserved:
            raise UntranslatableError
        if self.names.setdefault(name, meant) != meant:
            raise UntranslatableError
        return name

    @abstractmethod
    def relation(self, relation: t.Rel) -> str:
        """The code of one relation sign."""

    @abstractmethod
    def family(self, name: str, indices: list[str], symbol: t.Sym) -> str:
        """The code of a symbol; `name` is in Latin letters, `indices` count from 1."""

    def call(self, name: str, arguments: list[t.Node]) -> str:
        """The code of a function's value."""
        return f"{name}({', '.join(self.text(argument) for argument in arguments)})"

    @abstractmethod
    def times(self, left: Code, right: t.Node, shapes: tuple[Shape, Shape]) -> Code:
        """The code of a product, the left factors being printed already."""

    @abstractmethod
    def slope(self, arg: t.Node, by: t.Sym) -> str:
        """The code of a derivative, its argument being opened."""

    @abstractmethod
    def unopened(self, name: str, by: t.Sym) -> str:
        """The code of the derivative of a function that whoever copies it must give."""

    def _sym(self, node: t.Sym) -> Code:
        indices = [self.text(index, SUM) for index in (*node.upper, *node.lower)]
        name = self.named(latin(node.base, labels=True), node.family)
        return self.family(name, indices, node), ATOM

    def _const(self, node: t.Const) -> Code:
        return self.named(self.constants[node.name], CONSTANT), ATOM

    def _fn(self, node: t.Fn) -> Code:
        return f"{self.function(node.base, node.primes)}({self.point()})", ATOM

    def point(self) -> str:
        """The name of the point that the formula leaves unsaid."""
        self.values[POINT] = "real=True"
        return self.named(POINT, "the common point")

    def _call(self, node: t.Call) -> Code:
        if node.fn in chance.MOMENTS:
            raise UntranslatableError  # a number of NumPy or SymPy has no distribution
        if node.fn in self.of_arrays:
            return self._of_array(node), ATOM
        if node.fn not in self.functions_of:
            return self.call(self.function(node.fn, node.primes), list(node.args)), ATOM
        if node.primes:
            raise UntranslatableError
        return self.call(self.functions_of[node.fn], list(node.args)), ATOM

    def _of_array(self, node: t.Call) -> str:
        self.shape(node)  # raises where the shape is not known
        if not self.of_arrays[node.fn]:
            raise UntranslatableError
        return self.of_arrays[node.fn].format(self.text(node.args[0]))

    def function(self, base: str, primes: int) -> str:
        """The name of a function that the page speaks of."""
        name = self.named(latin(base, labels=True) + "_prime" * primes, "a function")
        self.functions.add(name)
        return name

    def _neg(self, node: t.Neg) -> Code:
        return f"-{self.text(node.arg, PRODUCT)}", SIGN if isinstance(node.arg, t.Num) else SUM

    def _add(self, node: t.Add) -> Code:
        code = self.text(node.terms[0], SUM)
        for term in node.terms[1:]:
            if isinstance(term, t.Neg):
                code += f" - {self.text(term.arg, PRODUCT)}"
            else:
                code += f" + {self.text(term, PRODUCT)}"
        return code, SUM

    def _mul(self, node: t.Mul) -> Code:
        code, found = self.code(node.factors[0]), self.shape(node.factors[0])
        for factor in node.factors[1:]:
            its = self.shape(factor)
            code, found = self.times(code, factor, (found, its)), product(found, its)
        return code

    def _div(self, node: t.Div) -> Code:
        return f"{self.text(node.num, PRODUCT)} / {self.text(node.den, SIGN)}", PRODUCT

    def _pow(self, node: t.Pow) -> Code:
        if node.base == t.Const("e"):
            return self.call(self.functions_of[r"\exp"], [node.exp]), ATOM
        return f"{self.text(node.base, ATOM)}**{self.text(node.exp, ATOM)}", POWER

    def _deriv(self, node: t.Deriv) -> Code:
        try:
            arg = opened(node.arg, node.by, self.scope)
        except UntranslatableError:
            if not isinstance(node.arg, t.Sym) or node.arg.upper or node.arg.lower:
                raise
            return self.unopened(self.function(node.arg.base, 0), node.by), ATOM
        return self.slope(arg, node.by), ATOM

    def _transpose(self, node: t.Transpose) -> Code:
        if self.shape(node.arg) == NUMBER:
            return self.text(node.arg), ATOM
        return f"{self.text(node.arg, ATOM)}.T", ATOM


def bracketed(code: Code, outer: int) -> str:
    """The code in brackets where the operation around it binds more tightly."""
    return f"({code[0]})" if code[1] < outer else code[0]


def half_a_unit(node: t.Node) -> str:
    """Half a unit of the last digit that a number prints, in decimals."""
    try:
        digits = printed_digits(node)
    except ProblemError:
        raise UntranslatableError from None
    return f"0.{'0' * digits}5" if digits >= 0 else f"5{'0' * (-digits - 1)}"
