"""What rests on what by its definition, though that stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from bpsite.proof.kernel.terms import Symbol
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError


class Resting:
    """Follows the definitions of a scope, member by member where indices are numbers."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._known: dict[tuple[Symbol, str], bool] = {}

    def of_symbol(self, one: Symbol, by: t.Sym) -> bool:
        """Whether a defined symbol may rest on another one."""
        key = (one, by.member or by.family)
        if key not in self._known:
            self._known[key] = self._of_symbol(one, by)
        return self._known[key]

    def _of_symbol(self, one: Symbol, by: t.Sym) -> bool:
        node = _node_of(one)
        if node is not None and (by.member or not (by.upper or by.lower)):
            try:
                return self._of_node(node, by, set())
            except ProblemError:
                pass  # its definition has a letter for a length
        return by.family in self._families(one.name)

    def _of_node(self, node: t.Sym, by: t.Sym, seen: set[t.Sym]) -> bool:
        if node in seen:
            return False
        seen.add(node)
        body = self.scope.body(node, {})
        return body is not None and self._of_tree(body, by, seen)

    def _of_tree(self, body: t.Node, by: t.Sym, seen: set[t.Sym]) -> bool:
        for part in t.walk(body):
            if isinstance(part, t.Sym) and (part == by or self._of_node(part, by, seen)):
                return True
            if isinstance(part, t.Call | t.Fn):
                name = part.fn if isinstance(part, t.Call) else part.base
                if self.of_function(name, by):
                    return True
        return False

    def of_function(self, name: str, by: t.Sym) -> bool:
        """Whether a function may rest on a symbol that is none of its arguments."""
        definition = self.scope.functions.get(name)
        own = {param.family for param in definition.params} if definition else set()
        return by.family in self._families(name) - own

    def _families(self, name: str) -> set[str]:
        """The families and functions on which a name rests."""
        waiting, seen = [name], set[str]()
        while waiting:
            bodies = self._bodies.get(waiting.pop(), [])
            found = {name for body in bodies for name in _names(body)}
            waiting, seen = [*waiting, *(found - seen)], seen | found
        return seen

    @cached_property
    def _bodies(self) -> dict[str, list[t.Node]]:
        """What the members of each family, and the functions, are defined as."""
        found: dict[str, list[t.Node]] = {}
        tables = (self.scope.exact, self.scope.general, self.scope.functions)
        for definition in (each for table in tables for each in table.values()):
            found.setdefault(definition.target.family, []).append(definition.body)
        return found


def _names(body: t.Node) -> Iterator[str]:
    """The families and functions in a tree."""
    for part in t.walk(body):
        if isinstance(part, t.Sym):
            yield part.family
        elif isinstance(part, t.Call | t.Fn):
            yield part.fn if isinstance(part, t.Call) else part.base


def _node_of(one: Symbol) -> t.Sym | None:
    """The symbol as it would be written, if its indices are numbers."""
    base = one.name.rstrip("^_")
    upper = one.name[len(base) :].count("^")
    indices = one.indices[: len(one.name) - len(base)]
    if any(index.parts for index in indices):
        return None
    numbers = tuple(t.Num(str(index.constant)) for index in indices)
    return t.Sym(base, numbers[:upper], numbers[upper:])
