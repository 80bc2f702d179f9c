"""What may be meant in another way is neither called false nor proved."""

from __future__ import annotations

import pytest

from bpsite.notes.files import parse
from bpsite.notes.judge import judge


def last(text: str) -> tuple[str, str]:
    """The status of the last statement of notes, and why."""
    result = judge(parse(text, "n.md")).results[-1]
    return result.status, result.why


CONDITIONS = (
    "When $x + y = 2 x y$ we stop.",
    "Solve $x^2 + y^2 = 2 x y$.",
    "This is so for $u v = v + u$.",
    "For $i \\ne j$ we have $x_i y_j = y_i x_i$.",
    "$x + y = 2 x y \\implies y (x + 1) = x (y + 2)$",
    "$f = x y$ if $x y = x + y$",
    "$w x + b = 0$",
    "$a = b$ and $b = a$",
    "$2 x + y = x + 3 y$",
    "$x^2 = 2 x + 1$",
)


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_is_not_called_false(text: str) -> None:
    assert last(text)[0] in ("undecided", "definition")


UNSAID = (
    "$\\frac{\\partial J}{\\partial w} = 5 \\frac{\\partial J}{\\partial z}$",
    "$\\frac{\\partial J}{\\partial w} = 0$",
    "$L = (a - y)^2 + c w^2$. So $\\frac{\\partial L}{\\partial w} = 2 c w$",
    "$\\frac{d y}{d x} = \\frac{y}{x}$",
    "$\\frac{dy}{dx} = \\frac{y}{x}$",
)


@pytest.mark.parametrize("text", UNSAID)
def test_a_derivative_of_what_is_not_said_proves_nothing(text: str) -> None:
    status, why = last(text)
    assert status == "undecided"
    assert why.startswith("it is not said")


SEVERAL_MEANINGS = (
    "$A B = B A$",
    "$W x = x W$",
    "$(A + B)^2 = A^2 + 2 A B + B^2$",
    "$a^{[2]} = a a$",
    "$a^{(2)} = a^2$",
    "$a^l = w a^{l-1}$, and $a^2 a = a^3$",
    "$h(x) h(x) = h x h x$",
    "The error is $e = y - t$. Then $e^x = 1$ or $e e = e^2$",
    "$\\phi(x + y) = \\phi(x) + \\phi(y)$",
    "Let $A, B \\in \\mathbb{R}^{n \\times n}$ be symmetric. $A B = B A$",
    "$X \\in \\mathbb{R}^{n \\times m}$, $b \\in \\mathbb{R}^{1 \\times m}$. $2 X + b = X + X + b$",
    "Let $x \\in \\mathbb{R}^n$ and $s = x^T x$. $\\frac{\\partial s}{\\partial x} = 2 x^T$",
    "$J = a b$. $J = a + b$",
    "$u_k v_k = v_k + u_k$",
    "If it rains, $J = c b$. So $\\frac{\\partial J}{\\partial c} = b$",
    "$J = (w x - y)^2 = r^2$",
    "$p_j = \\frac{e^{z_j}}{\\sum_{k=1}^{n} e^{z_k}}$. "
    "$\\frac{\\partial p_j}{\\partial z_i} = - p_j p_i$",
    "$\\mathbf{W} \\in \\mathbb{R}^{n \\times n}$, $f = \\mathbf{u}^T \\mathbf{W} \\mathbf{v}$. "
    "$\\frac{\\partial f}{\\partial \\mathbf{W}} = \\mathbf{v} \\mathbf{u}^T$",
    "$\\mathbf{X} \\in \\mathbb{R}^{n \\times m}$, $\\mathbf{b} \\in \\mathbb{R}^{1 \\times m}$. "
    "$\\mathbf{O} = 2 \\mathbf{X} + \\mathbf{b} = \\mathbf{X} + \\mathbf{X} + \\mathbf{b}$",
    "$b \\sqrt{c^2} = c b$",
    "$\\pi(a|s) = 1$",
    "With the Hessian $\\mathbf{A}$ let $f = \\frac{1}{2} \\mathbf{x}^T \\mathbf{A} \\mathbf{x}$. "
    "$\\nabla_{\\mathbf{x}} f = \\mathbf{A} \\mathbf{x}$",
)


@pytest.mark.parametrize("text", SEVERAL_MEANINGS)
def test_what_has_several_meanings_is_not_decided(text: str) -> None:
    assert last(text)[0] in ("undecided", "unread", "definition")


def test_a_second_definition_is_said_and_makes_what_follows_uncertain() -> None:
    text = "$J = a b$. $J = a + b$. $\\frac{\\partial J}{\\partial a} = b$"
    results = judge(parse(text, "n.md")).results
    assert [result.status for result in results] == ["definition", "undecided", "undecided"]
    assert [r.why for r in results[1:]] == [
        "J is defined twice, first in line 1",
        "J is defined twice",
    ]


def test_a_new_section_may_define_a_name_anew() -> None:
    text = "$J = a b$.\n\n# Next\n\nNow $J = a + b$. $\\frac{\\partial J}{\\partial a} = 1$"
    assert last(text)[0] == "proved"


def test_a_derivative_at_a_point_is_no_product() -> None:
    assert last("$g(x) = c x^2$. $\\frac{dg}{dx}(x) = 2 c x$")[0] == "proved"
    assert last("$g(x) = c x^2$. $\\frac{dg}{dx}(3) = 6 c$") == ("undecided", "dots")


FALSE = (
    "$(u + v)^2 = u^2 + v^2$",
    "$\\log(a + b) = \\log a + \\log b$",
    "$\\sin(2x) = 2 \\sin(x)$",
    "$2 \\cdot 3 = 7$",
    "$g(x) = a x^2$. $g'(x) = a x$",
    "$J = (w x - y)^2$. $\\frac{\\partial J}{\\partial w} = 2 (w x - y)$",
    "$J = (w x - y)^2 = w^2 x^2 - w x y + y^2$",
)


@pytest.mark.parametrize("text", FALSE)
def test_what_can_only_be_a_claim_is_refuted(text: str) -> None:
    status, why = last(text)
    assert status == "failed"
    assert "left" in why


def test_what_a_transposed_vector_multiplies_is_a_vector() -> None:
    text = "$q = \\theta^\\top x$, $\\nabla_\\theta q = x$"
    assert judge(parse(text, "n.md")).names.kinds["x"].startswith("vector")
    assert last(text)[0] == "proved"
    assert last("$\\theta^\\top x = c - y$, $q = \\theta + y$")[0] != "proved"


def test_an_index_runs_over_what_the_others_of_its_symbol_do() -> None:
    text = (
        "$L = \\frac{1}{m} \\sum_{i=1}^m u_i$. $\\frac{\\partial L}{\\partial u_j} = \\frac{1}{m}$"
    )
    assert last(text)[0] == "proved"


def test_a_function_may_be_defined_behind_its_first_use() -> None:
    text = "$s(x) s(-x) = s(x) (1 - s(x))$, where $s(x) = \\frac{1}{1 + e^{-x}}$."
    assert [r.status for r in judge(parse(text, "n.md")).results] == ["proved", "definition"]


def test_a_bracket_in_the_sentence_before_is_no_condition() -> None:
    text = "As $\\left( a \\right) = a$ we have $(u + v)^2 = u^2 + v^2$"
    assert last(text)[0] == "failed"


def test_a_gradient_with_a_lost_half_is_refuted() -> None:
    text = "Let $f = \\mathbf{x}^T \\mathbf{x}$. $\\nabla_{\\mathbf{x}} f = 4 \\mathbf{x}$"
    assert last(text)[0] == "failed"


def test_what_rounds_to_the_printed_number_is_no_slip() -> None:
    assert last("$e^{1} = 2.718$")[1].startswith("equal only as rounded")


def test_the_norm_of_a_number_is_its_square_in_a_limit_and_in_numbers() -> None:
    assert last("$\\lim_{h \\to 0} \\frac{\\|h\\|^2}{h} = 0$")[0] == "proved"
    assert last("$q = \\|c\\|^2$. $\\frac{\\partial q}{\\partial c} = 3 c$")[0] == "failed"
