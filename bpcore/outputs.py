"""The cost and the error signal of the output layer for a named pair of activation and cost."""

import numpy as np

from bpcore._checks import floats, pair, probabilities, require_name
from bpcore._types import Array, Numbers
from bpcore.activations import ACTIVATIONS, one_minus_sigmoid, slope, softmax_prime, wide
from bpcore.costs import COSTS

VALID = (
    "valid are every activation with half_squared_error and mean_squared_error; "
    "sigmoid, or another with predictions from 0 to 1, with binary_cross_entropy; "
    "softmax, or another with predictions from 0 to 1, with cross_entropy; "
    "softmax and cross_entropy only with two or more outputs"
)


def output_cost(z: Numbers, y: Numbers, activation: str, cost: str) -> Array:
    """The cost of each example from the net input z of the output layer and the target y.

    It is equation (19) of sigmoid for binary_cross_entropy and (29) of softmax for cross_entropy,
    both without the prediction, which may be rounded to 0 or 1: they are exact in the tails, where
    the cost of the prediction is infinite. For any other pair it is the cost of the activation.
    z and y have one shape (..., n), and the result has shape (...). NaN stays NaN.
    Raises TypeError if z or y does not consist of numbers, ValueError if their shapes differ, a
    name is unknown, the pair makes no sense, or y is no target for the cost.

    >>> print(output_cost(-300, 1, "sigmoid", "binary_cross_entropy"))
    300.0
    >>> print(output_cost([1000, 0], [0, 1], "softmax", "cross_entropy"))
    1000.0
    >>> print(output_cost(2, 1, "identity", "half_squared_error"))
    0.5
    """
    z, y = _output(z, y, activation, cost)
    yhat = ACTIVATIONS[activation][0](z)
    _require_target(yhat, y, activation, cost)
    if (activation, cost) == ("sigmoid", "binary_cross_entropy"):
        return _sigmoid_cost(z, y)
    if (activation, cost) == ("softmax", "cross_entropy"):
        return _softmax_cost(z, y)
    return COSTS[cost][0](yhat, y)


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
    z, y = _output(z, y, activation, cost)
    return delta_of(z, y, ACTIVATIONS[activation][0](z), activation, cost)


def delta_of(z: Array, y: Array, yhat: Array, activation: str, cost: str) -> Array:
    """The error signal of the output layer where its prediction is known already."""
    _require_target(yhat, y, activation, cost)
    if (activation, cost) == ("sigmoid", "binary_cross_entropy"):
        return _difference(yhat, one_minus_sigmoid(z, yhat), y)
    if (activation, cost) == ("softmax", "cross_entropy"):
        return _difference(yhat, _others(yhat), y)
    dj_da = COSTS[cost][1](yhat, y)
    if activation == "identity":
        return dj_da
    with np.errstate(invalid="ignore"):  # inf times 0 is NaN, and output_delta says so
        return through(activation, dj_da, z, yhat)


def through(activation: str, dj_da: Array, z: Array, a: Array) -> Array:
    """dJ/dz from dJ/da: times g'(z), or times the Jacobian where an output depends on every z."""
    if activation == "softmax":
        return (dj_da[..., None, :] @ softmax_prime(z))[..., 0, :]
    return dj_da * slope(activation, z, a)


def _sigmoid_cost(z: Array, y: Array) -> Array:
    """Equation (19), log(1 + e^-|z|) and, for what the prediction has on the wrong side, |z|."""
    wrong = np.where(z.real < 0, y, np.ones_like(y) - y)
    size = np.where(z.real < 0, -z, z)
    loss = np.log1p(np.exp(-size)) + wrong * np.where(wrong == 0, wrong, size)  # 0 inf is 0 here
    cost: Array = np.atleast_1d(loss).sum(axis=-1)
    return cost


def _softmax_cost(z: Array, y: Array) -> Array:
    """Equation (29), log(yhat_k) as z_k less the logarithm of the sum, from the greatest z on."""
    top = z.real.argmax(axis=-1, keepdims=True)
    below = np.take_along_axis(wide(z), top, axis=-1) - wide(z)
    e = np.exp(-below)
    np.put_along_axis(e, top, 0, axis=-1)
    rest = np.log1p(e.sum(axis=-1, keepdims=True))  # of 1, the e^0 of the greatest, and the others
    loss = y * (np.where(y == 0, y, below) + rest)
    cost: Array = loss.sum(axis=-1).astype(z.dtype)
    return cost


def _difference(yhat: Array, others: Array, y: Array) -> Array:
    """Equations (20) and (30), yhat - y, whose two terms keep their digits where yhat is near y."""
    delta: Array = yhat * (np.ones_like(y) - y) - others * y
    return delta


def _others(yhat: Array) -> Array:
    """1 - yhat_k, which at the greatest could round to 0, and there is the sum of the others."""
    top = yhat.real.argmax(axis=-1, keepdims=True)
    rest, others = yhat.copy(), 1 - yhat
    np.put_along_axis(rest, top, 0, axis=-1)
    np.put_along_axis(others, top, rest.sum(axis=-1, keepdims=True), axis=-1)
    return others


def _output(z: Numbers, y: Numbers, activation: str, cost: str) -> tuple[Array, Array]:
    """The net input and the target as arrays, if they can be those of the pair."""
    require_name("activation", activation, ACTIVATIONS)
    require_name("cost", cost, COSTS)
    require_outputs(z, y, activation, cost)
    return pair("z", z, y)


def require_outputs(z: Numbers, y: Numbers, activation: str, cost: str) -> None:
    """Raise, with the list of what is valid, if softmax or cross-entropy has a single output."""
    if activation != "softmax" and cost != "cross_entropy":
        return
    for name, value in (("z", floats("z", z)), ("y", floats("y", y))):
        if value.ndim == 0 or value.shape[-1] == 1:
            came = f"expected {name} with two or more outputs, got shape {value.shape}"
            raise ValueError(f"{activation} with {cost}: {came}; {VALID}")


def _require_target(yhat: Array, y: Array, activation: str, cost: str) -> None:
    """Raise if a prediction is no probability (with the list of what is valid) or y no target."""
    if cost not in ("binary_cross_entropy", "cross_entropy"):
        return
    outside = np.extract((yhat.real < 0) | (yhat.real > 1), yhat)
    if outside.size:
        came = f"expected predictions from 0 to 1, got {outside[0]}"
        raise ValueError(f"{activation} with {cost}: {came}; {VALID}")
    probabilities(yhat, y)
    sums = y.real.sum(axis=-1)
    wrong = np.extract(np.abs(sums - 1) > 1e-3, sums)
    if cost == "cross_entropy" and wrong.size:  # (29) and (30) take y for a distribution
        raise ValueError(f"y: expected targets that sum to 1 for each example, got {wrong[0]}")
