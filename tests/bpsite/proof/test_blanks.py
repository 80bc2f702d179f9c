"""What is asked of a learner stands on a page of exercises, and nowhere else."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.page import Checked, check_page
from bpsite.proof.scope.lookup import Scope

PAGE = "---\nmath:\n  let:\n    x: real\n---\n\n```math\n% answer: {}\n{}\n```\n"


def checked(path: str, answer: str, formula: str) -> Checked:
    return check_page(pages.parse(PAGE.format(answer, formula), path), Scope())


@pytest.mark.parametrize(
    ("answer", "formula"), [("step 1", "x + 1 = x + 2"), ("2", r"x + x = \square x")]
)
def test_elsewhere_it_would_hide_what_is_false(answer: str, formula: str) -> None:
    assert checked("docs/exercises/a.md", answer, formula).good
    (error,) = checked("docs/derivations/a.md", answer, formula).errors
    assert error.message == "only an exercise asks for an answer"


@pytest.mark.parametrize(
    ("answer", "formula"), [("step 1", "x + 1 = 1 + x"), ("3", r"x + x = \square x")]
)
def test_an_answer_that_is_none_is_refused(answer: str, formula: str) -> None:
    assert not checked("docs/exercises/a.md", answer, formula).good
