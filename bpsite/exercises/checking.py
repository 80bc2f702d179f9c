"""Checks exercises: what is right is proved or runs, and each slip is refuted or fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bpsite.exercises import code, numbers, shapes
from bpsite.exercises.answering import OPEN, RIGHT, SLIP, UNREAD, WRONG, Problem, answer
from bpsite.exercises.cells import code as code_of
from bpsite.exercises.exercise import Exercise, Slip
from bpsite.exercises.numbers import Variant
from bpsite.latex import steps
from bpsite.pages import Page
from bpsite.proof.elaborate.values import ShapeError
from bpsite.source import AuthorError


class Check:
    """The checks of one page's exercises, which know what its code has printed."""

    def __init__(
        self, page: Page, problems: Mapping[str, Problem], printed: Mapping[str, list[list[str]]]
    ) -> None:
        self.page = page
        self.problems = problems
        self.printed = printed

    def errors(self, exercise: Exercise) -> Iterator[AuthorError]:
        """All that is wrong with an exercise, besides what the page's own checks find."""
        kinds = {
            "formula": self._formula,
            "step": self._step,
            "shape": self._shape,
            "number": self._number,
            "code": self._code,
        }
        yield from kinds[exercise.kind](exercise)

    def _formula(self, exercise: Exercise) -> Iterator[AuthorError]:
        problem = self.problems.get(exercise.id)
        if problem is None:
            return  # its formula can't be read: that is reported where it stands
        reply = answer(problem, exercise.answer)
        if reply.status != RIGHT:
            yield self._asked(exercise, f"the answer is not taken: {reply.detail}", reply.remedy)
            return
        for number, slip in enumerate(exercise.slips):
            yield from self._refuted(problem, number, slip)

    def _refuted(self, problem: Problem, number: int, slip: Slip) -> Iterator[AuthorError]:
        """A slip is refuted, and is none of those before it."""
        before = replace(problem, slips=problem.slips[:number])
        reply = answer(before, slip.given)
        said = {
            RIGHT: "this slip is right",
            SLIP: "this slip is the same as one above",
            OPEN: f"this slip is not refuted: {reply.detail}",
            UNREAD: f"this slip can't be read: {reply.detail}",
        }
        if reply.status != WRONG:
            remedy = reply.remedy or "Give an answer that is false."
            yield self.page.error(said[reply.status], slip.line, slip.column, remedy)

    def _step(self, exercise: Exercise) -> Iterator[AuthorError]:
        formula = exercise.formula
        rows = len(steps(formula.latex)) if formula else 0
        wrong = exercise.answer.removeprefix("step ")
        if not wrong.isdigit():
            yield self._asked(exercise, "the answer is no step", "Write % answer: step 2")
        seen = {wrong}
        for slip in exercise.slips:
            if slip.given in seen or not 1 <= int(slip.given) <= rows:
                message = f"step {slip.given} is the answer, stands above, or is not there"
                yield self.page.error(message, slip.line, slip.column, f"Steps are 1 to {rows}.")
            seen.add(slip.given)
        for row in range(1, rows + 1):
            if str(row) not in seen:
                message = f"nothing is said of step {row}"
                yield self._asked(exercise, message, "Say in the slips why it holds.")

    def _shape(self, exercise: Exercise) -> Iterator[AuthorError]:
        problem = self.problems.get(exercise.id)
        if problem is None:
            return  # as above
        try:
            found = shapes.shape(problem)
        except ShapeError as error:
            yield self._asked(exercise, str(error), "Correct the formula.")
            return
        if shapes.plain(exercise.answer) != found:
            yield self._asked(exercise, f"this is {found}", "Correct the answer.")
        seen = {found}
        for slip in exercise.slips:
            yield from self._apart(shapes.plain(slip.given), seen, slip)

    def _number(self, exercise: Exercise) -> Iterator[AuthorError]:
        program = "".join(map(code_of, exercise.cells))
        known = numbers.assigned(program)
        for name, number in exercise.given.items():
            if float(known.get(name, "nan")) != float(number):
                message = f"the solution's cell does not begin with {name} = {number}"
                yield self.page.error(message, exercise.line, 4, "Give it the question's numbers.")
        for variant in numbers.variants(exercise, self.printed[exercise.id]):
            yield from self._variant(exercise, variant)

    def _variant(self, exercise: Exercise, variant: Variant) -> Iterator[AuthorError]:
        if not numbers.is_number(variant.answer):
            message = f"the solution prints no number for {_listed(variant)}: {variant.answer}"
            yield self.page.error(message, exercise.line, 4, "End its cell with a print.")
            return
        seen = {variant.answer}
        for slip, number in zip(exercise.slips, variant.slips, strict=True):
            if not numbers.is_number(number):
                message = f"this slip is no number for {_listed(variant)}: {number}"
                yield self.page.error(message, slip.line, slip.column, "Use the cell's names.")
            else:
                yield from self._apart(number, seen, slip, f" for {_listed(variant)}")

    def _apart(
        self, given: str, seen: set[str], slip: Slip, where: str = ""
    ) -> Iterator[AuthorError]:
        """A slip is neither the answer nor one of the slips above, which are seen."""
        if given in seen:
            message = f"this slip is the answer, or one above{where}: {given}"
            yield self.page.error(message, slip.line, slip.column, "Give another one.")
        seen.add(given)

    def _code(self, exercise: Exercise) -> Iterator[AuthorError]:
        given, *tried = self.printed[exercise.id]
        line = exercise.code.line if exercise.code else exercise.line
        if code.failing(exercise, given) is None:
            yield self.page.error("this code passes all cases", line, 1, "Break it, or add a case.")
        seen: dict[tuple[str, ...], Slip] = {}
        for slip, outputs in zip(exercise.slips, tried, strict=True):
            yield from self._change(exercise, slip, outputs, seen)
            seen[tuple(outputs[1:])] = slip

    def _change(
        self,
        exercise: Exercise,
        slip: Slip,
        outputs: Sequence[str],
        seen: Mapping[tuple[str, ...], Slip],
    ) -> Iterator[AuthorError]:
        count = code.solution(exercise).count(slip.instead_of)
        if count != 1:
            message = f"{slip.instead_of!r} stands {count} times in the solution"
            yield self.page.error(message, slip.line, slip.column, "Name a piece that stands once.")
        elif code.failing(exercise, list(outputs)) is None:
            yield self.page.error("this slip passes all cases", slip.line, slip.column, "Add one.")
        elif tuple(outputs[1:]) in seen:
            message = "this slip prints the same as one above"
            yield self.page.error(message, slip.line, slip.column, "Add a case that tells them.")

    def _asked(self, exercise: Exercise, message: str, remedy: str) -> AuthorError:
        formula = exercise.formula
        line = formula.line if formula else exercise.line
        return self.page.error(message, line, 1, remedy)


def _listed(variant: Variant) -> str:
    return ", ".join(f"{name} = {number}" for name, number in variant.given.items())
