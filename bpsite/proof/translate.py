"""Prints a relation as NumPy code and as SymPy code, from the tree."""

from __future__ import annotations

from dataclasses import dataclass

from bpsite.proof import tree as t
from bpsite.proof.latin import latin
from bpsite.proof.lexicon import Lexicon, signature

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = 1, 2, 3, 4, 5
_POINT = "t"


class _UntranslatableError(Exception):
    """This has no counterpart in the other language."""


@dataclass(frozen=True)
class _Language:
    """What differs between NumPy and SymPy."""

    prefix: str
    names: dict[str, str]
    derivatives: bool
    offset: bool  # array subscripts count from 0


_NUMPY = _Language(
    "np.",
    {
        r"\exp": "np.exp",
        r"\log": "np.log",
        r"\ln": "np.log",
        r"\max": "np.maximum",
        r"\min": "np.minimum",
        r"\tanh": "np.tanh",
        r"\sin": "np.sin",
        r"\cos": "np.cos",
    },
    derivatives=False,
    offset=True,
)
_SYMPY = _Language(
    "",
    {
        r"\exp": "exp",
        r"\log": "log",
        r"\ln": "log",
        r"\max": "Max",
        r"\min": "Min",
        r"\tanh": "tanh",
        r"\sin": "sin",
        r"\cos": "cos",
    },
    derivatives=True,
    offset=False,
)


def numpy_text(relation: t.Rel, lexicon: Lexicon) -> str:
    """The relation as a NumPy assignment or function; nothing if its right side has no such form.

    >>> x, two = t.Sym("x"), t.Num("2")
    >>> numpy_text(t.Rel(t.Sym("y"), "=", t.Div(t.Pow(x, two), two)), Lexicon())
    'y = x**2 / 2'
    """
    if relation.sign not in ("=", r"\equiv"):
        return ""
    printer = _Printer(_NUMPY, lexicon)
    try:
        body = printer.text(relation.right)
    except _UntranslatableError:
        return ""
    head = relation.left
    if isinstance(head, t.Call) and all(_plain(arg) for arg in head.args):
        names = ", ".join(printer.text(arg) for arg in head.args)
        return f"def {_function(head.fn, head.primes)}({names}):\n    return {body}"
    name = _assigned(head, printer)
    return f"{name} = {body}" if name else body


def _plain(node: t.Node) -> bool:
    return isinstance(node, t.Sym) and not node.upper and not node.lower


def _assigned(head: t.Node, printer: _Printer) -> str:
    """The name that a left side gives to its value, or nothing."""
    if isinstance(head, t.Sym):
        return printer.text(head)
    if isinstance(head, t.Deriv) and isinstance(head.arg, t.Sym):
        above, below = latin(head.arg.base, labels=True), printer.text(head.by)
        return f"d{above}_d{below}" if not head.arg.lower and not head.arg.upper else ""
    return ""


def numpy_expression(node: t.Node, lexicon: Lexicon) -> str:
    """An expression as NumPy code, or nothing if it has no such form."""
    try:
        return _Printer(_NUMPY, lexicon).text(node)
    except _UntranslatableError:
        return ""


def sympy_text(relation: t.Rel, lexicon: Lexicon) -> str:
    """The relation as a SymPy program that ends in it; nothing if it has no such form."""
    printer = _Printer(_SYMPY, lexicon)
    if printer.has_array(relation.left) or printer.has_array(relation.right):
        return ""
    try:
        sides = [printer.text(side) for side in (relation.left, relation.right)]
        kind = _RELATIONS[relation.sign]
    except (_UntranslatableError, KeyError):
        return ""
    lines = ["from sympy import *", *printer.declarations(), f"{kind}({sides[0]}, {sides[1]})"]
    return "\n".join(lines)


_RELATIONS = {
    "=": "Eq",
    r"\equiv": "Eq",
    r"\ne": "Ne",
    "<": "Lt",
    ">": "Gt",
    r"\le": "Le",
    r"\ge": "Ge",
}


def _function(name: str, primes: int) -> str:
    return latin(name, labels=True) + "_prime" * primes


class _Printer:
    """Prints one relation and remembers the names that it used."""

    def __init__(self, language: _Language, lexicon: Lexicon) -> None:
        self.language = language
        self.lexicon = lexicon
        self.scalars: dict[str, str] = {}
        self.families: set[str] = set()
        self.functions: set[str] = set()
        self.bound: set[str] = set()

    def text(self, node: t.Node, outer: int = 0) -> str:
        """The code of a node, in brackets where the outer operation binds more tightly."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise _UntranslatableError
        code, level = method(node)
        return f"({code})" if level < outer else code

    def declarations(self) -> list[str]:
        """SymPy's declarations of what was printed."""
        lines = []
        for kind in sorted(set(self.scalars.values())):
            names = sorted(name for name, its in self.scalars.items() if its == kind)
            lines.append(f'{", ".join(names)} = symbols("{" ".join(names)}", {kind})')
        lines += [f'{name} = IndexedBase("{name}", real=True)' for name in sorted(self.families)]
        lines += [f'{name} = Function("{name}", real=True)' for name in sorted(self.functions)]
        return lines

    def _num(self, node: t.Num) -> tuple[str, int]:
        if self.language is _SYMPY and "." in node.text:
            return f'Rational("{node.text}")', _ATOM
        return node.text.lstrip("0") or "0" if "." not in node.text else node.text, _ATOM

    def _const(self, node: t.Const) -> tuple[str, int]:
        numpy = {"e": "np.e", r"\pi": "np.pi", r"\infty": "np.inf"}
        sympy = {"e": "E", r"\pi": "pi", r"\infty": "oo"}
        return (numpy if self.language is _NUMPY else sympy)[node.name], _ATOM

    def _sym(self, node: t.Sym) -> tuple[str, int]:
        name = latin(node.base, labels=True)
        indices = [self._place(index, 0) for index in node.upper]
        indices += [self._place(index, -1 if self.language.offset else 0) for index in node.lower]
        if not indices:
            natural = self.lexicon.is_index(node.base) or self.lexicon.has(node.base, "natural")
            self.scalars[name] = "integer=True" if natural else "real=True"
            return name, _ATOM
        self.families.add(name)
        return f"{name}[{', '.join(indices)}]", _ATOM

    def _place(self, index: t.Node, offset: int) -> str:
        if isinstance(index, t.Num):
            return str(int(index.text) + offset)
        return self.text(index, _SUM) + (f" - {-offset}" if offset else "")

    def _fn(self, node: t.Fn) -> tuple[str, int]:
        self.scalars[_POINT] = "real=True"
        name = _function(node.base, node.primes)
        self.functions.add(name)
        return f"{name}({_POINT})", _ATOM

    def _call(self, node: t.Call) -> tuple[str, int]:
        if node.fn in self.language.names:
            if node.primes:
                raise _UntranslatableError
            name = self.language.names[node.fn]
        else:
            name = _function(node.fn, node.primes)
            self.functions.add(name)
        return f"{name}({', '.join(self.text(arg) for arg in node.args)})", _ATOM

    def _neg(self, node: t.Neg) -> tuple[str, int]:
        return f"-{self.text(node.arg, _PRODUCT)}", _SIGN if isinstance(node.arg, t.Num) else _SUM

    def _add(self, node: t.Add) -> tuple[str, int]:
        code = self.text(node.terms[0], _SUM)
        for term in node.terms[1:]:
            if isinstance(term, t.Neg):
                code += f" - {self.text(term.arg, _PRODUCT)}"
            else:
                code += f" + {self.text(term, _PRODUCT)}"
        return code, _SUM

    def _mul(self, node: t.Mul) -> tuple[str, int]:
        code = self.text(node.factors[0], _PRODUCT)
        for before, factor in zip(node.factors, node.factors[1:], strict=False):
            matrices = self.has_array(before) and self.has_array(factor)
            code += f" {'@' if matrices else '*'} {self.text(factor, _SIGN)}"
        return code, _PRODUCT

    def has_array(self, node: t.Node) -> bool:
        """Whether a vector or a matrix occurs in an expression."""
        for part in t.walk(node):
            kind = self.lexicon.kinds.get(signature(part)) if isinstance(part, t.Sym) else None
            if kind is not None and kind.array:
                return True
        return False

    def _had(self, node: t.Had) -> tuple[str, int]:
        return " * ".join(self.text(factor, _SIGN) for factor in node.factors), _PRODUCT

    def _div(self, node: t.Div) -> tuple[str, int]:
        if self.language is _SYMPY and all(isinstance(x, t.Num) for x in (node.num, node.den)):
            return f"Rational({self.text(node.num)}, {self.text(node.den)})", _ATOM
        return f"{self.text(node.num, _PRODUCT)} / {self.text(node.den, _SIGN)}", _PRODUCT

    def _pow(self, node: t.Pow) -> tuple[str, int]:
        if node.base == t.Const("e"):
            exponential = self.language.names[r"\exp"]
            return f"{exponential}({self.text(node.exp)})", _ATOM
        return f"{self.text(node.base, _ATOM)}**{self.text(node.exp, _ATOM)}", _POWER

    def _deriv(self, node: t.Deriv) -> tuple[str, int]:
        if not self.language.derivatives:
            raise _UntranslatableError
        return f"Derivative({self.text(node.arg)}, {self.text(node.by)})", _ATOM

    def _prime(self, node: t.Prime) -> tuple[str, int]:
        if not self.language.derivatives:
            raise _UntranslatableError
        self.scalars[_POINT] = "real=True"
        return f"Derivative({self.text(node.arg)}, {_POINT})", _ATOM

    def _big(self, node: t.Big) -> tuple[str, int]:
        low, high = node.low, node.high
        kind = self.lexicon.kind(node.index)
        if low is None or high is None:
            if kind is None or not kind.low:
                raise _UntranslatableError
            low, high = (t.Num(x) if x.isdigit() else t.Sym(x) for x in (kind.low, kind.high))
        index = latin(node.index)
        if self.language is _SYMPY:
            self.scalars[index] = "integer=True"
            name = "Sum" if node.op == "sum" else "Product"
            return (
                f"{name}({self.text(node.body)}, ({index}, {self.text(low)}, {self.text(high)}))",
                _ATOM,
            )
        name = "sum" if node.op == "sum" else "np.prod"
        body = self.text(node.body)
        end = self.text(t.Add((high, t.Num("1"))))
        inner = f"{body} for {index} in range({self.text(low)}, {end})"
        return (f"sum({inner})" if name == "sum" else f"np.prod([{inner}])"), _ATOM

    def _abs(self, node: t.Abs) -> tuple[str, int]:
        name = "np.abs" if self.language is _NUMPY else "Abs"
        return f"{name}({self.text(node.arg)})", _ATOM

    def _transpose(self, node: t.Transpose) -> tuple[str, int]:
        return f"{self.text(node.arg, _ATOM)}.T", _ATOM

    def _lim(self, node: t.Lim) -> tuple[str, int]:
        if self.language is _NUMPY:
            raise _UntranslatableError
        return f"Limit({self.text(node.body)}, {self.text(node.by)}, {self.text(node.to)})", _ATOM

    def _indicator(self, node: t.Indicator) -> tuple[str, int]:
        condition = self._condition(node.condition)
        if self.language is _SYMPY:
            return f"Piecewise((1, {condition}), (0, True))", _ATOM
        return f"np.where({condition}, 1, 0)", _ATOM

    def _condition(self, relations: tuple[t.Rel, ...]) -> str:
        if self.language is _SYMPY:
            parts = [
                f"{_RELATIONS[r.sign]}({self.text(r.left)}, {self.text(r.right)})"
                for r in relations
            ]
            return parts[0] if len(parts) == 1 else f"And({', '.join(parts)})"
        signs = {"=": "==", r"\ne": "!=", r"\le": "<=", r"\ge": ">="}
        parts = [
            f"({self.text(r.left)} {signs.get(r.sign, r.sign)} {self.text(r.right)})"
            for r in relations
        ]
        return " & ".join(parts) if len(parts) > 1 else parts[0][1:-1]

    def _cases(self, node: t.Cases) -> tuple[str, int]:
        if self.language is _SYMPY:
            parts = [
                f"({self.text(v)}, {self._condition(c) if c else True})" for v, c in node.branches
            ]
            return f"Piecewise({', '.join(parts)})", _ATOM
        code = "np.nan"
        for value, condition in reversed(node.branches):
            inner = self.text(value)
            code = (
                inner
                if condition is None
                else f"np.where({self._condition(condition)}, {inner}, {code})"
            )
        return code, _ATOM
