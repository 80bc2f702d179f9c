"""Vectors and matrices: relations held on random shapes and values, shapes compared first."""
# ruff: noqa: D102, ARG002 # meaning.Domain says what each method does and takes

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np

from bpsite.proof.numbers.meaning import Env, Meaning
from bpsite.proof.scope.instances import Binding, integer
from bpsite.proof.scope.worlds import Claim, World
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS
from bpsite.proof.syntax.lexicon import Kind, size_at, spelled
from bpsite.proof.syntax.parse import ProblemError

Array: TypeAlias = "Any"  # a complex NumPy array: () for scalars, (n, 1) for vectors

_UNBRACED = re.compile(r"[(){}\s]")
_STEP = 1e-30
_CLOSE = 1e-8
_ROUNDING = 4e-16  # relative, of one operation


class ShapeError(Exception):
    """Arrays whose shapes don't fit the operation between them."""


class NestedError(ProblemError):
    """A derivative inside of another one, which a complex step can't take."""


class ArrayDomain:
    """Values are complex arrays, so that derivatives can be taken by complex step."""

    def __init__(self, seed: int, *, shaken: bool = False) -> None:
        self.random = np.random.default_rng(seed)
        self.shaken = shaken
        self.rounding = np.random.default_rng(seed)
        self.sizes = random.Random(seed)  # noqa: S311 # shapes, not secrets
        self.dims: dict[str, int] = {}
        self.values: dict[str, Array] = {}
        self.functions: dict[str, Array] = {}
        self.stepping = False

    def size(self, name: str) -> int:
        """The size of a named dimension; no two are the same."""
        name = size_at(_UNBRACED.sub("", name), self.dims)
        if name.isdigit():
            return int(name)
        if name not in self.dims:
            left = [n for n in range(2, 12) if n not in self.dims.values()]
            self.dims[name] = self.sizes.choice(left[:6] or range(2, 12))
        return self.dims[name]

    def number(self, text: str) -> Array:
        return np.asarray(float(text), dtype=complex)

    def constant(self, name: str) -> Array:
        return np.asarray({"e": np.e, r"\pi": np.pi}.get(name, np.inf), dtype=complex)

    def leaf(self, key: str, kind: Kind) -> Array:
        if kind.name == "natural":
            return self.number(str(self.size(key)))
        if key not in self.values:
            shape = tuple(map(self.size, kind.dims))
            shape = (*shape, 1) if kind.name == "vector" else shape
            drawn = np.asarray(self._drawn(kind, shape)).astype(complex)
            self.values[key] = drawn.reshape(()) if drawn.size == 1 else drawn
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
        return self._rounded(total)

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
        return self._rounded(num / den)

    def power(self, base: Array, exp: Array) -> Array:
        if base.ndim or exp.ndim:
            raise ShapeError(f"a power of an array of shape {base.shape}")
        return self._rounded(base**exp)

    def _rounded(self, value: Array) -> Array:
        """The value, or with `shaken` one that rounding could as well have given."""
        if not self.shaken:
            return value
        return value * (1 + _ROUNDING * self.rounding.uniform(-1, 1, value.shape))

    def absolute(self, value: Array) -> Array:
        return np.where(value.real < 0, -value, value)

    def transpose(self, value: Array) -> Array:
        return value.T

    def matrix(self, rows: Sequence[Sequence[Array]]) -> Array:
        if any(cell.ndim for row in rows for cell in row):
            raise ShapeError("a matrix of arrays")
        return np.array([list(row) for row in rows], dtype=complex)

    def measured(self, sizes: Binding) -> None:
        self.dims.update(sizes)

    def entry(self, value: Array, at: Sequence[int]) -> Array:
        if not value.ndim:  # an array of one entry, or the symbols' shapes are known to clash
            value = value.reshape(1, 1)
        sizes = value.shape if len(at) == 2 else tuple(n for n in value.shape if n != 1) or (1,)
        if len(sizes) != len(at) or not all(
            1 <= n <= size for n, size in zip(at, sizes, strict=True)
        ):
            raise ShapeError(
                f"no entry {', '.join(map(str, at))} of an array of shape {value.shape}"
            )
        return value.reshape(sizes)[tuple(n - 1 for n in at)]

    def fixed(self, name: str, size: t.Node) -> Array:
        count = self._counted(size)
        made = np.ones((count, 1)) if name == "ones" else np.eye(count)
        return np.asarray(made if count > 1 else 1, dtype=complex)

    def _counted(self, size: t.Node) -> int:
        """A size that is a number, a letter or a sum of them."""
        if isinstance(size, t.Add):
            return sum(map(self._counted, size.terms))
        if isinstance(size, t.Sym):
            return self.size(spelled(size))
        return integer(size, {})

    def builtin(self, name: str, args: Sequence[Array]) -> Array:
        if name in OF_ARRAYS:
            of = args[0]
            one = of.reshape(1, 1) if not of.ndim else of
            found = np.asarray(OF_ARRAYS[name].computed(np, one), dtype=complex)
            return found.reshape(()) if found.size == 1 else found
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
            raise NestedError(0, "a derivative inside of another one", "Name the inner one.")
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
        moved = np.array(at)  # a number too
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


def draws(claim: Claim, world: World, count: int) -> Iterator[str]:
    """For each draw what speaks against the relation; an empty text if nothing does."""
    for seed in range(count):
        domain = ArrayDomain(seed)
        meaning = Meaning(domain, world.scope, world.binding)
        env: Env[Array] = Env()
        try:
            with np.errstate(all="ignore"):
                left = meaning.value(world.relation.left, env)
                right = meaning.value(world.relation.right, env)
                said = compared(left, right, claim.relation.sign, domain)
                yield "" if said and _rounds_off(world, seed, left, right) else said
        except ShapeError as error:
            yield f"at {shapes(domain)}: {error}"


def _rounds_off(world: World, seed: int, left: Array, right: Array) -> bool:
    """Whether other roundings move a side by what is not little beside the difference."""
    if left.shape != right.shape:
        return False
    meaning = Meaning(ArrayDomain(seed, shaken=True), world.scope, world.binding)
    env: Env[Array] = Env()
    moved = np.abs(meaning.value(world.relation.left, env) - left)
    moved += np.abs(meaning.value(world.relation.right, env) - right)
    return bool(np.max(moved) > np.max(np.abs(left - right)) / 1000)


def compared(left: Array, right: Array, sign: str, domain: ArrayDomain) -> str:
    """What speaks against a relation of two values; an empty text if nothing does."""
    if sign not in ("=", r"\equiv"):
        raise ProblemError(
            0, f"{sign} between arrays can't be decided", "Mark the formula informal."
        )
    if left.shape != right.shape:
        return f"at {shapes(domain)}: the left has shape {left.shape}, the right {right.shape}"
    if not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
        return ""  # too large for floating point, which says nothing
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
