"""What a cost rests on, layer by layer: through which symbols a layer reaches it.

A network without a last number is a graph that goes on like itself. Two questions are asked of it.
How low do the layers reach that an expression rests on, once one layer of one family is held? How
high do the layers reach that a member of a family rests on? Both are answered by offsets from a
layer, which each definition moves by so much; what goes on moving has no answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.proof.elaborate.env import NotInKernelError
from bpsite.proof.scope.lookup import Definition, Scope, offset_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import signature
from bpsite.proof.syntax.parse import ProblemError

_MOST_ROUNDS = 50


@dataclass(frozen=True)
class Reference:
    """A symbol in a body, and the place of its layer: a name with an offset, or nothing."""

    symbol: t.Sym
    name: str
    offset: int

    @property
    def family(self) -> str:
        """The family that it is of."""
        return self.symbol.family


def references(node: t.Node, scope: Scope) -> Iterator[Reference]:
    """The symbols in a node. Raises `NotInKernelError` for what can't be followed."""
    for part in t.walk(node):
        if isinstance(part, t.Deriv | t.Lim | t.Fn | t.Prime):
            raise NotInKernelError("a cost in whose definition something is differentiated")
        if isinstance(part, t.Call) and part.fn in scope.functions:
            yield from _in_function(scope.functions[part.fn])
        if isinstance(part, t.Sym):
            yield _reference(part)
    bound = {part.index for part in t.walk(node) if isinstance(part, t.Big)}
    layers = {u for s in t.walk(node) if isinstance(s, t.Sym) for u in s.upper}
    named = {i.base for u in layers for i in t.walk(u) if isinstance(i, t.Sym)}
    if named & bound:
        raise NotInKernelError("a sum over layers")


def _in_function(definition: Definition) -> Iterator[Reference]:
    """A function of its arguments alone has no more symbols in it."""
    for part in t.walk(definition.body):
        if isinstance(part, t.Sym) and part not in definition.params:
            raise NotInKernelError("a function with other symbols in it")
    yield from ()


def _reference(symbol: t.Sym) -> Reference:
    if not symbol.upper:
        return Reference(symbol, "", 0)
    try:
        (index,) = symbol.upper
        return Reference(symbol, *offset_of(index))
    except (ValueError, ProblemError):
        raise NotInKernelError("a layer that is no l + 1") from None


def _steps(family: str, scope: Scope) -> Iterator[tuple[Reference, int]]:
    """What a family's general definition names, and by how much the layer moves."""
    general = scope.general.get(family)
    if family in scope.exact:
        yield from _in_symbol(scope.exact[family], scope)
    if general is None:
        return
    if not general.target.upper:
        raise NotInKernelError("a definition of all entries")
    name, own = offset_of(general.target.upper[0])
    for found in references(general.body, scope):
        if found.symbol.upper and found.name != name:
            raise NotInKernelError("a layer of another index")
        yield found, found.offset - own


def _in_symbol(definition: Definition, scope: Scope) -> Iterator[tuple[Reference, int]]:
    for found in references(definition.body, scope):
        if found.symbol.upper:
            raise NotInKernelError("a layer in the definition of a symbol without one")
        yield found, 0


def of_cost(cost: str, scope: Scope) -> Iterator[Reference]:
    """The layered symbols that a cost's definition names, through symbols without a layer."""
    waiting, seen = [cost], {cost}
    while waiting:
        definition = scope.exact.get(waiting.pop())
        for found in references(definition.body, scope) if definition else ():
            if found.symbol.upper:
                yield found
            elif found.family in scope.general:
                raise NotInKernelError("a definition of all entries")
            elif found.family not in seen:
                waiting.append(found.family)
                seen.add(found.family)


def _refuse_single(family: str, scope: Scope) -> None:
    if any(d.target.family == family and d.target.upper for d in scope.exact.values()):
        raise NotInKernelError("single layers are defined")


def lowest(start: dict[str, int], cut: str, scope: Scope) -> dict[str, int]:
    """The least offset at which each family is met, where that of `cut` is held at offset 0."""
    return _spread(start, cut, scope, way=-1)


def highest(family: str, scope: Scope) -> dict[str, int]:
    """The greatest offset at which each family is met below a member at offset 0."""
    return _spread({family: 0}, "", scope, way=1)


def _spread(start: dict[str, int], cut: str, scope: Scope, *, way: int) -> dict[str, int]:
    met = {family: _past_cut(family, offset, cut) for family, offset in start.items()}
    waiting = dict.fromkeys(met, _MOST_ROUNDS)
    while waiting:
        family, rounds = waiting.popitem()
        if rounds == 0:
            raise NotInKernelError("layers that reach further and further")
        _refuse_single(family, scope)
        for found, moved in _steps(family, scope):
            layered = bool(found.symbol.upper)
            offset = met[family] + moved if layered else 0
            offset = _past_cut(found.family, offset, cut)
            known = met.get(found.family)
            if known is None or (offset - known) * way > 0:
                met[found.family] = offset
                waiting[found.family] = rounds - 1
    return met


def _past_cut(family: str, offset: int, cut: str) -> int:
    """The members of the family that is held begin after the one that is."""
    if family != cut:
        return offset
    if offset < 0:
        raise NotInKernelError("a layer that reaches the cost past the one that is held")
    return max(offset, 1)


def endless(scope: Scope, derived: frozenset[str]) -> frozenset[str]:
    """The families that are not opened: those differentiated by, and what has no end without."""
    layered = {family for family, d in scope.general.items() if d.target.upper}
    chosen = {family for family in derived & layered if _returns(family, scope, set())}
    rest = {family for family in layered - chosen if _returns(family, scope, chosen)}
    return frozenset(chosen | rest)


def _returns(family: str, scope: Scope, without: set[str]) -> bool:
    """Whether a family's definition rests on another member of it."""
    waiting, seen = [family], set[str]()
    while waiting:
        general = scope.general.get(waiting.pop())
        named = _families(general.body) if general else set()
        if family in named:
            return True
        waiting += named - seen - without
        seen |= named
    return False


def _families(node: t.Node) -> set[str]:
    return {part.family for part in t.walk(node) if isinstance(part, t.Sym)}


def differentiated(*nodes: t.Node) -> frozenset[str]:
    """The families of layers by which something is differentiated."""
    parts = (part for node in nodes for part in t.walk(node))
    return frozenset(signature(p.by) for p in parts if isinstance(p, t.Deriv) and p.by.upper)
