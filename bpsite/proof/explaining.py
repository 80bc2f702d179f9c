"""How the equations of one formula were decided: forms, what may not be 0, the numbers tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import mpmath

from bpsite.pages import Mathematics
from bpsite.proof.decide.proving import proof
from bpsite.proof.decide.witnesses import EQUALITY, sides
from bpsite.proof.elaborate.entries import Entries
from bpsite.proof.elaborate.env import NotInKernelError, SplitError, UndefinedError
from bpsite.proof.elaborate.values import Array, ShapeError, Value
from bpsite.proof.justify import steps
from bpsite.proof.kernel.text import written
from bpsite.proof.numbers.numeric import Point
from bpsite.proof.page import check_page, placed, taken
from bpsite.proof.relations import Made
from bpsite.proof.scope import defining
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.work import Work
from bpsite.proof.scope.worlds import Claim, networks_of, worlds
from bpsite.proof.site import Library
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.parse import ProblemError
from bpsite.source import AuthorError, Place

POINTS = 3


def explained(path: Path, line: int) -> Iterator[str]:
    """A paragraph for each equation of the formula at a line. Raises `AuthorError`."""
    if not path.is_file():
        raise AuthorError("there is no such page", Place(str(path), line))
    read = Library().read(path)
    found: list[tuple[Mathematics, list[Note], Scope]] = []

    def watch(formula: Mathematics, notes: list[Note], scope: Scope) -> None:
        end = formula.end if formula.display else formula.line
        if formula.line <= line <= end:
            found.append((formula, notes, scope.copy()))

    check_page(read.page, read.scope.copy(), watch, wanted=range(0))
    for formula, notes, scope in found:
        with placed(read.page, formula):
            known = taken(read.page, formula, notes, scope)
            if known is not None:
                yield from _paragraphs(*known)


def _paragraphs(work: Work, made: Made) -> Iterator[str]:
    ranges = defining.ranges(work.page, work.notes)
    for statement in work.read.statements:
        for relation in statement.relations:
            sides_read = work.read.text(relation.left), work.read.text(relation.right)
            if id(relation) in made:
                lines = ["a definition"]
            else:
                claim = Claim(relation, statement.condition, ranges)
                lines = [*_lines(claim, work.scope), *steps.explained(work, statement)]
            yield "\n  ".join([f" {relation.sign} ".join(sides_read), *lines])


def _lines(claim: Claim, scope: Scope) -> Iterator[str]:
    if claim.relation.sign in EQUALITY:
        yield from _forms(claim, scope)
    try:
        yield from _numbers(claim, scope)
    except ProblemError as error:
        yield f"numbers: {error.message}"


def _forms(claim: Claim, scope: Scope) -> Iterator[str]:
    try:
        found = proof(claim, scope)
    except ShapeError as error:
        yield f"shapes: {error}"
        return
    yield "nothing remains of the difference" if found else "the kernel does not prove it"
    its_scope, binding = networks_of(claim, scope)[0]
    entries = Entries(its_scope, binding, found.general if found else frozenset())
    try:
        for name, side in (("left", claim.relation.left), ("right", claim.relation.right)):
            yield f"{name}: {_written(entries.value(side, entries.start))}"
    except (NotInKernelError, SplitError, UndefinedError) as error:
        yield f"region by region: {error or 'cases'}" if error.args else "region by region"
    if found and found.general:
        yield f"any function: {', '.join(sorted(found.general))}"
    for divisor in dict.fromkeys(entries.divisors):
        yield f"not 0: {written(divisor)}"


def _written(value: Value) -> str:
    if isinstance(value, Array):
        return f"{value.text}, in row and column: {written(value.entry)}"
    return written(value)


def _numbers(claim: Claim, scope: Scope) -> Iterator[str]:
    found_worlds = [world for world in worlds(claim, scope) if world.symbolic]
    world = max(found_worlds, key=lambda one: sum(one.binding.values()))
    yield f"numbers, with {world.text()}" if world.binding else "numbers"
    for seed in range(POINTS):
        point = Point(seed)
        found = sides(claim, world, point, 50)
        if found is not None:
            left, right = (mpmath.nstr(side, 12) for side in found)
            yield f"at {point.text()}: left {left}, right {right}"
