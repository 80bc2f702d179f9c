r"""Answers what a learner gives for a formula: right, a known slip, or wrong and why.

Runs in the reader's page too, so it asks the kernel and plain numbers alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpsite.exercises.typed import as_latex
from bpsite.proof.decide.judging import decide
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate import shapes
from bpsite.proof.scope.filling import put
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.reading import expression, read

RIGHT, SLIP, WRONG, OPEN, UNREAD = "right", "slip", "wrong", "open", "unread"


_UNKNOWN = "Use the symbols of the question."


@dataclass(frozen=True)
class Problem:
    """An equation with a blank, the answer, the slips, and all that their symbols mean."""

    template: str
    answer: str
    slips: tuple[str, ...]
    scope: Scope
    ranges: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Reply:
    """What is said of an answer; of a slip, which of the known ones it is."""

    status: str
    detail: str = ""
    remedy: str = ""
    slip: int = -1


def answer(problem: Problem, given: str) -> Reply:
    """The reply to what somebody gives for the blank."""
    latex = as_latex(given)
    try:
        node = expression(latex, problem.scope.lexicon)
        _not_the_question(node, problem)
        outcome = judged(put(problem.template, latex), problem)
    except ProblemError as error:
        known = "undeclared symbol" not in error.message
        return Reply(UNREAD, error.message, error.remedy if known else _UNKNOWN)
    if outcome.verdict == "proved":
        return Reply(RIGHT)
    for number, slip in enumerate(problem.slips):
        if _same(latex, slip, problem):
            return Reply(SLIP, slip=number)
    if outcome.verdict == "failed":
        return Reply(WRONG, outcome.detail)
    return Reply(OPEN, outcome.detail)


def _same(latex: str, slip: str, problem: Problem) -> bool:
    try:
        return judged(f"{latex} = {slip}", problem).verdict == "proved"
    except ProblemError:
        return False  # as a number and an array


def _not_the_question(node: t.Node, problem: Problem) -> None:
    """Raises `ProblemError` for an answer that is what was asked for, or leaves it to be done."""
    asked = _asked(problem)
    wanted = {type(part) for part in t.walk(expression(problem.answer, problem.scope.lexicon))}
    for part in t.walk(node):
        if part == asked:
            remedy = "Write it with the other symbols."
            raise ProblemError(0, "this is what is asked for", remedy)
        if isinstance(part, t.Deriv) and t.Deriv not in wanted:
            remedy = "Carry it out, and write what comes out of it."
            raise ProblemError(0, "a derivative is still to be taken", remedy)


def _asked(problem: Problem) -> t.Node | None:
    """The left side, where the blank is all of the right one."""
    formula = read(put(problem.template, problem.answer), problem.scope.lexicon)
    relation = formula.statements[-1].relations[-1]
    alone = expression(problem.answer, problem.scope.lexicon)
    return relation.left if relation.right == alone else None


def judged(latex: str, problem: Problem) -> Outcome:
    """The verdict on an equation in a problem's scope. Raises `ProblemError`."""
    scope = problem.scope
    formula = shapes.sized(read(latex, scope.lexicon), scope)
    outcomes = (
        decide(Claim(relation, statement.condition, problem.ranges), scope)
        for statement in formula.statements
        for relation in statement.relations
    )
    found = Outcome("undecided", "", "it states nothing")
    for found in outcomes:
        if found.verdict != "proved":
            return found
    return found


def unexplained(_symbol: str) -> str:
    """What a learner is told of a symbol that the page does not know: nothing of other lines."""
    return ""
