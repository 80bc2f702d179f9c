"""An inequality follows from what its reason names, and from nothing less."""

from __future__ import annotations

import pytest

from bpsite.proof.justify.bounds import ordered
from bpsite.proof.syntax import tree as t
from tests.bpsite.proof.conftest import Checker
from tests.bpsite.proof.test_reasons import SIGMOID, failure

NOT_GIVEN = "the step is true, but its reason does not give it"
HEAD = "---\nmath:\n  let: {x: real, y: real, p: positive}\n---\n\n"


def test_a_chain_orders_its_ends_by_its_strictest_sign() -> None:
    a, b, c, d = (t.Sym(name) for name in "abcd")
    chain = (t.Rel(a, "=", b), t.Rel(b, r"\le", c), t.Rel(c, "<", d))
    found = [(r.left, r.sign, r.right) for r in ordered(chain)]
    assert found == [(a, r"\le", c), (b, r"\le", c), (a, "<", d), (c, "<", d)]
    both_ways = (t.Rel(a, r"\le", b), t.Rel(b, r"\ge", c))
    assert [r.left for r in ordered(both_ways)] == [a, b]


def page(*rows: str) -> str:
    return HEAD + "```math\n\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n```\n"


BOUND = (
    SIGMOID
    + r"""
```math
\begin{aligned}
\sigma'(x) &= \sigma(x) \left( 1 - \sigma(x) \right) && \text{by (5)} \\
&= \tfrac14 - \left( \sigma(x) - \tfrac12 \right)^2 && \text{algebra} \\
&\le \tfrac14 && \text{$\left( \sigma(x) - \tfrac12 \right)^2 \ge 0$}
\end{aligned} \tag{22}
```
"""
)
SQUARE = r"$\left( \sigma(x) - \tfrac12 \right)^2 \ge 0$"


def test_a_square_bounds_the_slope(report: Checker) -> None:
    assert failure(report, BOUND) == ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("by (5)", "the step does not use (5)"),
        (r"$x^2 \ge 0$", "the step does not use $x^2 \\ge 0$"),
        (r"$\sigma(x) > 0$", r"the step does not use $\sigma(x) > 0$"),
        (
            r"$\left( \sigma(x) - \tfrac13 \right)^2 \ge 0$",
            r"the step does not use $\left( \sigma(x) - \tfrac13 \right)^2 \ge 0$",
        ),
    ],
)
def test_another_inequality_is_not_its_reason(report: Checker, wrong: str, message: str) -> None:
    assert failure(report, BOUND.replace(SQUARE, wrong)) == message


STEP = r"""
```math
\begin{aligned}
\left| y \sigma'(x) \right| &\le \tfrac14 \left| y \right| && \text{REASON}
\end{aligned}
```
"""


def bound_with(reason: str) -> str:
    head = BOUND.replace("x: real", "x, y: real", 1)
    return head + STEP.replace("REASON", reason)


def test_a_cited_bound_is_taken_at_the_place_where_it_is_needed(report: Checker) -> None:
    result = report(bound_with(r"by (22), and $\sigma'(x) > 0$"))
    assert not result.findings()
    last = [verdict for verdict in result.verdicts if verdict.step][-1]
    assert (last.verdict, last.depends_on) == ("proved", ("1", "22"))


@pytest.mark.parametrize("reason", ["by (22)", r"$\sigma'(x) > 0$", "algebra"])
def test_half_of_what_a_bound_needs_is_not_enough(report: Checker, reason: str) -> None:
    assert failure(report, bound_with(reason)) == NOT_GIVEN


def test_an_inequality_that_nothing_refutes_is_proved_by_its_reason_alone(report: Checker) -> None:
    growth = r"e^{x} \ge 1 + x"
    alone = report(HEAD + f"```math\n{growth} \\tag{{1}}\n```\n")
    assert [v.verdict for v in alone.verdicts] == ["undecided"]
    assert "points, but not proved" in alone.findings()[0]
    row = r"f(2 x) + p &> 0 && \text{by (1)}"
    head = HEAD.replace("p: positive", "p: positive, f: function")
    assumed = "```math\n% assume\nf(x) > 0 \\tag{1}\n```\n"
    found = report(head + assumed + page(row).removeprefix(HEAD))
    assert not found.findings()
    assert [(v.verdict, v.method) for v in found.verdicts][1] == ("proved", "by its reason")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (r"(x - y)^2 &\ge 0 && \text{algebra}", ""),
        (r"x^2 + y^2 &\ge 2 x y && \text{algebra}", ""),
        (r"x + 1 &> x && \text{algebra}", ""),
        (r"e^{x} &\ge 1 + x && \text{algebra}", NOT_GIVEN),
        (r"x^2 + p &> 0 && \text{algebra}", ""),
    ],
)
def test_algebra_gives_an_inequality_by_its_sign(report: Checker, row: str, message: str) -> None:
    assert failure(report, page(row)) == message


def test_an_equation_that_is_marked_false_is_no_reason(report: Checker) -> None:
    text = HEAD + "```math\n% false: a slip\n(x + y)^2 = x^2 + y^2 \\tag{1}\n```\n"
    row = r"(x + y)^2 - x^2 &= 2 x y + y^2 && \text{by (1)}"
    assert failure(report, text + page(row).removeprefix(HEAD)) == "(1) is marked false"


ROWS = r"""
```math
\begin{aligned}
LEFT &\ge 1 && \text{by (1)}
\end{aligned}
```
"""


@pytest.mark.parametrize(
    ("where", "expected"), [("", ""), (r" \quad \text{for } x > 0", NOT_GIVEN)]
)
def test_an_inequality_is_used_only_where_its_condition_holds(
    report: Checker, where: str, expected: str
) -> None:
    growth = f"```math\ne^{{x}} \\ge 1 + x{where} \\tag{{1}}\n```\n"
    assert of_the_row(report, HEAD + growth + ROWS.replace("LEFT", "e^{x} - x")) == expected


def of_the_row(report: Checker, text: str) -> str:
    """What is wrong with the row that cites an inequality which nothing but its reason proves."""
    found = [verdict for verdict in report(text).verdicts if verdict.step]
    assert [verdict.verdict for verdict in found[:-1]] == ["undecided"]
    return found[-1].detail


@pytest.mark.parametrize(("layer", "expected"), [(2, ""), (3, NOT_GIVEN)])
def test_a_bound_is_used_only_at_the_layers_that_it_is_claimed_for(
    report: Checker, layer: int, expected: str
) -> None:
    head = "---\nmath:\n  let:\n    l: layer\n    u^{(l)}: real\n---\n\n"
    growth = "```math\n% for l: 1 to 2\ne^{u^{(l)}} \\ge 1 + u^{(l)} \\tag{1}\n```\n"
    left = rf"e^{{u^{{({layer})}}}} - u^{{({layer})}}"
    assert of_the_row(report, head + growth + ROWS.replace("LEFT", left)) == expected


@pytest.mark.parametrize(
    ("local", "bound"),
    [
        ("% where: u = e^{x}\nu > 0", r"\left| u \right| &\ge u"),
        ("% where: u = x + 1\nu = x + 1", "(u - x)^2 &> 0"),
    ],
    ids=["a bound", "an equation"],
)
def test_what_is_said_of_what_a_symbol_means_there_alone_proves_no_bound_elsewhere(
    report: Checker, local: str, bound: str
) -> None:
    head = "---\nmath:\n  let: {x: real, u: real}\n---\n\n"
    said = f"```math\n{local} \\tag{{1}}\n```\n"
    row = ROWS.replace(r"LEFT &\ge 1", bound)
    assert failure(report, head + said + row) == NOT_GIVEN


def test_what_is_said_of_a_symbol_that_stays_on_its_page_proves_no_bound_on_another(
    report: Checker,
) -> None:
    below = "---\nmath:\n  let: {x: real, u: real, v: real}\n  local: [u]\n---\n\n"
    said = "```math\n% assume\nu = x + 1 \\tag{1}\n```\n"
    head = "---\nmath:\n  builds_on: [below.md]\n  let: {u: real}\n---\n"
    row = ROWS.replace(r"LEFT &\ge 1", "(u - x)^2 &> 0")
    *_, last = report(head + row, below=below + said).verdicts
    assert last.detail == NOT_GIVEN


def test_a_relation_in_a_reason_is_used_only_where_its_condition_holds(report: Checker) -> None:
    row = r"x + 1 &> x && \text{algebra, $x^3 \ge 0 \quad \text{for } x > 0$}"
    assert failure(report, page(row)).startswith("the step does not use $x^3")
