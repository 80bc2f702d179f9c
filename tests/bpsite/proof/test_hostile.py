"""Hostile and enormous input ends in a message."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpsite import pages
from bpsite.proof.page import check_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.site import check
from bpsite.source import AuthorError
from tests.bpsite.proof.conftest import Checker

HEAD = """---
math:
  let:
    x, y: real
    f: function
    l: layer
    n: natural
    k: index 1 to n
    y_k, \\theta^{(l)}: real
---

"""
REPEATABLE = settings(derandomize=True, deadline=None)
PIECES = [
    "x", "y", "f(x)", "f'(x)", r"\frac{x}{y}", r"\frac{\partial", "}", "{", "(", ")", r"\left(",
    r"\right)", "=", r"\le", "+", "-", r"\cdot", "^2", "^{(l)}", "_k", "'", r"\sum_{k=1}^{n}",
    r"\log", "&", r"\\", r"\text{algebra}", r"\text{by (1)}", r"\begin{aligned}", r"\end{aligned}",
    r"\begin{cases}", r"\end{cases}", r"\tag{1}", "1", "0", "99999999", "e^{x}", r"\infty", "|",
    r"\theta^{(2)}", "y_k", ",", r"\quad", r"\ldots", "[x = y]", r"\lim_{x \to 0}", "%", "\n",
    "% define: q\n", "% where: x = y\n", "% false: so\n", "% let q: real\n", "q",
]  # fmt: skip


@settings(REPEATABLE, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_heap_of_latex_ends_in_a_traceback(pieces: list[str]) -> None:
    text = f"{HEAD}```math\n{' '.join(pieces)}\n```\n"
    check_page(pages.parse(text), Scope())


@settings(REPEATABLE, max_examples=100)
@given(st.text(max_size=60))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    try:
        page = pages.parse(f"{HEAD}```math\n{text}\n```\n\n$`{text}`$\n")
    except AuthorError:
        return
    check_page(page, Scope())


@settings(REPEATABLE, max_examples=60)
@given(st.text(alphabet="abc: [](){}%\\^_=.,|-\n 12", max_size=60))
def test_no_front_matter_ends_in_a_traceback(text: str) -> None:
    try:
        page = pages.parse(f"---\nmath:\n  let:\n    {text}\n---\n\n$`x = 1`$\n")
        check_page(page, Scope())
    except AuthorError:
        return


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 5000,
        "x = " + "{" * 5000,
        "x = 1" + " + 1" * 6000,
        "9^{9^{9^{9^{9}}}} = 1",
        r"\sum_{k=1}^{99999999} y_k = 0",
        r"(x + y + f(x) + f'(x) + \theta^{(1)} + \theta^{(2)} + \theta^{(3)})^{400} = 0",
        "1" * 5000 + " = 1",
        r"e^{e^{e^{e^{e^{e^{x}}}}}} = 1",
        r"\frac{1}{x - x} = 1",
    ],
)
def test_an_enormous_formula_ends_in_a_message(report: Checker, latex: str) -> None:
    result = report(f"{HEAD}```math\n{latex}\n```\n")
    assert result.exit_code in (1, 2)
    assert len(result.findings()) == 1


@pytest.mark.slow
def test_a_chain_of_definitions_a_thousand_long_is_decided_or_refused() -> None:
    letters = str.maketrans("0123456789", "abcdefghij")
    names = [f"q_{{\\text{{{n:03}}}}}".translate(letters) for n in range(1000)]
    rows = [f"{names[0]} = x", *(f"{name} = {before} + 1" for before, name in pairwise(names))]
    blocks = [f"% define: {row.split(' =')[0]}\n{row}" for row in rows]
    text = "\n".join(f"```math\n{block}\n```\n" for block in [*blocks, f"{names[-1]} = x + 999"])
    result = check_page(pages.parse(HEAD + text), Scope())
    assert result.errors == []
    *definitions, last = [verdict.verdict for verdict in result.verdicts]
    assert definitions == ["definition"] * len(names)
    assert last in {"proved", "undecided"}


def test_a_file_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(b"\xff\xfe\x00")
    assert check([path]).exit_code == 2


def test_no_page_at_a_path_is_an_error(tmp_path: Path) -> None:
    assert check([tmp_path / "gone.md"]).exit_code == 2
