"""The table of functions: every witness knows each row, and the page for authors names it."""

from __future__ import annotations

from pathlib import Path

import mpmath
import pytest
import sympy

from bpsite.proof.decide import symbolic
from bpsite.proof.numbers import numeric
from bpsite.proof.syntax.functions import (
    CHOICES,
    ENTRYWISE,
    OF_ARRAYS,
    OF_NUMBERS,
    SQUARED_NORM,
    plain_name,
)
from tests.bpsite.proof.conftest import Checker

DOCS = Path(__file__).parents[3] / "docs"
HEAD = "---\nmath:\n  let:\n    n: natural\n    j, k: index 1 to n\n    x: vector n\n"
PAGE = HEAD + "    A: matrix n x n\n---\n\n"


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_numbers_and_sympy_know_each_function_of_numbers(name: str) -> None:
    arguments = [0.3, 0.4][: 2 if name in CHOICES else 1]
    by_numbers = numeric.NumberDomain(numeric.Point(0)).builtin(
        name, list(map(mpmath.mpf, arguments))
    )
    by_sympy = symbolic.SymbolicDomain().builtin(name, list(map(sympy.Float, arguments)))
    assert float(by_numbers) == pytest.approx(float(by_sympy))


@pytest.mark.parametrize("name", ENTRYWISE)
def test_the_slope_of_each_function_of_a_number_is_its_derivative(name: str) -> None:
    at = mpmath.mpf("0.3")
    domain = numeric.NumberDomain(numeric.Point(0))
    slope = domain.derivative(lambda value: domain.builtin(name, [value]), at)
    function = getattr(mpmath, ENTRYWISE[name].number.name)
    assert float(slope) == pytest.approx(float(mpmath.diff(function, at)))


@pytest.mark.parametrize(
    "claim",
    [
        r"\cosh^2(t) - \sinh^2(t) = 1",
        r"\tanh(t) = \frac{\sinh(t)}{\cosh(t)}",
        r"\tan(t) \cos(t) = \sin(t)",
        r"\frac{d}{dt} \left( \cosh(t) \right) = \sinh(t)",
        r"\frac{d}{dt} \left( \sinh(t) \right) = \cosh(t)",
        r"\frac{d}{dt} \left( \tan(t) \right) = 1 + \tan^2(t)",
        r"\frac{d}{dt} \left( \tanh(t) \right) = 1 - \tanh^2(t)",
    ],
)
def test_a_function_that_is_made_of_others_is_proved_by_them(report: Checker, claim: str) -> None:
    head = "---\nmath:\n  let: {t: real}\n---\n"
    false = claim.replace("= ", "= 2 + ", 1)
    true, untrue = report(f"{head}$`{claim}`$ and $`{false}`$\n").verdicts
    assert (true.verdict, untrue.verdict) == ("proved", "failed")


@pytest.mark.parametrize("name", OF_NUMBERS)
def test_write_a_page_names_each_function_of_numbers(name: str) -> None:
    assert f"`{name}`" in (DOCS / "write-a-page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OF_ARRAYS)
def test_write_a_page_names_each_function_of_arrays(name: str) -> None:
    words = r"\lVert x \rVert^2" if name == SQUARED_NORM else rf"\operatorname{{{name}}}"
    assert words in (DOCS / "write-a-page.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "claim",
    [
        r"\operatorname{tr}(A) = \sum_{k=1}^{n} A_{kk}",
        r"\operatorname{diag}(x)_{jk} = [j = k] \, x_j",
        r"\operatorname{softmax}(A)_{jk} \sum_{k=1}^{n} e^{A_{jk}} = e^{A_{jk}}",
        r"\lVert A \rVert^2 = \sum_{j=1}^{n} \sum_{k=1}^{n} A_{jk}^2",
    ],
)
def test_each_function_of_arrays_is_its_entries(report: Checker, claim: str) -> None:
    found = report(f"{PAGE}```math\n{claim}\n```\n")
    assert not found.findings()
    assert found.verdicts[0].verdict == "proved"


def test_a_name_that_the_page_declares_is_the_page_s_own(report: Checker) -> None:
    own = HEAD + "    \\operatorname{tr}, I: real\n---\n\n"
    found = report(own + "```math\n\\operatorname{tr} \\cdot I = I \\operatorname{tr}\n```\n")
    assert not found.findings()
    assert plain_name(r"\operatorname{tr}") == "tr"


def test_an_index_keeps_in_the_range_of_its_condition(report: Checker) -> None:
    claim = r"x_{k+1} - x_k = -(x_k - x_{k+1})"
    assert report(PAGE + f"$`{claim}`$\n").exit_code == 1
    held = PAGE + f"```math\n{claim}, \\quad \\text{{for }} k < n\n```\n"
    assert not report(held).findings()


def test_a_size_that_depends_on_a_layer_is_at_a_symbol_that_does(report: Checker) -> None:
    found = report("---\nmath:\n  let:\n    l: layer 1 to 3\n    x: vector n_l\n---\n\n$`x = x`$\n")
    assert "the size n_l depends on l, and x does not" in found.findings()[0]


def test_an_identity_has_one_size_in_all_lines_of_a_chain(report: Checker) -> None:
    sizes = HEAD.replace("n: natural", "m, n: natural") + "---\n\n"
    chain = (
        r"\begin{aligned} I_n &= I && \text{algebra} \\ &= I_SIZE && \text{algebra} \end{aligned}"
    )
    fence = f"{sizes}```math\n{chain}\n```\n"
    assert not report(fence.replace("SIZE", "n")).findings()
    assert report(fence.replace("SIZE", "m")).exit_code == 2


ASSUMED = PAGE + "```math\n% assume\nASSUMPTION\n```\n\n```math\nCLAIM\n```\n"
ONE = r"\mathbf{1}^\top x = 1"
SYMMETRIC = r"A^\top = A"
COST = r"\nabla_x \left( x^\top A x \right)"


@pytest.mark.parametrize(
    ("assumption", "claim", "holds"),
    [
        (ONE, r"\sum_{k=1}^{n} x_k^2 - x^\top x + \mathbf{1}^\top x = 1", True),
        (ONE, r"x = \mathbf{1}", False),
        (ONE, r"\nabla_x (\mathbf{1}^\top x)^2 = 2 \cdot \mathbf{1}", True),
        (ONE, r"\nabla_x (\mathbf{1}^\top x)^2 = 0 x", False),
        (ONE, "1 + 1 = 2", True),
        (SYMMETRIC, rf"{COST} = 2 A x", True),
        (SYMMETRIC, r"A_{jk} = A_{kj}", True),
        (SYMMETRIC, r"\nabla_A \operatorname{tr}(A A) = 2 A", True),
        (SYMMETRIC, rf"{COST} = A x", False),
        (SYMMETRIC, r"\frac{\partial}{\partial A_{jk}} A_{kj} = 1", False),
        (SYMMETRIC, r"A = \operatorname{diag}(x)", False),
        (r"A = I", r"A x = x", False),
        (r"A^\top = -A", r"x^\top A x = 0", False),
    ],
)
def test_what_is_assumed_of_arrays_is_used(
    report: Checker, assumption: str, claim: str, *, holds: bool
) -> None:
    found = report(ASSUMED.replace("ASSUMPTION", assumption).replace("CLAIM", claim))
    assert (found.exit_code == 0) == holds
