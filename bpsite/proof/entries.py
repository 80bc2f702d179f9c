"""Trees as entries in the kernel's normal form: a vector by its k-th entry, for every k.

A length or a shape stays a letter, so what is proved of the entries is proved for all of them. An
index that is a number already (a layer) is looked up by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from bpsite.proof import tree as t
from bpsite.proof.instances import Binding
from bpsite.proof.kernel import affine as places
from bpsite.proof.kernel import laws, sums
from bpsite.proof.kernel.affine import Affine, Index, less, moved, place
from bpsite.proof.kernel.algebra import delta, inverse, positive, primitive, times, within
from bpsite.proof.kernel.derivative import derivative
from bpsite.proof.kernel.laws import reduced
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Form,
    Symbol,
    constant,
    minus,
    number,
    plus,
    power_of,
    scaled,
    symbol,
    value_of,
)
from bpsite.proof.lexicon import Kind, signature
from bpsite.proof.meaning import COMMON_POINT
from bpsite.proof.scope import Definition, Scope, UndefinedSymbolError, offset_of

ROW, COLUMN = "row", "column"
_held = count(1)


class NotInKernelError(Exception):
    """Something that the normal form has no words for."""


class ShapeError(Exception):
    """Arrays whose shapes don't fit the operation between them."""


class UndefinedError(Exception):
    """A value that is not there: no case covers the place, or it has a kink there."""


class SplitError(Exception):
    """It depends on the sign of a form, which is its argument."""


@dataclass(frozen=True)
class Array:
    """A matrix by its entry at `row` and `column`; a vector is one column."""

    rows: Affine
    columns: Affine
    entry: Form

    def at(self, row: Affine, column: Affine) -> Form:
        """The entry at a place."""
        return sums.mapped(self.entry, {self.row: row, self.column: column})

    @property
    def row(self) -> Index:
        """The name of the row in `entry`."""
        return axis(ROW, self.rows)

    @property
    def column(self) -> Index:
        """The name of the column in `entry`."""
        return axis(COLUMN, self.columns)

    @property
    def shape(self) -> tuple[Affine, Affine]:
        """Its rows and columns."""
        return self.rows, self.columns

    @property
    def text(self) -> str:
        """Its shape as a reader sees it."""
        return shape_text(self.shape)


Value: TypeAlias = "Form | Array"


def axis(name: str, size: Affine) -> Index:
    """The name of an axis of that size."""
    return places.index(name, Affine(1), size)


def array(rows: Affine, columns: Affine, entry: Callable[[Affine, Affine], Form]) -> Value:
    """An array by a function of its row and column; of one entry, that number."""
    if rows == columns == Affine(1):
        return entry(Affine(1), Affine(1))
    row = Affine(1) if rows == Affine(1) else place(axis(ROW, rows))
    column = Affine(1) if columns == Affine(1) else place(axis(COLUMN, columns))
    return Array(rows, columns, entry(row, column))


@dataclass(frozen=True)
class Held:
    """A symbol that is held at a value while an expression is computed.

    It is a pattern: an index that is no number stands for all of its family.
    """

    family: str
    indices: tuple[Affine, ...]
    value: Callable[[tuple[Affine, ...]], Value]

    def holds(self, indices: tuple[Affine, ...]) -> bool:
        """Whether it holds the member of these indices. Raises `NotInKernelError`."""
        for own, other in zip(self.indices, indices, strict=True):
            if own.parts or own == other:
                continue
            if other.parts:
                raise NotInKernelError("which member of a family is held")
            return False
        return True


@dataclass(frozen=True)
class Env:
    """What is known while a node is read: the values of indices, the symbols that are held."""

    places: Mapping[str, Affine] = field(default_factory=dict)
    held: tuple[Held, ...] = ()

    def hold(self, held: Held) -> Env:
        """An environment where one symbol more is held."""
        return replace(self, held=(held, *self.held))

    def put(self, values: Mapping[str, Affine]) -> Env:
        """An environment with the values of more indices."""
        return replace(self, places={**self.places, **values})


class Entries:
    """Reads trees into forms; `opaque` functions stay general."""

    def __init__(
        self,
        scope: Scope,
        binding: Binding,
        opaque: frozenset[str] = frozenset(),
        signs: Mapping[Form, int] = MappingProxyType({}),
    ) -> None:
        self.scope = scope
        self.opaque = frozenset(name for name in opaque if is_closed(name, scope))
        self.start = Env({name: Affine(value) for name, value in binding.items()})
        self.signs = signs
        self.actual: dict[str, Callable[[tuple[Affine, ...]], Form]] = {}
        self._members: dict[tuple[str, tuple[Affine, ...], tuple[Held, ...]], Value] = {}
        self._reading: set[tuple[str, tuple[Affine, ...]]] = set()

    def value(self, node: t.Node, env: Env) -> Value:
        """The value of a node. Raises `NotInKernelError`, `ShapeError` and `ZeroDivisionError`."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NotInKernelError(type(node).__name__)
        found: Value = method(node, env)
        return found

    def number(self, node: t.Node, env: Env) -> Form:
        """The value of a node that is no array. Raises `ShapeError` for an array."""
        found = self.value(node, env)
        if isinstance(found, Array):
            raise ShapeError("an array stands where a number belongs")
        return found

    # Numbers and symbols

    def _num(self, node: t.Num, _env: Env) -> Form:
        return number(_plain(Fraction(node.text)))

    def _const(self, node: t.Const, _env: Env) -> Form:
        if node.name == "e":
            return laws.exponential(ONE)
        if node.name == r"\pi":
            return laws.PI
        raise NotInKernelError(node.name)

    def _sym(self, node: t.Sym, env: Env) -> Value:
        if not node.upper and not node.lower:
            found = self._as_place(node.base, env)
            if found is not None:
                return value_of(found)
        indices = tuple(self.place(index, env) for index in (*node.upper, *node.lower))
        return self._member(node, indices, env)

    def _as_place(self, name: str, env: Env) -> Affine | None:
        """An index or a dimension, else None."""
        if name in env.places:
            return env.places[name]
        kind = self.scope.lexicon.kind(name)
        if kind is None or any(held.family == name for held in env.held):
            return None
        if kind.name == "index" and kind.low:
            return place(places.index(name, self._end(kind.low), self._end(kind.high)))
        if kind.name == "natural" and name not in self.scope.exact:
            return place(places.dimension(name))
        if kind.indexes:
            raise NotInKernelError(f"the index {name} has no range")
        return None

    def _end(self, text: str) -> Affine:
        if text.isdigit():
            return Affine(int(text))
        return self.start.places.get(text) or place(places.dimension(text))

    def place(self, node: t.Node, env: Env) -> Affine:
        """The value of an index. Raises `NotInKernelError`."""
        if isinstance(node, t.Num) and node.text.isdigit():
            return Affine(int(node.text))
        if isinstance(node, t.Sym) and not node.upper and not node.lower:
            found = self._as_place(node.base, env)
            if found is not None:
                return found
        if isinstance(node, t.Neg):
            return places.combined((self.place(node.arg, env), -1))
        if isinstance(node, t.Add):
            return places.combined(*((self.place(term, env), 1) for term in node.terms))
        raise NotInKernelError("an index that is no sum of indices and numbers")

    def _member(self, node: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
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
            numbered = _numbered(node, indices)
            found = self.scope.lookup(numbered)
            if found is None:
                return None
            values = {name: Affine(value) for name, value in found[1].items()}
            return found[0].body, self.start.put(values)
        if any(_has_family(key, node.family, d) for key, d in self.scope.exact.items()):
            raise NotInKernelError(f"single members of {node.base} are defined")
        general = self.scope.general.get(signature(node))
        if general is None:
            return None
        return general.body, self.start.put(_matched(general, indices))

    def _free(self, node: t.Sym, indices: tuple[Affine, ...]) -> Value:
        known = self.scope.lexicon.of(_numbered(node, indices)) or self.scope.lexicon.of(node)
        kind = known or Kind("real")
        if not kind.free:
            raise UndefinedSymbolError(node)
        if not kind.array:
            return power_of(symbol(node.family, *indices, positive=is_positive(kind)))
        sizes = tuple(map(self._end, kind.dims))
        rows, columns = (*sizes, Affine(1))[:2]
        name, known_positive = node.family, is_positive(kind)

        def entry(row: Affine, column: Affine) -> Form:
            of = (row,) if kind.name == "vector" else (row, column)
            return power_of(symbol(name, *indices, *of, positive=known_positive))

        return array(rows, columns, entry)

    # Operations

    def _neg(self, node: t.Neg, env: Env) -> Value:
        return _each([self.value(node.arg, env)], lambda one: scaled(one, -1))

    def _add(self, node: t.Add, env: Env) -> Value:
        return _each([self.value(term, env) for term in node.terms], plus)

    def _had(self, node: t.Had, env: Env) -> Value:
        return _each([self.value(factor, env) for factor in node.factors], times)

    def _mul(self, node: t.Mul, env: Env) -> Value:
        found = self.value(node.factors[0], env)
        for factor in node.factors[1:]:
            found = _product(found, self.value(factor, env))
        return found

    def _div(self, node: t.Div, env: Env) -> Value:
        bottom = self.number(node.den, env)
        over = inverse(bottom)
        return _each([self.value(node.num, env)], lambda one: times(one, over))

    def _pow(self, node: t.Pow, env: Env) -> Form:
        exponent = self.number(node.exp, env)
        if node.base == t.Const("e"):
            return laws.exponential(exponent)
        base, value = self.number(node.base, env), constant(exponent)
        if value is not None:
            return laws.root(base, Fraction(value))
        return laws.general_power(base, exponent)

    def _abs(self, node: t.Abs, env: Env) -> Form:
        inside = self.number(node.arg, env)
        found = self._known_sign(inside)
        return laws.absolute(inside) if found is None else scaled(inside, found)

    def _transpose(self, node: t.Transpose, env: Env) -> Value:
        found = self.value(node.arg, env)
        if not isinstance(found, Array):
            return found
        inner = found
        return array(found.columns, found.rows, lambda i, j: inner.at(j, i))

    def _matrix(self, node: t.Matrix, env: Env) -> Value:
        cells = [[self.number(cell, env) for cell in row] for row in node.rows]

        def entry(row: Affine, column: Affine) -> Form:
            return plus(
                *(
                    times(delta(moved(row, -i)), delta(moved(column, -j)), cell)
                    for i, cells_of_row in enumerate(cells, 1)
                    for j, cell in enumerate(cells_of_row, 1)
                )
            )

        return array(Affine(len(cells)), Affine(len(cells[0])), entry)

    def _big(self, node: t.Big, env: Env) -> Value:
        index = self._range(node, env)
        inner = self.value(node.body, env.put({node.index: place(index)}))
        if node.op == "sum":
            return _each([inner], lambda one: sums.total(index, one))
        return _each([inner], lambda one: _all_factors(one, index))

    def _range(self, node: t.Big, env: Env) -> Index:
        if node.low is not None and node.high is not None:
            ends = self.place(node.low, env), self.place(node.high, env)
        else:
            kind = self.scope.lexicon.kind(node.index)
            if kind is None or not kind.low:
                raise NotInKernelError("a sum over an index without a range")
            ends = self._end(kind.low), self._end(kind.high)
        return sums.fresh(places.index(node.index, *ends))

    def _indicator(self, node: t.Indicator, env: Env) -> Form:
        try:
            return times(ONE, *(self._at_places(relation, env) for relation in node.condition))
        except NotInKernelError:
            return ONE if self._all_hold(node.condition, env) else ZERO

    def _at_places(self, relation: t.Rel, env: Env) -> Form:
        """1 where a relation of indices holds, else 0."""
        left, right = self.place(relation.left, env), self.place(relation.right, env)
        apart = less(left, right)
        return {
            "=": lambda: delta(apart),
            r"\ne": lambda: minus(ONE, delta(apart)),
            r"\ge": lambda: within(apart),
            ">": lambda: within(moved(apart, -1)),
            r"\le": lambda: within(less(right, left)),
            "<": lambda: within(moved(less(right, left), -1)),
        }[relation.sign]()

    def _cases(self, node: t.Cases, env: Env) -> Value:
        for value, condition in node.branches:
            if condition is None or self._all_hold(condition, env):
                return self.value(value, env)
        raise UndefinedError

    def _all_hold(self, relations: Sequence[t.Rel], env: Env) -> bool:
        return all(self._holds(relation, env) for relation in relations)

    def _holds(self, relation: t.Rel, env: Env) -> bool:
        """Whether a relation of numbers holds in this region. Raises `SplitError`."""
        apart = minus(self.number(relation.left, env), self.number(relation.right, env))
        return self.sign(apart) in SIGNS[relation.sign]

    def sign(self, form: Form) -> int:
        """The sign of a form in this region: -1, 0 or 1. Raises `SplitError`, `UndefinedError`."""
        there = self._there(form)
        found = self._sign(there)
        if found == 0 and there != form:
            raise UndefinedError  # a derivative where two cases meet
        return found

    def _sign(self, form: Form) -> int:
        value = constant(form)
        if value is not None:
            return (value > 0) - (value < 0)
        rest, way = _directed(reduced(form))
        if positive(rest):
            return way
        if rest not in self.signs:
            raise SplitError(rest)
        return self.signs[rest] * way

    def _known_sign(self, form: Form) -> int | None:
        """The sign of a form where the region tells it; it is not asked for."""
        try:
            return self.sign(form) if self.signs else None
        except SplitError:
            return None

    def _there(self, form: Form) -> Form:
        """The form with the actual values of all that is held."""
        for name, value in self.actual.items():
            form = _put(form, name, value)
        return form

    # Functions and derivatives

    def _fn(self, node: t.Fn, env: Env) -> Value:
        return self.applied(node.base, node.primes, [self._common(env)], env)

    def _common(self, env: Env) -> Value:
        return self._member(t.Sym(COMMON_POINT), (), env)

    def _call(self, node: t.Call, env: Env) -> Value:
        return self.applied(node.fn, node.primes, [self.value(a, env) for a in node.args], env)

    def applied(self, name: str, primes: int, args: list[Value], env: Env) -> Value:
        """A function at its arguments, entry by entry where its argument is a number."""
        definition = None if name in self.opaque else self.scope.functions.get(name)
        if definition is not None and len(args) != len(definition.params):
            raise NotInKernelError(f"{name} takes {len(definition.params)} arguments")
        whole = definition is not None and self.scope.kind(definition.params[0]).array
        if len(args) == 1 and not whole:
            return _each(args, lambda one: self._at_numbers(name, primes, [one], definition, env))
        if definition is None and all(isinstance(arg, Form) for arg in args):
            numbers = [arg for arg in args if isinstance(arg, Form)]
            return self._at_numbers(name, primes, numbers, None, env)
        if definition is None or primes:
            raise NotInKernelError(f"{name} of arrays")
        return self._body_at(definition, args, env)

    def _at_numbers(
        self,
        name: str,
        primes: int,
        args: Sequence[Form],
        definition: Definition | None,
        env: Env,
    ) -> Form:
        if primes and (definition is not None or name in KNOWN):
            return self._slope(name, primes, args[0], env)
        if definition is not None:
            found = self._body_at(definition, args, env)
            if isinstance(found, Array):
                raise ShapeError("a function of a number with an array for its value")
            return found
        if name in KNOWN:
            return laws.applied(KNOWN[name], (0,), tuple(args))
        if name in LARGER and len(args) == 2 and not primes:
            return args[0 if self.sign(minus(*args)) * LARGER[name] >= 0 else 1]
        if name in LARGER or (len(args) > 1 and primes):
            raise NotInKernelError(name)
        orders = (primes,) if len(args) == 1 else (0,) * len(args)
        return laws.applied(name, orders, tuple(args))

    def _slope(self, name: str, primes: int, at: Form, env: Env) -> Form:
        """A derivative of a function of one number."""
        by = symbol(f"held {next(_held)}")
        self.actual[by.name] = lambda _indices: at
        inner = self.applied(name, primes - 1, [power_of(by)], env)
        if isinstance(inner, Array):
            raise ShapeError("a slope of a function with an array for its value")
        return _put(derivative(inner, by), by.name, lambda _indices: at)

    def _body_at(self, definition: Definition, args: Sequence[Value], env: Env) -> Value:
        inner = env
        for param, arg in zip(definition.params, args, strict=True):
            if param.upper or param.lower:
                raise NotInKernelError("a parameter with an index")
            inner = inner.hold(Held(param.family, (), _always(arg)))
        return self.value(definition.body, replace(self.start, held=inner.held))

    def _prime(self, node: t.Prime, env: Env) -> Value:
        inner = node.arg if node.order == 1 else t.Prime(node.arg, node.order - 1)
        return self._derived(inner, t.Sym(COMMON_POINT), (), env)

    def _deriv(self, node: t.Deriv, env: Env) -> Value:
        indices = (*node.by.upper, *node.by.lower)
        return self._derived(node.arg, node.by, tuple(self.place(i, env) for i in indices), env)

    def _derived(self, node: t.Node, by: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        """The derivative by a symbol that is independent; what it was computed from is fixed."""
        if any(index.parts for index in indices) and self._rests_on_itself(by.family):
            raise NotInKernelError(f"{by.base} rests on other members of its family")
        at = self._member(by, indices, env)
        name = f"held {next(_held)}"
        back = _value_at(lambda members: self._member(by, members, env), len(indices))
        self.actual[name] = back
        inner = self.value(node, env.hold(Held(by.family, indices, _independent(name, at))))
        found = _by(inner, name, indices, at)
        return _each([found], lambda one: _put(one, name, back))

    def _rests_on_itself(self, family: str) -> bool:
        """Whether a member of a family is computed from another one."""
        waiting, seen = [family], set[str]()
        while waiting:
            definition = self.scope.general.get(waiting.pop())
            nodes = t.walk(definition.body) if definition else ()
            found = {part.family for part in nodes if isinstance(part, t.Sym)}
            if family in found:
                return True
            waiting, seen = [*waiting, *(found - seen)], seen | found
        return False


KNOWN = {
    r"\exp": "exp",
    r"\log": "log",
    r"\ln": "log",
    r"\tanh": "tanh",
    r"\sin": "sin",
    r"\cos": "cos",
}
LARGER = {r"\max": 1, r"\min": -1}
SIGNS = {
    "=": (0,),
    r"\ne": (-1, 1),
    "<": (-1,),
    ">": (1,),
    r"\le": (-1, 0),
    r"\ge": (0, 1),
}
"""The signs of left less right with which a relation holds."""


def _directed(form: Form) -> tuple[Form, int]:
    """A form without its positive factors, and whether that turned its sign."""
    content, rest = primitive(form)
    ((product, number_),) = content.terms.items()
    left = tuple(factor for factor in product if not positive(power_of(factor[0])))
    return times(Form({left: 1}), rest), 1 if number_ > 0 else -1


def is_closed(name: str, scope: Scope) -> bool:
    """Whether a function depends on its arguments alone: only then may it stay general."""
    waiting, seen = [name], {name}
    while waiting:
        definition = scope.functions.get(waiting.pop())
        if definition is None:
            continue
        nodes = list(t.walk(definition.body))
        if {part for part in nodes if isinstance(part, t.Sym)} - set(definition.params):
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


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _numbered(node: t.Sym, indices: tuple[Affine, ...]) -> t.Sym:
    numbers = tuple(t.Num(str(index.constant)) for index in indices)
    return t.Sym(node.base, numbers[: len(node.upper)], numbers[len(node.upper) :])


def _has_family(key: str, family: str, definition: Definition) -> bool:
    return bool(key) and definition.target.family == family and bool(family.strip("^_"))


def _matched(general: Definition, indices: tuple[Affine, ...]) -> dict[str, Affine]:
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


def _each(values: Sequence[Value], function: Callable[..., Form]) -> Value:
    """A function of the values entry by entry; a number stands beside every entry."""
    shapes = {value.shape for value in values if isinstance(value, Array)}
    if not shapes:
        return function(*values)
    if len(shapes) > 1:
        raise ShapeError(f"shapes {' and '.join(map(shape_text, sorted(shapes)))} differ")
    (shape,) = shapes
    entries = [value.entry if isinstance(value, Array) else value for value in values]
    return Array(*shape, function(*entries))


def _product(left: Value, right: Value) -> Value:
    """The matrix product, or the product with a number."""
    if not isinstance(left, Array) or not isinstance(right, Array):
        return _each([left, right], times)
    if left.columns != right.rows:
        shapes = f"{shape_text(left.shape)} and {shape_text(right.shape)}"
        raise ShapeError(f"shapes {shapes} can't be multiplied")
    inner = sums.fresh(axis("", left.columns))
    at, first, second = place(inner), left, right
    return array(
        left.rows,
        right.columns,
        lambda i, j: sums.total(inner, times(first.at(i, at), second.at(at, j))),
    )


def _all_factors(body: Form, index: Index) -> Form:
    """The product over an index; of what is positive, e to the sum of the logarithms."""
    first, last = index.ends
    if first.parts or last.parts:
        if not positive(body):
            raise NotInKernelError("a product over an index without numbers for its ends")
        return laws.exponential(sums.total(index, laws.logarithm(body)))
    values = range(first.constant, last.constant + 1)
    return times(ONE, *(sums.mapped(body, {index: Affine(value)}) for value in values))


def _always(value: Value) -> Callable[[tuple[Affine, ...]], Value]:
    return lambda _indices: value


def _independent(name: str, at: Value) -> Callable[[tuple[Affine, ...]], Value]:
    """A free symbol of the shape of the value in whose place it stands."""

    def held(indices: tuple[Affine, ...]) -> Value:
        if not isinstance(at, Array):
            return power_of(symbol(name, *indices))
        return array(at.rows, at.columns, lambda i, j: power_of(symbol(name, *indices, i, j)))

    return held


def _value_at(
    member: Callable[[tuple[Affine, ...]], Value], count_: int
) -> Callable[[tuple[Affine, ...]], Form]:
    def back(indices: tuple[Affine, ...]) -> Form:
        found = member(indices[:count_])
        return found.at(*indices[count_:]) if isinstance(found, Array) else found

    return back


def _put(form: Form, name: str, value: Callable[[tuple[Affine, ...]], Form]) -> Form:
    """A form with a value in the place of each member of a family."""

    def change(found: Symbol) -> Form | None:
        return value(found.indices) if found.name == name else None

    return sums.mapped(form, {}, change)


def _by(inner: Value, name: str, indices: tuple[Affine, ...], at: Value) -> Value:
    """The derivative of a value: by a number of the value's shape, of a number of that of `at`.

    Of one vector by another it has a row for each entry of the first.
    """
    if not isinstance(at, Array):
        return _each([inner], lambda one: derivative(one, symbol(name, *indices)))
    if not isinstance(inner, Array):
        number_ = inner
        return array(
            at.rows, at.columns, lambda i, j: derivative(number_, symbol(name, *indices, i, j))
        )
    if inner.columns != Affine(1) or at.columns != Affine(1):
        raise ShapeError("a derivative of a matrix by an array")
    vector = inner
    return array(
        vector.rows,
        at.rows,
        lambda i, j: derivative(vector.at(i, Affine(1)), symbol(name, *indices, j, Affine(1))),
    )


def shape_text(shape: tuple[Affine, Affine]) -> str:
    """A shape as a reader sees it: m x n."""
    return " x ".join(map(size_text, shape))


def size_text(size: Affine) -> str:
    """A size as a reader sees it."""
    parts = [f"{'' if n == 1 else n}{index.name}" for index, n in size.parts]
    parts += [str(size.constant)] if size.constant or not parts else []
    return " + ".join(parts)
