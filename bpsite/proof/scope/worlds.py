"""The worlds in which a relation must hold: every layer, every length, every depth of network."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bpsite.proof.scope import networks
from bpsite.proof.scope.instances import (
    Binding,
    NoSuchIndexError,
    bounds,
    compare,
    instantiate,
    integer,
)
from bpsite.proof.scope.lookup import Definition, Scope, UndefinedSymbolError, offset_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import OF_LAYER, Kind, exact, signature
from bpsite.proof.syntax.parse import ProblemError

LENGTHS = range(1, 6)
_MOST_LAYERS = 12


@dataclass(frozen=True)
class World:
    """Numbers for the indices of a relation, and the scope that they are numbers in."""

    scope: Scope
    binding: Binding
    relation: t.Rel
    symbolic: bool = True  # long sums are held by numbers alone

    def text(self) -> str:
        """The numbers as a reader sees them."""
        shown = ((name, value) for name, value in sorted(self.binding.items()) if "_" not in name)
        return ", ".join(f"{name} = {value}" for name, value in shown)


@dataclass(frozen=True)
class Claim:
    """A relation with the conditions under which it is claimed, and its `for` ranges."""

    relation: t.Rel
    condition: tuple[t.Rel, ...] = ()
    ranges: tuple[tuple[str, int, int], ...] = ()


def worlds(claim: Claim, scope: Scope) -> list[World]:
    """All the worlds of a claim. Raises `ProblemError` if there is none."""
    free = _free(claim, scope)
    layers = [name for name in free.indices if scope.lexicon.has(name, "layer")]
    declared = bool(free.indices) and all(_has_range(n, claim, scope) for n in free.indices)
    found = list(_in_scope(claim, scope, free, strict=declared))
    general = layers and not claim.ranges and not _concrete_layers(claim.relation, scope)
    if general and networks.last_layer(scope):
        for depth in networks.DEPTHS:
            made = networks.of_depth(scope, depth)
            found += _in_scope(claim, made, free, strict=False)
    if not found:
        at = claim.relation.span[0]
        raise ProblemError(
            at, "there is no layer or index for which this exists", "% for l: 2 to 3"
        )
    return found


def networks_of(claim: Claim, scope: Scope) -> list[tuple[Scope, Binding]]:
    """The networks in which an equation must hold, with its layers' numbers; lengths stay open."""
    indices = _free(claim, scope).indices
    ranged = {name for name, _, _ in claim.ranges}
    layers = [name for name in indices if _is_numbered(name, scope) or name in ranged]
    if not layers:
        return [(scope, {})]
    found = {}
    for world in worlds(claim, scope):
        binding = {name: world.binding[name] for name in layers}
        found[id(world.scope), tuple(binding.values())] = world.scope, binding
    return list(found.values())


def _is_numbered(name: str, scope: Scope) -> bool:
    """Whether a layer takes certain numbers; one to a last layer L stays a letter."""
    kind = scope.lexicon.kind(name)
    return kind is not None and kind.name == "layer" and (not kind.high or kind.high.isdigit())


def sizes_of(claim: Claim, scope: Scope) -> list[str]:
    """The letters for lengths and shapes on which a claim rests."""
    sizes = _free(claim, scope).sizes
    symbols = {part for part in t.walk(claim.relation) if isinstance(part, t.Sym)}
    dims = {size for symbol in symbols for size in scope.kind(symbol).dims}
    return sorted({*sizes, *(size for size in dims if not size.isdigit())})


def _has_range(name: str, claim: Claim, scope: Scope) -> bool:
    """Whether the page says which numbers an index takes."""
    kind = scope.lexicon.kind(name)
    return any(name == index for index, _, _ in claim.ranges) or bool(kind and kind.low)


def _in_scope(claim: Claim, scope: Scope, free: _Collector, *, strict: bool) -> Iterator[World]:
    """The worlds of one network; with `strict`, each number of a range must have its world."""
    sizes = sorted(free.sizes)
    for lengths in _lengths(sizes):
        binding = {**dict(zip(sizes, lengths, strict=True)), **_widths(free.families, lengths)}
        long = any(length not in LENGTHS for length in lengths)
        for numbers in _numbered(free.indices, claim, scope, binding, long=long):
            world = _world(claim, scope, numbers, symbolic=not long, strict=strict)
            if world is not None:
                yield world


def _widths(families: set[str], lengths: tuple[int, ...]) -> Binding:
    """How many units each layer has, for sizes that depend on the layer."""
    chance = random.Random(len(lengths))  # noqa: S311 # lengths, not secrets
    last = max(lengths, default=0)
    layers = range(1, last + 2)  # a claim may look at the layer after the last
    return {f"{n}_{layer}": chance.randint(2, 4) for n in sorted(families) for layer in layers}


def _numbered(
    names: list[str], claim: Claim, scope: Scope, binding: Binding, *, long: bool
) -> Iterator[Binding]:
    """All numbers for the indices, layers before the indices whose range depends on them."""
    if not names:
        yield binding
        return
    first, *rest = sorted(names, key=lambda name: not scope.lexicon.has(name, "layer"))
    for value in _values(first, claim, scope, binding, long=long):
        yield from _numbered(rest, claim, scope, {**binding, first: value}, long=long)


def _lengths(sizes: list[str]) -> Iterator[tuple[int, ...]]:
    """Every length from 1 to 5 and a few up to 50; the same for all when there are several."""
    chance = random.Random(len(sizes))  # noqa: S311 # lengths, not secrets
    if not sizes:
        yield ()
    elif len(sizes) == 1:
        yield from ((length,) for length in LENGTHS)
        yield from ((length,) for length in sorted(chance.sample(range(6, 51), 2)))
    else:
        yield from product(range(1, 4), repeat=len(sizes))


def _values(name: str, claim: Claim, scope: Scope, binding: Binding, *, long: bool) -> list[int]:
    for index, low, high in claim.ranges:
        if index == name:
            return list(range(low, high + 1))
    kind = scope.lexicon.kind(name) or Kind("index")
    if kind.name == "layer" and not kind.low:
        return list(range(networks.last_layer(scope) + 2 or _MOST_LAYERS))
    low, high = bounds(kind, binding, claim.relation.span)
    everything = list(range(low, high + 1))
    chance = random.Random(name)  # noqa: S311 # indices, not secrets
    return sorted(chance.sample(everything, min(1, len(everything)))) if long else everything


def _world(
    claim: Claim, scope: Scope, numbers: Binding, *, symbolic: bool, strict: bool
) -> World | None:
    try:
        for condition in claim.condition:
            if not _allows(condition, numbers):
                return None
        left = instantiate(claim.relation.left, numbers, scope.lexicon)
        right = instantiate(claim.relation.right, numbers, scope.lexicon)
        for side in (left, right):
            _must_exist(side, scope, numbers)
    except (NoSuchIndexError, UndefinedSymbolError) as missing:
        if strict:
            raise _out_of_range(missing, claim, numbers) from None
        layers = any(scope.lexicon.has(n, "layer") for n in numbers)
        if isinstance(missing, UndefinedSymbolError) and (claim.ranges or not layers):
            raise
        return None
    relation = t.Rel(left, claim.relation.sign, right, span=claim.relation.span)
    return World(scope, numbers, relation, symbolic)


def _out_of_range(missing: ProblemError, claim: Claim, numbers: Binding) -> ProblemError:
    where = ", ".join(f"{name} = {value}" for name, value in sorted(numbers.items()))
    at = missing.at or claim.relation.span[0]
    return ProblemError(at, f"{missing.message}, for {where}", "Correct the index, or its range.")


def _allows(condition: t.Rel, numbers: Binding) -> bool:
    """Whether a condition on indices holds; one on values is for each point to decide."""
    try:
        left, right = integer(condition.left, numbers), integer(condition.right, numbers)
    except ProblemError:
        return True
    return compare(left, condition.sign, right)


def _must_exist(node: t.Node, scope: Scope, sizes: Binding, above: t.Sym | None = None) -> None:
    """Raises where a symbol, or what its general definition rests on, is not there."""
    for part in t.walk(node):
        if not isinstance(part, t.Sym) or not (part.upper or part.lower) or part == above:
            continue
        try:
            body = scope.body(part, sizes)
            _layer_exists(part, scope)
        except UndefinedSymbolError:
            raise UndefinedSymbolError(above or part) from None
        if body is not None and above is None and exact(part) not in scope.exact:
            _must_exist(body, scope, sizes, part)


def _layer_exists(symbol: t.Sym, scope: Scope) -> None:
    """A free family of layers reaches as far as the network uses it."""
    last = networks.last_layer(scope)
    if exact(symbol) in scope.lexicon.kinds:
        return  # it was declared by itself
    if last and len(symbol.upper) == 1 and scope.lookup(symbol) is None:
        layer = integer(symbol.upper[0], {})
        if not 1 <= layer < last:
            raise UndefinedSymbolError(symbol)


def _concrete_layers(relation: t.Rel, scope: Scope) -> bool:
    """Whether a relation names a layer by its number beside a general one."""
    for node in t.walk(relation):
        if isinstance(node, t.Sym) and node.upper and isinstance(node.upper[0], t.Num):
            return True
        if isinstance(node, t.Sym) and node.upper and not _simple(node.upper[0]):
            return True
    return any(isinstance(node, t.Big) for node in t.walk(relation)) and bool(scope.exact)


def _simple(index: t.Node) -> bool:
    try:
        offset_of(index)
    except ProblemError:
        return False
    return True


def _free(claim: Claim, scope: Scope) -> _Collector:
    """The lengths and the free indices of a claim, those of used definitions included."""
    found = _Collector(scope)
    for node in (claim.relation, *claim.condition):
        found.collect(node, frozenset(), top=True)
    for name in found.indices:  # which grow by the layer on which a range depends
        found.take_ends(scope.lexicon.kind(name))
    return found


class _Collector:
    """Collects lengths and free indices through the definitions."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.indices: list[str] = []
        self.sizes: set[str] = set()
        self.families: set[str] = set()  # of sizes that depend on a layer
        self.seen: set[int] = set()

    def collect(self, node: t.Node, bound: frozenset[str], *, top: bool) -> None:
        """Takes in a node; `top` is the relation itself, below are definitions."""
        if isinstance(node, t.Sym):
            if self._is_free_index(node, bound):
                if top and node.base not in self.indices:
                    self.indices.append(node.base)
                return
            self.sizes |= set(_last_layers(node, self.scope))
            for definition in _definitions(node, self.scope):
                self._inside(definition, bound)
        if isinstance(node, t.Call) and node.fn in self.scope.functions:
            self._inside(self.scope.functions[node.fn], bound)
        if isinstance(node, t.Big):
            bound |= {node.index}
            self.sizes |= set(_ends(node, self.scope))
            self.families |= set(_families(node, self.scope))
            if node.low is None:
                self.take_ends(self.scope.lexicon.kind(node.index))
        for child in t.children(node):
            self.collect(child, bound, top=top)

    def take_ends(self, kind: Kind | None) -> None:
        """Takes in the lengths at the ends of a declared range."""
        for end in (kind.low, kind.high) if kind else ():
            of_layer = OF_LAYER.fullmatch(end)
            self.families |= {of_layer["name"]} if of_layer else set()
            name = of_layer["index"] if of_layer else end
            if name and self.scope.lexicon.is_index(name):
                self.indices += [name] if name not in self.indices else []
            elif name and not name.isdigit():
                self.sizes.add(name)

    def _inside(self, definition: Definition, bound: frozenset[str]) -> None:
        if id(definition) not in self.seen:
            self.seen.add(id(definition))
            self.collect(definition.body, bound, top=False)

    def _is_free_index(self, node: t.Sym, bound: frozenset[str]) -> bool:
        plain = not node.upper and not node.lower and node.base not in bound
        return plain and self.scope.lexicon.is_index(node.base)


def _last_layers(symbol: t.Sym, scope: Scope) -> Iterator[str]:
    """The letters for numbers of layers in a symbol's index, as L in a^{(L)}."""
    parts = (part for index in symbol.upper for part in t.walk(index))
    named = (part.base for part in parts if isinstance(part, t.Sym))
    return (name for name in named if scope.lexicon.has(name, "natural"))


def _ends(node: t.Big, scope: Scope) -> Iterator[str]:
    for end in (node.low, node.high):
        for part in t.walk(end) if end is not None else ():
            if isinstance(part, t.Sym) and scope.lexicon.has(part.base, "natural"):
                yield part.base


def _families(node: t.Big, scope: Scope) -> Iterator[str]:
    for end in (node.low, node.high):
        for part in t.walk(end) if end is not None else ():
            if isinstance(part, t.Sym) and part.lower and scope.kind(part).name == "natural":
                yield part.base


def _definitions(symbol: t.Sym, scope: Scope) -> Iterator[Definition]:
    for table, key in (
        (scope.exact, exact(symbol) or symbol.base),
        (scope.general, signature(symbol)),
    ):
        if key in table:
            yield table[key]
    if symbol.upper and not exact(symbol):
        yield from (d for d in scope.exact.values() if signature(d.target) == signature(symbol))


def is_array_claim(world: World) -> bool:
    """Whether a relation is about vectors or matrices, directly or by a definition."""
    if not world.scope.lexicon.arrays:
        return False
    waiting: list[t.Node] = [world.relation]
    seen: set[t.Node] = set()
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.Matrix | t.Transpose | t.Had | t.Entry | t.Fixed):
                return True
            if isinstance(node, t.Sym) and node not in seen:
                seen.add(node)
                if world.scope.kind(node).array:
                    return True
                body = world.scope.body(node, world.binding)
                waiting += [body] if body is not None else []
    return False


def has_array(relation: t.Rel, scope: Scope) -> bool:
    """Whether a relation is about declared vectors or matrices, which are no numbers."""
    return any(
        isinstance(node, t.Fixed) or (isinstance(node, t.Sym) and scope.kind(node).array)
        for node in t.walk(relation)
    )
