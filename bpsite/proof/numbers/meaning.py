"""What a tree means, over any kind of values: numbers with 50 digits, SymPy, arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, runtime_checkable

from bpsite.proof.scope.instances import Binding, integer
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import chance
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, OF_NUMBERS
from bpsite.proof.syntax.lexicon import Kind, exact
from bpsite.proof.syntax.parse import ProblemError

V = TypeVar("V")
COMMON_POINT = "the common point"
BUILTIN = (*OF_NUMBERS, *OF_ARRAYS)


class Domain(Protocol[V]):
    """The values that an evaluation computes with."""

    def number(self, text: str) -> V:
        """A printed number."""

    def constant(self, name: str) -> V:
        """Euler's number, pi or infinity."""

    def leaf(self, key: str, kind: Kind) -> V:
        """A free symbol."""

    def add(self, terms: Sequence[V]) -> V:
        """The sum."""

    def mul(self, factors: Sequence[V]) -> V:
        """The product."""

    def hadamard(self, factors: Sequence[V]) -> V:
        """The product entry by entry."""

    def div(self, num: V, den: V) -> V:
        """The quotient."""

    def power(self, base: V, exp: V) -> V:
        """The power."""

    def absolute(self, value: V) -> V:
        """The absolute value."""

    def transpose(self, value: V) -> V:
        """The transpose."""

    def matrix(self, rows: Sequence[Sequence[V]]) -> V:
        """A matrix by its rows."""

    def builtin(self, name: str, args: Sequence[V]) -> V:
        """A function that everybody knows."""

    def unknown(self, name: str, primes: int, args: Sequence[V]) -> V:
        """A general function, or a derivative of one."""

    def entrywise(self, function: Callable[[V], V], at: V) -> V:
        """A function of one number at a number, or at each entry of an array."""

    def pointwise(self, function: Callable[[V], V], at: V) -> V:
        """The derivative of a function of one number."""

    def derivative(self, function: Callable[[V], V], at: V) -> V:
        """The derivative by one value."""

    def limit(self, function: Callable[[V], V], to: V) -> V:
        """The limit."""

    def choose(self, branches: Sequence[tuple[V, Sequence[tuple[V, str, V]] | None]]) -> V:
        """The first value whose conditions hold."""


@runtime_checkable
class ArraysToo(Protocol[V]):
    """What a domain of vectors and matrices knows beside."""

    def measured(self, sizes: Binding) -> None:
        """Takes in the sizes that are numbers already."""

    def entry(self, value: V, at: Sequence[int]) -> V:
        """The entry of an array."""

    def fixed(self, name: str, size: t.Node) -> V:
        """A column of ones or the identity."""


@runtime_checkable
class RandomToo(Protocol[V]):
    """What a domain with random numbers knows beside."""

    def mean(self, value: Callable[[], V]) -> V:
        """The mean of a value over all outcomes of what is random in it."""


@dataclass
class Env(Generic[V]):
    """Symbols that are held at a value, and what was computed while they are."""

    held: dict[str, V] = field(default_factory=dict)
    cache: dict[str, V] = field(default_factory=dict)

    def hold(self, key: str, value: V) -> Env[V]:
        """An environment where one symbol more is held."""
        return Env({**self.held, key: value})


def key_of(symbol: t.Sym) -> str:
    """A symbol's key among held symbols."""
    return exact(symbol) or symbol.base


class Meaning(Generic[V]):
    """Evaluates trees whose indices are numbers."""

    def __init__(
        self,
        domain: Domain[V],
        scope: Scope,
        sizes: Binding,
    ) -> None:
        self.domain = domain
        self.scope = scope
        self.sizes = sizes
        # Asked once: whether an object keeps to a protocol takes long to see.
        self.of_arrays: ArraysToo[V] | None = domain if isinstance(domain, ArraysToo) else None
        if self.of_arrays:
            self.of_arrays.measured(sizes)

    def value(self, node: t.Node, env: Env[V]) -> V:
        """The value of a node. Raises `ProblemError` for what has none."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise ProblemError(node.span[0], "this has no value", "Mark the formula informal.")
        found: V = method(node, env)
        return found

    def _values(self, nodes: Sequence[t.Node], env: Env[V]) -> list[V]:
        return [self.value(node, env) for node in nodes]

    def _num(self, node: t.Num, _env: Env[V]) -> V:
        return self.domain.number(node.text)

    def _const(self, node: t.Const, _env: Env[V]) -> V:
        return self.domain.constant(node.name)

    def _sym(self, node: t.Sym, env: Env[V]) -> V:
        key = key_of(node)
        if key in env.held:
            return env.held[key]
        if key not in env.cache:
            body = self.scope.body(node, self.sizes)
            env.cache[key] = self._leaf(key, node) if body is None else self.value(body, env)
        return env.cache[key]

    def _leaf(self, key: str, symbol: t.Sym) -> V:
        return self.domain.leaf(key, self.scope.kind(symbol))

    def _fn(self, node: t.Fn, env: Env[V]) -> V:
        return self._applied(node.base, node.primes, [self._common(env)], env)

    def _common(self, env: Env[V]) -> V:
        if COMMON_POINT in env.held:
            return env.held[COMMON_POINT]
        return self.domain.leaf(COMMON_POINT, Kind("real"))

    def _call(self, node: t.Call, env: Env[V]) -> V:
        if node.fn in chance.MOMENTS:
            return self._moment(node, env)
        return self._applied(node.fn, node.primes, self._values(node.args, env), env)

    def _moment(self, node: t.Call, env: Env[V]) -> V:
        """The mean over all outcomes of what is random; what was computed outside is not used."""
        spelled = chance.by_means(node)
        if spelled is not node:
            return self.value(spelled, env)
        if not isinstance(self.domain, RandomToo):
            message = "a mean is decided neither beside an array nor under a limit"
            raise ProblemError(node.span[0], message, "Write numbers: a family w_j, not a vector.")
        kinds = self.scope.lexicon.kinds
        fixed = {key: at for key, at in env.held.items() if not chance.is_random(key, kinds)}
        found: V = self.domain.mean(lambda: self.value(node.args[0], Env(fixed)))
        return found

    def _applied(self, name: str, primes: int, args: list[V], env: Env[V]) -> V:
        definition = self.scope.functions.get(name)
        if definition is None and name not in BUILTIN:
            return self.domain.unknown(name, primes, args)
        if primes:
            lower = lambda at: self._applied(name, primes - 1, [at], env)  # noqa: E731 # reads best
            return self.domain.pointwise(lower, args[0])
        if definition is None:
            return self.domain.builtin(name, args)
        if len(args) != len(definition.params):
            raise ProblemError(0, f"{name} takes {len(definition.params)} arguments")
        if len(args) == 1 and not self.scope.kind(definition.params[0]).array:
            return self.domain.entrywise(lambda at: self._opened(definition, [at], env), args[0])
        return self._opened(definition, args, env)

    def _opened(self, definition: Definition, args: list[V], env: Env[V]) -> V:
        held = {key_of(param): arg for param, arg in zip(definition.params, args, strict=True)}
        return self.value(definition.body, Env({**env.held, **held}))

    def _neg(self, node: t.Neg, env: Env[V]) -> V:
        return self.domain.mul([self.domain.number("-1"), self.value(node.arg, env)])

    def _add(self, node: t.Add, env: Env[V]) -> V:
        if id(node) not in self.scope.lexicon.shared:
            return self.domain.add(self._values(node.terms, env))
        key = f"sum {id(node)}"
        if key not in env.cache:
            env.cache[key] = self.domain.add(self._values(node.terms, env))
        return env.cache[key]

    def _mul(self, node: t.Mul, env: Env[V]) -> V:
        return self.domain.mul(self._values(node.factors, env))

    def _had(self, node: t.Had, env: Env[V]) -> V:
        return self.domain.hadamard(self._values(node.factors, env))

    def _div(self, node: t.Div, env: Env[V]) -> V:
        return self.domain.div(self.value(node.num, env), self.value(node.den, env))

    def _pow(self, node: t.Pow, env: Env[V]) -> V:
        exponent = self.value(node.exp, env)
        if node.base == t.Const("e"):
            return self.domain.builtin(r"\exp", [exponent])
        return self.domain.power(self.value(node.base, env), exponent)

    def _prime(self, node: t.Prime, env: Env[V]) -> V:
        inner = node.arg if node.order == 1 else t.Prime(node.arg, node.order - 1)
        if not any(isinstance(part, t.Fn) for part in t.walk(inner)):
            raise ProblemError(node.span[0], "a prime on what is no function", "Use d/dx.")
        at = self._common(env)
        return self.domain.derivative(lambda v: self.value(inner, env.hold(COMMON_POINT, v)), at)

    def _deriv(self, node: t.Deriv, env: Env[V]) -> V:
        key, at = key_of(node.by), self.value(node.by, env)
        return self.domain.derivative(lambda v: self.value(node.arg, env.hold(key, v)), at)

    def _lim(self, node: t.Lim, env: Env[V]) -> V:
        key, to = key_of(node.by), self.value(node.to, env)
        return self.domain.limit(lambda v: self.value(node.body, env.hold(key, v)), to)

    def _abs(self, node: t.Abs, env: Env[V]) -> V:
        return self.domain.absolute(self.value(node.arg, env))

    def _transpose(self, node: t.Transpose, env: Env[V]) -> V:
        return self.domain.transpose(self.value(node.arg, env))

    def _matrix(self, node: t.Matrix, env: Env[V]) -> V:
        return self.domain.matrix([self._values(row, env) for row in node.rows])

    def _entry(self, node: t.Entry, env: Env[V]) -> V:
        at = [integer(index, self.sizes) for index in node.indices]
        return self._arrays(node).entry(self.value(node.arg, env), at)

    def _arrays(self, node: t.Node) -> ArraysToo[V]:
        if self.of_arrays is None:
            raise ProblemError(node.span[0], "an array stands where numbers are compared")
        return self.of_arrays

    def _fixed(self, node: t.Fixed, _env: Env[V]) -> V:
        if node.size is None:
            message = "the size of this does not follow from its use"
            raise ProblemError(node.span[0], message, r"Write \mathbf{1}_n or I_n.")
        return self._arrays(node).fixed(node.name, node.size)

    def _indicator(self, node: t.Indicator, env: Env[V]) -> V:
        one, zero = self.domain.number("1"), self.domain.number("0")
        return self.domain.choose([(one, self._conditions(node.condition, env)), (zero, None)])

    def _cases(self, node: t.Cases, env: Env[V]) -> V:
        branches = []
        for value, condition in node.branches:
            holds = None if condition is None else self._conditions(condition, env)
            branches.append((self.value(value, env), holds))
        return self.domain.choose(branches)

    def _conditions(self, relations: Sequence[t.Rel], env: Env[V]) -> list[tuple[V, str, V]]:
        return [(self.value(r.left, env), r.sign, self.value(r.right, env)) for r in relations]
