"""The verdict on an equation says what must not be 0, and nothing where that is so anyway."""

from __future__ import annotations

import pytest

from tests.bpsite.proof.conftest import Checker

HEAD = (
    "---\nmath:\n  let:\n    x, y: real\n    p: positive\n    n: natural\n    g: function\n---\n"
    "```math\n% define: \\sigma\n\\sigma(x) = \\frac{1}{1 + e^{-x}}\n```\n"
)


@pytest.mark.parametrize(
    ("latex", "where"),
    [
        (r"\frac{x}{x} = 1", "where x \u2260 0"),
        (r"\frac{y}{x^2 (1 - y)} = \frac{y}{x x (1 - y)}", "where x \u2260 0, (1 - y) \u2260 0"),
        (r"\log(x) + \log(y) = \log(y) + \log(x)", "where x > 0, y > 0"),
        (r"\left( \frac{1}{g} \right)' = -\frac{g'}{g^2}", "where g \u2260 0"),
        (r"\left( \frac{1}{g} \right)' = -\frac{g'}{g^2} \quad \text{if } g \ne 0", ""),
        (r"\frac{x}{p} = x \cdot \frac{1}{p}", ""),
        (r"\frac{x}{1 + x^2} = x \cdot \frac{1}{1 + x^2}", ""),
        (r"\frac{x}{n} - \frac{y}{n} = \frac{x - y}{n}", ""),
        (r"\frac{x}{\sigma(x)} = x \cdot \frac{1}{\sigma(x)}", ""),
        (r"\frac{x}{1 - \sigma(x)} = x \cdot \frac{1}{1 - \sigma(x)}", ""),
        (r"\log(1 - \sigma(x)) = -\log(1 + e^x)", ""),
        (r"\frac{x}{2} = \frac12 x", ""),
    ],
)
def test_what_must_not_be_0_is_said(report: Checker, latex: str, where: str) -> None:
    *_, verdict = [v for v in report(f"{HEAD}$`{latex}`$\n").verdicts if v.step]
    assert verdict.verdict == "proved"
    assert verdict.method.partition(", where ")[2] == where.removeprefix("where ")
