"""What an exercise is made of, as its page has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpsite.pages import Fence, Mathematics

TASKS = {
    "Fill in the factor": "formula",
    "Derive": "formula",
    "Find the wrong step": "step",
    "Say the shape": "shape",
    "Predict the number": "number",
    "Fix the code": "code",
}
"""What is asked, and the kind of the answer."""

GRADES = (1, 2, 3)


@dataclass(frozen=True)
class Slip:
    """A wrong answer that is known, and the place of the reply that names it."""

    given: str
    reply: str
    line: int
    column: int
    instead_of: str = ""  # of code: the piece of the solution in whose place it stands


@dataclass(frozen=True)
class Part:
    """A `details` element: its summary, and the lines inside, from the one to before the other."""

    summary: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Exercise:
    """An exercise: what is asked, the answer, and the slips that are known."""

    id: str
    title: str
    task: str
    grade: int
    line: int  # of its heading
    formula: Mathematics | None  # in which the blank, the wrong step or the shape is wanted
    answer: str  # to the formula, as its `% answer:` has it
    code: Fence | None  # that is to be mended
    cells: tuple[Fence, ...]  # of the solution
    cases: Fence | None
    hints: int
    given: Mapping[str, str]  # the numbers of the question, as it writes them
    slips: tuple[Slip, ...]

    @property
    def kind(self) -> str:
        """The kind of its answer."""
        return TASKS[self.task]
