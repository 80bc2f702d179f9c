"""Nothing that decides is hidden: what annotations change of a claim is said beside it."""

from __future__ import annotations

import pytest

from tests.bpsite.proof.conftest import Checker

HEAD = "---\nmath:\n  let:\n    x, y, z: real\n    l: layer\n    a^{(l)}: real\n---\n"


@pytest.mark.parametrize(
    ("annotations", "formula", "given"),
    [
        ("% where: y = x^2", "y + 1 = x^2 + 1", "where $y = x^2$"),
        ("% where: y = x^2\n% where: z = y", "z = x x", "where $y = x^2$ and $z = y$"),
        ("% for l: 2 to 3", "a^{(l)} = 2 a^{(l)} - a^{(l)}", "for $l$ from 2 to 3"),
        ("% assume", "x = y", "as is assumed"),
        (r"% dots: x + x", r"x + \ldots + x = 4 x", "where the dots stand for $x + x$"),
        ("% where: y = x^2", "y = x^2", ""),
        ("% where: y = x", "y = x + 1 - 1", "where $y = x$"),
        ("% where: y = x", "2 y = x + x", "where $y = x$"),
        ("", "x = x", ""),
    ],
)
def test_what_an_annotation_changes_is_said(
    report: Checker, annotations: str, formula: str, given: str
) -> None:
    verdicts = report(f"{HEAD}```math\n{annotations}\n{formula}\n```\n").verdicts
    assert {v.given for v in verdicts if v.step} == {given}
    assert all(v.good for v in verdicts)


def test_what_an_equation_of_the_page_states_is_said_by_its_number(report: Checker) -> None:
    stated = "```math\n% where: y = x^2\ny &= x^2 \\tag{7}\n```\n".replace("&", "")
    verdicts = report(f"{HEAD}{stated}```math\n% where: y = x^2\ny + 1 = x x + 1\n```\n").verdicts
    assert [v.given for v in verdicts] == ["", "where (7) holds"]


def test_a_definition_that_extends_another_one_says_which(report: Checker) -> None:
    one = "```math\n% define: a^{(4)}\na^{(4)} = x \\tag{7}\n```\n"
    text = HEAD.replace("    a^{(l)}: real\n", "") + one
    text += "```math\n% define: a^{(l)} extends (7)\na^{(l)} = x\n```\n"
    assert [v.given for v in report(text).verdicts] == ["", "as (7) has it for one layer"]
