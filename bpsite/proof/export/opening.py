"""Opens, in what is differentiated, each definition that rests on the variable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bpsite.proof.export.shapes import UntranslatableError
from bpsite.proof.scope.instances import free, integer
from bpsite.proof.scope.lookup import Definition, Scope, offset_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Lexicon, exact, signature
from bpsite.proof.syntax.parse import ProblemError

Names = Mapping[str, t.Node]
MOST_NODES = 400  # longer code helps nobody, and definitions can double at each step


def opened(node: t.Node, by: t.Sym, scope: Scope) -> t.Node:
    r"""The node as an expression in `by`: J by z^{(4)} becomes 1/2 (g(z^{(4)}) - y)^2.

    What does not rest on `by` keeps its name. Raises `UntranslatableError` where the definitions
    lead through layers whose number is not known, and where the expression would become too long.
    """
    return _Opening(by, scope).node(node)


def defined(symbol: t.Sym, scope: Scope) -> t.Node | None:
    """What a symbol is defined as, its indices being numbers or letters."""
    return _Opening(t.Sym(""), scope)._body(symbol)


class _Opening:
    """One variable, and which symbols were found to rest on it."""

    def __init__(self, by: t.Sym, scope: Scope) -> None:
        self.by = by
        self.scope = scope
        self.known: dict[t.Node, bool] = {}
        self.bound: frozenset[str] = frozenset()  # the indices of the sums around a node
        self.seen = 0
        if self._lettered(by) and (self._cases(by) or signature(by) in scope.general):
            raise UntranslatableError  # z^{(l)} for all l at once: one of them rests on another

    def node(self, node: t.Node) -> t.Node:
        self.seen += 1
        if self.seen > MOST_NODES:
            raise UntranslatableError
        if isinstance(node, t.Sym):
            body = None if node == self.by else self._body(node)
            if body is None or not self._rests(body):
                return node
            if self.bound & ({symbol.base for symbol in free(body)} - _letters(node)):
                raise UntranslatableError  # a letter of the definition would be a sum's index
            return self.node(body)
        if isinstance(node, t.Call) and (definition := self._closure(node)) is not None:
            names = {p.base: a for p, a in zip(definition.params, node.args, strict=True)}
            return self.node(_put(definition.body, names, self.scope.lexicon))
        if isinstance(node, t.Big):
            return self._sum(_apart(node, _letters(self.by), self.scope.lexicon))
        if isinstance(node, t.Fn):
            self._closure(t.Call(node.base, 1, ()))  # raises where it rests on the variable
        if isinstance(node, t.Deriv | t.Lim | t.Prime):
            raise UntranslatableError
        return t.rebuild(node, self.node)

    def _sum(self, node: t.Big) -> t.Node:
        outside, self.bound = self.bound, self.bound | {node.index}
        made = t.rebuild(node, self.node)
        self.bound = outside
        return made

    def _closure(self, node: t.Call) -> Definition | None:
        """The definition of a function that rests on the variable beside its arguments."""
        definition = self.scope.functions.get(node.fn)
        if definition is None:
            return None
        zeros = {param.base: t.Num("0") for param in definition.params}
        hidden = _put(definition.body, zeros, self.scope.lexicon)
        if not self._rests(hidden):
            return None
        moved = [p for p, a in zip(definition.params, node.args, strict=False) if p != a]
        if node.primes or any(_Opening(param, self.scope)._rests(hidden) for param in moved):
            raise UntranslatableError  # what is defined by a parameter would move with it
        return definition

    def _rests(self, node: t.Node) -> bool:
        return any(
            self._symbol_rests(part)
            if isinstance(part, t.Sym)
            else isinstance(part, t.Call) and self._closure(part) is not None
            for part in t.walk(node)
        )

    def _symbol_rests(self, symbol: t.Sym) -> bool:
        if symbol not in self.known:
            self.known[symbol] = False  # while its definition is looked into
            body = None if symbol == self.by else self._body(symbol)
            self.known[symbol] = self._may_be(symbol) if body is None else self._rests(body)
        return self.known[symbol]

    def _may_be(self, symbol: t.Sym) -> bool:
        """Whether a symbol without a definition is the variable, for some values of the indices."""
        if signature(symbol) != signature(self.by):
            return False
        return symbol == self.by or not (exact(symbol) and exact(self.by))

    def _body(self, symbol: t.Sym) -> t.Node | None:
        """What a symbol is defined as, its indices being numbers or letters."""
        found = self.scope.exact.get(exact(symbol) or symbol.base)
        if found is not None and bool(found.target.upper) == bool(symbol.upper):
            return found.body
        general = self.scope.general.get(signature(symbol))
        if self._lettered(symbol) and (self._cases(symbol) or (general and symbol.upper)):
            raise UntranslatableError
        if general is None:
            return None
        return _put(general.body, _names(general.target, symbol), self.scope.lexicon)

    def _lettered(self, symbol: t.Sym) -> bool:
        return bool(symbol.upper or symbol.lower) and not exact(symbol)

    def _cases(self, symbol: t.Sym) -> bool:
        """Whether members of its family are defined one by one."""
        family = signature(symbol)
        return any(signature(known.target) == family for known in self.scope.exact.values())


def _names(target: t.Sym, symbol: t.Sym) -> dict[str, t.Node]:
    """What the indices of a general definition are for one symbol."""
    names: dict[str, t.Node] = {}
    pairs = zip((*target.upper, *target.lower), (*symbol.upper, *symbol.lower), strict=True)
    for pattern, index in pairs:
        name, offset = offset_of(pattern)
        if not name or name in names:
            raise UntranslatableError
        shifted = t.Add((index, t.Neg(t.Num(str(offset))))) if offset else index
        names[name] = _counted(shifted)
    return names


def _put(node: t.Node, names: Names, lexicon: Lexicon) -> t.Node:
    """The node with other nodes for plain symbols; a sum's own index makes way for theirs."""
    if isinstance(node, t.Sym):
        if not node.upper and not node.lower:
            return names.get(node.base, node)
        upper, lower = (
            tuple(_counted(_put(index, names, lexicon)) for index in indices)
            for indices in (node.upper, node.lower)
        )
        return replace(node, upper=upper, lower=lower)
    if isinstance(node, t.Big):
        node = _apart(node, set().union(*map(_letters, names.values())), lexicon)
        names = {name: new for name, new in names.items() if name != node.index}
    return t.rebuild(node, lambda part: _put(part, names, lexicon))


def _apart(node: t.Big, taken: set[str], lexicon: Lexicon) -> t.Big:
    """A sum whose index has another name than these, its ends being written down."""
    if node.index not in taken:
        return node
    low, high = ends(node, lexicon)
    index = node.index
    while index in taken or index in _letters(node.body):
        index += "_"
    body = _put(node.body, {node.index: t.Sym(index)}, lexicon)
    return replace(node, index=index, low=low, high=high, body=body)


def _letters(node: t.Node) -> set[str]:
    return {part.base for part in t.walk(node) if isinstance(part, t.Sym)}


def ends(node: t.Big, lexicon: Lexicon) -> tuple[t.Node, t.Node]:
    """The first and the last index of a sum, as declared if they are not printed."""
    if node.low is not None and node.high is not None:
        return node.low, node.high
    kind = lexicon.kind(node.index)
    if kind is None or not kind.low:
        raise UntranslatableError
    low, high = (t.Num(x) if x.isdigit() else t.Sym(x) for x in (kind.low, kind.high))
    return low, high


def _counted(index: t.Node) -> t.Node:
    """An index of numbers alone as a number."""
    try:
        value = integer(index, {})
    except ProblemError:
        return index
    if value < 0:
        raise UntranslatableError
    return t.Num(str(value), span=index.span)
