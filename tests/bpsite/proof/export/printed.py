"""Every relation of the site as it is printed for copying, and its values at random points."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import mpmath
import numpy as np

from bpsite import pages
from bpsite.proof import relations, report
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.export import numpy_text, sympy_text
from bpsite.proof.numbers import arrays, duals, numeric
from bpsite.proof.numbers.meaning import Env, Meaning
from bpsite.proof.page import check_page
from bpsite.proof.scope.latin import latin
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.worlds import Claim, World, is_array_claim, worlds
from bpsite.proof.syntax import marks
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.verdict import Verdict

DOCS = Path(__file__).parents[4] / "docs"
MEMBERS = range(1, 12)
# Whether a relation is true is for other tests to find.
UNDECIDED: Any = {
    "_outcome": lambda work, *_, **__: Outcome("false" if work.note("false") else "proved", ""),
    "_against_head": lambda *given: given[-1],
    "_justified": lambda _work, _statement, found, **_: found,
    "_compared": lambda _work, _statement, found: found,
}


@dataclass(frozen=True)
class Printed:
    """A relation with its two texts."""

    name: str
    relation: t.Rel
    scope: Scope
    numpy: str
    sympy: str


@dataclass
class Site:
    """What was printed of the site's pages."""

    relations: list[Printed] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    scopes: dict[Path, Scope] = field(default_factory=dict)


def site() -> list[Printed]:
    """Every relation of the site, in the scope in which it was printed."""
    return _read().relations


@functools.cache
def formulas() -> dict[tuple[str, int, str | None], list[Verdict]]:
    """The relations of each of the site's formulas, by its file, its line and its number."""
    stating = [verdict for verdict in _read().verdicts if verdict.step]
    grouped = groupby(stating, lambda v: (v.file, v.equation_line, v.tag))
    return {place: list(found) for place, found in grouped}


@functools.cache
def _read() -> Site:
    found = Site()
    for path in sorted(DOCS.rglob("*.md")):
        if path.parent.name != "exercises":  # a question is copied by nobody
            _page(path, found)
    return found


def _page(path: Path, found: Site) -> Scope:
    if path in found.scopes:
        return found.scopes[path]
    page, scope = pages.read(path), Scope()
    for entry in marks.listed(page, "builds_on"):
        below = (path.parent / entry).resolve()
        handed = _page(below, found).copy()
        handed.forget(marks.listed(pages.read(below), "local"))
        scope.add(handed)

    def record(relation: t.Rel, its: Scope) -> str:
        kept = its.copy()
        texts = numpy_text(relation, kept), sympy_text(relation, kept)
        last = texts[1].rpartition("\n")[2] or texts[0]
        found.relations.append(Printed(f"{path.name}: {last}", relation, kept, *texts))
        return texts[0]

    with patch.multiple(relations, **UNDECIDED), patch.object(report, "numpy_text", record):
        found.verdicts += check_page(page, scope).verdicts
    found.scopes[path] = scope
    return scope


@dataclass(frozen=True)
class Point:
    """Values for all symbols of a relation in one of its worlds."""

    world: World
    meaning: Meaning[Any]
    env: Env[Any]

    def value(self, node: t.Node) -> Any:
        """The value of a node as it is defined on the page."""
        with mpmath.workdps(numeric.DIGITS):
            return _plain(self.meaning.value(node, self.env))

    def at(self, node: t.Node, **held: Any) -> Any:
        """The value while some symbols are held."""
        env = Env({**self.env.held, **held})
        with mpmath.workdps(numeric.DIGITS):
            return _plain(self.meaning.value(node, env))

    def function(self, base: str, primes: int) -> Callable[..., Any]:
        """A function of numbers."""

        def value(*at: float) -> Any:
            held = {f"argument{place}": self.held(number) for place, number in enumerate(at)}
            return self.at(t.Call(base, primes, tuple(map(t.Sym, held))), **held)

        return value

    def held(self, value: Any) -> Any:
        """A number or an array as the domain of the point has it, a vector as a column."""
        if not isinstance(self.meaning.domain, arrays.ArrayDomain):
            return mpmath.mpf(value)
        array = np.array(value, dtype=complex)
        return array[:, np.newaxis] if array.ndim == 1 else array

    def members(self, symbol: t.Sym) -> dict[tuple[int, ...], Any]:
        """The values of a symbol's family by their indices, of those that exist."""
        found: dict[tuple[int, ...], Any] = {}
        for indices in _places(len(symbol.upper) + len(symbol.lower)):
            numbers = tuple(t.Num(str(index)) for index in indices)
            split = len(symbol.upper)
            try:
                with np.errstate(over="raise"):  # as of a layer far behind
                    found[indices] = self.value(
                        t.Sym(symbol.base, numbers[:split], numbers[split:])
                    )
            except (ProblemError, FloatingPointError):
                continue
        return found


def _places(axes: int) -> Iterator[tuple[int, ...]]:
    if not axes:
        yield ()
        return
    for inner in _places(axes - 1):
        yield from ((*inner, index) for index in MEMBERS)


def _plain(value: Any) -> Any:
    return duals.plain(value) if not hasattr(value, "shape") else value.real


def points(printed: Printed, seeds: int = 3) -> Iterator[Point]:
    """Points in the page's own worlds of a relation."""
    own = [world for world in worlds(Claim(printed.relation), printed.scope) if world.symbolic]
    own = [world for world in own if world.scope is printed.scope]
    for world in own[-4:]:
        for seed in range(seeds):
            domain: Any = numeric.NumberDomain(numeric.Point(seed))
            if is_array_claim(world):
                domain = arrays.ArrayDomain(seed)
            yield Point(world, Meaning(domain, world.scope, world.binding), Env())


def half_a_unit(printed: Printed) -> float:
    """How far the left side of an approximation may be from the number on its right."""
    assert isinstance(printed.relation.right, t.Num)
    return float(10.0 ** -len(printed.relation.right.text.partition(".")[2]) / 2)


def symbols(printed: Printed) -> dict[str, t.Sym]:
    """The symbols with values that a relation rests on, its own first, by their names in code."""
    found: dict[str, t.Sym] = {}
    for node in reached(printed):
        if isinstance(node, t.Sym) and not printed.scope.lexicon.is_index(node.base):
            found.setdefault(latin(node.base, labels=True), node)
    return found


def functions(printed: Printed) -> dict[str, tuple[str, int]]:
    """The functions by their names in code."""
    found: dict[str, tuple[str, int]] = {}
    for node in reached(printed):
        match node:
            case t.Call(base, primes) | t.Fn(base, primes):
                for order in range(primes + 1):
                    found[latin(base, labels=True) + "_prime" * order] = (base, order)
    return found


def reached(printed: Printed) -> Iterator[t.Node]:
    """The nodes of a relation, then those of the definitions that it rests on."""
    seen: list[Definition] = []
    waiting: list[t.Node] = [printed.relation]
    while waiting:
        for node in t.walk(waiting.pop(0)):
            yield node
            for definition in _definitions(node, printed.scope):
                if all(definition is not known for known in seen):
                    seen.append(definition)
                    waiting += [definition.target, definition.body]


def _definitions(node: t.Node, scope: Scope) -> Iterator[Definition]:
    if isinstance(node, t.Sym):
        yield from scope.definitions(node.family)
    if isinstance(node, t.Call) and node.fn in scope.functions:
        yield scope.functions[node.fn]
