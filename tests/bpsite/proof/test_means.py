"""What is said of means is refuted by random numbers with a few values, whose means are sums."""

from __future__ import annotations

import pytest

from tests.bpsite.proof.conftest import Checker

HEAD = """\
---
math:
  let:
    n: natural
    j: index 1 to n
    t: real
    X, Y: random
    A, B: independent random
    z: symmetric independent random
    v_j: independent random
    f: function
---

"""


def verdict(report: Checker, claim: str) -> str:
    result = report(f"{HEAD}$`{claim}`$\n")
    assert not result.errors
    return next(found.verdict for found in result.verdicts if found.step)


@pytest.mark.parametrize(
    "claim",
    [
        r"\operatorname{E}[X^2] = \operatorname{E}[X]^2",
        r"\operatorname{Var}(2 X) = 2 \operatorname{Var}(X)",
        r"\operatorname{E}[X Y] = \operatorname{E}[X] \operatorname{E}[Y]",
        r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
        r"\operatorname{E}[1 / A] = 1 / \operatorname{E}[A]",
        r"\operatorname{E}[f(X)] = f(\operatorname{E}[X])",
        r"\operatorname{E}[z^4] = \operatorname{E}[z^2]^2",
        r"\operatorname{E}[\operatorname{E}[X] X] = \operatorname{E}[X^2]",
        r"\operatorname{Var}\left( \sum_{j=1}^{n} v_j \right) = n^2 \operatorname{Var}(v_1)",
        r"\frac{\partial}{\partial X} \left( \operatorname{E}[X^2] \right) = 2 X",
        r"\frac{\partial}{\partial t} \left( \operatorname{E}[f(t X)] \right) = 0",
    ],
)
def test_a_false_claim_on_means_is_refuted(report: Checker, claim: str) -> None:
    assert verdict(report, claim) == "failed"


@pytest.mark.parametrize(
    "claim",
    [
        r"\operatorname{E}[z^2 + A] = \operatorname{E}[z^2] + \operatorname{E}[A]",
        r"\operatorname{E}\left[ \left( \sum_{j=1}^{n} v_j \right)^3 \right] = "
        r"n \operatorname{E}[v_1^3] + 3 n (n - 1) \operatorname{E}[v_1^2] \operatorname{E}[v_1]"
        r" + n (n - 1) (n - 2) \operatorname{E}[v_1]^3",
    ],
)
def test_numbers_agree_with_what_is_proved(report: Checker, claim: str) -> None:
    assert verdict(report, claim) == "proved"


def test_the_counterexample_says_which_values_the_numbers_have(report: Checker) -> None:
    (found,) = report(f"{HEAD}$`\\operatorname{{E}}[X^2] = \\operatorname{{E}}[X]^2`$\n").verdicts
    assert "X one of " in found.detail


def test_an_e_is_a_letter_like_any_other_where_nothing_is_random(report: Checker) -> None:
    page = (
        "---\nmath:\n  let:\n    E: function\n    x: real\n---\n\n$`\\operatorname{E}(x) = E(x)`$\n"
    )
    assert report(page).exit_code == 0


@pytest.mark.parametrize(
    ("claim", "column", "message"),
    [
        (r"\operatorname{E} = 3", 3, r"\operatorname{E} of what?"),
        (r"\operatorname{Var} X = 3", 3, r"\operatorname{Var} of what?"),
        (r"\operatorname{E}[X, Y] = 3", 3, r"\operatorname{E} takes one argument, here are 2"),
        (
            r"\lim_{t \to 0} \operatorname{E}[t X] = 0",
            40,
            "a mean is decided neither beside an array nor under a limit",
        ),
    ],
)
def test_what_a_mean_can_not_be_of_is_told_with_its_place(
    report: Checker, claim: str, column: int, message: str
) -> None:
    (found,) = report(f"{HEAD}$`{claim}`$\n").findings()
    assert found.startswith(f"page.md:14:{column}: {message}\n")
