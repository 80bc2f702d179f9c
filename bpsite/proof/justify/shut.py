"""Reads a step as someone who knows what its reason names, and nothing else.

A definition that isn't named stays shut: its symbol is one of which no more is known than its
shape and on what it rests. A cited equation says what may be put for a symbol, for a derivative or
for a function at any argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType

from bpsite.proof.elaborate.entries import KNOWN, LARGER, Entries, independent, value_at
from bpsite.proof.elaborate.env import Env, Held, NotInKernelError, UndefinedError
from bpsite.proof.elaborate.regions import put
from bpsite.proof.elaborate.shapes import Shapes
from bpsite.proof.elaborate.symbols import matched_values, numbered
from bpsite.proof.elaborate.values import Array, ShapeError, Value, array, axis, each
from bpsite.proof.justify.resting import Resting
from bpsite.proof.justify.slopes import Slopes
from bpsite.proof.kernel import laws, sums
from bpsite.proof.kernel.affine import Affine, less, never_negative, place
from bpsite.proof.kernel.terms import Applied, Form, Symbol, power_of, symbol
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, exact, signature
from bpsite.proof.syntax.parse import ProblemError

ARGUMENT = t.Sym("the argument")
_DEEPEST = 40


@dataclass(frozen=True)
class Cited:
    """What a cited equation says may be put for something; `ranges` are the layers it is for."""

    definition: Definition
    ranges: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Known:
    """What a reason lets one use."""

    rules: frozenset[str] = frozenset()
    unfolds: frozenset[int] = frozenset()  # definitions, by their identity
    symbols: dict[str, list[Cited]] = field(default_factory=dict)  # by family
    slopes: dict[tuple[str, str], list[Cited]] = field(default_factory=dict)  # by two families
    functions: dict[tuple[str, int], Definition] = field(default_factory=dict)  # by primes
    symmetric: frozenset[str] = frozenset()  # matrices that a cited equation says to be so


class Shut(Entries):
    """Opens what is known, and takes derivatives by the known rules alone."""

    def __init__(
        self,
        scope: Scope,
        binding: Binding,
        known: Known,
        signs: Mapping[Form, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(scope, binding, frozenset(), signs)
        self.known = known
        self.rules = known.rules
        self.symmetric = known.symmetric
        self.opaque = frozenset(
            name for name, each_ in scope.functions.items() if id(each_) not in known.unfolds
        )
        self.closed: set[str] = set()
        """The names of symbols that have a definition which isn't known."""
        self.taken: dict[tuple[object, ...], frozenset[str]] = {}
        """The derivatives that were taken, and the rules that each of them used."""
        self.resting = Resting(scope)
        self._depth = 0
        self._deriving = 0

    def member(self, node: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        """A symbol: as it is held, as a cited equation says, by its definition, or shut."""
        cited = self.known.symbols.get(node.family, [])
        if cited and not _is_held(node, indices, env):
            found = self._as_cited(cited, indices)
            if found is not None:
                return found
        return super().member(node, indices, env)

    def _as_cited(self, cited: Sequence[Cited], indices: tuple[Affine, ...]) -> Value | None:
        """What a cited equation puts; not inside of a derivative, where more is held fixed."""
        if self._deriving:
            return None
        for each_ in cited:
            values = self._matched(each_, indices)
            if values is not None:
                with self._nested():
                    return self.value(each_.definition.body, self.start.put(values))
        return None

    @contextmanager
    def _nested(self) -> Iterator[None]:
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                raise NotInKernelError("equations that go round in a circle")
            yield
        finally:
            self._depth -= 1

    def _matched(self, cited: Cited, indices: tuple[Affine, ...]) -> dict[str, Affine] | None:
        """The values of a cited equation's indices, if it is claimed for them."""
        try:
            values = matched_values(cited.definition, indices)
        except (NotInKernelError, ProblemError):
            return None
        claimed = {name: (low, high) for name, low, high in cited.ranges}
        return values if all(self._allows(n, at, claimed) for n, at in values.items()) else None

    def _allows(self, name: str, at: Affine, claimed: Mapping[str, tuple[int, int]]) -> bool:
        if name in claimed:
            low, high = map(Affine, claimed[name])
        else:
            kind = self.scope.lexicon.kind(name)
            if kind is None or not kind.low:
                return True
            low, high = self.end(kind.low), self.end(kind.high)
        return never_negative(less(at, low)) and never_negative(less(high, at))

    def opened(self, node: t.Sym, indices: tuple[Affine, ...]) -> tuple[t.Node, Env] | None:
        """The body of a known definition, and the values of its indices in it."""
        if not any(index.parts for index in indices):
            exactly = numbered(node, indices)
            found = self.scope.exact.get(exact(exactly) or node.base)
            if found is not None and id(found) in self.known.unfolds and _fits(found, node):
                return found.body, self.start
        general = self.scope.general.get(signature(node))
        if general is None or id(general) not in self.known.unfolds:
            return None
        try:
            return general.body, self.start.put(self.matched(general, indices))
        except NotInKernelError:
            return None

    _defined = opened

    def _free(self, node: t.Sym, indices: tuple[Affine, ...]) -> Value:
        if not self._has_definition(node, indices):
            return super()._free(node, indices)
        shape = self._shape(node, indices)
        self.closed.add(node.family)
        if shape is None:
            return power_of(symbol(node.family, *indices))
        return array(*shape, lambda i, j: power_of(symbol(node.family, *indices, i, j)))

    def kind_of(self, one: Symbol) -> Kind | None:
        """What was declared of a symbol; of what is defined, nothing is taken from that."""
        return None if one.name in self.closed else super().kind_of(one)

    def _has_definition(self, node: t.Sym, indices: tuple[Affine, ...]) -> bool:
        if not any(index.parts for index in indices):
            return self.scope.lookup(numbered(node, indices)) is not None
        single = (definition.target.family for definition in self.scope.exact.values())
        return signature(node) in self.scope.general or node.family in single

    def _shape(self, node: t.Sym, indices: tuple[Affine, ...]) -> tuple[Affine, Affine] | None:
        """The shape of what a symbol is defined as; None for a number."""
        if not self.scope.lexicon.arrays:
            return None
        whole = Shapes(self.scope)
        whole.start = self.start
        found = whole.member(node, indices, whole.start)
        return found.shape if isinstance(found, Array) else None

    def rests(self, one: Symbol, by: t.Sym) -> bool:
        """Whether a symbol that stayed shut may depend on another one."""
        return one.name in self.closed and self.resting.of_symbol(one, by)

    def function_rests(self, name: str, by: t.Sym) -> bool:
        """Whether a function that stayed shut depends on more than its arguments."""
        return name in self.opaque and self.resting.of_function(name, by)

    def is_choice(self, name: str) -> bool:
        """Whether a function is the larger or the smaller of some numbers, with kinks."""
        return name in LARGER

    def body_of(self, name: str, primes: int) -> Definition | None:
        """What a function is known to be at any argument."""
        found = self.known.functions.get((name, primes))
        if found is not None or primes or name in self.opaque:
            return found
        return self.scope.functions.get(name)

    def applied(self, name: str, primes: int, args: list[Value], env: Env) -> Value:
        """A function at its arguments: as a cited equation says, opened, or shut."""
        cited = self.known.functions.get((name, primes))
        if cited is None or len(args) != 1:
            return super().applied(name, primes, args, env)
        with self._nested():
            return each(args, lambda one: self._cited_at(cited, one, env))

    def _cited_at(self, cited: Definition, at: Form, env: Env) -> Form:
        found = self._body_at(cited, [at], env)
        if isinstance(found, Array):
            raise ShapeError("a function of a number with an array for its value")
        return found

    def branch(self, node: t.Cases, env: Env) -> t.Node:
        """The case that holds in this region."""
        for value, condition in node.branches:
            if condition is None or self.all_hold(condition, env):
                return value
        raise UndefinedError

    def _slope(self, name: str, primes: int, at: Form, env: Env) -> Form:
        if name in KNOWN and not self.rules:
            return power_of(Applied(4, KNOWN[name], (primes,), (laws.reduced(at),)))
        found = self._taken(ARGUMENT, (), at, t.Call(name, primes - 1, (ARGUMENT,)), env)
        if isinstance(found, Array):
            raise ShapeError("a slope of a function with an array for its value")
        return found

    def _deriv(self, node: t.Deriv, env: Env) -> Value:
        by = node.by
        at = tuple(self.place(index, env) for index in (*by.upper, *by.lower))
        cited = self._cited_slope(node, at, env)
        if cited is not None:
            return cited
        return self._taken(by, at, self.member(by, at, env), node.arg, env)

    def _derived(self, node: t.Node, by: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        return self._taken(by, indices, self.member(by, indices, env), node, env)

    def _cited_slope(self, node: t.Deriv, by: tuple[Affine, ...], env: Env) -> Value | None:
        if not isinstance(node.arg, t.Sym):
            return None
        own = (self.place(index, env) for index in (*node.arg.upper, *node.arg.lower))
        cited = self.known.slopes.get((node.arg.family, node.by.family), [])
        return self._as_cited(cited, (*own, *by))

    def _taken(
        self, by: t.Sym, indices: tuple[Affine, ...], at: Value, node: t.Node, env: Env
    ) -> Value:
        """The derivative of a node by what is held at a place."""
        name = f"held {len(env.held)}"
        own = _numbered_by(by, indices)
        back = value_at(
            lambda members: at if by == ARGUMENT else self.member(by, members, env), len(indices)
        )
        inner = env.hold(Held(by.family, indices, independent(name, at)))
        self.actual[name] = back
        self._deriving += 1
        try:
            found = self._by(own, symbol(name, *indices), at, node, inner)
        finally:
            self._deriving -= 1
        return each([found], lambda one: put(one, name, back))

    def _by(self, by: t.Sym, variable: Symbol, at: Value, node: t.Node, env: Env) -> Value:
        """By a number, or by each entry of an array; of a vector, with a row for each entry."""
        if not isinstance(at, Array):
            return self._by_number(Slopes(self, by, variable, at), node, env)
        row, column = (sums.fresh(axis("", size)) for size in at.shape)
        places = place(row), place(column)
        entry = variable._replace(indices=(*variable.indices, *places))
        found = self._by_number(Slopes(self, by, entry, at.at(*places)), node, env)
        if not isinstance(found, Array):
            one = found
            return array(*at.shape, lambda i, j: sums.mapped(one, {row: i, column: j}))
        if found.columns != Affine(1) or at.columns != Affine(1):
            raise ShapeError("a derivative of a matrix by an array")
        vector = found
        return array(
            vector.rows,
            at.rows,
            lambda i, j: sums.mapped(vector.at(i, Affine(1)), {row: j, column: Affine(1)}),
        )

    def _by_number(self, slopes: Slopes, node: t.Node, env: Env) -> Value:
        found = slopes.of(node, env)
        if self.rules:
            key = slopes.key(self.value(node, env))
            self.taken[key] = self.taken.get(key, frozenset()) | slopes.used
        return found


def _fits(definition: Definition, node: t.Sym) -> bool:
    """Whether a definition is of that symbol, and not of one with the same name and no layer."""
    return bool(definition.target.upper) == bool(node.upper)


def _is_held(node: t.Sym, indices: tuple[Affine, ...], env: Env) -> bool:
    return any(held.family == node.family and held.holds(indices) for held in env.held)


def _numbered_by(by: t.Sym, indices: tuple[Affine, ...]) -> t.Sym:
    """The symbol that one differentiates by, with numbers for its indices where they are known."""
    return by if any(index.parts for index in indices) else numbered(by, indices)
