from __future__ import annotations

import pytest

from bpsite import latex


def columns(text: str) -> list[tuple[str, str, str]]:
    return [(step.left, step.right, step.reason) for step in latex.steps(text)]


def test_a_formula_without_aligned_is_one_step() -> None:
    assert columns(r"\sigma(x) = \frac{1}{2} \tag{1}") == [("", r"\sigma(x) = \frac{1}{2}", "")]


def test_each_line_of_aligned_is_a_step_with_its_reason() -> None:
    text = r"\begin{aligned} f &= g && \text{by (3)} \\ &= h \\ \end{aligned} \tag{4}"
    assert columns(text) == [("f", "= g", "by (3)"), ("", "= h", "")]


def test_separators_inside_an_inner_environment_or_group_do_not_split() -> None:
    inner = r"\begin{cases} 0 & x < 0 \\ 1 & x > 0 \end{cases}"
    assert columns(rf"\begin{{aligned}} r &= {inner} \end{{aligned}}") == [("r", f"= {inner}", "")]
    assert columns(r"\begin{aligned} a &= \text{x & y} \end{aligned}")[0][1] == r"= \text{x & y}"


def test_an_escaped_ampersand_is_no_separator() -> None:
    assert columns(r"\begin{aligned} a &= \& \end{aligned}") == [("a", r"= \&", "")]


def test_comments_are_left_out_and_an_escaped_percent_sign_stays() -> None:
    assert columns("% note & x\nx = 5\\%") == [("", "x = 5\\%", "")]


def test_a_step_knows_where_it_begins() -> None:
    text = "% note\n\\begin{aligned}\na &= b \\\\\n  &= c\n\\end{aligned}"
    assert [text[step.offset :].split(maxsplit=1)[0] for step in latex.steps(text)] == ["a", "&="]


@pytest.mark.parametrize(
    "row", [r"a &= b & c && \text{d}", r"a &= b & c", r"a &= b && c", r"a &= b && \text{c} && d"]
)
def test_other_columns_than_a_step_has_are_refused_with_their_place(row: str) -> None:
    with pytest.raises(latex.LayoutError, match=r"a step is `left &= right") as caught:
        latex.steps(rf"\begin{{aligned}} {row} \end{{aligned}}")
    assert caught.value.offset == len(r"\begin{aligned} ")
