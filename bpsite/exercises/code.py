"""Exercises whose answer is code: the cases that it has to pass."""

from __future__ import annotations

from bpsite.exercises.cells import code, examples
from bpsite.exercises.exercise import Exercise, Slip


def solution(exercise: Exercise) -> str:
    """The code of the solution."""
    return "".join(map(code, exercise.cells))


def cases(exercise: Exercise) -> list[tuple[str, str]]:
    """Each case and what it has to print."""
    return examples(exercise.cases) if exercise.cases else []


def slipped(exercise: Exercise, slip: Slip) -> str:
    """The solution with a slip in it."""
    return solution(exercise).replace(slip.instead_of, slip.given)


def jobs(exercise: Exercise) -> list[list[str]]:
    """What is to be run: the cases on the given code, and on the solution with each slip."""
    tried = [exercise.code.body if exercise.code else ""]
    tried += [slipped(exercise, slip) for slip in exercise.slips]
    return [[text, *(source for source, _ in cases(exercise))] for text in tried]


def failing(exercise: Exercise, outputs: list[str]) -> int | None:
    """The number of the first case that prints something else; none if all are passed."""
    wanted = [want for _, want in cases(exercise)]
    pairs = zip(wanted, outputs[1:], strict=True)
    return next((n for n, (want, got) in enumerate(pairs) if want.strip() != got.strip()), None)
