"""What follows from a reason for arrays: only what it names is opened, the rest is random."""

from __future__ import annotations

from collections.abc import Sequence

from bpsite.proof import arrays
from bpsite.proof import tree as t
from bpsite.proof.arrays import Array, ArrayDomain, ShapeError
from bpsite.proof.instances import NoSuchIndexError, instantiate
from bpsite.proof.meaning import Env, Meaning, key_of
from bpsite.proof.scope import UndefinedSymbolError
from bpsite.proof.syntax import ProblemError
from bpsite.proof.theory import Item, Step, bindings

_DRAWS = 12


def holds(step: Step, items: Sequence[Item]) -> bool:
    """Whether two sides agree at every draw, to someone who knows the items alone."""
    replaced = _replaced(step, items)
    return all(_holds_once(step, items, replaced, seed) for seed in range(_DRAWS))


def _holds_once(
    step: Step, items: Sequence[Item], replaced: dict[t.Node, t.Node], seed: int
) -> bool:
    domain = ArrayDomain(seed)
    meaning = ArrayTheory(domain, step, items, replaced)
    env: Env[Array] = Env()
    try:
        left, right = meaning.value(step.left, env), meaning.value(step.right, env)
    except ShapeError:
        return False
    return not arrays.compared(left, right, step.sign, domain)


def _replaced(step: Step, items: Sequence[Item]) -> dict[t.Node, t.Node]:
    """For a symbol or derivative on one side of cited equations, another side, best a formula."""
    found: dict[t.Node, list[t.Node]] = {}
    for item, chain in [(each, chain) for each in items for chain in each.chains]:
        for binding in bindings(chain, step, item):
            try:
                sides = [instantiate(side, binding, step.scope.lexicon) for side in chain]
            except (ProblemError, NoSuchIndexError):
                continue  # there is no such index in this world
            for side in filter(_is_letter, sides):
                others = [other for other in reversed(sides) if other != side]
                others = sorted([*found.get(side, []), *others], key=_is_letter)
                found[side] = others
    return {side: others[0] for side, others in found.items() if others}


def _is_letter(node: t.Node) -> bool:
    return isinstance(node, t.Sym | t.Deriv)


class ArrayTheory(Meaning[Array]):
    """Opens the named definitions; another symbol or derivative is a random array of its shape."""

    def __init__(
        self,
        domain: ArrayDomain,
        step: Step,
        items: Sequence[Item],
        replaced: dict[t.Node, t.Node],
    ) -> None:
        super().__init__(domain, step.scope, step.binding)
        self.random = domain.random
        self.whole = Meaning(domain, step.scope, step.binding)
        self.unfolds = {id(d) for item in items for d in item.unfolds}
        self.differentiates = any(item.basics and not item.chains for item in items)
        self.replaced = replaced
        self.drawn: dict[t.Node, Array] = {}

    def _sym(self, node: t.Sym, env: Env[Array]) -> Array:
        key = key_of(node)
        if key in env.held:
            return env.held[key]
        found = self.scope.lookup(node)
        if found is None or id(found[0]) in self.unfolds:
            return super()._sym(node, env)
        return self._other(node, env)

    def _other(self, node: t.Node, env: Env[Array]) -> Array:
        """What stands in a node's place: the other side of a cited equation, or a random array."""
        if node in self.replaced:
            other = self.replaced.pop(node)  # so that it is not replaced by itself in turn
            try:
                return self.value(other, env)
            finally:
                self.replaced[node] = other
        if node not in self.drawn:
            shape = self.whole.value(node, Env()).shape
            self.drawn[node] = self.random.uniform(-2, 2, shape).astype(complex)
        return self.drawn[node]

    def _applied(self, name: str, primes: int, args: list[Array], env: Env[Array]) -> Array:
        definition = self.scope.functions.get(name)
        if definition is not None and id(definition) not in self.unfolds:
            return self.domain.unknown(name, primes, args)
        return super()._applied(name, primes, args, env)

    def _deriv(self, node: t.Deriv, env: Env[Array]) -> Array:
        opens = self.differentiates and not self._hides(node.arg, node.by)
        if node in self.replaced or not opens:
            return self._other(node, env)
        return super()._deriv(node, env)

    def _hides(self, node: t.Node, by: t.Sym) -> bool:
        """Whether a symbol that is not opened rests on the one that is differentiated by."""
        return any(
            self._hides(body, by) if opened else self._rests(symbol, by)
            for symbol, body, opened in self._defined(node)
            if symbol != by
        )

    def _defined(self, node: t.Node) -> list[tuple[t.Sym, t.Node, bool]]:
        symbols = [part for part in t.walk(node) if isinstance(part, t.Sym)]
        found = []
        for symbol in symbols:
            definition = self.scope.lookup(symbol)
            body = self.replaced.get(symbol) or self._body(symbol)
            if definition is not None and body is not None:
                opened = symbol in self.replaced or id(definition[0]) in self.unfolds
                found.append((symbol, body, opened))
        return found

    def _body(self, symbol: t.Sym) -> t.Node | None:
        try:
            return self.scope.body(symbol, self.sizes)
        except UndefinedSymbolError:
            return None

    def _rests(self, symbol: t.Sym, by: t.Sym) -> bool:
        body = self._body(symbol)
        inside = [part for part in t.walk(body) if isinstance(part, t.Sym)] if body else []
        return symbol == by or any(self._rests(part, by) for part in inside)
