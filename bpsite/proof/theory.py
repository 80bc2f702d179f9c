"""What follows from a reason alone: only what it names is unfolded, differentiated, substituted."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

import sympy

from bpsite.proof import symbolic
from bpsite.proof import tree as t
from bpsite.proof.differentiation import ALL_RULES, Differentiator, Unopened, has_redex
from bpsite.proof.instances import Binding, NoSuchIndexError, bounds, free, instantiate
from bpsite.proof.lexicon import Kind, exact, signature
from bpsite.proof.meaning import BUILTIN, COMMON_POINT, Env, Meaning, key_of
from bpsite.proof.networks import last_layer
from bpsite.proof.scope import Definition, Scope, UndefinedSymbolError
from bpsite.proof.symbolic import Expression, general_function
from bpsite.proof.syntax import ProblemError

_MOST_CHOICES = 48
_MOST_INSTANCES = 30
_Substitution = tuple[Any, Any]
Way = list[_Substitution]


@dataclass(frozen=True)
class Item:
    """One thing that a reason names: a rule, a definition, an equation or a relation."""

    name: str
    rules: frozenset[str] = frozenset()
    basics: bool = False
    unfolds: tuple[Definition, ...] = ()
    chains: tuple[tuple[t.Node, ...], ...] = ()
    orders: tuple[t.Rel, ...] = ()
    ranges: tuple[tuple[str, int, int], ...] = ()
    rewrites: tuple[Definition, ...] = ()


class TheoryMeaning(Meaning[Expression]):
    """Evaluates with the named definitions only; other symbols stay letters."""

    def __init__(
        self, scope: Scope, sizes: Binding, items: Sequence[Item], rules: Differentiator
    ) -> None:
        super().__init__(symbolic.SymbolicDomain(), scope, sizes)
        self.unfolds = {id(d): d for item in items for d in item.unfolds}
        self.rewrites = {d.target.base: d for item in items for d in item.rewrites}
        self.rules = rules
        self.letters: dict[Expression, t.Sym] = {}
        self.reached: dict[tuple[str, str], bool] = {}

    def _sym(self, node: t.Sym, env: Env[Expression]) -> Expression:
        key = key_of(node)
        if key in env.held:
            return env.held[key]
        if key not in env.cache:
            body = self._body(node)
            env.cache[key] = self._letter(node, key) if body is None else self.value(body, env)
        return env.cache[key]

    def _body(self, node: t.Sym) -> t.Node | None:
        definition = self.scope.exact.get(exact(node) or node.base)
        if (
            definition is not None
            and id(definition) in self.unfolds
            and not (bool(definition.target.upper) ^ bool(node.upper))
        ):
            return instantiate(definition.body, self.sizes, self.scope.lexicon)
        general = self.scope.general.get(signature(node))
        if general is None or id(general) not in self.unfolds:
            return None
        found = replace_exact(self.scope, node).lookup(node)
        if found is None:
            return None
        return instantiate(general.body, {**self.sizes, **found[1]}, self.scope.lexicon)

    def _letter(self, node: t.Sym, key: str) -> Expression:
        if self.scope.lookup(node) is None and not self.scope.kind(node).free:
            raise UndefinedSymbolError(node)
        letter = symbolic.symbol(key, self.scope.kind(node))
        self.letters[letter] = node
        return letter

    def is_any_number(self, letter: Expression) -> bool:
        """Whether a letter stands for every real number: no definition and no range bounds it."""
        node = self.letters.get(letter)
        if node is None or node.upper or node.lower:
            return False
        kind = self.scope.kind(node)
        return self.scope.lookup(node) is None and kind.name == "real" and not kind.low

    def _applied(
        self, name: str, primes: int, args: list[Expression], env: Env[Expression]
    ) -> Expression:
        rewrite = self.rewrites.get(name)
        if rewrite is not None and not primes:
            held = {key_of(rewrite.params[0]): args[0]}
            return self.value(rewrite.body, Env({**env.held, **held}))
        definition = self.scope.functions.get(name)
        if definition is not None and id(definition) not in self.unfolds:
            return self.domain.unknown(name, primes, args)
        if definition is None or not primes:
            if primes and name in BUILTIN:
                return self._taken(
                    lambda v, e: self._applied(name, primes - 1, [v], e), args[0], env, ""
                )
            return super()._applied(name, primes, args, env)
        return self._taken(lambda v, e: self._applied(name, primes - 1, [v], e), args[0], env, "")

    def _prime(self, node: t.Prime, env: Env[Expression]) -> Expression:
        inner = node.arg if node.order == 1 else t.Prime(node.arg, node.order - 1)
        run = lambda v, e: self.value(inner, e.hold(COMMON_POINT, v))  # noqa: E731 # reads best
        return self._taken(run, self._common(env), env, COMMON_POINT)

    def _deriv(self, node: t.Deriv, env: Env[Expression]) -> Expression:
        key, at = key_of(node.by), self.value(node.by, env)
        run = lambda v, e: self.value(node.arg, e.hold(key, v))  # noqa: E731 # reads best
        return self._taken(run, at, env, key)

    def _taken(self, run: Any, at: Expression, env: Env[Expression], key: str) -> Expression:
        held = sympy.Symbol(f"held {len(env.held)}", real=True)
        inner = run(held, env)

        def depends(e: Expression) -> bool:
            return bool(e.has(held)) or (bool(key) and self._reaches(e, key))

        return self.rules.derivative(inner, held, at, depends)

    def _reaches(self, e: Expression, key: str) -> bool:
        """Whether a letter or a function of the expression rests on a symbol by its definition."""
        for atom in e.free_symbols:
            if atom in self.letters and self._rests(self.letters[atom], key):
                return True
            unopened = [u for u in self.rules.unopened if u.symbol == atom]
            if unopened and (
                self._reaches(unopened[0].inner, key) or self._reaches(unopened[0].at, key)
            ):
                return True
        names = {type(f).__name__.rstrip("'") for f in e.atoms(sympy.Function)}
        bodies = [self.scope.functions[name].body for name in names if name in self.scope.functions]
        return any(self._body_rests(body, key) for body in bodies)

    def _rests(self, node: t.Sym, key: str) -> bool:
        pair = (key_of(node), key)
        if pair not in self.reached:
            self.reached[pair] = False
            body = self.scope.body(node, self.sizes)
            self.reached[pair] = pair[0] == key or (
                body is not None and self._body_rests(body, key)
            )
        return self.reached[pair]

    def _body_rests(self, body: t.Node, key: str) -> bool:
        for node in t.walk(body):
            if isinstance(node, t.Sym) and (key_of(node) == key or self._rests(node, key)):
                return True
            if isinstance(node, t.Call) and node.fn in self.scope.functions:
                inner = self.scope.functions[node.fn]
                if inner.body != body and self._body_rests(inner.body, key):
                    return True
        return False


def replace_exact(scope: Scope, node: t.Sym) -> Scope:
    """The scope without the definition of one member, so that the general one is found."""
    rest = {key: value for key, value in scope.exact.items() if key != exact(node)}
    return replace(scope, exact=rest)


@dataclass(frozen=True)
class Step:
    """Two sides of which the second should follow from the first, in one world."""

    left: t.Node
    right: t.Node
    scope: Scope
    binding: Binding
    sign: str = "="
    of_arrays: bool = False


def follows(step: Step, items: Sequence[Item]) -> bool:
    """Whether the items of a reason give the right side from the left, up to algebra."""
    meaning = theory(step, items)
    env: Env[Expression] = Env()
    difference = meaning.value(step.left, env) - meaning.value(step.right, env)
    if _zero(difference):
        return True
    found = (substituted(difference, way) for way in each_way(meaning, items, step, env))
    return any(map(_zero, _each_once(found)))


def _each_once(found: Iterable[Expression]) -> Iterator[Expression]:
    """Different ways often lead to the same expression."""
    known: set[Expression] = set()
    for expression in found:
        if expression not in known:
            known.add(expression)
            yield expression


def theory(step: Step, items: Sequence[Item]) -> TheoryMeaning:
    """What a step's trees mean to someone who knows the items alone."""
    rules = frozenset().union(*(item.rules for item in items)) if items else frozenset()
    by = Differentiator(rules, any(item.basics for item in items))
    return TheoryMeaning(step.scope, step.binding, items, by)


def each_way(
    meaning: TheoryMeaning, items: Sequence[Item], step: Step, env: Env[Expression]
) -> Iterator[Way]:
    """The ways to put the cited equations in."""
    for chosen in islice(product(*_substitutions(meaning, items, step, env)), _MOST_CHOICES):
        yield [one for way in chosen for one in way]


def _zero(difference: Expression) -> bool:
    return difference == 0 or (_vanishes(difference) and bool(symbolic.is_zero(difference)))


def _vanishes(difference: Expression) -> bool:
    """Whether an expression is near zero at a random point, its unknown parts being numbers."""
    chance = random.Random(7)  # noqa: S311 # a point, not a secret
    parts = sorted(symbolic.unknown(difference) | difference.free_symbols, key=str)
    values = {part: sympy.Float(chance.uniform(0.3, 1.9), 30) for part in parts}
    value = difference.xreplace(values).evalf(20)
    return not value.is_number or abs(value) < 1e-9


def _substitutions(
    meaning: TheoryMeaning, items: Sequence[Item], step: Step, env: Env[Expression]
) -> list[list[Way]]:
    """For each chain of a cited equation, the ways to put one side for another.

    A chain with free indices holds for all of them, and is put in the same way for each.
    """
    found = []
    for item in items:
        for chain in item.chains:
            instances = [
                list(_ways(meaning, chain, step, env, b)) for b in bindings(chain, step, item)
            ]
            instances = [ways for ways in instances if ways]
            if instances:
                count = max(map(len, instances))
                found.append(
                    [[ways[min(n, len(ways) - 1)] for ways in instances] for n in range(count)]
                )
    return found


def bindings(chain: tuple[t.Node, ...], step: Step, item: Item) -> Iterator[Binding]:
    """Numbers for the free indices of a chain, all that the item claims in this world."""
    claimed = {name: range(low, high + 1) for name, low, high in item.ranges}
    names = sorted({s.base for side in chain for s in free(side) if _is_index(s, step)})
    ranges = []
    for name in names:
        kind = step.scope.lexicon.kind(name) or Kind("index")
        if name in claimed:
            ranges.append(claimed[name])
        elif kind.name == "layer" and not kind.low:
            ranges.append(range(1, last_layer(step.scope) + 1))
        else:
            low, high = bounds(kind, step.binding, (0, 0))
            ranges.append(range(low, high + 1))
    for values in islice(product(*ranges), _MOST_INSTANCES):
        yield {**step.binding, **dict(zip(names, values, strict=True))}


def _is_index(symbol: t.Sym, step: Step) -> bool:
    return step.scope.lexicon.is_index(symbol.base)


def _ways(
    meaning: TheoryMeaning,
    chain: tuple[t.Node, ...],
    step: Step,
    env: Env[Expression],
    binding: Binding,
) -> Iterator[_Substitution]:
    sides = []
    for node in chain:
        pattern = _function_pattern(node)
        try:
            ready = node if pattern else instantiate(node, binding, step.scope.lexicon)
            sides.append((pattern, meaning.value(ready, env)))
        except (ProblemError, NoSuchIndexError, UndefinedSymbolError):
            continue
    for pattern, value in sides:
        others = [other for _, other in reversed(sides) if other is not value]
        if pattern is not None:
            yield from ((pattern, other) for other in others)
        else:
            yield from _solved(value, others)


def _solved(value: Expression, others: Sequence[Expression]) -> Iterator[_Substitution]:
    """A letter of a side for which the equation can be solved, and its value."""
    letters = sorted(
        value.free_symbols, key=lambda x: (not str(x).startswith("derivative"), str(x))
    )
    if not value.is_Symbol:
        unopened = [x for x in letters if str(x).startswith("derivative")]
        letters = unopened or letters[-1:]
    for letter in letters:
        slope = sympy.expand(value).coeff(letter)
        rest = sympy.expand(value - slope * letter)
        if slope != 0 and not rest.has(letter) and not slope.has(letter):
            yield from ((letter, (o - rest) / slope) for o in others if not o.has(letter))


def _function_pattern(node: t.Node) -> tuple[Any, Any] | None:
    """f(x) or f'(x) of a plain symbol stands for every argument."""
    if isinstance(node, t.Call) and len(node.args) == 1 and node.fn not in BUILTIN:
        arg = node.args[0]
        if isinstance(arg, t.Sym) and not arg.upper and not arg.lower:
            return general_function(node.fn, node.primes), symbolic.symbol(arg.base, Kind("real"))
    return None


def substituted(e: Expression, chosen: Sequence[_Substitution]) -> Expression:
    """The expression with the substitutions made, again while they change it."""
    for _ in range(len(chosen)):
        before = e
        for what, value in chosen:
            if isinstance(what, tuple):
                function, parameter = what
                e = e.replace(function, lambda arg, v=value, p=parameter: v.xreplace({p: arg}))
            else:
                e = e.xreplace({what: value})
        if e == before:
            break
    return e


def consumed(step: Step, items: Sequence[Item], rule: str) -> bool:
    """Whether a derivative that the rule applies to stands on one side only."""
    for some in (items, ()):
        by = Differentiator(frozenset(), basics=False)
        meaning = TheoryMeaning(step.scope, step.binding, some, by)
        left = meaning.value(step.left, Env()).free_symbols
        right = meaning.value(step.right, Env()).free_symbols
        if any(_applies(u, rule) for u in by.unopened if (u.symbol in left) ^ (u.symbol in right)):
            return True
    return False


def _applies(unopened: Unopened, rule: str) -> bool:
    return rule not in ALL_RULES or has_redex(unopened, rule)
