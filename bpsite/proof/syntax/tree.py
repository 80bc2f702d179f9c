"""The frozen tree of a formula; `span` is where a node stands in the LaTeX."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True)
class Node:
    """What every node has: its place, which equality and hash ignore."""

    span: Span = field(default=(0, 0), kw_only=True, compare=False, repr=False)

    @cached_property
    def parts(self) -> tuple[Node, ...]:
        """The nodes directly under it, in order."""
        return tuple(part for name in _names(type(self)) for part in _nodes(getattr(self, name)))


@dataclass(frozen=True)
class Num(Node):
    """A number as it is printed."""

    text: str


@dataclass(frozen=True)
class Const(Node):
    r"""Euler's `e`, `\pi` or `\infty`."""

    name: str


@dataclass(frozen=True)
class Sym(Node):
    r"""A symbol with its indices: `\theta^{(l)}` has the base `\theta` and the upper index l."""

    base: str
    upper: tuple[Node, ...] = ()
    lower: tuple[Node, ...] = ()

    @cached_property
    def family(self) -> str:
        """The key of the symbols that differ from this one in the values of indices alone."""
        return self.base + "^" * len(self.upper) + "_" * len(self.lower)

    @cached_property
    def member(self) -> str:
        """The key of this symbol among its family, nothing unless its indices are numbers."""
        indices = [index for index in (*self.upper, *self.lower) if isinstance(index, Num)]
        if not indices or len(indices) != len(self.upper) + len(self.lower):
            return ""
        above = "".join(f"^({index.text})" for index in indices[: len(self.upper)])
        return self.base + above + "".join(f"_({i.text})" for i in indices[len(self.upper) :])


@dataclass(frozen=True)
class Fn(Node):
    """A bare function, which means its value at the one point that the formula leaves unsaid."""

    base: str
    primes: int = 0


@dataclass(frozen=True)
class Call(Node):
    """A function (its derivative, for primes) at its arguments."""

    fn: str
    primes: int
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Neg(Node):
    """The negative."""

    arg: Node


@dataclass(frozen=True)
class Add(Node):
    """A sum; a difference has a `Neg` among its terms."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Mul(Node):
    """A product, a matrix product where the factors are arrays."""

    factors: tuple[Node, ...]


@dataclass(frozen=True)
class Had(Node):
    """A product entry by entry."""

    factors: tuple[Node, ...]


@dataclass(frozen=True)
class Div(Node):
    """A quotient."""

    num: Node
    den: Node


@dataclass(frozen=True)
class Pow(Node):
    """A power."""

    base: Node
    exp: Node


@dataclass(frozen=True)
class Prime(Node):
    """The derivative of a bracket of bare functions, `(f/g)'`."""

    arg: Node
    order: int = 1


@dataclass(frozen=True)
class Deriv(Node):
    """A derivative by a symbol that is held as an independent variable."""

    arg: Node
    by: Sym
    gradient: bool = field(default=False, kw_only=True, compare=False)  # written with a nabla


@dataclass(frozen=True)
class Big(Node):
    """A sum, product or maximum over an index; without bounds, over all its range."""

    op: str  # "sum", "prod", "max" or "min"
    index: str
    low: Node | None
    high: Node | None
    body: Node


@dataclass(frozen=True)
class Lim(Node):
    """A limit."""

    by: Sym
    to: Node
    body: Node


@dataclass(frozen=True)
class Rel(Node):
    """One relation sign between two sides."""

    left: Node
    sign: str
    right: Node


@dataclass(frozen=True)
class Cases(Node):
    """Values with the condition of each; `None` is otherwise."""

    branches: tuple[tuple[Node, tuple[Rel, ...] | None], ...]


@dataclass(frozen=True)
class Indicator(Node):
    """1 where the relations hold, else 0."""

    condition: tuple[Rel, ...]


@dataclass(frozen=True)
class Matrix(Node):
    """A matrix by its rows."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Entry(Node):
    """An entry of a vector or a matrix."""

    arg: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True)
class Fixed(Node):
    """A column of ones or the identity; its size, if it isn't written, follows from its use."""

    name: str  # "ones" or "identity"
    size: Node | None = None


@dataclass(frozen=True)
class Transpose(Node):
    """The transpose."""

    arg: Node


@dataclass(frozen=True)
class Abs(Node):
    """The absolute value."""

    arg: Node


@dataclass(frozen=True)
class Range(Node):
    """An interval, with which of its ends belong to it."""

    low: Node
    high: Node
    closed: tuple[bool, bool]


@dataclass(frozen=True)
class Items(Node):
    """A set of listed members, or a pair in prose."""

    members: tuple[Node, ...]


@dataclass(frozen=True)
class Domain(Node):
    """A number domain such as the reals."""

    name: str


@dataclass(frozen=True)
class Dots(Node):
    r"""`\ldots`, which the page's annotation explains."""


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly under a node, in order."""
    return node.parts


_known_names: dict[type[Node], tuple[str, ...]] = {}


def _names(kind: type[Node]) -> tuple[str, ...]:
    """The fields that can hold nodes."""
    if kind not in _known_names:
        _known_names[kind] = tuple(part.name for part in fields(kind) if part.name != "span")
    return _known_names[kind]


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def walk(node: Node) -> Iterator[Node]:
    """The node and all that stands under it, each before its parts."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.parts))


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its direct parts changed; the same node if none of them changes."""
    parts = {}
    for name in _names(type(node)):
        value = getattr(node, name)
        changed = _changed(value, change)
        if changed is not value:
            parts[name] = changed
    return replace(node, **parts) if parts else node


def _changed(value: Any, change: Callable[[Node], Node]) -> Any:
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        parts = tuple(_changed(item, change) for item in value)
        return parts if any(map(operator.is_not, parts, value)) else value
    return value
