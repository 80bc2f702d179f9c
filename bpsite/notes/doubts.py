"""Why a relation may mean something else than it was read as, or be meant only somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bpsite.notes.definitions import Definitions, is_closed, key_of
from bpsite.notes.infer import COSTS
from bpsite.notes.names import Names
from bpsite.proof.decide.judging import decide
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, OF_NUMBERS
from bpsite.proof.syntax.lexicon import Kind, signature, spelled
from bpsite.proof.syntax.parse import ProblemError

_CAPITALS = set("ABDFGHPQRSUVWXYZ") | {r"\Theta", r"\Sigma", r"\Phi"}
_DEPENDENT = set("ahzosp") | {r"\delta", r"\hat{y}", r"\hat{p}", r"\hat{a}", r"\hat{z}"}


@dataclass
class Doubts:
    """What is doubtful in one file, as far as it has been read."""

    names: Names
    definitions: Definitions
    twice: set[str] = field(default_factory=set)  # keys that have two definitions that differ
    early: set[str] = field(default_factory=set)  # keys that are used before their definition
    narrowed: str = ""  # what the notes say that a matrix may be more than any one

    def of_meaning(self, relation: t.Rel) -> str:
        """Why it may mean something else, so that it is neither proved nor refuted."""
        found = (self._of_name(part) for part in self._reached(relation))
        why = next(filter(None, found), "")
        return (
            why
            or self._of_euler(relation)
            or self._of_powers(relation)
            or self._of_derivatives(relation)
        )

    def _of_name(self, part: t.Node) -> str:
        key = key_of(part)
        name = part.base if isinstance(part, t.Sym) else key
        indexed = isinstance(part, t.Sym) and bool(part.upper or part.lower)
        why = ""
        if key and name in self.names.inferred.doubts and not indexed:
            why = self.names.inferred.doubts[name]
        elif key in self.twice:
            why = f"{name} is defined twice"
        elif key in self.early:
            why = f"{name} is used before it is defined"
        elif isinstance(part, t.Sym) and self._may_be_array(part):
            why = f"{name} may be a number or a matrix"
        return why

    def _of_euler(self, relation: t.Rel) -> str:
        """Whether an e that is no base of a power may be a symbol."""
        why = self.names.inferred.doubts.get("e", "")
        parts = list(t.walk(relation))
        bases = {id(part.base) for part in parts if isinstance(part, t.Pow)}
        alone = any(part == t.Const("e") and id(part) not in bases for part in parts)
        return why if alone else ""

    def _of_powers(self, relation: t.Rel) -> str:
        """Whether a power may be a layer, where layers stand above without brackets."""
        if not self.names.inferred.plain_layers:
            return ""
        for part in self._reached(relation):
            if isinstance(part, t.Pow) and isinstance(part.base, t.Sym):
                return f"a number above {spelled(part.base)} may be a power or a layer"
        return ""

    def _may_be_array(self, part: t.Sym) -> bool:
        declared = {spelled(part), part.base} & set(self.names.inferred.kinds)
        kind = self.names.scope.kind(part)
        free = not declared and not self._has_definition(part)
        return may_be_array(part.base, kind.name) and free and not part.lower

    def _reached(self, node: t.Node) -> Iterator[t.Node]:
        """The nodes of a relation, and of the definitions on which it rests."""
        seen, waiting = set[str](), [(node, set[t.Node]())]
        while waiting:
            body, held = waiting.pop()
            for part in t.walk(body):
                if part in held:
                    continue
                yield part
                name = _family(part)
                if name and name not in seen:
                    seen.add(name)
                    made = self.names.scope.definitions(name)
                    waiting += [(each.body, set(each.params)) for each in made]

    def _of_derivatives(self, relation: t.Rel) -> str:
        for part in t.walk(relation):
            if isinstance(part, t.Deriv) and (found := self._of_derivative(part)):
                return found
        return ""

    def _of_derivative(self, node: t.Deriv) -> str:
        """Whether it is said how what is differentiated rests on the variable."""
        argument = node.arg
        while isinstance(argument, t.Deriv):
            argument = argument.arg
        reached = [part for part in self._reached(argument) if isinstance(part, t.Sym)]
        by = signature(node.by)
        if all(signature(part) != by for part in reached):
            whole = argument.base if isinstance(argument, t.Sym) else "what is differentiated"
            return f"it is not said how {whole} depends on {spelled(node.by)}"
        for part in reached:
            free = signature(part) != by and not self._has_definition(part)
            names = self.names.inferred.dependent | _DEPENDENT | COSTS
            if free and part.base in names:
                return f"it is not said whether {spelled(part)} depends on {spelled(node.by)}"
        return ""

    def _has_definition(self, part: t.Sym) -> bool:
        return bool(self.names.scope.definitions(signature(part)))

    def of_refutation(self, relation: t.Rel, *, first: bool) -> str:
        """Why it may be no claim for all values, so that it is not called false."""
        if relation.sign not in ("=", r"\equiv"):
            return "it may be a condition"
        sides = (relation.left, relation.right)
        closed = [is_closed(side) for side in sides]
        if all(closed):
            return ""
        if any(closed):
            return "numbers may have been put in, or it is an equation to solve"
        reasons = (
            self._of_layout(relation)
            or self._of_indices(relation)
            or self._of_sides(relation)
            or self._of_functions(relation)
            or self._brought(relation)
        )
        return reasons or (self._to_solve(relation) if first else "")

    def of_signs(self, relation: t.Rel) -> str:
        """Whether a relation that is refuted holds where all symbols are positive."""
        scope = self.names.scope.copy()
        for key, kind in scope.lexicon.kinds.items():
            if kind == Kind("real", over=kind.over):
                scope.lexicon.kinds[key] = Kind("real", "0", "oo", over=kind.over)
        try:
            holds = decide(Claim(relation), scope).verdict != "failed"
        except ProblemError:
            holds = True
        return "it may be meant for positive values" if holds else ""

    def of_arrays(self, relation: t.Rel, method: str, detail: str) -> str:
        """Why a refutation by arrays may not be meant."""
        symbols = [part for part in t.walk(relation) if isinstance(part, t.Sym)]
        sizes = {size for symbol in symbols for size in self.names.scope.kind(symbol).dims}
        if method == "shapes" and not sizes <= self.names.sizes:
            return "the shapes that were inferred do not fit"
        if method == "shapes" and _fits_repeated(detail):
            return "a row, a column or a number may be meant to be repeated"
        return self.narrowed if sizes else ""

    def _of_sides(self, relation: t.Rel) -> str:
        sides = (relation.left, relation.right)
        said = any(self._is_said(*pair) for pair in (sides, sides[::-1]))
        return "it may be a condition, or say what a symbol is" if said else ""

    def _is_said(self, side: t.Node, other: t.Node) -> bool:
        """Whether a side is a symbol that the relation may say something of."""
        return isinstance(side, t.Sym) and (side not in t.walk(other) or isinstance(other, t.Call))

    def _of_layout(self, relation: t.Rel) -> str:
        for part in t.walk(relation):
            if (
                isinstance(part, t.Deriv)
                and not part.gradient
                and self.names.scope.kind(part.by).array
            ):
                return "a derivative by an array may be meant as a row or as a column"
        return ""

    def _of_indices(self, relation: t.Rel) -> str:
        """Whether two free indices may be meant to differ."""
        bound = {part.index for part in t.walk(relation) if isinstance(part, t.Big)}
        names = {
            part.base
            for part in t.walk(relation)
            if isinstance(part, t.Sym) and self.names.scope.lexicon.has(part.base, "index")
        }
        free = sorted(names - bound)
        loose = [name for name in free if name in self.names.inferred.loose]
        if loose:
            return f"it is not said over what {loose[0]} runs"
        return f"{' and '.join(free)} may be meant to differ" if len(free) > 1 else ""

    def _of_functions(self, relation: t.Rel) -> str:
        """A function that is not defined, or a name that has several definitions."""
        for part in self._reached(relation):
            if key_of(part) in self.definitions.anew:
                return f"{key_of(part)} has several definitions"
            known = (*OF_NUMBERS, *OF_ARRAYS, *self.names.scope.functions)
            if isinstance(part, t.Call | t.Fn) and key_of(part) not in known:
                return f"{key_of(part)} is not defined in these notes"
        return ""

    def _brought(self, relation: t.Rel) -> str:
        """A free symbol on the right of which nothing on the left depends."""
        left = {key_of(part) for part in self._reached(relation.left)}
        for part in self._reached(relation.right):
            if isinstance(part, t.Sym) and not self._has_definition(part):
                index = self.names.scope.lexicon.is_index(part.base)
                if key_of(part) not in left and not index:
                    return f"{spelled(part)} comes in anew"
        return ""

    def _to_solve(self, relation: t.Rel) -> str:
        """Whether two sides look like an equation that is to be solved."""
        slopes = any(
            isinstance(part, t.Deriv | t.Prime) or _primed(part) for part in t.walk(relation)
        )
        if slopes:
            return ""
        names = [
            {key_of(part) for part in t.walk(side) if isinstance(part, t.Sym)}
            for side in (relation.left, relation.right)
        ]
        bent = any(map(_is_bent, t.walk(relation)))
        one_name = len(names[0] | names[1]) < 2
        calls = isinstance(relation.left, t.Call) and isinstance(relation.right, t.Call)
        if names[0] != names[1] or not bent or (one_name and (calls or not _called(relation))):
            return "it may be an equation to solve, or a condition"
        return ""


_SHAPES = re.compile(r"shapes (\S+) x (\S+) and (\S+) x (\S+) differ")


def _fits_repeated(detail: str) -> bool:
    """Whether two shapes differ only in that one is to be repeated, as arrays in code are."""
    found = _SHAPES.search(detail)
    if not found:
        return "a number" in detail
    pairs = ((found[1], found[3]), (found[2], found[4]))
    return all(a == b or "1" in (a, b) for a, b in pairs)


def may_be_array(base: str, kind: str) -> bool:
    """Whether a name that was taken for a number is one that people give to matrices."""
    return kind == "real" and base in _CAPITALS


def _family(part: t.Node) -> str:
    return signature(part) if isinstance(part, t.Sym) else key_of(part)


def _primed(part: t.Node) -> bool:
    return isinstance(part, t.Call | t.Fn) and part.primes > 0


def _is_bent(part: t.Node) -> bool:
    """Whether a node is no linear expression of its symbols."""
    if isinstance(part, t.Mul):
        return sum(any(isinstance(p, t.Sym) for p in t.walk(f)) for f in part.factors) > 1
    return isinstance(part, t.Pow | t.Call) or (
        isinstance(part, t.Div) and any(isinstance(p, t.Sym) for p in t.walk(part.den))
    )


def _called(relation: t.Rel) -> bool:
    return any(isinstance(part, t.Call) for part in t.walk(relation.left))
