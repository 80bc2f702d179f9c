"""What is wrong with an exercise, and where: each check is seen to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.__main__ import main
from bpsite.cache import Cache
from bpsite.exercises import running, sheets
from bpsite.source import PageError
from tests.bpsite.exercises.page import (
    ALL,
    CODE,
    FORMULA,
    FRONT,
    NUMBER,
    SHAPE,
    STEP,
    errors,
    written,
)


@pytest.mark.parametrize("text", ALL.values(), ids=list(ALL))
def test_a_good_exercise_has_no_error(text: str, tmp_path: Path) -> None:
    assert errors(tmp_path, text) == []


MISTAKES = [
    (FORMULA.replace("answer: 2 x", "answer: 3 x"), "the answer is not taken: at x = "),
    (FORMULA.replace("$`x`$", "$`x + x`$"), "this slip is right"),
    (FORMULA.replace("$`2`$", "$`2 x - x`$"), "this slip is the same as one above"),
    (FORMULA.replace("$`2`$", "$`q`$"), "this slip can't be read: undeclared symbol q"),
    (STEP.replace("step 3:", "step 2:"), "step 2 is the answer"),
    (STEP.replace("step 3:", "step 4:"), "step 4 is the answer, stands above, or is not there"),
    (STEP.replace("- step 3: It holds.\n", ""), "nothing is said of step 3"),
    (STEP.replace("answer: step 2", "answer: two"), "the answer is no step"),
    (SHAPE.replace("answer: n x 1", "answer: m x 1"), "this is n x 1"),
    (SHAPE.replace("`m x 1`", "`n x 1`"), "this slip is the answer, or one above: n x 1"),
    (SHAPE.replace(r"W^\top v", "W v"), "can't be multiplied"),
    (NUMBER.replace("2.0, -0.5", "2.0, 0.5"), "does not begin with b = -0.5"),
    (NUMBER.replace("`a + b`", "`b * a`"), "this slip is the answer, or one above for a = 2.0"),
    (NUMBER.replace("`a + b`", "`c`"), "this slip is no number for a = 2.0, b = -0.5: NameError"),
    (NUMBER.replace('print(f"{a * b:.2f}")', 'print("none")'), "the solution prints no number"),
    (CODE.replace("    return x\n", "    return x + x\n"), "this code passes all cases"),
    (CODE.replace("`x * x`", "`x + x`"), "this slip passes all cases"),
    (CODE.replace("`3 * x`", "`x * x`"), "this slip prints the same as one above"),
    (CODE.replace("`x * x` for `2 * x`", "`x` for `y`"), "'y' stands 0 times in the solution"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_has_a_message_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    found = errors(tmp_path, text)
    assert any(message in error.message for error in found), found
    assert all(error.place.line > FRONT.count("\n") for error in found)


@pytest.mark.slow
def test_code_that_does_not_end_is_ended() -> None:
    with pytest.raises(running.EndlessError):
        running.run([["while True: pass"]], limit=1)


def test_a_wrong_solution_is_refuted_like_any_relation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, FORMULA.replace("answer: 2 x", "answer: 3 x"))
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "step 1: left and right differ at x = " in said
    assert r"    \frac{d}{dx} \left( x^2 \right) = \square" in said


def test_a_wrong_slip_fails_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(written(tmp_path, FORMULA.replace("$`x`$", "$`x + x`$")))]) == 1
    assert "this slip is right" in capsys.readouterr().out


def test_a_chain_whose_other_steps_are_false_too_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, STEP.replace("&= y^2 + x^2 &&", "&= y^2 - x^2 &&"))
    assert main(["check", str(path)]) == 1
    assert "step 3: left and right differ" in capsys.readouterr().out


def test_a_wrong_step_that_holds_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, STEP.replace("&= x^2 + y^2 &&", "&= (x + y)^2 &&"))
    assert main(["check", str(path)]) == 1
    assert "marked false, but proved" in capsys.readouterr().out


def test_no_file_is_made_of_exercises_with_a_mistake(tmp_path: Path) -> None:
    written(tmp_path, FORMULA.replace("$`x`$", "$`x + x`$"))
    with pytest.raises(PageError, match="this slip is right"):
        list(sheets.files(tmp_path, Cache(tmp_path / "cache")))


def test_what_is_kept_is_made_again_when_the_page_changes(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = sheets.sheet(written(tmp_path, NUMBER), cache)
    assert sheets.sheet(written(tmp_path, NUMBER), cache) == first
    changed = sheets.sheet(written(tmp_path, NUMBER.replace("-0.5", "-0.7")), cache)
    assert changed.content != first.content
