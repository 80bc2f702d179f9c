"""The costs that can be chosen, and the error signal at the output that each leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpsite.derive.functions import FUNCTIONS, IDENTITY, Function
from bpsite.derive.page import Row


@dataclass(frozen=True)
class Written:
    """How a cost is written, in words, LaTeX and NumPy; `@` stands for the number of outputs."""

    words: str
    latex: str
    code: str
    factor: str = ""  # before the difference, in the derivative of a squared error
    factor_code: str = ""


@dataclass(frozen=True)
class Cost:
    """A cost of one example: of a prediction that is one number, or of several."""

    name: str
    title: str
    path: Written
    layers: Written
    outputs: tuple[str, ...]  # the activations whose values it takes


_ANY = tuple(FUNCTIONS)
_HALF = (
    "The half is there for convenience: it cancels the 2 that the derivative of the square brings."
)
_TWO = "The derivative of the square brings a 2, which acts like another learning rate."
_PROBABLE = "minus the logarithm of the probability that was given to what really happened"
_BETWEEN = "The sigmoid lies between 0 and 1, so both logarithms exist."
_ALL = (
    Cost(
        name="half-squared-error",
        title="half the squared error",
        path=Written(
            words=_HALF,
            latex=r"J = \frac{1}{2} \left( \hat{y} - y \right)^2",
            code="1 / 2 * (yhat - y) ** 2",
        ),
        layers=Written(
            words=f"The squares of all outputs are added. {_HALF}",
            latex=r"J = \frac{1}{2} \sum_{i=1}^{@} \left( \hat{y}_i - y_i \right)^2",
            code="1 / 2 * ((yhat - y) ** 2).sum()",
        ),
        outputs=_ANY,
    ),
    Cost(
        name="mean-squared-error",
        title="the mean squared error",
        path=Written(
            words=f"The mean is over the outputs, and here there is one. {_TWO}",
            latex=r"J = \left( \hat{y} - y \right)^2",
            code="(yhat - y) ** 2",
            factor="2 ",
            factor_code="2 * ",
        ),
        layers=Written(
            words=f"The mean is over the outputs. {_TWO}",
            latex=r"J = \frac{1}{@} \sum_{i=1}^{@} \left( \hat{y}_i - y_i \right)^2",
            code="((yhat - y) ** 2).sum() / @",
            factor=r"\frac{2}{@} ",
            factor_code="2 / @ * ",
        ),
        outputs=_ANY,
    ),
    Cost(
        name="binary-cross-entropy",
        title="binary cross-entropy",
        path=Written(
            words=f"It is {_PROBABLE}. {_BETWEEN}",
            latex=r"J = -y \log \hat{y} - (1 - y) \log(1 - \hat{y})",
            code="-y * np.log(yhat) - (1 - y) * np.log(1 - yhat)",
        ),
        layers=Written(
            words=f"For each output it is {_PROBABLE}, and these are added. {_BETWEEN}",
            latex=r"J = \sum_{i=1}^{@} \left( -y_i \log \hat{y}_i - (1 - y_i) \log(1 - \hat{y}_i)"
            r" \right)",
            code="(-y * np.log(yhat) - (1 - y) * np.log(1 - yhat)).sum()",
        ),
        outputs=("sigmoid",),
    ),
)
COSTS = {cost.name: cost for cost in _ALL}
CANCELS = "binary-cross-entropy"
"""The cost in whose error signal the slope of its output is cancelled."""

_CHAIN = r"chain rule applied to (cost), $\hat{y}$ by (forward)"


def output_signal(cost: Cost, output: Function, factor: str) -> Sequence[Row]:
    r"""The steps from the cost to the error signal at the output, whose net input is `\net`."""
    slope = rf"{output.symbol}'(\net)"
    return _cancelled(slope) if cost.name == CANCELS else _squared(factor, output, slope)


def _cancelled(slope: str) -> Sequence[Row]:
    fraction = r"\frac{\hat{y} - y}{\hat{y} (1 - \hat{y})} \, "
    terms = r"&= \left( -\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}} \right) "
    return (
        (terms + slope, _CHAIN),
        (f"&= {fraction}{slope}", "common denominator"),
        (rf"&= {fraction}\hat{{y}} (1 - \hat{{y}})", r"by (slope_sigmoid), $\hat{y}$ by (forward)"),
        (r"&= \hat{y} - y", "cancel"),
    )


def _squared(factor: str, output: Function, slope: str) -> Sequence[Row]:
    difference = rf"&= {factor}(\hat{{y}} - y)"
    rows: list[Row] = [(rf"{difference} \, {slope}", _CHAIN)]
    if output.slope_at:
        written = output.slope_at.replace("@", r"\hat{y}")
        reason = rf"by (slope_{output.name}), $\hat{{y}}$ by (forward)"
        rows.append((f"{difference} {written}", reason))
    if output.name == IDENTITY:
        rows.append((difference, f"by (slope_{IDENTITY})"))
    return rows
