"""Derivatives by a layer l of a cost that reaches it through layer l + 1 alone.

The chain rule is taken once: the derivative by the symbol of layer l + 1 that all passes through is
a symbol of its own, and that symbol's definition says the rest. So it holds for every l and for
every number of layers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from bpsite.proof.elaborate import layers
from bpsite.proof.elaborate.env import Env, NotInKernelError
from bpsite.proof.elaborate.regions import Regions
from bpsite.proof.elaborate.values import Array, Value, array, axis, each
from bpsite.proof.kernel import sums
from bpsite.proof.kernel.affine import Affine, less, moved, never_negative, place
from bpsite.proof.kernel.algebra import times
from bpsite.proof.kernel.terms import Form, Symbol, power_of, symbol, symbols_in
from bpsite.proof.syntax import tree as t

_MOST_STEPS = 4


class Recursion(Regions, ABC):
    """Reads derivatives by layers whose number is a letter."""

    derived: frozenset[str] = frozenset()
    """The families of layers by which something is differentiated."""
    top: Affine | None = None
    """The layer by whose state a derivative is a symbol; those below it are computed from it."""

    direct: bool = False
    """Whether a derivative by a state is computed from the cost's definition alone."""

    def passing(self, node: t.Deriv, indices: tuple[Affine, ...], env: Env) -> Value | None:
        """The derivative of a cost by a lettered layer; None for any other derivative."""
        cost, by = node.arg, node.by
        if not by.upper or not indices[0].parts or not isinstance(cost, t.Sym):
            return None
        if cost.family not in self.scope.exact or self.direct:
            return None
        if env.held or len(indices) != 1:
            raise NotInKernelError("a derivative by a layer inside of another one")
        return self._by_layer(cost, by, indices[0])

    def _by_layer(self, cost: t.Sym, by: t.Sym, layer: Affine) -> Value:
        states = sorted(self.derived & self.endless)
        if by.family in states:
            return self._by_state(cost, by, layer)
        for state in states:
            try:
                return self._step(cost, by, layer, state)
            except NotInKernelError:
                continue
        raise NotInKernelError("a cost that doesn't pass through one layer")

    def _by_state(self, cost: t.Sym, by: t.Sym, layer: Affine) -> Value:
        self.asked[layer] = None
        if self.top is None or layer == self.top:
            return self._unknown_slope(cost, by, layer)
        steps = less(self.top, layer)
        if steps.parts or not 0 < steps.constant <= _MOST_STEPS:
            raise NotInKernelError("layers that are too far apart")
        return self._step(cost, by, layer, by.family)

    def _unknown_slope(self, cost: t.Sym, by: t.Sym, layer: Affine) -> Value:
        at = self.member(by, (layer,), self.start)
        name = f"{cost.base} by {by.family}"
        self.slopes.add(name)
        if not isinstance(at, Array):
            return power_of(symbol(name, layer))
        return array(at.rows, at.columns, lambda i, j: power_of(symbol(name, layer, i, j)))

    def _step(self, cost: t.Sym, by: t.Sym, layer: Affine, state: str) -> Value:
        """The chain rule through the state of the next layer."""
        above = moved(layer, 1)
        self._passes(cost, by, above, state)
        target = self.scope.general[state].target
        slope = self._by_state(cost, target, above)
        return self.differentiated(
            by,
            (layer,),
            self.start,
            lambda env: self._opened_at(target, above, env),
            lambda value: _contracted(slope, value),
        )

    @abstractmethod
    def differentiated(
        self,
        by: t.Sym,
        indices: tuple[Affine, ...],
        env: Env,
        of: Callable[[Env], Value],
        whole: Callable[[Value], Value] = lambda value: value,
    ) -> Value:
        """The derivative by a symbol that is held while something is computed.

        What `whole` makes of it may rest on more than that; this counts as fixed.
        """

    def _opened_at(self, target: t.Sym, layer: Affine, env: Env) -> Value:
        """A state as its definition says, whose layer must be one that it is for."""
        general = self.scope.general[target.family]
        values = self.matched(general, (layer,))
        return self.value(general.body, replace(self.start.put(values), held=env.held))

    def _passes(self, cost: t.Sym, by: t.Sym, above: Affine, state: str) -> None:
        """Raises `NotInKernelError` unless a cost reaches a layer through the next state alone."""
        start: dict[str, int] = {}
        for found in layers.of_cost(cost.family, self.scope):
            apart = less(self.place(found.symbol.upper[0], self.start), above)
            if not never_negative(apart):
                raise NotInKernelError("a cost with a layer in it that may come before")
            offset = 0 if apart.parts else apart.constant
            start[found.family] = min(offset, start.get(found.family, offset))
        met = layers.lowest(start, state, self.scope)
        if met.get(by.family, 0) < 0:
            raise NotInKernelError("a cost that a layer reaches past the next state")

    def refuse_dependent(
        self, inner: Value, by: t.Sym, indices: tuple[Affine, ...], held: str
    ) -> None:
        """Raises `NotInKernelError` where a layer that stayed shut may rest on what is held.

        All members of a family are held together; that is right for those that come before.
        """
        if not self.shut and not self.slopes and not self.direct:
            return
        for found in symbols_in(inner.entry if isinstance(inner, Array) else inner):
            if found.name == held and self._comes_after(found, by, indices):
                raise NotInKernelError("a later layer of the same family")
            if found.name in self.slopes:
                raise NotInKernelError("a derivative of a derivative by a layer")
            if found.name in self.shut and self._may_rest(found, by, indices):
                raise NotInKernelError("a layer that may rest on what is differentiated by")

    def _comes_after(self, found: Symbol, by: t.Sym, indices: tuple[Affine, ...]) -> bool:
        layered = bool(by.upper) and self.rests_on_itself(by.family)
        return layered and not never_negative(less(indices[0], found.indices[0]))

    def _may_rest(self, found: Symbol, by: t.Sym, indices: tuple[Affine, ...]) -> bool:
        met = layers.highest(found.name, self.scope)
        if by.family not in met:
            return False
        if not by.upper:
            return True
        return not never_negative(moved(less(indices[0], found.indices[0]), -met[by.family] - 1))


def _contracted(slope: Value, state: Value) -> Form:
    """The sum of the products of all entries."""
    both = each([slope, state], times)
    if not isinstance(both, Array):
        return both
    row, column = (sums.fresh(axis("", size)) for size in both.shape)
    entry = both.at(place(row), place(column))
    return sums.total(row, sums.total(column, entry))
