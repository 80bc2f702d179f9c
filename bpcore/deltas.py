"""The error signal of the output layer for a named pair of activation and cost."""

import numpy as np

from bpcore._checks import floats, pair, probabilities, require_name
from bpcore._types import Array, Numbers
from bpcore.activations import ACTIVATIONS, sigmoid
from bpcore.costs import COSTS

VALID = (
    "valid are every activation with half_squared_error and mean_squared_error; "
    "sigmoid, or another with predictions from 0 to 1, with binary_cross_entropy; "
    "softmax, or another with predictions from 0 to 1, with cross_entropy; "
    "softmax and cross_entropy only with two or more outputs"
)


def output_delta(z: Numbers, y: Numbers, activation: str, cost: str) -> Array:
    """The error signal of the output layer, dJ/dz, from its net input z and the target y.

    It is equation (18) for identity with half_squared_error, (20) for sigmoid with
    binary_cross_entropy, (30) for softmax with cross_entropy, all exact in the tails, and for any
    other pair the product of the cost's derivative and the activation's, as (21).
    z, y and the result have one shape (..., n): the last axis holds the outputs of one example.
    NaN stays NaN. A product is infinite or NaN where the prediction is rounded to 0 or 1 and the
    cost's derivative is infinite there.
    Raises TypeError if z or y does not consist of numbers, ValueError if their shapes differ, a
    name is unknown, the pair makes no sense, or y is no target for the cost.

    >>> print(output_delta(2, 0.5, "identity", "half_squared_error"))
    1.5
    >>> print(output_delta(0, 1, "sigmoid", "binary_cross_entropy"))
    -0.5
    >>> print(output_delta([0, 0], [0, 1], "softmax", "cross_entropy").tolist())
    [0.5, -0.5]
    >>> print(output_delta(0, 1, "sigmoid", "half_squared_error"))
    -0.125
    """
    require_name("activation", activation, ACTIVATIONS)
    require_name("cost", cost, COSTS)
    _require_outputs(z, y, activation, cost)
    z, y = pair("z", z, y)
    yhat = ACTIVATIONS[activation][0](z)
    if cost in ("binary_cross_entropy", "cross_entropy"):
        _require_probabilities(yhat, y, activation, cost)
    if (activation, cost) == ("sigmoid", "binary_cross_entropy"):
        return _sigmoid_delta(z, y)
    if (activation, cost) == ("softmax", "cross_entropy"):
        return _softmax_delta(yhat, y)
    return _through(activation, COSTS[cost][1](yhat, y), z)


def _sigmoid_delta(z: Array, y: Array) -> Array:
    """Equation (20), yhat - y, in two terms that keep their digits where yhat rounds to y."""
    delta: Array = sigmoid(z) * (np.ones_like(y) - y) - sigmoid(-z) * y
    return delta


def _softmax_delta(yhat: Array, y: Array) -> Array:
    """Equation (30), yhat - y, in two terms that keep their digits where yhat rounds to y."""
    others = yhat @ (1 - np.eye(yhat.shape[-1], dtype=yhat.dtype))  # 1 - yhat_k as a sum
    return yhat * (1 - y) - others * y


def _through(activation: str, dj_da: Array, z: Array) -> Array:
    """dJ/dz from dJ/da: times g'(z), or times the Jacobian where an output depends on every z."""
    _, g_prime = ACTIVATIONS[activation]
    with np.errstate(invalid="ignore"):  # inf times 0 is NaN, and output_delta says so
        if activation == "softmax":
            return (dj_da[..., None, :] @ g_prime(z))[..., 0, :]
        return dj_da * g_prime(z)


def _require_outputs(z: Numbers, y: Numbers, activation: str, cost: str) -> None:
    """Raise, with the list of what is valid, if softmax or cross-entropy has a single output."""
    for name, value in (("z", floats("z", z)), ("y", floats("y", y))):
        single = value.ndim == 0 or value.shape[-1] == 1
        if single and (activation == "softmax" or cost == "cross_entropy"):
            came = f"expected {name} with two or more outputs, got shape {value.shape}"
            raise ValueError(f"{activation} with {cost}: {came}; {VALID}")


def _require_probabilities(yhat: Array, y: Array, activation: str, cost: str) -> None:
    """Raise if a prediction is no probability (with the list of what is valid) or y no target."""
    outside = np.extract((yhat.real < 0) | (yhat.real > 1), yhat)
    if outside.size:
        came = f"expected predictions from 0 to 1, got {outside[0]}"
        raise ValueError(f"{activation} with {cost}: {came}; {VALID}")
    probabilities(yhat, y)
    sums = y.real.sum(axis=-1)
    wrong = np.extract(np.abs(sums - 1) > 1e-3, sums)
    if cost == "cross_entropy" and wrong.size:  # (29) and (30) take y for a distribution
        raise ValueError(f"y: expected targets that sum to 1 for each example, got {wrong[0]}")
