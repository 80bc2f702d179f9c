"""Takes the relations of a formula through the passes; the verdict on each is made last."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bpsite.proof.decide.domain import where
from bpsite.proof.decide.found import Found
from bpsite.proof.decide.judging import agrees_with_extended, decide, refuted
from bpsite.proof.decide.proving import refuse_assumption
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate import shapes
from bpsite.proof.justify import steps
from bpsite.proof.justify.bounds import chain_sign
from bpsite.proof.report import verdict_on
from bpsite.proof.scope import defining
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.work import Work
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import marks
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.reading import Statement
from bpsite.proof.verdict import Verdict

Made = dict[int, Definition]  # by the identity of the relation that is the definition


def verdicts(work: Work, made: Made, *, hasty: bool) -> Iterator[Verdict]:
    """A verdict for each sign of a formula; `hasty` ends with the first bad one."""
    for found in _found(work, made):
        verdict = verdict_on(work, found)
        yield verdict
        if hasty and not verdict.good:
            return


def _found(work: Work, made: Made) -> Iterator[Found]:
    before = 0
    head: t.Node | None = None
    row: list[t.Rel] = []
    for statement in work.read.statements:
        if not statement.continued:
            head, row = statement.sides[0], []
        defined = any(id(relation) in made for relation in statement.relations)
        found = _decided(work, statement, made, before)
        row += statement.relations
        before += len(statement.relations)
        if found and head is not None and not defined:
            found = _against_head(work, head, row, statement, found)
        if found:
            found = _justified(work, statement, found, defined=defined)
        yield from _compared(work, statement, found)
    for relation in work.read.bounds:
        yield Found(relation, work.read, Outcome("bound", "a range or a condition"))


def _decided(work: Work, statement: Statement, made: Made, before: int) -> list[Found]:
    """Each relation by itself."""
    found = []
    for step, relation in enumerate(statement.relations, before + 1):
        start = time.process_time()
        definition = made.get(id(relation))
        with _noting(work, relation):
            outcome = _outcome(work, relation, statement, definition, step)
            one = Found(relation, work.read, outcome, step, definition=definition)
            found.append(one.since(start))
    return found


@contextmanager
def _noting(work: Work, relation: t.Rel) -> Iterator[None]:
    """What makes a relation meaningless is an error at its place, and the others are decided."""
    try:
        yield
    except ProblemError as problem:
        line, column = work.place(relation.span[0])
        work.errors.append(work.page.error(problem.message, line, column, problem.remedy))


def _outcome(
    work: Work, relation: t.Rel, statement: Statement, definition: Definition | None, step: int
) -> Outcome:
    claim = _claim(work, relation, statement)
    if assumption := work.note("assume"):
        marks.refuse_words(work.page, assumption)
        refuse_assumption(relation, statement.condition, work.scope)
        return Outcome("definition", "an assumption about declared symbols")
    if definition is not None:
        _shapes_fit(relation, work.scope)
        defining.refuse_conditions(statement.condition, work.scope)
        differs = agrees_with_extended(definition, work.scope, claim)
        return differs or Outcome("definition", "definition")
    outcome = decide(claim, work.scope)
    if outcome.verdict == "proved" and relation.sign == "=":
        held = where(relation, statement.condition, work.scope, work.read.text)
        outcome = replace(outcome, method=", ".join(filter(None, [outcome.method, held])))
    return _refuted(work, outcome, step)


def _claim(work: Work, relation: t.Rel, statement: Statement) -> Claim:
    return Claim(relation, statement.condition, defining.ranges(work.page, work.notes))


def _shapes_fit(relation: t.Rel, scope: Scope) -> None:
    """Raises `ProblemError` where shapes in a definition clash."""
    error = shapes.clash(relation, scope)
    if error is not None:
        raise ProblemError(error.at or 0, str(error), shapes.REMEDY)


def _refuted(work: Work, outcome: Outcome, step: int) -> Outcome:
    note = work.note("false")
    if note is None:
        return outcome
    number, words = marks.of_step(work.page, note)
    if number is not None and number != step:
        return outcome
    if outcome.verdict == "failed":
        return Outcome("false", words, outcome.detail)
    detail = f"marked false, but {outcome.verdict}"
    return Outcome("failed", outcome.method, detail)


def _against_head(
    work: Work, head: t.Node, row: list[t.Rel], statement: Statement, found: list[Found]
) -> list[Found]:
    """Each chain holds against its head too: the first side and the last."""
    if len(row) < 2 or not all(one.outcome.good for one in found) or work.note("false"):
        return found
    sign = chain_sign([relation.sign for relation in row])
    if sign is None or work.note("assume") is not None:
        return found
    whole = t.Rel(head, sign, row[-1].right, span=row[-1].span)
    outcome = refuted(_claim(work, whole, statement), work.scope)  # its steps prove it
    if outcome is None:
        return found
    detail = f"not what the chain began with, {outcome.detail}"
    last = replace(found[-1].outcome, verdict=outcome.verdict, detail=detail)
    return [*found[:-1], replace(found[-1], outcome=last)]


def _justified(
    work: Work, statement: Statement, found: list[Found], *, defined: bool
) -> list[Found]:
    """The relations held to the statement's reason, and those in the reason itself."""
    start = time.process_time()
    held = steps.applied(work, statement, found, defined=defined)
    return [*held[:-1], held[-1].since(start)]


def _compared(work: Work, statement: Statement, found: list[Found]) -> Iterator[Found]:
    """A definition that names a function of bpcore is compared with it."""
    for one in found:
        definition = one.definition
        if definition is None or not definition.bpcore or one.outcome.verdict != "definition":
            yield one
            continue
        from bpsite.proof.decide.cores import compared  # noqa: PLC0415 # loads NumPy and bpcore

        start, claim = time.process_time(), _claim(work, one.relation, statement)
        with _noting(work, one.relation):
            outcome = compared(definition, work.scope, claim)
            yield replace(one, outcome=outcome).since(start)
