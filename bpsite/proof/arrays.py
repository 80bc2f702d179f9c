"""Vectors and matrices: relations held on random shapes and values, shapes compared first."""
# ruff: noqa: D102, ARG002 # meaning.Domain says what each method does and takes

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from bpsite.proof import tree as t
from bpsite.proof.lexicon import Kind
from bpsite.proof.meaning import Env, Meaning
from bpsite.proof.syntax import ProblemError
from bpsite.proof.worlds import Claim, World

Array: TypeAlias = "Any"  # a complex NumPy array: () for scalars, (n, 1) for vectors

DRAWS = 60
_STEP = 1e-30
_CLOSE = 1e-8


class ShapeError(Exception):
    """Arrays whose shapes don't fit the operation between them."""


class ArrayDomain:
    """Values are complex arrays, so that derivatives can be taken by complex step."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.sizes = random.Random(seed)  # noqa: S311 # shapes, not secrets
        self.dims: dict[str, int] = {}
        self.values: dict[str, Array] = {}
        self.functions: dict[str, Array] = {}
        self.stepping = False

    def size(self, name: str) -> int:
        """The size of a named dimension; no two are the same."""
        if name.isdigit():
            return int(name)
        if name not in self.dims:
            left = [n for n in range(2, 12) if n not in self.dims.values()]
            self.dims[name] = self.sizes.choice(left[:6])
        return self.dims[name]

    def number(self, text: str) -> Array:
        return np.asarray(float(text), dtype=complex)

    def constant(self, name: str) -> Array:
        return np.asarray({"e": np.e, r"\pi": np.pi}.get(name, np.inf), dtype=complex)

    def leaf(self, key: str, kind: Kind) -> Array:
        if key not in self.values:
            shape = tuple(map(self.size, kind.dims))
            shape = (*shape, 1) if kind.name == "vector" else shape
            self.values[key] = np.asarray(self._drawn(kind, shape)).astype(complex)
        return self.values[key]

    def _drawn(self, kind: Kind, shape: tuple[int, ...]) -> Array:
        """Random values that the kind allows."""
        if kind.values:
            return self.random.choice([float(value) for value in kind.values], shape)
        if kind.name in ("natural", "integer"):
            return self.random.integers(1 if kind.name == "natural" else -9, 10, shape)
        low, high = (None if "oo" in x or not x else float(x) for x in (kind.low, kind.high))
        if low is None:
            low = -2.0 if high is None else high - 4
        return self.random.uniform(low, low + 4 if high is None else high, shape)

    def add(self, terms: Sequence[Array]) -> Array:
        total = terms[0]
        for term in terms[1:]:
            _same_shape(total, term, "added")
            total = total + term
        return total

    def mul(self, factors: Sequence[Array]) -> Array:
        total = factors[0]
        for factor in factors[1:]:
            total = _product(total, factor)
        return total

    def hadamard(self, factors: Sequence[Array]) -> Array:
        total = factors[0]
        for factor in factors[1:]:
            _same_shape(total, factor, "multiplied entry by entry")
            total = total * factor
        return total

    def div(self, num: Array, den: Array) -> Array:
        if den.ndim:
            raise ShapeError(f"division by an array of shape {den.shape}")
        return num / den

    def power(self, base: Array, exp: Array) -> Array:
        if base.ndim or exp.ndim:
            raise ShapeError(f"a power of an array of shape {base.shape}")
        return base**exp

    def absolute(self, value: Array) -> Array:
        return np.where(value.real < 0, -value, value)

    def transpose(self, value: Array) -> Array:
        return value.T

    def matrix(self, rows: Sequence[Sequence[Array]]) -> Array:
        if any(cell.ndim for row in rows for cell in row):
            raise ShapeError("a matrix of arrays")
        return np.array([list(row) for row in rows], dtype=complex)

    def builtin(self, name: str, args: Sequence[Array]) -> Array:
        if name in (r"\max", r"\min"):
            left, right = args
            larger = (left.real >= right.real) == (name == r"\max")
            return np.where(larger, left, right)
        return getattr(np, name[1:].replace("ln", "log"))(args[0])

    def unknown(self, name: str, primes: int, args: Sequence[Array]) -> Array:
        """A definite smooth function for each name, with its exact derivatives."""
        if name not in self.functions:
            self.functions[name] = self.random.uniform(0.3, 1.4, 4)
        a, b, c, d = self.functions[name]
        at = args[0]
        wave = c * d**primes * np.sin(d * at + primes * np.pi / 2)
        return wave + (a * at + b * at * at, a + 2 * b * at, 2 * b + 0 * at, 0 * at)[min(primes, 3)]

    def entrywise(self, function: Callable[[Array], Array], at: Array) -> Array:
        found = [function(entry) for entry in map(np.asarray, at.flat)]
        return np.array(found, dtype=complex).reshape(at.shape)

    def pointwise(self, function: Callable[[Array], Array], at: Array) -> Array:
        """The derivative of a function that acts on each entry alone, at each entry."""
        return self._stepped(lambda v: function(v + 1j * _STEP).imag.astype(complex) / _STEP, at)

    def derivative(self, function: Callable[[Array], Array], at: Array) -> Array:
        """By complex step: the shape of `at` for a scalar, (outputs, inputs) for a vector."""
        return self._stepped(lambda v: _by_entries(function, v), at)

    def _stepped(self, take: Callable[[Array], Array], at: Array) -> Array:
        if self.stepping:
            raise ProblemError(
                0, "a derivative inside of a derivative of arrays", "Name the inner one."
            )
        self.stepping = True
        try:
            return take(at)
        finally:
            self.stepping = False

    def limit(self, function: Callable[[Array], Array], to: Array) -> Array:
        raise ProblemError(0, "a limit of arrays can't be decided", "Mark the formula informal.")

    def choose(self, branches: Sequence[tuple[Array, Any]]) -> Array:
        raise ProblemError(0, "cases of arrays can't be decided", "Mark the formula informal.")


def _by_entries(function: Callable[[Array], Array], at: Array) -> Array:
    columns = []
    for place in np.ndindex(at.shape):
        moved = at.copy()
        moved[place] += 1j * _STEP
        columns.append(function(moved).imag / _STEP)
    if not columns[0].ndim:
        return np.array(columns, dtype=complex).reshape(at.shape)
    if columns[0].shape[1] != 1 or (at.ndim and at.shape[1] != 1):
        raise ShapeError("a derivative of a matrix by an array")
    return np.hstack(columns).astype(complex)


def _product(left: Array, right: Array) -> Array:
    if not left.ndim or not right.ndim:
        return left * right
    if left.shape[1] != right.shape[0]:
        raise ShapeError(f"shapes {left.shape} and {right.shape} can't be multiplied")
    found = left @ right
    return found.reshape(()) if found.shape == (1, 1) else found


def _same_shape(left: Array, right: Array, verb: str) -> None:
    if left.ndim and right.ndim and left.shape != right.shape:
        raise ShapeError(f"shapes {left.shape} and {right.shape} can't be {verb}")


def is_array_claim(world: World) -> bool:
    """Whether a relation is about vectors or matrices, directly or by a definition."""
    if not world.scope.lexicon.arrays:
        return False
    waiting: list[t.Node] = [world.relation]
    seen: set[t.Node] = set()
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.Matrix | t.Transpose | t.Had):
                return True
            if isinstance(node, t.Sym) and node not in seen:
                seen.add(node)
                if world.scope.kind(node).array:
                    return True
                body = world.scope.body(node, world.binding)
                waiting += [body] if body is not None else []
    return False


def draws(claim: Claim, world: World) -> Iterator[str]:
    """For each draw what speaks against the relation; an empty text if nothing does."""
    for seed in range(DRAWS):
        domain = ArrayDomain(seed)
        meaning = Meaning(domain, world.scope, world.binding)
        env: Env[Array] = Env()
        try:
            left = meaning.value(world.relation.left, env)
            right = meaning.value(world.relation.right, env)
            yield compared(left, right, claim.relation.sign, domain)
        except ShapeError as error:
            yield f"at {shapes(domain)}: {error}"


def compared(left: Array, right: Array, sign: str, domain: ArrayDomain) -> str:
    """What speaks against a relation of two values; an empty text if nothing does."""
    if sign not in ("=", r"\equiv"):
        raise ProblemError(
            0, f"{sign} between arrays can't be decided", "Mark the formula informal."
        )
    if left.shape != right.shape:
        return f"at {shapes(domain)}: the left has shape {left.shape}, the right {right.shape}"
    scale = max(1.0, float(np.max(np.abs(left), initial=0)))
    apart = np.abs(left - right)
    if np.all(apart <= _CLOSE * scale):
        return ""
    place = np.unravel_index(int(np.argmax(apart)), apart.shape) if apart.ndim else ()
    values = f"left {left[place].real:.4g}, right {right[place].real:.4g}"
    where = f" in entry {tuple(int(n) + 1 for n in place)}" if place else ""
    return f"at {shapes(domain)}{where}: {values}"


def shapes(domain: ArrayDomain) -> str:
    """The sizes at one draw, as a reader sees them."""
    return ", ".join(f"{k} = {v}" for k, v in sorted(domain.dims.items())) or "every point"
