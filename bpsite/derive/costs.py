"""The costs that can be chosen, and the error signal at the output that each leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpsite.derive.functions import FUNCTIONS, IDENTITY, Function
from bpsite.derive.page import Row


@dataclass(frozen=True)
class Cost:
    """A cost of one prediction, in LaTeX and in NumPy."""

    name: str
    title: str
    words: str
    latex: str
    factor: str  # before the difference, in the derivative of a squared error
    code: str
    outputs: tuple[str, ...]  # the activations whose values it takes


_ANY = tuple(FUNCTIONS)
_ALL = (
    Cost(
        name="half-squared-error",
        title="half the squared error",
        words="The half is there for convenience: it cancels the 2 that the derivative of the"
        " square brings.",
        latex=r"J = \frac{1}{2} \left( \hat{y} - y \right)^2",
        factor="",
        code="1 / 2 * (yhat - y) ** 2",
        outputs=_ANY,
    ),
    Cost(
        name="mean-squared-error",
        title="the mean squared error",
        words="The mean is over the outputs, and here there is one. The derivative of the square"
        " brings a 2, which acts like another learning rate.",
        latex=r"J = \left( \hat{y} - y \right)^2",
        factor="2 ",
        code="(yhat - y) ** 2",
        outputs=_ANY,
    ),
    Cost(
        name="binary-cross-entropy",
        title="binary cross-entropy",
        words="It is minus the logarithm of the probability that was given to what really happened."
        " The sigmoid lies between 0 and 1, so both logarithms exist.",
        latex=r"J = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})",
        factor="",
        code="-y * np.log(yhat) - (1 - y) * np.log(1 - yhat)",
        outputs=("sigmoid",),
    ),
)
COSTS = {cost.name: cost for cost in _ALL}
CANCELS = "binary-cross-entropy"
"""The cost in whose error signal the slope of its output is cancelled."""

_CHAIN = r"chain rule applied to (cost), $\hat{y}$ by (forward)"


def output_signal(cost: Cost, output: Function) -> Sequence[Row]:
    r"""The steps from the cost to the error signal at the output, whose net input is `\net`."""
    slope = rf"{output.symbol}'(\net)"
    return _cancelled(slope) if cost.name == CANCELS else _squared(cost, output, slope)


def _cancelled(slope: str) -> Sequence[Row]:
    fraction = r"\frac{\hat{y} - y}{\hat{y} (1 - \hat{y})} \, "
    terms = r"&= \left( -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}} \right) "
    return (
        (terms + slope, _CHAIN),
        (f"&= {fraction}{slope}", "common denominator"),
        (rf"&= {fraction}\hat{{y}} (1 - \hat{{y}})", r"by (slope_sigmoid), $\hat{y}$ by (forward)"),
        (r"&= \hat{y} - y", "cancel"),
    )


def _squared(cost: Cost, output: Function, slope: str) -> Sequence[Row]:
    difference = rf"&= {cost.factor}(\hat{{y}} - y)"
    rows: list[Row] = [(rf"{difference} \, {slope}", _CHAIN)]
    if output.slope_at:
        written = output.slope_at.replace("@", r"\hat{y}")
        reason = rf"by (slope_{output.name}), $\hat{{y}}$ by (forward)"
        rows.append((f"{difference} {written}", reason))
    if output.name == IDENTITY:
        rows.append((difference, f"by (slope_{IDENTITY})"))
    return rows
