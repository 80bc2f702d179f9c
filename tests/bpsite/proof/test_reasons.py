"""A true line under a wrong reason fails, and a right reason is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.proof.explaining import explained
from tests.bpsite.proof.conftest import Checker

CASES = Path(__file__).parents[2] / "cases" / "proof"
SIGMOID = (CASES / "sigmoid.md").read_text(encoding="utf-8")
NETWORK = (CASES / "network.md").read_text(encoding="utf-8")
BY_HAND = (CASES / "by-hand.md").read_text(encoding="utf-8")

FIRST = r"\text{(3) and (4) applied to (1)}"
SECOND = r"&= \frac{e^{-x}}{(1 + e^{-x})^2} && \text{algebra}"
LAST = r"&= \sigma(x) \left( 1 - \sigma(x) \right) && \text{definition of $\sigma$ (1)}"


def failure(run: Checker, text: str, **others: str) -> str:
    result = run(text, **others)
    assert not result.errors, result.errors[0]
    bad = [verdict for verdict in result.verdicts if not verdict.good]
    return bad[0].detail if bad else ""


def test_every_reason_of_the_sources_equations_is_enough(report: Checker) -> None:
    assert failure(report, SIGMOID) == ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            r"\text{quotient rule (2) applied to (1)}",
            "the step is true, but its reason does not give it",
        ),
        (r"\text{(3) applied to (1)}", "the step is true, but its reason does not give it"),
        (r"\text{(3) and (4)}", "the step is true, but its reason does not give it"),
        (
            r"\text{product rule, (3) and (4) applied to (1)}",
            "the step does not use the product rule",
        ),
        (r"\text{algebra}", "the step is true, but its reason does not give it"),
        (r"\text{chain rule (2)}", "(2) is the quotient rule, not the chain rule"),
        (r"\text{chain rule (1)}", "(1) is no rule, not the chain rule"),
        (r"\text{by (5)}", "(5) can't be a reason for itself"),
        (r"\text{by (6)}", "there is no equation (6) before this one"),
        (r"\text{obviously}", "'obviously' names no rule, definition or equation"),
        (r"\text{definition of $\tau$ (1)}", r"undeclared symbol \tau"),
        (r"\text{(3) and (4), $x$ by (1)}", "x has no definition"),
    ],
)
def test_the_first_step_of_5_fails_under_another_reason(
    report: Checker, wrong: str, message: str
) -> None:
    assert failure(report, SIGMOID.replace(FIRST, wrong)) == message


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("chain rule (4)", "the step does not use the chain rule"),
        ("quotient rule (2)", "the step does not use the quotient rule"),
        (r"definition of $\sigma$ (1)", "the step does not use (1)"),
        ("rules of differentiation", "the step does not use the rules of differentiation"),
        ("derivative", "the step does not use the derivative"),
    ],
)
def test_an_algebraic_step_fails_under_a_rule(report: Checker, wrong: str, message: str) -> None:
    step = SECOND.replace("algebra", wrong)
    assert failure(report, SIGMOID.replace(SECOND, step, 1)) == message


def test_a_step_without_a_reason_fails(report: Checker) -> None:
    step = SECOND.replace(r" && \text{algebra}", "")
    assert failure(report, SIGMOID.replace(SECOND, step, 1)) == "this step names no reason"


def test_the_last_step_of_5_needs_the_definition(report: Checker) -> None:
    step = LAST.replace(r"definition of $\sigma$ (1)", "algebra")
    expected = "the step is true, but its reason does not give it"
    assert failure(report, SIGMOID.replace(LAST, step)) == expected


def test_a_definition_with_the_number_of_another_equation_fails(report: Checker) -> None:
    text = BY_HAND.replace("definition of $J$ (7)", "definition of $J$ (8)", 1)
    message = "J is not defined by (8)"
    assert failure(report, text, network=NETWORK, sigmoid=SIGMOID) == message


def test_the_chain_rule_of_9_is_not_the_product_rule(report: Checker) -> None:
    text = BY_HAND.replace(r"\text{chain rule (4), $\hat", r"\text{product rule, $\hat", 1)
    expected = "the step is true, but its reason does not give it"
    assert failure(report, text, network=NETWORK, sigmoid=SIGMOID) == expected


def test_a_relation_in_a_reason_is_decided_too(report: Checker) -> None:
    text = BY_HAND.replace("$g'(x) = 1$", "$g'(x) = 2$", 1)
    result = report(text, network=NETWORK, sigmoid=SIGMOID)
    bad = [verdict for verdict in result.verdicts if not verdict.good]
    assert [(verdict.step, verdict.left, verdict.right) for verdict in bad] == [(0, "g'(x)", "2")]


def test_a_finding_on_a_reason_stands_at_the_reason(report: Checker) -> None:
    text = SIGMOID.replace(SECOND, SECOND.replace("algebra", "chain rule (4)"), 1)
    (bad,) = (verdict for verdict in report(text).verdicts if not verdict.good)
    assert bad.source_line[bad.column - 1 :].startswith("chain rule (4)}")


ALIASED = r"""---
math:
  let: {w: real, a: real}
---

```math
% define: z
z = w \tag{1}
```

```math
% define: J
J = z^2 + a \tag{2}
```

```math
\begin{aligned}
\frac{\partial J}{\partial z} &= \frac{\partial J}{\partial w} && \text{REASON}
\end{aligned}
```
"""


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("$z$ by (1)", "the step is true, but its reason does not give it"),
        ("(1) and (2)", ""),
        ("(2), rules of differentiation", "the step is true, but its reason does not give it"),
    ],
)
def test_a_derivative_that_stays_unopened_is_one_by_its_own_symbol(
    report: Checker, reason: str, message: str
) -> None:
    assert failure(report, ALIASED.replace("REASON", reason)) == message


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (r"definition of $\sigma$ (1)", ""),
        ("derivative", "the step is true, but its reason does not give it"),
    ],
)
def test_a_prime_is_the_derivative_of_what_the_function_is(
    report: Checker, reason: str, message: str
) -> None:
    row = r"\sigma'(x) &= \frac{d}{dx} \left( \frac{1}{1 + e^{-x}} \right)"
    step = f"\n```math\n\\begin{{aligned}}\n{row} && \\text{{{reason}}}\n\\end{{aligned}}\n```\n"
    assert failure(report, SIGMOID + step) == message


def test_an_explanation_names_what_a_step_opened_and_the_rules_it_used(
    report: Checker, tmp_path: Path
) -> None:
    report(SIGMOID)
    line = next(n for n, text in enumerate(SIGMOID.splitlines(), 1) if FIRST in text)
    first = next(explained(tmp_path / "page.md", line)).splitlines()
    assert first[-2].strip() == "reason: (3), (4), (1)"
    assert first[-1].strip() == "rules: sum rule, reciprocal rule, chain rule"


def test_a_derivative_by_one_layer_is_not_that_by_another_of_the_same_value(
    report: Checker,
) -> None:
    layers = "---\nmath:\n  let: {w: real, l: layer}\n---\n\n"
    for text in (r"z^{(1)} = w \tag{1}", r"z^{(2)} = w \tag{2}", r"J = z^{(1)} z^{(2)} \tag{3}"):
        layers += f"```math\n% define: {text.partition(' =')[0]}\n{text}\n```\n\n"
    step = r"\frac{\partial J}{\partial z^{(1)}} &= \frac{\partial J}{\partial z^{(2)}}"
    page = layers + f"```math\n\\begin{{aligned}}\n{step} && REASON\n\\end{{aligned}}\n```\n"
    shut = page.replace("REASON", r"\text{(1) and (2)}")
    assert failure(report, shut) == "the step is true, but its reason does not give it"
    assert failure(report, page.replace("REASON", r"\text{product rule, (1), (2), (3)}")) == ""
