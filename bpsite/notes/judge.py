"""Decides the statements of notes, one after the other.

What is accepted is proved under what was inferred, and refuted is only what can't be meant in
another way: whatever is in doubt stays undecided, and says why.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bpsite.notes import prelude, slips, surroundings
from bpsite.notes.beyond import UPDATE, beyond
from bpsite.notes.definitions import (
    INDEX,
    Defined,
    Definitions,
    is_closed,
    key_of,
    shown,
    stands_alone,
)
from bpsite.notes.doubts import Doubts
from bpsite.notes.files import Notes
from bpsite.notes.infer import infer
from bpsite.notes.names import Names, parts, relations
from bpsite.notes.rows import RELATION
from bpsite.notes.sizes import Sizes
from bpsite.notes.statement import Result
from bpsite.notes.statements import Statement, said
from bpsite.pages import Mathematics, Page
from bpsite.proof.page import Checked, check_formula
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import spelled
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.reading import Formula
from bpsite.proof.verdict import Verdict
from bpsite.source import AuthorError

_UNKNOWN = r"Write it in another way, or say what it stands for: \newcommand{...}{...}."
MOST_SECONDS = 120.0
# What a mistake of ours raises: a file of many formulas is not given up for one of them.
_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


@dataclass
class Judged:
    """What a file's names were taken for, and what became of its statements."""

    notes: Notes
    names: Names
    definitions: Definitions
    results: list[Result] = field(default_factory=list)


def judge(notes: Notes) -> Judged:
    """Infers what the names are, and decides all statements. Raises `AuthorError`."""
    found = said(notes)
    inferred = infer([each.latex.text for each in found.statements], found.listed, found.declared)
    inferred.plain_layers = found.plain_layers
    names = Names(notes, inferred)
    judged = Judged(notes, names, Definitions(names))
    for each in found.declared:
        line, column = notes.place(each.at)
        result = Result("declared", line, column, ", ".join(each.names), each.kind)
        judged.results.append(result)
    _Session(judged).run([each.meant(names.inferred) for each in found.statements])
    judged.results.sort(key=lambda result: (result.line, result.column))
    return judged


class _Session:
    """One file while its statements are decided, in their order."""

    def __init__(self, judged: Judged) -> None:
        self.judged = judged
        self.notes = judged.notes
        self.names = judged.names
        self.definitions = judged.definitions
        self.page = Page(self.notes.path, self.notes.text, {}, (), ())
        self.doubts = Doubts(self.names, self.definitions)
        self.doubts.narrowed = surroundings.of_arrays(self.notes.text)
        self.heads: dict[str, int] = {}
        self.end = time.monotonic() + MOST_SECONDS

    def run(self, statements: Sequence[Statement]) -> None:
        """Decides all statements, after all were read once.

        A function with one definition is taken first: `where f(x) = ...` stands behind its use.
        """
        functions: dict[str, list[int]] = {}
        sizes = Sizes({}, self.names.sizes)
        for number, each in enumerate(statements):
            if UPDATE.search(each.latex.text) or beyond(each.latex.text):
                continue
            try:
                formula, unknown = self.names.read(each.latex.text)
            except (ProblemError, RecursionError):
                continue
            self.names.survey(formula, unknown, sizes)
            target = self.definitions.target(formula)
            if isinstance(target, t.Node):
                self.heads.setdefault(key_of(target), number)
            if isinstance(target, t.Call) and not self._condition(each):
                functions.setdefault(key_of(target), []).append(number)
        self.names.shapes = sizes.found()
        prelude.take(self.names.scope, self.heads)
        first = {numbers[0] for numbers in functions.values() if len(numbers) == 1}
        for number in sorted(range(len(statements)), key=lambda number: number not in first):
            early = {key for key, at in self.heads.items() if at > number and at not in first}
            self.doubts.early = early
            self.judged.results += self._results(statements[number])

    def _results(self, each: Statement) -> list[Result]:
        whole = self._whole(each)
        if known := self._at_sight(each, whole):
            return [known]
        try:
            formula, unknown = self.names.read(each.latex.text)
        except ProblemError as problem:
            return [self._unread(each, whole, problem)]
        if undeclared := self._undeclared(each, unknown, whole):
            return [undeclared]
        self.names.take(unknown)
        if any(isinstance(part, t.Items) for part in parts(formula)):
            return [whole.said("undecided", "a list of entries", remedy="Name the entries.")]
        if not relations(formula):
            return [whole.said("read", "it states nothing")]
        return list(self._relations(each, formula, whole))

    def _at_sight(self, each: Statement, whole: Result) -> Result | None:
        """What is said of a statement by its signs alone, if anything is."""
        latex = each.latex.text
        if UPDATE.search(latex):
            return whole.said("undecided", "an update: it states nothing", "an update")
        kind = beyond(latex)
        if kind and not RELATION.search(latex):
            return whole.said("read", "it states nothing")
        if kind:
            return whole.said("undecided", kind.why, remedy=kind.remedy)
        out = time.monotonic() > self.end
        return whole.said("undecided", "no time was left for it") if out else None

    def _unread(self, each: Statement, whole: Result, problem: ProblemError) -> Result:
        if not RELATION.search(each.latex.text) and not problem.message.startswith("unknown"):
            return whole.said("read", "it states nothing")
        at = each.latex.at[min(problem.at, len(each.latex))]
        line, column = self.notes.place(at)
        found = replace(whole, line=line, column=column)
        unknown = problem.message.startswith("unknown command")
        remedy = _UNKNOWN if unknown else problem.remedy
        return found.said("unread", problem.message, remedy=remedy)

    def _whole(self, each: Statement) -> Result:
        line, column = self.notes.place(each.latex.at[0])
        text = " ".join(each.latex.text.split())
        return Result("unread", line, column, text, formula=each.formula)

    def _undeclared(
        self, each: Statement, unknown: dict[str, t.Sym], whole: Result
    ) -> Result | None:
        """A symbol that is neither declared nor defined, where all have to be."""
        found = next((s for key, s in unknown.items() if key not in self.heads), None)
        if not self.names.strict or found is None:
            return None
        line, column = self.notes.place(each.latex.at[found.span[0]])
        remedy = f"Declare it under math, let: {spelled(found)}: real"
        placed = replace(whole, line=line, column=column)
        return placed.said("unread", f"undeclared symbol {spelled(found)}", remedy=remedy)

    def _relations(self, each: Statement, formula: Formula, whole: Result) -> Iterator[Result]:
        target = self.definitions.target(formula)
        if isinstance(target, t.Node) and (condition := self._condition(each)):
            target = condition
        if isinstance(target, str):
            status = "given" if target == INDEX else "undecided"
            yield whole.said(status, target, target.partition(":")[0])
            return
        checked = self._checked(each, target) or self._checked(each, None)
        if isinstance(checked, AuthorError):
            yield whole.said("undecided", checked.message)
        elif checked is not None:
            yield from self._decided(each, formula, checked)

    def _condition(self, each: Statement) -> str:
        """What makes a statement hold only somewhere, or nothing."""
        return each.hedge or surroundings.condition(self.notes, each.start)

    def _decided(self, each: Statement, formula: Formula, checked: Checked) -> Iterator[Result]:
        by_step = {verdict.step: verdict for verdict in checked.verdicts}
        problem = next((error.message for error in checked.errors), "no verdict")
        twice = self._twice(each, formula, by_step.get(1))
        for step, relation in enumerate(relations(formula), 1):
            result = self._placed(each, relation)
            verdict = by_step.get(step)
            if verdict is None:
                yield result.said("undecided", _meaningless(problem))
            elif step == 1 and twice:
                yield result.said("undecided", twice)
            else:
                result = replace(result, verdict=verdict)
                found = self._result(each, relation, verdict, result)
                if found.status == "failed":
                    slip = slips.nearest(relation, formula, self.names.scope)
                    found = replace(found, slip=slip)
                yield found

    def _placed(self, each: Statement, relation: t.Rel) -> Result:
        line, column = self.notes.place(each.latex.at[relation.span[0]])
        latex = each.latex.text[relation.left.span[0] : relation.right.span[1]]
        return Result("undecided", line, column, " ".join(latex.split()), formula=each.formula)

    def _result(self, each: Statement, relation: t.Rel, verdict: Verdict, result: Result) -> Result:
        if verdict.verdict == "definition":
            return result.said("definition", f"taken as the definition of {shown(relation.left)}")
        if verdict.verdict == "failed" and _is_condition(relation):
            return result.said("read", "a condition")
        if verdict.step == 1 and self.definitions.is_given(relation):
            return result.said("given", "a value that is put in")
        if doubt := self.doubts.of_meaning(relation):
            return result.said("undecided", doubt)
        if verdict.verdict == "failed":
            return self._refuted(each, relation, verdict, result)
        status = "proved" if verdict.verdict == "proved" else "undecided"
        return result.said(status, verdict.detail or verdict.method)

    def _twice(self, each: Statement, formula: Formula, verdict: Verdict | None) -> str:
        """What is to be said where a name that has a definition seems to get another one."""
        target = stands_alone(formula)
        known = self.definitions.made.get(key_of(target)) if target else None
        failed = verdict is not None and verdict.verdict == "failed"
        if target is None or known is None or not failed or is_closed(relations(formula)[0].right):
            return ""
        if surroundings.anew(self.notes, each.start, known.section):
            self.definitions.forget(target)
            self._checked(each, target)
        else:
            self.doubts.twice.add(key_of(target))
        number, line = self.notes.cell(known.line)
        where = f"cell {number}, line {line}" if number else f"line {line}"
        return f"{shown(target)} is defined twice, first in {where}"

    def _refuted(
        self, each: Statement, relation: t.Rel, verdict: Verdict, result: Result
    ) -> Result:
        """What numbers speak against is false, unless it may be meant in another way."""
        hedge = each.hedge or surroundings.hedge(self.notes, each.start)
        hedge = hedge or self.doubts.of_refutation(relation, first=verdict.step == 1)
        hedge = hedge or self.doubts.of_arrays(relation, verdict.method, verdict.detail)
        hedge = hedge or self.doubts.of_signs(relation)
        if hedge:
            return result.said("undecided", f"{hedge}; {verdict.detail}", hedge)
        if "." in result.latex and _rounded(verdict.detail):
            why = "equal only as rounded"
            return result.said("undecided", f"{why}: {verdict.detail}", why, r"Write \approx.")
        return result.said("failed", verdict.detail, remedy=verdict.remedy)

    def _checked(
        self, each: Statement, target: t.Sym | t.Call | None
    ) -> Checked | AuthorError | None:
        """The checker's verdicts; nothing where it refuses the definition of the target."""
        places = tuple(map(self.notes.place, each.latex.at))
        line, column = places[0]
        formula = Mathematics(each.latex.text, line, column, line, display=True, places=places)
        notes = []
        if target is not None:
            name = spelled(target) if isinstance(target, t.Sym) else target.fn
            notes = [Note("define", name, line, column)]
            self.names.announce(target)
        checked = Checked(self.page, self.names.scope)
        try:
            checked.verdicts = check_formula(self.page, formula, notes, checked)
        except AuthorError as error:
            return error if target is None else None
        except _BUGS as bug:
            return self.page.error(f"the checker fails here ({type(bug).__name__})", line, column)
        if target is not None:
            section = surroundings.section(self.notes.text, each.start)
            made = Defined(shown(target), line, column, section)
            self.definitions.made.setdefault(key_of(target), made)
        return checked


def _meaningless(problem: str) -> str:
    if problem.startswith(r"\approx"):
        return "an approximation"
    return f"read like this it has no meaning: {problem}"


def _is_condition(relation: t.Rel) -> bool:
    """Whether a relation says in which order symbols, or a symbol and a number, are."""
    sides = (relation.left, relation.right)
    plain = all(isinstance(side, t.Sym | t.Num | t.Const | t.Neg) for side in sides)
    return plain and relation.sign in ("<", ">", r"\le", r"\ge", r"\ne")


_SIDES = re.compile(
    r"left and right differ at every point: left (-?[\d.e+-]+), right (-?[\d.e+-]+)$"
)


def _rounded(detail: str) -> bool:
    """Whether two numbers differ by no more than printed intermediate results do."""
    found = _SIDES.match(detail)
    if not found:
        return False
    left, right = float(found[1]), float(found[2])
    return abs(left - right) <= 0.02 * max(abs(left), abs(right))
