"""A derivation for any choice is accepted by the checker, and its cells print what it says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpsite import doctests, pages
from bpsite.__main__ import bpcheck
from bpsite.derive import ChoiceError, Network, derivation
from bpsite.derive.costs import COSTS
from bpsite.derive.functions import FUNCTIONS
from bpsite.proof.page import Checked, check_page
from bpsite.proof.scope.lookup import Scope

PAIRS = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
WHOLE = 500
SAMPLE = (1, 2)
LAYERS = range(2, 13)


def checked(text: str) -> Checked:
    return check_page(pages.parse(text), Scope())


def chosen(seed: int, layers: int) -> Network:
    choice = random.Random(seed)  # noqa: S311 # choices, not secrets
    cost, output = choice.choice(PAIRS)
    hidden = choice.choices(list(FUNCTIONS), k=layers - 2)
    return Network.of(hidden, output, cost)


def holds(network: Network) -> None:
    text = derivation(network)
    found = checked(text)
    assert [verdict.detail for verdict in found.verdicts if not verdict.good] == []
    assert found.errors == []
    assert doctests.run(pages.parse(text)) == []


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_every_cost_with_every_output_that_it_takes_is_proved(cost: str, output: str) -> None:
    holds(Network.of(["tanh"], output, cost))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_hidden_activation_is_proved(name: str) -> None:
    holds(Network.of([name, "sigmoid", name], "identity", "half-squared-error"))


@pytest.mark.slow
def test_nine_layers_that_stop_what_is_negative_are_proved() -> None:
    """Few random weights leave such a path open, and where it is shut it has corners."""
    holds(Network.of(["relu"], "sigmoid", "binary-cross-entropy", layers=9))


@pytest.mark.slow
def test_derivations_that_were_drawn_are_proved(pytestconfig: pytest.Config) -> None:
    """All five hundred in the weekly run."""
    seeds = range(WHOLE) if pytestconfig.getoption("whole") else SAMPLE
    for seed in seeds:
        holds(chosen(seed, LAYERS[seed % len(LAYERS)]))


def wrong() -> Iterator[tuple[str, str]]:
    yield r"&= \hat{y} - y &&", r"&= \hat{y} + y &&"
    yield r"\theta^{(2)} r'(z^{(2)})", r"\theta^{(2)} r'(a^{(2)})"
    yield r"\theta^{(2)} r'(z^{(2)})", r"\theta^{(1)} r'(z^{(2)})"
    yield r"&= \delta^{(3)} a^{(2)} &&", r"&= \delta^{(3)} a^{(1)} &&"
    yield r"\text{chain rule, (", r"\text{algebra, ("
    yield r"\frac{1}{1 + e^{-x}}", r"\frac{1}{1 - e^{-x}}"


@pytest.mark.parametrize(("right", "instead"), list(wrong()))
def test_a_derivation_with_a_slip_is_refused(right: str, instead: str) -> None:
    text = derivation(Network.of(["relu"], "sigmoid", "binary-cross-entropy"))
    assert right in text
    assert not checked(text.replace(right, instead)).good


@pytest.mark.parametrize(
    ("hidden", "output", "cost", "layers", "message"),
    [
        (["elu"], "tanh", "half-squared-error", None, "'elu' is not an activation that can be"),
        ([], "tanh", "hinge", None, "'hinge' is not a cost that can be chosen: half-squared-error"),
        ([], "tanh", "binary-cross-entropy", None, "take sigmoid for the output"),
        (["relu", "tanh"], "tanh", "half-squared-error", 5, "2 hidden activations for 3 hidden"),
        (["relu"], "tanh", "half-squared-error", 13, "2 to 12 layers can be derived"),
        ([], "tanh", "half-squared-error", 1, "2 to 12 layers can be derived"),
    ],
)
def test_what_cannot_be_derived_is_refused_with_what_can(
    hidden: list[str], output: str, cost: str, layers: int | None, message: str
) -> None:
    with pytest.raises(ChoiceError, match=message):
        Network.of(hidden, output, cost, layers)


@pytest.mark.slow
def test_the_command_writes_a_page_that_it_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--layers", "4", "--hidden", "relu,tanh", "--output", "sigmoid"]
    assert bpcheck(["derive", *options, "--cost", "binary-cross-entropy"]) == 0
    page = tmp_path / "mine.md"
    page.write_text(capsys.readouterr().out, encoding="utf-8")
    assert bpcheck([str(page)]) == 0
    assert "failed" not in capsys.readouterr().out


def test_the_command_says_what_it_cannot_derive(capsys: pytest.CaptureFixture[str]) -> None:
    assert bpcheck(["derive", "--output", "relu", "--cost", "binary-cross-entropy"]) == 2
    assert capsys.readouterr().err.startswith("binary-cross-entropy has no logarithm of what relu")
