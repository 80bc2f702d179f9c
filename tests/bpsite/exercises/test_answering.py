"""What is said to an answer: right in any form, a slip by its number, else what speaks against."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite import pages
from bpsite.exercises.answering import Problem, Reply, answer
from bpsite.exercises.packing import packed, replied, unpacked
from bpsite.exercises.problems import problems
from bpsite.exercises.reading import of_page
from bpsite.pages import is_exercises
from bpsite.proof.site import Library

DOCS = Path("docs/exercises")
PAGES = [path.stem for path in sorted(DOCS.glob("*.md")) if is_exercises(path)]


@functools.cache
def asked(page: str) -> dict[str, Problem]:
    """The problems of a page, as they arrive in the reader's browser."""
    read = Library().read(DOCS / f"{page}.md")
    found = problems(read.page, read.scope.copy(), of_page(read.page))
    return unpacked(packed(found))


def reply(page: str, exercise: str, given: str) -> Reply:
    return answer(asked(page)[exercise], given)


@pytest.mark.parametrize(
    "given",
    [
        r"\theta^{(3)}",
        "\u03b8^{(3)}",
        r"\frac{a^{(3)}}{\sigma(z^{(3)})} \theta^{(3)}",
        r"\frac{z^{(4)}}{a^{(3)}}",
        r"\theta^{(3)} % what leads there",
    ],
)
def test_any_equal_form_is_right(given: str) -> None:
    assert reply("error-signal", "the-missing-factor", given).status == "right"


def test_a_slip_is_found_in_another_form() -> None:
    assert reply("error-signal", "the-missing-factor", r"\sigma(z^{(3)})") == Reply("slip", slip=1)


def test_any_other_answer_is_refuted_with_numbers() -> None:
    found = reply("error-signal", "the-missing-factor", r"2 \theta^{(3)}")
    assert found.status == "wrong"
    assert re.fullmatch(r"at .* = .*: left -?[\d.]+, right -?[\d.]+", found.detail)


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ("", "unexpected|too early"),
        (r"\theta^{(3", "still open"),
        ("q", "undeclared symbol q"),
        (r"\theta^{(9)}", "not defined"),
        (r"\theta^{(3)} = 1", "one expression"),
        (r"\sin", ""),
    ],
)
def test_what_is_no_answer_is_handed_back_with_what_to_write(given: str, detail: str) -> None:
    found = reply("error-signal", "the-missing-factor", given)
    assert found.status == "unread"
    assert re.search(detail, found.detail)
    assert "% let" not in found.remedy


@pytest.mark.parametrize("given", [r"\sigma''(x)", r"\frac{d}{dx} \left( \sigma'(x) \right)"])
def test_what_was_asked_for_is_no_answer(given: str) -> None:
    assert reply("sigmoid", "the-slope-of-the-slope", given).status == "unread"


def test_a_shape_that_does_not_fit_is_named() -> None:
    found = reply("matrices", "two-layers-back", "A B e")
    assert found.status == "wrong"
    assert "can't be multiplied" in found.detail


def test_an_array_that_differs_is_refuted_at_an_entry() -> None:
    found = reply("check-your-gradient", "a-square-form", r"(A - A^\top) u")
    assert found.status == "wrong"
    assert re.fullmatch(r"at .* in entry .*: left -?[\d.]+, right -?[\d.]+", found.detail)


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_is_right_and_every_slip_is_that_slip(page: str) -> None:
    for exercise in of_page(pages.read(DOCS / f"{page}.md")):
        if exercise.kind == "formula":
            problem = asked(page)[exercise.id]
            assert answer(problem, problem.answer) == Reply("right"), exercise.title
            for number, slip in enumerate(problem.slips):
                assert answer(problem, slip) == Reply("slip", slip=number), (exercise.title, slip)


def test_it_is_asked_with_a_page_s_problems_as_a_text() -> None:
    text = packed(asked("error-signal"))
    given = {"problems": text, "exercise": "the-missing-factor", "given": r"\theta^{(2)}"}
    assert replied(given) == {"status": "slip", "detail": "", "remedy": "", "slip": 0}


def test_it_answers_without_numpy_sympy_and_yaml() -> None:
    """As in the page's Python, which has none of them."""
    script = (
        "import sys\n"
        "for name in ('numpy', 'sympy', 'yaml', 'bpcore'): sys.modules[name] = None\n"
        "from bpsite.exercises.packing import replied\n"
        "text = sys.stdin.read()\n"
        "for given in ('A^\\\\top B^\\\\top e', 'e^\\\\top B A', 'h', 'e'):\n"
        "    asked = {'problems': text, 'exercise': 'two-layers-back', 'given': given}\n"
        "    print(replied(asked)['status'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=packed(asked("matrices")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["right", "slip", "open", "wrong"]
