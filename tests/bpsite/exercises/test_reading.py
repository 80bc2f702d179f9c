"""The format: what an exercise is read as, and the one message for each mistake of its author."""

from __future__ import annotations

import pytest

from bpsite.exercises.reading import name_of, of_page
from bpsite.pages import is_exercises
from bpsite.source import AuthorError
from tests.bpsite.exercises.page import ALL, CODE, FORMULA, FRONT, NUMBER, STEP, parsed

FIRST = FRONT.count("\n") + 1  # the line of the first heading


def test_every_kind_is_read_with_its_answer_and_slips() -> None:
    found = {each.kind: each for each in of_page(parsed("\n".join(ALL.values())))}
    assert list(found) == list(ALL)
    assert [found[kind].answer for kind in ("formula", "step", "shape")] == [
        "2 x",
        "step 2",
        "n x 1",
    ]
    assert {kind: [slip.given for slip in each.slips] for kind, each in found.items()} == {
        "formula": ["x", "2"],
        "step": ["1", "3"],
        "shape": ["m x 1", "1 x n"],
        "number": ["a + b", "-a * b"],
        "code": ["x * x", "3 * x"],
    }
    assert found["number"].given == {"a": "2.0", "b": "-0.5"}
    assert found["code"].slips[0].instead_of == "2 * x"


def test_a_reply_may_go_on_in_the_next_line() -> None:
    (exercise,) = of_page(parsed(FORMULA))
    assert exercise.slips[0].reply == "The exponent is forgotten, and it is a factor."


def test_an_exercise_is_named_by_its_title() -> None:
    assert name_of("Where's the 1/m?") == "where-s-the-1-m"


def test_the_index_holds_no_exercises() -> None:
    assert is_exercises("docs/exercises/layers.md")
    assert not is_exercises("docs/exercises/index.md")
    assert not is_exercises("docs/derivations/layers.md")


MISTAKES = [
    (FORMULA.replace("*Derive, grade 1.*", "Derive it."), 2, 1, "begins with its task"),
    (FORMULA.replace("*Derive, grade 1.*", ""), 4, 1, "begins with its task"),
    (FORMULA.replace("Derive,", "Guess,"), 2, 1, "begins with its task"),
    (FORMULA.replace("grade 1", "grade 4"), 2, 16, "there is no grade 4"),
    (FORMULA.replace(">Hint<", ">Help<"), 11, 19, "an exercise has no part 'Help'"),
    (FORMULA.replace(">Hint<", ">Solution<"), 0, 4, "this exercise has no hint"),
    (FORMULA.replace("</details>", "", 1), 17, 1, "the part before is not closed"),
    (FORMULA[: FORMULA.rindex("</details>")], 23, 1, "this part is not closed"),
    (FORMULA.replace("% answer: 2 x\n", ""), 0, 4, "this question has 0 formulas"),
    (FORMULA.replace("- $`2`$: A", "- 2: A"), 27, 1, "this slip can't be read"),
    (FORMULA[: FORMULA.index("- $`x`$")] + "</details>\n", 23, 1, "no slip stands here"),
    (FORMULA + FORMULA, 30, 4, "this title stands twice"),
    (NUMBER.replace("`a = 2.0` and `b = -0.5`", "both"), 0, 4, "gives no number"),
    (CODE.replace("```python", "```text"), 0, 4, "no code is to be mended"),
    (CODE[: CODE.rindex("<details>")], 0, 4, "this exercise has no cases"),
    (STEP.replace("- step 1:", "- line 1:"), 27, 1, "this slip can't be read"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), MISTAKES)
def test_a_mistake_is_named_at_its_place_with_a_remedy(
    text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(AuthorError, match=message) as raised:
        of_page(parsed(text))
    place = raised.value.place
    assert (place.line - FIRST, place.column) == (line, column)
    assert raised.value.remedy
