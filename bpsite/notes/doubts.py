"""Why a relation may mean something else than it was read as, or be meant only somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpsite.notes.infer import COSTS, Inferred
from bpsite.proof import tree as t
from bpsite.proof.functions import ENTRYWISE, OF_ARRAYS
from bpsite.proof.lexicon import exact, signature, spelled
from bpsite.proof.scope import Scope

_CAPITALS = set("ABDFGHPQRSUVWXYZ") | {r"\Theta", r"\Sigma", r"\Phi"}
_DEPENDENT = set("ahzosp") | {r"\delta", r"\hat{y}", r"\hat{p}", r"\hat{a}", r"\hat{z}"}


@dataclass
class Doubts:
    """What is doubtful in one file, as far as it has been read."""

    scope: Scope
    inferred: Inferred
    twice: dict[str, int] = field(default_factory=dict)  # by name: the line of the first definition
    again: set[str] = field(default_factory=set)  # names that a later section defines anew
    early: set[str] = field(default_factory=set)  # names that are used before their definition
    arrays_narrowed: str = ""

    def of_meaning(self, relation: t.Rel) -> str:
        """Why it may mean something else, so that it is neither proved nor refuted."""
        parts = list(self._reached(relation))
        for part in parts:
            if found := self._of_name(part):
                return found
        return self._of_derivatives(relation)

    def _of_name(self, part: t.Node) -> str:
        name = part.fn if isinstance(part, t.Call) else getattr(part, "base", "")
        if not isinstance(name, str):
            return ""
        indexed = isinstance(part, t.Sym) and bool(part.upper or part.lower)
        if name in self.inferred.doubts and not indexed:
            return self.inferred.doubts[name]
        if key_of(part) in self.twice:
            return f"{name} is defined twice"
        if key_of(part) in self.early:
            return f"{name} is used before it is defined"
        if isinstance(part, t.Sym) and self._may_be_array(part):
            remedy = r"say W \in \mathbb{R}^{m \times n}, or declare it"
            return f"{part.base} may be a number or a matrix: {remedy}"
        return ""

    def _may_be_array(self, part: t.Sym) -> bool:
        if part.base not in _CAPITALS or part.lower or self._declared(part):
            return False
        kind = self.scope.lexicon.of(part)
        defined = (
            signature(part) in self.scope.general or (exact(part) or part.base) in self.scope.exact
        )
        return not defined and (kind is None or kind.name == "real")

    def _declared(self, part: t.Sym) -> bool:
        return any(key in self.inferred.kinds for key in (spelled(part), part.base))

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
                    made = self.scope.definitions(name)
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
            names = self.inferred.dependent | _DEPENDENT | COSTS
            if free and part.base in names:
                return f"it is not said whether {spelled(part)} depends on {spelled(node.by)}"
        return ""

    def _has_definition(self, part: t.Sym) -> bool:
        return bool(self.scope.definitions(signature(part)))

    def of_refutation(self, relation: t.Rel, *, first: bool) -> str:
        """Why it may be no claim for all values, so that it is not called false."""
        if relation.sign not in ("=", r"\equiv"):
            return "it may be a condition"
        if found := self._of_layout(relation) or self._of_indices(relation):
            return found
        sides = (relation.left, relation.right)
        closed = [
            not any(isinstance(p, t.Sym | t.Fn | t.Call) and self._is_free(p) for p in t.walk(side))
            for side in sides
        ]
        if any(closed):
            return (
                "" if all(closed) else "numbers may have been put in, or it is an equation to solve"
            )
        if any(self._is_said(*pair) for pair in (sides, sides[::-1])):
            return "it may be a condition, or say what a symbol is"
        unknown = self._unknown_function(relation)
        if unknown:
            return f"{unknown} is not defined in these notes"
        anew = next((key_of(p) for p in self._reached(relation) if key_of(p) in self.again), "")
        if anew:
            return f"{anew} has several definitions"
        if brought := self._brought(relation):
            return f"{brought} comes in anew"
        return self._to_solve(relation) if first else ""

    def _is_said(self, side: t.Node, other: t.Node) -> bool:
        """Whether a side is a symbol that the relation may say something of."""
        return isinstance(side, t.Sym) and (side not in t.walk(other) or isinstance(other, t.Call))

    def _of_layout(self, relation: t.Rel) -> str:
        for part in t.walk(relation):
            if isinstance(part, t.Deriv) and not part.gradient and self.scope.kind(part.by).array:
                return "a derivative by an array may be meant as a row or as a column"
        return ""

    def _of_indices(self, relation: t.Rel) -> str:
        """Whether two free indices may be meant to differ."""
        bound = {part.index for part in t.walk(relation) if isinstance(part, t.Big)}
        names = {
            part.base
            for part in t.walk(relation)
            if isinstance(part, t.Sym) and self.scope.lexicon.has(part.base, "index")
        }
        free = sorted(names - bound)
        return f"{' and '.join(free)} may be meant to differ" if len(free) > 1 else ""

    def _is_free(self, part: t.Node) -> bool:
        return not (isinstance(part, t.Call) and part.fn in ENTRYWISE)

    def _unknown_function(self, relation: t.Rel) -> str:
        for part in self._reached(relation):
            if isinstance(part, t.Call | t.Fn):
                name = part.fn if isinstance(part, t.Call) else part.base
                if name not in self.scope.functions and name not in (*ENTRYWISE, *OF_ARRAYS):
                    return name
        return ""

    def _brought(self, relation: t.Rel) -> str:
        """A free symbol on the right of which nothing on the left depends."""
        left = {key_of(part) for part in self._reached(relation.left)}
        for part in self._reached(relation.right):
            if isinstance(part, t.Sym) and not self._has_definition(part):
                index = self.scope.lexicon.is_index(part.base)
                if key_of(part) not in left and not index:
                    return spelled(part)
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
        bent = any(isinstance(p, t.Pow | t.Call | t.Mul | t.Div) for p in t.walk(relation))
        one_name = len(names[0] | names[1]) < 2
        calls = isinstance(relation.left, t.Call) and isinstance(relation.right, t.Call)
        if names[0] != names[1] or not bent or (one_name and (calls or not _called(relation))):
            return "it may be an equation to solve, or a condition"
        return ""


def key_of(part: t.Node) -> str:
    """The key of a symbol or a function among names that are defined."""
    if isinstance(part, t.Sym):
        return exact(part) or signature(part)
    return part.fn if isinstance(part, t.Call) else part.base if isinstance(part, t.Fn) else ""


def _family(part: t.Node) -> str:
    return signature(part) if isinstance(part, t.Sym) else key_of(part)


def _primed(part: t.Node) -> bool:
    return isinstance(part, t.Call | t.Fn) and part.primes > 0


def _called(relation: t.Rel) -> bool:
    return any(isinstance(part, t.Call) for part in t.walk(relation.left))
