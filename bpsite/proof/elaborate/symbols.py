"""Symbols: indices and dimensions, what is held, what is defined, what is free."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from bpsite.proof.elaborate.env import Env, Held, NotInKernelError
from bpsite.proof.elaborate.values import Array, ShapeError, Value, array
from bpsite.proof.kernel import affine as places
from bpsite.proof.kernel import sums
from bpsite.proof.kernel.affine import Affine, Index, moved, place
from bpsite.proof.kernel.terms import (
    Form,
    Symbol,
    number,
    plus,
    power_of,
    scaled,
    symbol,
    value_of,
)
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Definition, Scope, UndefinedSymbolError, offset_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import OF_LAYER, Kind, signature

ANY = t.Sym("any index")
TWO = 2  # values of a symbol, which is then the one or the other


class Symbols:
    """Reads symbols in a scope whose layers are numbers and whose lengths are letters."""

    def __init__(self, scope: Scope, binding: Binding) -> None:
        self.scope = scope
        self.start = Env({name: Affine(value) for name, value in binding.items()})
        self._members: dict[tuple[str, tuple[Affine, ...], tuple[Held, ...]], Value] = {}
        self.symmetric = frozenset(filter(None, map(symmetric, scope.assumptions)))
        """The names of matrices that are assumed to be their own transposes."""
        self._reading: set[tuple[str, tuple[Affine, ...]]] = set()
        self.endless: frozenset[str] = frozenset()
        """The families of layers that are not opened, for the definitions go on without an end."""
        self.shut: dict[str, None] = {}
        """The families of layers of which a member stayed shut although it is defined."""
        self.slopes: set[str] = set()
        """The names of derivatives by a layer that are symbols of their own."""
        self.asked: dict[Affine, None] = {}
        """The layers by whose state there was a derivative."""

    def value(self, node: t.Node, env: Env) -> Value:
        """The value of a node, by the method of its kind.

        Raises `NotInKernelError`, `ShapeError`, with a place, and `ZeroDivisionError`.
        """
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NotInKernelError(type(node).__name__)
        try:
            found: Value = method(node, env)
        except ShapeError as error:
            error.at = node.span[0] if error.at is None else error.at
            raise
        return found

    def number(self, node: t.Node, env: Env) -> Form:
        """The value of a node that is no array. Raises `ShapeError` for an array."""
        found = self.value(node, env)
        if isinstance(found, Array):
            raise ShapeError("an array stands where a number belongs")
        return found

    def as_place(self, name: str, env: Env) -> Affine | None:
        """An index or a dimension, else None."""
        if name in env.places:
            return env.places[name]
        kind = self.scope.lexicon.kind(name)
        if kind is None or any(held.family == name for held in env.held):
            return None
        if kind.indexes and kind.low:
            ends = self.end(kind.low, env.places), self.end(kind.high, env.places)
            return place(places.index(name, *ends))
        if kind.name == "natural" and name not in self.scope.exact:
            return place(places.dimension(name))
        if kind.indexes:
            raise NotInKernelError(f"the index {name} has no range")
        return None

    def _is_size(self, node: t.Sym) -> bool:
        kind = self.scope.lexicon.of(node)
        return kind is not None and kind.name == "natural"

    def end(self, text: str, layers: Mapping[str, Affine] = MappingProxyType({})) -> Affine:
        """An end of a range or a size as it was declared, as n_{l+1} where l is given."""
        if text.isdigit():
            return Affine(int(text))
        of_layer = OF_LAYER.fullmatch(text)
        if of_layer is None:
            return self.start.places.get(text) or place(places.dimension(text))
        name = of_layer["index"] or ""
        at = Affine(0) if not name else layers.get(name) or self._layer(name)
        by = int((of_layer["by"] or "0").replace(" ", ""))
        return place(places.dimension(of_layer["name"], moved(at, by)))

    def _layer(self, name: str) -> Affine:
        """The layer on which a size depends where none is given: the one of the relation."""
        return self.as_place(name, self.start) or self.end(name)

    def size(self, node: t.Node, env: Env) -> Affine:
        """A size as it is written. Raises `NotInKernelError`."""
        if isinstance(node, t.Sym) and not node.upper:
            if node.lower:
                below = (self.place(index, env) for index in node.lower)
                return place(places.dimension(node.base, *below))
            return env.places.get(node.base) or self.end(node.base)
        if isinstance(node, t.Add):
            return places.combined(*((self.size(term, env), 1) for term in node.terms))
        return self.place(node, env)

    def place(self, node: t.Node, env: Env) -> Affine:
        """The value of an index. Raises `NotInKernelError`."""
        if isinstance(node, t.Num) and node.text.isdigit():
            return Affine(int(node.text))
        if isinstance(node, t.Sym) and not node.upper and not node.lower:
            found = self.as_place(node.base, env)
            if found is not None:
                return found
        if isinstance(node, t.Sym) and node.lower and self._is_size(node):
            return self.size(node, env)
        if isinstance(node, t.Neg):
            return places.combined((self.place(node.arg, env), -1))
        if isinstance(node, t.Add):
            return places.combined(*((self.place(term, env), 1) for term in node.terms))
        raise NotInKernelError("an index that is no sum of indices and numbers")

    def range(self, node: t.Big, env: Env) -> Index:
        """An index of the range of a sum, whose name occurs nowhere else."""
        if node.low is not None and node.high is not None:
            ends = self.place(node.low, env), self.place(node.high, env)
        else:
            kind = self.scope.lexicon.kind(node.index)
            if kind is None or not kind.low:
                raise NotInKernelError("a sum over an index without a range")
            ends = self.end(kind.low, env.places), self.end(kind.high, env.places)
        return sums.fresh(places.index(node.index, *ends))

    def member(self, node: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        """A symbol at the values of its indices: held, defined or free."""
        family = node.family
        for held in env.held:
            if held.family == family and held.holds(indices):
                return held.value(indices)
        key = (family, indices, env.held)
        if key not in self._members:
            body = self._defined(node, indices)
            self._members[key] = (
                self._free(node, indices)
                if body is None
                else self._opened(family, indices, body, env)
            )
        return self._members[key]

    def _opened(
        self, family: str, indices: tuple[Affine, ...], body: tuple[t.Node, Env], env: Env
    ) -> Value:
        if (family, indices) in self._reading:
            raise NotInKernelError(f"{family} rests on itself")
        self._reading.add((family, indices))
        try:
            return self.value(body[0], replace(body[1], held=env.held))
        finally:
            self._reading.discard((family, indices))

    def _defined(self, node: t.Sym, indices: tuple[Affine, ...]) -> tuple[t.Node, Env] | None:
        """The body of a symbol's definition, and the values of its indices in it."""
        if not any(index.parts for index in indices):
            found = self.scope.lookup(numbered(node, indices))
            if found is None:
                return None
            values = {name: Affine(value) for name, value in found[1].items()}
            return found[0].body, self.start.put(values)
        if any(_has_family(key, node.family, d) for key, d in self.scope.exact.items()):
            raise NotInKernelError(f"single members of {node.base} are defined")
        general = self.scope.general.get(signature(node))
        if general is None:
            return None
        values = matched_values(general, indices)
        if self._stays_shut(node, values):
            self.shut[node.family] = None
            return None
        return general.body, self.start.put(values)

    def _stays_shut(self, node: t.Sym, values: Mapping[str, Affine]) -> bool:
        """Whether a layer is a symbol of its own: its definition has no end, or isn't there."""
        if not node.upper:
            return False
        early = [at for name, at in values.items() if not self._is_reached(name, at)]
        return bool(early) or node.family in self.endless

    def matched(self, general: Definition, indices: tuple[Affine, ...]) -> dict[str, Affine]:
        """The values of a general definition's indices, for which it is there."""
        values = matched_values(general, indices)
        if not all(self._is_reached(name, at) for name, at in values.items()):
            raise NotInKernelError("whether a general definition is meant")
        return values

    def _is_reached(self, name: str, at: Affine) -> bool:
        return places.never_negative(moved(at, -self.scope.first(name)))

    def _free(self, node: t.Sym, indices: tuple[Affine, ...]) -> Value:
        known = self.scope.lexicon.of(numbered(node, indices)) or self.scope.lexicon.of(node)
        kind = known or Kind("real")
        if any(index.parts for index in indices) and self._has_other_members(node, kind):
            raise NotInKernelError(f"members of {node.base} are declared apart")
        if not kind.free and node.family in self.shut:
            raise NotInKernelError(f"{node.base} has no declared kind")
        if not kind.free:
            raise UndefinedSymbolError(node)
        if kind.name == "natural" and not node.upper and indices:
            return value_of(place(places.dimension(node.base, *indices)))
        if indices and len(set(kind.values)) == TWO:
            low, high = sorted(map(Fraction, kind.values))
            chosen = scaled(power_of(symbol(node.family, *indices, bit=True)), high - low)
            return plus(chosen, number(low))
        if not kind.array:
            known_sign = is_positive(kind)
            return power_of(symbol(node.family, *indices, positive=known_sign, chance=kind.chance))
        layers = dict(zip(kind.over, indices, strict=False))
        sizes = tuple(self.end(size, layers) for size in kind.dims)
        rows, columns = (*sizes, Affine(1))[:2]
        name, known_positive = node.family, is_positive(kind)

        def entry(row: Affine, column: Affine) -> Form:
            of = (row,) if kind.name == "vector" else (row, column)
            return power_of(symbol(name, *indices, *of, positive=known_positive))

        if node.base not in self.symmetric:
            return array(rows, columns, entry)
        return array(rows, columns, lambda i, j: _mean(entry(i, j), entry(j, i)))

    def kind_of(self, one: Symbol) -> Kind | None:
        """What was declared of a free symbol that stands in a form, if its family is of numbers."""
        base = one.name.rstrip("^_")
        upper = one.name[len(base) :].count("^")
        family = t.Sym(base, (ANY,) * upper, (ANY,) * (len(one.name) - len(base) - upper))
        if len(one.indices) != len(family.upper) + len(family.lower):
            return None
        lettered = any(index.parts for index in one.indices)
        node = family if lettered else numbered(family, one.indices)
        kind = self.scope.lexicon.of(node)
        if kind is None or (lettered and self._has_other_members(node, kind)):
            return None
        return kind

    def _has_other_members(self, node: t.Sym, kind: Kind) -> bool:
        """Whether a member of a family was declared as something else than the others."""
        indices = r"\^\(\d+\)" * len(node.upper) + r"_\(\d+\)" * len(node.lower)
        members = re.compile(re.escape(node.base) + indices)
        kinds = self.scope.lexicon.kinds
        return any(other != kind for key, other in kinds.items() if members.fullmatch(key))

    def rests_on_itself(self, family: str) -> bool:
        """Whether a member of a family is computed from another one."""
        parts = self.scope.reached(family)
        return any(family == (p.family if isinstance(p, t.Sym) else p.fn) for p in parts)


def symmetric(assumption: t.Rel) -> str:
    """The name of a matrix that is assumed to be its own transpose, or nothing.

    Every symmetric matrix is the mean of some matrix and its transpose, and is written so.
    """
    sides = (assumption.left, assumption.right)
    for turned, plain in (sides, sides[::-1]):
        if assumption.sign == "=" and isinstance(plain, t.Sym) and turned == t.Transpose(plain):
            return "" if plain.upper or plain.lower else plain.base
    return ""


def _mean(left: Form, right: Form) -> Form:
    return scaled(plus(left, right), Fraction(1, 2))


def is_closed(name: str, scope: Scope) -> bool:
    """Whether a function depends on its arguments alone: only then may it stay general."""
    waiting, seen = [name], {name}
    while waiting:
        definition = scope.functions.get(waiting.pop())
        if definition is None:
            continue
        nodes = list(t.walk(definition.body))
        if any(scope.kind(param).array for param in definition.params):
            return False
        symbols = {part for part in nodes if isinstance(part, t.Sym)}
        if symbols - set(definition.params) or any(isinstance(part, t.Fn) for part in nodes):
            return False
        called = {part.fn for part in nodes if isinstance(part, t.Call)} - seen
        waiting, seen = [*waiting, *called], seen | called
    return True


def is_positive(kind: Kind) -> bool:
    """Whether a kind's values are all greater than 0."""
    if kind.name == "natural":
        return True
    if not kind.low or "oo" in kind.low:
        return False
    low = float(kind.low)
    return low > 0 or (low == 0 and not kind.closed[0])


def numbered(node: t.Sym, indices: tuple[Affine, ...]) -> t.Sym:
    """A symbol whose indices are numbers, written with them."""
    numbers = tuple(t.Num(str(index.constant)) for index in indices)
    return t.Sym(node.base, numbers[: len(node.upper)], numbers[len(node.upper) :])


def _has_family(key: str, family: str, definition: Definition) -> bool:
    return bool(key) and definition.target.family == family and bool(family.strip("^_"))


def matched_values(general: Definition, indices: tuple[Affine, ...]) -> dict[str, Affine]:
    """The values of a general definition's indices. Raises `NotInKernelError`."""
    found: dict[str, Affine] = {}
    patterns = (*general.target.upper, *general.target.lower)
    for pattern, value in zip(patterns, indices, strict=True):
        name, offset = offset_of(pattern)
        at = moved(value, -offset)
        if (not name and at != Affine(0)) or found.setdefault(name, at) != at:
            raise NotInKernelError("whether a general definition is meant")
    found.pop("", None)
    return found
