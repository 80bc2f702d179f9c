"""Reads sums and products: calls, operators with their operand, and plain factors."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lark import Tree

from bpsite.proof.syntax import chance
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.atoms import AtomReader, Variable
from bpsite.proof.syntax.functions import OF_ARRAYS, plain_name
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.scripts import Branch, Scripts, base, branches, content, span, symbol

_BRACKETS = ("round", "square")
_OPENS = re.compile(r"\s*(\\left\s*|\\[bB]igg?l?\s*)?\(")


@dataclass(frozen=True)
class _Factor:
    """One factor of a product, the operator before it, and how it is juxtaposed."""

    atom: Branch
    scripts: tuple[Branch, ...]
    operator: str  # "" for juxtaposition
    at: int


class ProductReader(AtomReader):
    """Reads expressions; `bounds` collects the signs that state nothing."""

    def read(self, branch: Branch) -> t.Node:
        """The tree of an expression. Raises `ProblemError`."""
        if branch.data == "sum":
            return self._sum(branch)
        if branch.data == "list":
            return self.one(branch)
        if branch.data == "product":
            return self._product(self._factors(branch), span(branch))
        if branch.data == "factor":
            single = Tree("juxtaposed", [branch], branch.meta)
            return self._product(
                self._factors(Tree("product", [single], branch.meta)), span(branch)
            )
        return self.atom(branch, Scripts())

    def _sum(self, branch: Branch) -> t.Node:
        terms: list[t.Node] = []
        negative = False
        for child in branches(branch):
            if child.data == "sign":
                negative = str(child.children[0]) == "-"
                continue
            term = self.read(child)
            start = span(child)[0]
            place = (start, span(child)[1])
            terms.append(t.Neg(term, span=place) if negative else term)
            negative = False
        if len(terms) == 1:
            alone = terms[0]
            return t.Neg(alone.arg, span=span(branch)) if isinstance(alone, t.Neg) else alone
        return t.Add(tuple(terms), span=span(branch))

    def _factors(self, branch: Branch) -> list[_Factor]:
        found: list[_Factor] = []
        operator = ""
        for child in branches(branch):
            if child.data == "operator":
                operator = str(child.children[0])
                continue
            for factor in branches(child):
                atom, *scripts = branches(factor)
                found.append(_Factor(atom, tuple(scripts), operator, span(factor)[0]))
                operator = ""
        return found

    def _product(self, factors: list[_Factor], place: t.Span) -> t.Node:
        parts: list[tuple[str, t.Node]] = []
        position = 0
        while position < len(factors):
            factor = factors[position]
            if parts and not factor.operator:
                self._may_follow(factor, factors[position - 1])
            node, taken = self._take(factors, position, place[1])
            parts.append((factor.operator, node))
            position += taken
        return self._combine(parts, factors, place)

    def _may_follow(self, factor: _Factor, before: _Factor) -> None:
        if factor.atom.data in ("number", "shortfrac"):
            remedy = r"Put \cdot between the factors, or the number first."
            raise ProblemError(factor.at, "a number after a factor is ambiguous", remedy)
        if before.operator == "/":
            remedy = r"Use \frac{...}{...}, or brackets."
            raise ProblemError(factor.at, "a factor after a/b is ambiguous", remedy)

    def _combine(
        self, parts: list[tuple[str, t.Node]], factors: list[_Factor], place: t.Span
    ) -> t.Node:
        operators = [operator for operator, _ in parts[1:]]
        if "/" in operators:
            return self._slash(parts, factors, place)
        if r"\odot" in operators:
            if set(operators) - {r"\odot", ""}:
                at = next(f.at for f in factors if f.operator == r"\odot")
                message = r"\odot beside \cdot or \times is ambiguous"
                raise ProblemError(at, message, "Bracket one.")
            return t.Had(tuple(_multiplied(group) for group in _groups(parts)), span=place)
        return replace(_multiplied([node for _, node in parts]), span=place)

    def _slash(
        self, parts: list[tuple[str, t.Node]], factors: list[_Factor], place: t.Span
    ) -> t.Node:
        operators = [operator for operator, _ in parts]
        at = operators.index("/")
        if at != len(parts) - 1 or r"\odot" in operators:
            where = next(f.at for f in factors if f.operator == "/")
            raise ProblemError(where, "a/b with more factors is ambiguous", r"Use \frac{...}{...}.")
        before = tuple(node for _, node in parts[:at])
        top = before[0] if at == 1 else t.Mul(before, span=(place[0], before[-1].span[1]))
        return t.Div(top, parts[at][1], span=place)

    def _take(self, factors: list[_Factor], position: int, end: int) -> tuple[t.Node, int]:
        """The next factor, with the factors that it takes as its operand."""
        factor = factors[position]
        rest = factors[position + 1 :]
        if factor.atom.data in ("big", "big_over"):
            return self._big(factor, rest, end), 1 + len(rest)
        if factor.atom.data == "nabla":
            return self._gradient(factor, factors, position)
        if self._is_extreme(factor):
            return self._extreme(factor, rest, end), 1 + len(rest)
        by = self.derivative_operator(factor.atom)
        if by is not None:
            return self._operated(factor, by, factors, position)
        if factor.atom.data == "function" or self._is_function(factor):
            return self._function(factor, rest)
        return self._plain(factor), 1

    def _is_function(self, factor: _Factor) -> bool:
        if factor.atom.data not in ("letter", "accented"):
            return False
        return (
            self.lexicon.has(self._labelled(factor), "function")
            or self._known_function(factor) != ""
        )

    def _known_function(self, factor: _Factor) -> str:
        """The name of a mean, a variance or a function of arrays, unless the page means its own."""
        moment = chance.moment(self.text[slice(*span(factor.atom))], self.lexicon.kinds)
        if moment:
            return moment
        name = plain_name(base(factor.atom))
        declared = any(key.startswith(base(factor.atom)) for key in self.lexicon.kinds)
        return name if name in OF_ARRAYS and self.lexicon.arrays and not declared else ""

    def _labelled(self, factor: _Factor) -> str:
        name = base(factor.atom)
        labels = [part for part in factor.scripts if part.data == "lower"]
        if not labels:
            return name
        labelled = symbol(name, self.scripts(labels, name, array=False), (0, 0)).base
        return labelled if self.lexicon.kind(labelled) is not None else name

    def _no_call_of_a_number(self, factor: _Factor, name: str | None) -> None:
        r"""Raises `ProblemError` for `\operatorname{Var}(x)` where Var was declared as a number."""
        end = max(span(part)[1] for part in (factor.atom, *factor.scripts))
        if name and name.startswith(r"\operatorname") and _OPENS.match(self.text, end):
            message = f"{name} stands before a bracket as a function does, but is a number"
            remedy = f"Declare it (% let {name}: function), or write \\cdot between them."
            raise ProblemError(factor.at, message, remedy)

    def _plain(self, factor: _Factor) -> t.Node:
        name = base(factor.atom) if factor.atom.data in ("letter", "accented") else None
        array = name is None or self.lexicon.arrays
        self._no_call_of_a_number(factor, name)
        node = self.atom(factor.atom, self.scripts(list(factor.scripts), name, array=array))
        end = max(span(part)[1] for part in (factor.atom, *factor.scripts))
        return replace(node, span=(factor.at, end))

    def _function(self, factor: _Factor, rest: list[_Factor]) -> tuple[t.Node, int]:
        builtin = factor.atom.data == "function"
        name = str(factor.atom.children[0]) if builtin else self._labelled(factor)
        name = self._known_function(factor) or name if not builtin else name
        parts = [part for part in factor.scripts if part.data != "lower"]
        if builtin and len(parts) != len(factor.scripts):
            raise ProblemError(
                factor.at, f"{name} with a subscript", "Write the function without one."
            )
        scripts = self.scripts(parts, name, array=False)
        dropped = len(parts) != len(factor.scripts) and (
            name == base(factor.atom) or name in (*OF_ARRAYS, *chance.MOMENTS)
        )
        if dropped or scripts.upper or scripts.labels or scripts.transposed:
            raise ProblemError(factor.at, f"{name} is a function and takes no index", "Drop it.")
        self._no_inverse(factor, scripts)
        if rest and not rest[0].operator and rest[0].atom.data in _BRACKETS:
            return self._call(factor, name, scripts, rest[0]), 2
        if builtin:
            return self._unbracketed(factor, name, scripts, rest), 2
        if name in chance.MOMENTS:
            raise ProblemError(factor.at, f"{name} of what?", f"Write {name}[...].")
        if rest and not rest[0].operator and not self._is_function(rest[0]):
            remedy = f"Write {name}(...), or \\cdot for a product."
            raise ProblemError(factor.at, f"{name} is a function: what does it apply to?", remedy)
        bare = t.Fn(name, scripts.primes, span=(factor.at, span(factor.atom)[1]))
        return _powered(bare, scripts), 1

    def _no_inverse(self, factor: _Factor, scripts: Scripts) -> None:
        if isinstance(scripts.power, t.Neg):
            remedy = r"Use \frac{1}{...} for the reciprocal."
            raise ProblemError(factor.at, "a negative power of a function is ambiguous", remedy)

    def _call(self, factor: _Factor, name: str, scripts: Scripts, bracket: _Factor) -> t.Node:
        items = self.items(bracket.atom)
        self._arity(factor, name, len(items))
        end = span(bracket.atom)[1]
        call = _powered(t.Call(name, scripts.primes, items, span=(factor.at, end)), scripts)
        if not bracket.scripts:
            return call
        after = self.scripts(list(bracket.scripts), None, array=self.lexicon.arrays)
        if scripts.power is not None or after.primes:
            raise ProblemError(
                span(bracket.scripts[0])[0], "scripts here are ambiguous", "Bracket."
            )
        return self.finished(call, after)

    def _arity(self, factor: _Factor, name: str, count: int) -> None:
        if name in (r"\max", r"\min"):
            if count < 2:
                raise ProblemError(factor.at, f"{name} takes two arguments or more, here is one")
        elif count != 1 and self.lexicon.kind(name) is None:
            raise ProblemError(factor.at, f"{name} takes one argument, here are {count}")

    def _unbracketed(
        self, factor: _Factor, name: str, scripts: Scripts, rest: list[_Factor]
    ) -> t.Node:
        symbols = ("letter", "accented", "number", "frac", "shortfrac", "absolute")
        fits = rest and not rest[0].operator and rest[0].atom.data in symbols
        if not fits or len(rest) > 1 or self._is_function(rest[0]):
            remedy = f"Write {name}(...)."
            raise ProblemError(factor.at, f"what does {name} apply to?", remedy)
        operand = self._plain(rest[0])
        place = (factor.at, operand.span[1])
        return _powered(t.Call(name, scripts.primes, (operand,), span=place), scripts)

    def _operated(
        self, factor: _Factor, by: tuple[Variable, ...], factors: list[_Factor], position: int
    ) -> tuple[t.Node, int]:
        if factor.scripts:
            raise ProblemError(factor.at, "a derivative operator takes no scripts", "Bracket it.")
        node, taken = self._operand(factor, factors, position)
        return self.derived(node, by, (factor.at, node.span[1])), taken

    def _gradient(
        self, factor: _Factor, factors: list[_Factor], position: int
    ) -> tuple[t.Node, int]:
        """The derivative of a number, in the shape of what stands below the sign."""
        below = [part for part in factor.scripts if part.data == "lower"]
        variable = self.read(content(below[0])) if below else None
        if len(factor.scripts) != 1 or not isinstance(variable, t.Sym):
            remedy = r"Write \nabla_W J, with the symbol below the sign."
            raise ProblemError(factor.at, "by what is differentiated?", remedy)
        node, taken = self._operand(factor, factors, position)
        place = (factor.at, node.span[1])
        return t.Deriv(node, variable, gradient=True, span=place), taken

    def _operand(
        self, factor: _Factor, factors: list[_Factor], position: int
    ) -> tuple[t.Node, int]:
        """What an operator before a factor is applied to, and how many factors both are."""
        if position + 1 >= len(factors) or factors[position + 1].operator:
            raise ProblemError(factor.at, "what is differentiated?", "Put it in brackets after it.")
        node, taken = self._take(factors, position + 1, 0)
        after = position + 1 + taken
        if after < len(factors) and not factors[after].operator:
            remedy = r"Bracket what is differentiated, and put \cdot before a further factor."
            raise ProblemError(factors[after].at, "is this factor differentiated too?", remedy)
        return node, 1 + taken

    def _is_extreme(self, factor: _Factor) -> bool:
        r"""Whether it is \max_k, over an index."""
        name = str(factor.atom.children[0]) if factor.atom.data == "function" else ""
        return name in (r"\max", r"\min") and any(p.data == "lower" for p in factor.scripts)

    def _extreme(self, factor: _Factor, rest: list[_Factor], end: int) -> t.Node:
        """The largest value over an index with a declared range."""
        below, *others = factor.scripts
        index = self.read(content(below))
        if others or not isinstance(index, t.Sym) or not self._has_range(index):
            remedy = r"Write \max_k z_k, with % let k: index 1 to n."
            raise ProblemError(factor.at, "over which index?", remedy)
        if not rest or rest[0].operator:
            raise ProblemError(factor.at, "nothing stands after this sign", "Write what it is of.")
        body = self._product(rest, (rest[0].at, end))
        op = str(factor.atom.children[0]).removeprefix("\\")
        place = (factor.at, max(end, body.span[1]))
        return t.Big(op, index.base, None, None, body, span=place)

    def _has_range(self, index: t.Sym) -> bool:
        kind = self.lexicon.of(index)
        return kind is not None and kind.name == "index" and bool(kind.low)

    def _big(self, factor: _Factor, rest: list[_Factor], end: int) -> t.Node:
        if not rest or rest[0].operator:
            raise ProblemError(
                factor.at, "nothing stands after this sign", "Write what it runs over."
            )
        if factor.scripts:
            raise ProblemError(factor.at, "bounds come as _{...}^{...}", "Reorder them.")
        name, opening = self.big_head(factor.atom)
        with self.bound(name):
            body = self._product(rest, (rest[0].at, end))
        place = (factor.at, max(end, body.span[1]))
        return opening(body, place)


def _groups(parts: list[tuple[str, t.Node]]) -> list[list[t.Node]]:
    r"""The factors between the signs \odot: a product without a sign binds more tightly."""
    groups: list[list[t.Node]] = [[]]
    for operator, node in parts:
        if operator == r"\odot":
            groups.append([])
        groups[-1].append(node)
    return groups


def _multiplied(nodes: list[t.Node]) -> t.Node:
    if len(nodes) == 1:
        return nodes[0]
    return t.Mul(tuple(nodes), span=(nodes[0].span[0], nodes[-1].span[1]))


def _powered(node: t.Node, scripts: Scripts) -> t.Node:
    return node if scripts.power is None else t.Pow(node, scripts.power, span=node.span)
