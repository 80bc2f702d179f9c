"""The formulas of a page's exercises with all that their symbols mean, for who answers."""

from __future__ import annotations

from dataclasses import replace

from bpsite.exercises.answering import Problem, unexplained
from bpsite.exercises.exercise import Exercise
from bpsite.pages import Mathematics, Page
from bpsite.proof.page import check_page
from bpsite.proof.scope import defining
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.parse import blanked


def problems(page: Page, scope: Scope, exercises: list[Exercise]) -> dict[str, Problem]:
    """The problem of each exercise that has a formula, by its name. Raises `AuthorError`."""
    stands: dict[int, tuple[Scope, tuple[tuple[str, int, int], ...]]] = {}

    def watch(formula: Mathematics, notes: list[Note], before: Scope) -> None:
        if formula.display:
            local = defining.with_where(page, notes, before)
            stands[formula.line] = _bare(local), defining.ranges(page, notes)

    check_page(page, scope, watch, wanted=range(0))
    return {
        exercise.id: Problem(
            blanked(exercise.formula.latex),
            exercise.answer,
            tuple(slip.given for slip in exercise.slips),
            *stands[exercise.formula.line],
        )
        for exercise in exercises
        if exercise.formula is not None and exercise.formula.line in stands
    }


def _bare(scope: Scope) -> Scope:
    """A scope without what only a page's author needs to be told."""
    bare = replace(scope.copy(), equations={})
    bare.lexicon.explain = unexplained
    return bare
