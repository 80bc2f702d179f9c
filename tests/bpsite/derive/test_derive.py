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
from bpsite.derive.network import MOST_WIDE, units_in
from bpsite.proof.page import Checked, check_page
from bpsite.proof.scope.lookup import Scope

PAIRS = [(cost.name, output) for cost in COSTS.values() for output in cost.outputs]
WHOLE = 500
SAMPLE = (1, 2, 3, 4)
LAYERS = range(2, 13)
WIDE = range(2, MOST_WIDE + 1)


def checked(text: str, *, hasty: bool = False) -> Checked:
    return check_page(pages.parse(text), Scope(), hasty=hasty)


def chosen(seed: int) -> Network:
    """A path for an even seed, layers of units for an odd one, of each depth in turn."""
    choice = random.Random(seed)  # noqa: S311 # choices, not secrets
    cost, output = choice.choice(PAIRS)
    depths = WIDE if seed % 2 else LAYERS
    layers = depths[seed // 2 % len(depths)]
    hidden = choice.choices(list(FUNCTIONS), k=layers - 2)
    units = choice.choices(range(1, 6), k=layers) if seed % 2 else []
    return Network.of(hidden, output, cost, units=units)


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
@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_every_cost_of_several_outputs_is_proved(cost: str, output: str) -> None:
    holds(Network.of(["tanh"], output, cost, units=[2, 3, 2]))


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_activation_of_hidden_units_is_proved(name: str) -> None:
    holds(Network.of([name, "sigmoid"], "identity", "half-squared-error", units=[3, 2, 4, 1]))


@pytest.mark.slow
def test_nine_layers_that_stop_what_is_negative_are_proved() -> None:
    """Few random weights leave such a path open, and where it is shut it has corners."""
    holds(Network.of(["relu"], "sigmoid", "binary-cross-entropy", layers=9))


@pytest.mark.slow
def test_predictions_so_near_to_1_that_rounding_shows_are_no_counterexample() -> None:
    hidden = ["identity", "identity"]
    holds(Network.of(hidden, "sigmoid", "binary-cross-entropy", units=[3, 1, 3, 4]))


@pytest.mark.slow
def test_derivations_that_were_drawn_are_proved(pytestconfig: pytest.Config) -> None:
    """All five hundred in the weekly run."""
    seeds = range(WHOLE) if pytestconfig.getoption("whole") else SAMPLE
    for seed in seeds:
        holds(chosen(seed))


def wrong() -> Iterator[tuple[str, str]]:
    yield r"&= \hat{y} - y &&", r"&= \hat{y} + y &&"
    yield r"\theta^{(2)} r'(z^{(2)})", r"\theta^{(2)} r'(a^{(2)})"
    yield r"\theta^{(2)} r'(z^{(2)})", r"\theta^{(1)} r'(z^{(2)})"
    yield r"&= \delta^{(3)} a^{(2)} &&", r"&= \delta^{(3)} a^{(1)} &&"
    yield r"\text{chain rule, (", r"\text{algebra, ("
    yield r"\frac{1}{1 + e^{-u}}", r"\frac{1}{1 - e^{-u}}"


@pytest.mark.parametrize(("right", "instead"), list(wrong()))
def test_a_derivation_with_a_slip_is_refused(right: str, instead: str) -> None:
    text = derivation(Network.of(["relu"], "sigmoid", "binary-cross-entropy"))
    assert right in text
    assert not checked(text.replace(right, instead), hasty=True).good


def wrong_in_layers() -> Iterator[tuple[str, str]]:
    yield r"&= (\theta^{(2)})^\top \delta", r"&= \theta^{(2)} \delta"
    yield r"\odot r'(z^{(2)})", r"\odot r'(a^{(2)})"
    yield r"&= \delta^{(3)} (a^{(2)})^\top", r"&= a^{(2)} (\delta^{(3)})^\top"
    yield r"&= \delta^{(3)} && \text{(5)", r"&= 2 \delta^{(3)} && \text{(5)"
    yield r"\hat{y}_i - y_i && ", r"\hat{y}_i + y_i && "
    yield r"b^{(2)}: vector p", r"b^{(2)}: vector n"


@pytest.mark.slow
@pytest.mark.parametrize(("right", "instead"), list(wrong_in_layers()))
def test_a_derivation_of_layers_with_a_slip_is_refused(right: str, instead: str) -> None:
    network = Network.of(["relu"], "sigmoid", "binary-cross-entropy", units=[3, 4, 2])
    text = derivation(network)
    assert right in text
    assert not checked(text.replace(right, instead), hasty=True).good


@pytest.mark.parametrize(
    ("units", "layers", "message"),
    [
        ("3,4,2", 4, "3 numbers of units for 4 layers: name one for each"),
        ("3,4,4,4,2", None, "2 to 4 layers of 1 to 9 units can be derived, not 3,4,4,4,2; paths"),
        ("3,0,2", None, "not 3,0,2"),
        ("3,four", None, "'four' is no number of units: write them as 3,4,2"),
    ],
)
def test_units_that_cannot_be_derived_are_refused_with_what_can(
    units: str, layers: int | None, message: str
) -> None:
    with pytest.raises(ChoiceError, match=message):
        Network.of(["tanh"], "tanh", "half-squared-error", layers, units_in(units))


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
@pytest.mark.parametrize("depth", [["--layers", "4"], ["--units", "3,4,4,2"]])
def test_the_command_writes_a_page_that_it_accepts(
    depth: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [*depth, "--hidden", "relu,tanh", "--output", "sigmoid"]
    assert bpcheck(["derive", *options, "--cost", "binary-cross-entropy"]) == 0
    page = tmp_path / "mine.md"
    page.write_text(capsys.readouterr().out, encoding="utf-8")
    assert bpcheck([str(page)]) == 0
    assert "failed" not in capsys.readouterr().out


def test_the_command_says_what_it_cannot_derive(capsys: pytest.CaptureFixture[str]) -> None:
    assert bpcheck(["derive", "--output", "relu", "--cost", "binary-cross-entropy"]) == 2
    assert capsys.readouterr().err.startswith("binary-cross-entropy has no logarithm of what relu")
