"""Reads atoms: symbols, brackets, fractions and derivatives, big operators, cases, matrices."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from lark import Tree

from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import SQUARED_NORM
from bpsite.proof.syntax.lexicon import Kind, Lexicon, signature, spelled
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.scripts import (
    Branch,
    ScriptReader,
    Scripts,
    base,
    branches,
    number,
    single,
    span,
    symbol,
)

_OTHERWISE = re.compile(r"^\W*(\\text\s*\{\s*)?(otherwise|else)\b")
_CONDITION = r"Write a relation, as x > 0, or \text{otherwise}."
Variable = tuple[t.Sym, tuple[t.Node, ...]]  # what is differentiated by, and which entry of it
_Opening = Callable[[t.Node, t.Span], t.Node]
_CONSTANTS = ("e", r"\pi")


class AtomReader(ScriptReader):
    """Reads what a factor consists of; `read` is the product reader's."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon, self.read)
        self.bounds: list[t.Rel] = []

    @abstractmethod
    def read(self, branch: Branch) -> t.Node:
        """The tree of an expression."""

    def atom(self, branch: Branch, scripts: Scripts) -> t.Node:
        """The node of an atom with its scripts. Raises `ProblemError`."""
        if branch.data in ("letter", "accented"):
            node, entries = self._symbol(branch, scripts)
            return self.finished(node, replace(scripts, primes=0, lower=entries))
        if branch.data == "ones":
            size = _only(scripts.lower, span(branch))
            ones = t.Fixed("ones", size, span=span(branch))
            return self.finished(ones, replace(scripts, lower=[]))
        if branch.data == "norm":
            return self._squared_norm(branch, scripts)
        return self.finished(self._unscripted(branch), scripts)

    def finished(self, node: t.Node, scripts: Scripts) -> t.Node:
        """The node with primes, transpose, entry and power applied."""
        if scripts.primes:
            node = t.Prime(node, scripts.primes, span=node.span)
        if scripts.transposed:
            node = t.Transpose(node, span=node.span)
        if scripts.lower:
            node = self._entry(node, scripts)
        return node if scripts.power is None else t.Pow(node, scripts.power, span=node.span)

    def _entry(self, node: t.Node, scripts: Scripts) -> t.Node:
        if scripts.powered_first:
            remedy = (
                "Write A_{ij}^2 for the square of the entry, (A A)_{ij} for that of the matrix."
            )
            raise ProblemError(node.span[0], "an entry after a power is ambiguous", remedy)
        of = node.arg if isinstance(node, t.Transpose) else node
        kind = self.lexicon.of(of) if isinstance(of, t.Sym) else None
        wanted = {"vector": 1, "matrix": 2}.get(kind.name if kind else "", len(scripts.lower))
        if isinstance(of, t.Sym) and len(scripts.lower) != wanted:
            message = f"{of.base} is a {kind.name if kind else ''}: its entry has {wanted}"
            message += " index" if wanted == 1 else " indices"
            raise ProblemError(node.span[0], message, r"For a product of indices, write i \cdot j.")
        return t.Entry(node, tuple(scripts.lower), span=node.span)

    def _squared_norm(self, branch: Branch, scripts: Scripts) -> t.Node:
        """A norm with its square: the root has no slope at 0, and is not written."""
        if scripts.power != t.Num("2"):
            remedy = r"Write \lVert v \rVert^2, or \sqrt{\lVert v \rVert^2}."
            raise ProblemError(span(branch)[0], "only the square of a norm is known", remedy)
        inner = self.read(branches(branch)[0])
        node = t.Call(SQUARED_NORM, 0, (inner,), span=span(branch))
        return self.finished(node, replace(scripts, power=None))

    def one(self, branch: Branch) -> t.Node:
        """The one expression of a list. Raises `ProblemError` for several."""
        items = branches(branch)
        if len(items) != 1:
            raise ProblemError(span(branch)[0], "a list stands where one expression belongs")
        return self.read(items[0])

    def items(self, bracket: Branch) -> tuple[t.Node, ...]:
        """The expressions inside of a bracket."""
        return tuple(self.read(item) for item in branches(branches(bracket)[0]))

    def _symbol(self, branch: Branch, scripts: Scripts) -> tuple[t.Node, list[t.Node]]:
        """The node of a symbol, and the indices below it that say which entry of it is meant."""
        whole = symbol(base(branch), replace(scripts, lower=[]), span(branch))
        if self._has_entries(whole, scripts):
            return self._declared(whole, scripts), scripts.lower
        if self.lexicon.arrays and whole == t.Sym("I") and self.lexicon.of(whole) is None:
            size = _only(scripts.lower, span(branch))
            return t.Fixed("identity", size, span=span(branch)), []
        return self._declared(symbol(base(branch), scripts, span(branch)), scripts), []

    def _has_entries(self, whole: t.Sym, scripts: Scripts) -> bool:
        """Whether the indices below a symbol are those of an entry: it is no name of its own."""
        if not scripts.lower or not self.lexicon.arrays:
            return False
        kind = self.lexicon.of(whole)
        own = self.lexicon.of(replace(whole, lower=tuple(scripts.lower)))
        return own is None and kind is not None and (kind.array or not kind.free)

    def _declared(self, found: t.Sym, scripts: Scripts) -> t.Node:
        name, place = found.base, found.span
        if scripts.primes:
            remedy = f"Declare it: % let {found.base}: function"
            raise ProblemError(
                place[0], f"a prime on {found.base}, which is not a function", remedy
            )
        kind = self.lexicon.of(found)
        if name == r"\infty" or (kind is None and name in _CONSTANTS and found == t.Sym(name)):
            return t.Const(name, span=place)
        if kind is None:
            raise self._undeclared(found, place)
        if kind.name == "function":
            raise ProblemError(place[0], f"the function {found.base} can't stand here", "Call it.")
        return found

    def _undeclared(self, found: t.Sym, place: t.Span) -> ProblemError:
        if found.base == r"\partial":
            return ProblemError(
                place[0], r"\partial without a fraction", r"Write \frac{\partial ...}."
            )
        key = signature(found)
        shown = spelled(found)
        remedy = (
            self.lexicon.explain(key)
            or self._of_array(found)
            or (
                f"Declare it (% let {shown}: real), or define it where it is first stated "
                f"(% define: {shown})."
            )
        )
        return ProblemError(place[0], f"undeclared symbol {shown}", remedy)

    def _of_array(self, found: t.Sym) -> str:
        """What to do where a symbol is a size, or looks like an entry, of a declared array."""
        if any(found.base in kind.dims for kind in self.lexicon.kinds.values()):
            return f"As a number, a size is declared: % let {found.base}: natural"
        name, _, label = found.base.partition("_{")
        kind = self.lexicon.kind(name)
        if not label or kind is None or not kind.array:
            return ""
        return f"For an entry of {name}, declare the index: % let {label[0]}: index 1 to n"

    def _unscripted(self, branch: Branch) -> t.Node:
        kind, place = str(branch.data), span(branch)
        if kind == "number":
            return number(str(branch.children[0]), place)
        if kind == "shortfrac":
            digits = [mark for mark in str(branch.children[0]) if mark.isdigit()]
            return t.Div(t.Num(digits[0], span=place), t.Num(digits[1], span=place), span=place)
        if kind == "domain":
            return t.Domain(str(branch.children[0])[-2], span=place)
        if kind == "dots":
            return t.Dots(span=place)
        reader = getattr(self, f"_read_{kind}", None)
        if reader is None:
            raise ProblemError(place[0], "this can't stand here")
        node: t.Node = reader(branch)
        return node

    def _read_sum(self, branch: Branch) -> t.Node:
        return self.read(branch)

    def _read_invisible(self, branch: Branch) -> t.Node:
        return replace(self.read(branches(branch)[0]), span=span(branch))

    def _read_round(self, branch: Branch) -> t.Node:
        items = self.items(branch)
        if len(items) == 1:
            return replace(items[0], span=span(branch))
        return self._range(branch, items, (False, False)) or t.Items(items, span=span(branch))

    def _read_square(self, branch: Branch) -> t.Node:
        items = self.items(branch)
        if len(items) == 1:
            return replace(items[0], span=span(branch))
        return self._range(branch, items, (True, True)) or t.Items(items, span=span(branch))

    def _read_half_open(self, branch: Branch) -> t.Node:
        return self._range(branch, self.items(branch), (False, True)) or self._unbalanced(branch)

    def _read_half_closed(self, branch: Branch) -> t.Node:
        return self._range(branch, self.items(branch), (True, False)) or self._unbalanced(branch)

    def _range(
        self, branch: Branch, items: tuple[t.Node, ...], closed: tuple[bool, bool]
    ) -> t.Node | None:
        return t.Range(items[0], items[1], closed, span=span(branch)) if len(items) == 2 else None

    def _unbalanced(self, branch: Branch) -> t.Node:
        raise ProblemError(span(branch)[0], "this bracket closes with another kind", "Match them.")

    def _read_set(self, branch: Branch) -> t.Node:
        return t.Items(self.items(branch), span=span(branch))

    def _read_bracket(self, branch: Branch) -> t.Node:
        return t.Indicator(self.condition(branches(branch)), span=span(branch))

    def condition(self, parts: list[Branch]) -> tuple[t.Rel, ...]:
        """The relations of a condition; its signs state nothing."""
        sides, relations, sign = [], [], parts[0]
        for part in parts:
            if part.data == "relation":
                sign = part
                continue
            sides.append(self.read(part))
            if len(sides) > 1:
                shape = (sides[-2], _plain(str(sign.children[0])), sides[-1])
                relations.append(t.Rel(*shape, span=span(sign)))
        self.bounds += relations
        return tuple(relations)

    def _read_absolute(self, branch: Branch) -> t.Node:
        return t.Abs(self.read(branches(branch)[0]), span=span(branch))

    def _read_sqrt(self, branch: Branch) -> t.Node:
        half = t.Div(t.Num("1"), t.Num("2"))
        return t.Pow(self.read(branches(branch)[0]), half, span=span(branch))

    def _read_over(self, branch: Branch) -> t.Node:
        top, bottom = branches(branch)
        return t.Div(self.read(top), self.read(bottom), span=span(branch))

    def _read_frac(self, branch: Branch) -> t.Node:
        by = self.derivative_variables(branch)
        if by is None:
            return self._read_over(branch)
        rest = self._after_d(branches(branch)[0])
        if rest is None:
            raise ProblemError(span(branch)[0], "what is differentiated?", "Put it in brackets.")
        node = self.read(rest)
        return self.derived(node, by, span(branch))

    def derived(self, node: t.Node, by: tuple[Variable, ...], place: t.Span) -> t.Node:
        """The derivative; by an entry it is that entry of the derivative by the whole."""
        for of, entry in by:
            node = t.Deriv(node, of, span=place)
            node = t.Entry(node, entry, span=place) if entry else node
        return node

    def derivative_operator(self, branch: Branch) -> tuple[Variable, ...] | None:
        """The variables of a bare operator d/dx, or None for anything else."""
        by = self.derivative_variables(branch) if branch.data == "frac" else None
        return by if by is not None and self._after_d(branches(branch)[0]) is None else None

    def derivative_variables(self, branch: Branch) -> tuple[Variable, ...] | None:
        """The variables below a fraction of differentials, once for each order, or None."""
        top, bottom = (self._flat(part) for part in branches(branch))
        if not (top and bottom and self._is_d(top[0]) and self._is_d(bottom[0])):
            return None
        found: list[Variable] = []
        for factor in bottom:
            if not self._is_d(factor):
                found += self._variables(factor)
        order = self._order(top[0])
        if order != len(found):
            at = span(branch)[0]
            raise ProblemError(at, f"order {order} above, {len(found)} below", "Make them agree.")
        return tuple(found)

    def _variables(self, factor: Branch) -> list[Variable]:
        node = self.read(factor)
        times = 1
        if isinstance(node, t.Pow) and isinstance(node.exp, t.Num) and len(node.exp.text) == 1:
            times, node = int(node.exp.text), node.base
        of = node.arg if isinstance(node, t.Entry) else node
        if not isinstance(of, t.Sym):
            raise ProblemError(
                span(factor)[0], "only a symbol can be differentiated by", "Name it."
            )
        kind = self.lexicon.of(of)
        if kind is not None and (kind.indexes or kind.name == "natural"):
            message = f"{of.base} is a whole number, and nothing can be differentiated by it"
            raise ProblemError(span(factor)[0], message, "Differentiate by a real symbol.")
        return [(of, node.indices if isinstance(node, t.Entry) else ())] * times

    def _order(self, differential: Branch) -> int:
        scripts = branches(differential)[1:]
        if not scripts:
            return 1
        text = self.text[slice(*span(scripts[0]))].strip("^{} ")
        if not text.isdigit() or int(text) > 4:
            raise ProblemError(span(scripts[0])[0], "not an order of a derivative", "Use 1 to 4.")
        return int(text)

    def _flat(self, branch: Branch) -> list[Branch]:
        """The factors of a single product by juxtaposition, or nothing."""
        inner = branch
        while inner.data in ("sum", "product") and len(inner.children) == 1:
            inner = branches(inner)[0]
        return branches(inner) if inner.data == "juxtaposed" else []

    def _is_d(self, factor: Branch) -> bool:
        atom = branches(factor)[0]
        if atom.data != "letter":
            return False
        name = base(atom)
        return name == r"\partial" or (name == "d" and self.lexicon.kind("d") is None)

    def _after_d(self, top: Branch) -> Branch | None:
        rest = self._flat(top)[1:]
        if not rest:
            return None
        meta = type(top.meta)()
        meta.empty = False
        meta.start_pos, meta.end_pos = span(rest[0])[0], span(rest[-1])[1]
        return Tree("product", [Tree("juxtaposed", list(rest), meta)], meta)

    def big_head(self, branch: Branch) -> tuple[str, _Opening]:
        """The name that a big operator binds, and how its node is made from its body."""
        parts = branches(branch)
        op = str(branch.children[0]).lstrip("\\").removesuffix(r"\limits")
        if branch.data == "big_over":
            name, relation, low = str(branch.children[2]), "", None
        else:
            name, relation, low = self._head(parts.pop(0))
        if self.lexicon.has(name, "example"):
            message = f"{name} stands for one example, and can't run over many"
            raise ProblemError(span(branch)[0], message, f"% let {name}: index 1 to m")
        if op == "lim":
            return name, self._limit(branch, name, relation, low)
        if relation not in ("", "="):
            raise ProblemError(span(branch)[0], "a range is written k=1", r"Write \sum_{k=1}^{n}.")
        high = self._bound_of(parts[0]) if parts else None
        if (low is None) != (high is None):
            raise ProblemError(span(branch)[0], "one bound is missing", r"Write \sum_{k=1}^{n}.")
        return name, lambda body, place: t.Big(op, name, low, high, body, span=place)

    def _bound_of(self, argument: Branch) -> t.Node:
        return self.read(branches(argument)[0] if argument.data == "braced" else argument)

    def _head(self, chain: Branch) -> tuple[str, str, t.Node | None]:
        parts = branches(chain)
        atom = single(parts[0])
        if atom.data not in ("letter", "accented") or len(parts) not in (1, 3):
            raise ProblemError(span(chain)[0], "a range is written k=1", r"Write \sum_{k=1}^{n}.")
        if len(parts) == 1:
            return base(atom), "", None
        relation, low = str(parts[1].children[0]), self.read(parts[2])
        self.bounds.append(t.Rel(t.Sym(base(atom)), relation, low, span=span(parts[1])))
        return base(atom), relation, low

    def _limit(self, branch: Branch, name: str, relation: str, to: t.Node | None) -> _Opening:
        if relation != r"\to" or to is None:
            raise ProblemError(
                span(branch)[0], "a limit is written x \\to 0", r"Write \lim_{x \to 0}."
            )
        goal = to
        return lambda body, place: t.Lim(t.Sym(name), goal, body, span=place)

    @contextmanager
    def bound(self, name: str) -> Iterator[None]:
        """Knows a bound name as an index while the body is read."""
        if self.lexicon.kind(name) is not None:
            yield
            return
        self.lexicon.kinds[name] = Kind("index")
        try:
            yield
        finally:
            del self.lexicon.kinds[name]

    def _read_cases(self, branch: Branch) -> t.Node:
        found: list[tuple[t.Node, tuple[t.Rel, ...] | None]] = []
        for case in branches(branch):
            value, condition = branches(case)
            chain = branches(condition)
            holds = self.condition(branches(chain[0])) if chain else None
            if holds == ():
                raise ProblemError(
                    span(condition)[0], "a condition needs a relation", r"\text{else}"
                )
            if holds is None and not _OTHERWISE.search(self.text[slice(*span(condition))]):
                raise ProblemError(span(condition)[0], "this is no condition", _CONDITION)
            found.append((self.read(value), holds))
        return t.Cases(tuple(found), span=span(branch))

    def _read_matrix(self, branch: Branch) -> t.Node:
        rows = [tuple(self.read(cell) for cell in branches(row)) for row in branches(branch)]
        if len({len(row) for row in rows}) != 1:
            raise ProblemError(span(branch)[0], "the rows of this matrix differ in length")
        return t.Matrix(tuple(rows), span=span(branch))


def _only(sizes: list[t.Node], place: t.Span) -> t.Node | None:
    """The size that is written below a column of ones or an identity, if one is."""
    if len(sizes) > 1:
        raise ProblemError(place[0], "one size belongs here", "Write I_n, and delta for entries.")
    return sizes[0] if sizes else None


def _plain(sign: str) -> str:
    return {r"\leq": r"\le", r"\geq": r"\ge", r"\neq": r"\ne", r"\lt": "<", r"\gt": ">"}.get(
        sign, sign
    )
