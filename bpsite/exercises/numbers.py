"""Exercises whose answer is a number: others for each seed, computed by the solution's cell."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bpsite.exercises.cells import code, examples
from bpsite.exercises.exercise import Exercise

SEEDS = 8
"""How many sets of numbers an exercise has; the first is the page's own."""

_DECIMALS = re.compile(r"-?\d+(?:\.(?P<decimals>\d+))?")


@dataclass(frozen=True)
class Variant:
    """The numbers that are given, the answer, and what each slip makes of them, as texts."""

    given: Mapping[str, str]
    answer: str
    slips: tuple[str, ...]


def decimals(number: str) -> int:
    """How many decimals a number is written with.

    >>> decimals("-0.168"), decimals("3")
    (3, 0)
    """
    found = _DECIMALS.fullmatch(number)
    return len(found["decimals"] or "") if found else 0


def is_number(text: str) -> bool:
    """Whether a text is a plain number."""
    return _DECIMALS.fullmatch(text) is not None


def printed(exercise: Exercise) -> str:
    """What the solution's last cell prints last, as the page has it: the answer."""
    lines = [want.split() for cell in exercise.cells for _, want in examples(cell) if want.strip()]
    return lines[-1][-1] if lines else ""


def givens(exercise: Exercise, seed: int) -> dict[str, str]:
    """The given numbers for a seed: each with its sign and decimals, and about its size.

    What lies between 0 and 1 stays there: a rate, a value of the sigmoid.
    """
    chance = random.Random(f"{exercise.id} {seed}")  # noqa: S311 # numbers, not secrets
    return {
        name: number if seed == 0 else _another(number, chance)
        for name, number in exercise.given.items()
    }


def _another(number: str, chance: random.Random) -> str:
    places = decimals(number)
    unit = 10**-places
    size = abs(float(number))
    value = size * chance.uniform(0.6, 1.6)
    most = 1 - unit if size < 1 else value
    return f"{'-' if number.startswith('-') else ''}{min(max(value, unit), most):.{places}f}"


def jobs(exercise: Exercise) -> list[list[str]]:
    """For each seed the code to run: the solution, then a print of what each slip makes."""
    program = "".join(map(code, exercise.cells))
    places = decimals(printed(exercise))
    slips = [f'print(f"{{({slip.given}):.{places}f}}")' for slip in exercise.slips]
    return [[put(program, givens(exercise, seed)), *slips] for seed in range(SEEDS)]


def variants(exercise: Exercise, found: list[list[str]]) -> Iterator[Variant]:
    """The variants, each once, from what the jobs have printed."""
    seen = []
    for seed, (answer, *slips) in enumerate(found):
        given = givens(exercise, seed)
        if given not in seen:
            seen.append(given)
            last = (answer.split() or [""])[-1]
            yield Variant(given, last, tuple(slip.strip() for slip in slips))


def put(program: str, given: Mapping[str, str]) -> str:
    r"""The program with other numbers where it assigns those that are given.

    >>> put("a, b = 0.5, -1.0\nc = a * b", {"b": "-2.5"})
    'a, b = (0.5, -2.5)\nc = a * b'
    """
    tree = ast.parse(program)
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            _put(statement, given)
    return ast.unparse(tree)


def _put(statement: ast.Assign, given: Mapping[str, str]) -> None:
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name) and target.id in given:
        statement.value = _number(given[target.id])
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for place, name in enumerate(target.elts):
            if isinstance(name, ast.Name) and name.id in given:
                value.elts[place] = _number(given[name.id])


def assigned(program: str) -> dict[str, str]:
    """The names to which a program assigns plain numbers, and these."""
    found: dict[str, str] = {}
    for statement in ast.parse(program).body:
        if isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
            pairs = (
                zip(target.elts, value.elts, strict=False)
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
                else [(target, value)]
            )
            found |= {n.id: ast.unparse(v) for n, v in pairs if isinstance(n, ast.Name)}
    return found


def _number(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body
