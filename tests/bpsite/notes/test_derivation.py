"""What the page that checks a derivation is answered."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import pytest

import bpsite.proof.decide
import bpsite.proof.numbers
from bpsite.notes.derivation import checked

NEURON = r"""z = w x + b
a = \sigma(z)
\sigma(z) = \frac{1}{1 + e^{-z}}
J = \frac{1}{2} (a - y)^2
"""


def decided(text: str, **let: str) -> list[tuple[int, str]]:
    """Each step's line and status."""
    return [(step["line"], step["status"]) for step in checked({"text": text, "let": let})["steps"]]


def last(text: str, **let: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = checked({"text": text, "let": let})["steps"][-1]
    return found


def test_a_line_that_begins_with_a_sign_goes_on_with_the_line_above() -> None:
    text = "(x + 1)^2 + y\n= x^2 + 2 x + 1 + y\n\\le x^2 + 2 x + 2 + y\n= x^2 + y"
    assert decided(text) == [(2, "proved"), (3, "proved"), (4, "failed")]


def test_a_blank_line_and_words_begin_another_chain() -> None:
    assert decided("a = b + c\n\n= 3")[-1] == (3, "undecided")
    assert decided("a = b + c\nand so we have\n= 3")[-1] == (3, "undecided")


def test_a_false_step_comes_with_numbers_and_the_nearest_slip() -> None:
    step = last(NEURON + r"\frac{\partial J}{\partial b} = (a - y) a (1 + a)")
    assert (step["line"], step["status"]) == (5, "failed")
    assert "left 0.3274, right 2.199" in step["why"]
    assert step["slip"] == "a sign: it is proved with (a - y) a (1 - a) on the right"


def test_what_an_aligned_leaves_in_lines_is_passed_over() -> None:
    text = "\\begin{aligned}\n(x + y)^2 &= x^2 + 2 x y + y^2 \\\\\n&= (y + x)^2\n\\end{aligned}"
    assert decided(text) == [(2, "proved"), (3, "proved")]


def test_notes_with_delimiters_are_read_as_notes() -> None:
    assert decided("Clearly $x + x = 2 x$, and\n$$x y = y x.$$") == [(1, "proved"), (2, "proved")]
    assert decided("So $x = \\frac{1}{2")[-1] == (1, "unread")


def test_what_is_inferred_can_be_declared_otherwise() -> None:
    product = "W x + W x = 2 W x"
    assert last(product)["why"] == "W may be a number or a matrix"
    let = {"W": "matrix m x n", "x": "vector n"}
    assert last(product, **let)["status"] == "proved"
    assert checked({"text": product, "let": let})["taken"] == [[kind, let[kind]] for kind in let]


def test_a_declaration_that_is_none_is_said() -> None:
    assert "is no kind" in checked({"text": "x = 1", "let": {"x": "vektor"}})["error"]["why"]


def test_what_can_t_be_read_says_what_to_write() -> None:
    step = last(r"|x = 3")
    assert (step["status"], step["remedy"]) == ("unread", r"Write \left| ... \right|.")


@pytest.fixture
def in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither NumPy nor SymPy is there."""
    for package, name in ((bpsite.proof.numbers, "arrays"), (bpsite.proof.decide, "limits")):
        monkeypatch.delattr(package, name, raising=False)
        monkeypatch.setitem(sys.modules, f"{package.__name__}.{name}", None)


@pytest.mark.usefixtures("in_the_page")
@pytest.mark.parametrize(
    "text",
    [
        r"\lim_{x \to 0} \frac{\sin(x)}{x} = 1",
        r"\mathbf{d}^\top \mathbf{W} \mathbf{x} = \mathbf{x}^\top \mathbf{W} \mathbf{d}",
    ],
)
def test_what_needs_numpy_or_sympy_is_left_to_another_machine(text: str) -> None:
    step = last(text)
    assert step["status"] == "undecided"
    assert step["remedy"] == "The page can't; bpcheck on your machine decides it."


@pytest.mark.usefixtures("in_the_page")
def test_arrays_are_proved_without_numpy() -> None:
    product = r"d^\top W x = x^\top W^\top d"
    assert last(product, W="matrix m x n", x="vector n", d="vector m")["status"] == "proved"
