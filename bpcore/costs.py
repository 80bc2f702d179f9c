"""Costs and their derivatives with respect to the prediction.

The last axis holds the outputs of one example, and a cost is one number for each example: a scalar
is one output, shape (n,) is one example, and shape (m, n) is a batch, whose costs have shape (m,).
A prediction and its target must have the same shape; nothing is broadcast.
"""

from collections.abc import Callable

import numpy as np

from bpcore._checks import pair, probabilities
from bpcore._types import Array, Numbers


def half_squared_error(yhat: Numbers, y: Numbers) -> Array:
    """Half the squared error, the sum of 1/2 (yhat - y)^2 over the outputs, equation (7).

    yhat and y have one shape (..., n), and the result has shape (...). NaN stays NaN.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ.

    >>> print(half_squared_error(3, 1))
    2.0
    >>> print(half_squared_error([[3, 1], [0, 1]], [[1, 0], [0, 0]]).tolist())
    [2.5, 0.5]
    """
    yhat, y = pair("yhat", yhat, y)
    error = np.atleast_1d(yhat - y)
    cost: Array = (0.5 * error * error).sum(axis=-1)
    return cost


def half_squared_error_prime(yhat: Numbers, y: Numbers) -> Array:
    """The derivative of equation (7) with respect to the prediction, yhat - y as in (8).

    yhat, y and the result have one shape. NaN stays NaN.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ.

    >>> print(half_squared_error_prime(3, 1))
    2.0
    """
    yhat, y = pair("yhat", yhat, y)
    return yhat - y


def mean_squared_error(yhat: Numbers, y: Numbers) -> Array:
    """The squared error (yhat - y)^2 averaged over the outputs: 2/n times equation (7).

    yhat and y have one shape (..., n), and the result has shape (...). NaN stays NaN.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ.

    >>> print(mean_squared_error([3, 1], [1, 0]))
    2.5
    """
    yhat, y = pair("yhat", yhat, y)
    error = np.atleast_1d(yhat - y)
    cost: Array = (error * error).mean(axis=-1)
    return cost


def mean_squared_error_prime(yhat: Numbers, y: Numbers) -> Array:
    """The derivative of the mean squared error with respect to the prediction, 2/n (yhat - y).

    yhat, y and the result have one shape (..., n). NaN stays NaN.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ.

    >>> print(mean_squared_error_prime([3, 1], [1, 0]).tolist())
    [2.0, 1.0]
    """
    yhat, y = pair("yhat", yhat, y)
    n = yhat.shape[-1] if yhat.ndim else 1
    return (yhat - y) * yhat.dtype.type(2 / n)


def binary_cross_entropy(yhat: Numbers, y: Numbers) -> Array:
    """The binary cross-entropy, summed over the outputs, equation (19).

    yhat and y have one shape (..., n), and the result has shape (...). NaN stays NaN. A prediction
    of exactly 0 or 1 costs nothing where the target agrees, and inf, without a warning, where not.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ or
    an entry is not between 0 and 1.

    >>> print(f"{binary_cross_entropy(0.5, 1):.6f}")
    0.693147
    >>> print(binary_cross_entropy(1, 1), binary_cross_entropy(0, 1))
    0.0 inf
    """
    yhat, y = probabilities(yhat, y)
    zero, one = y == 0, y == 1  # added where the logarithm has the factor 0, so that 0 log 0 is 0
    with np.errstate(divide="ignore"):  # log1p(-yhat) is log(1 - yhat), right for small yhat too
        loss = -y * np.log(yhat + zero) - (np.ones_like(y) - y) * np.log1p(one - yhat)
    cost: Array = np.atleast_1d(loss).sum(axis=-1)
    return cost


def binary_cross_entropy_prime(yhat: Numbers, y: Numbers) -> Array:
    """The derivative of equation (19) with respect to the prediction.

    yhat, y and the result have one shape. NaN stays NaN. At a prediction of exactly 0 or 1 it is
    the limit where the target agrees, and infinite, without a warning, where not.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ or
    an entry is not between 0 and 1.

    >>> print(binary_cross_entropy_prime([0.5, 0.75], [1, 0]).tolist())
    [-2.0, 4.0]
    >>> print(binary_cross_entropy_prime([0, 0], [0, 1]).tolist())
    [1.0, -inf]
    """
    yhat, y = probabilities(yhat, y)
    zero, one = y == 0, y == 1  # added where the numerator is 0, so that 0 / 0 is 0
    unit = np.ones_like(y)
    with np.errstate(divide="ignore", over="ignore"):
        slope: Array = (unit - y) / (unit - yhat + one) - y / (yhat + zero)
    return slope


def cross_entropy(yhat: Numbers, y: Numbers) -> Array:
    """The cross-entropy, the sum of -y log(yhat) over the outputs, equation (29).

    yhat and y have one shape (..., n), and the result has shape (...). NaN stays NaN. A prediction
    of exactly 0 costs nothing where the target is 0, and inf, without a warning, where it is not.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ or
    an entry is not between 0 and 1.

    >>> print(f"{cross_entropy([0.5, 0.25, 0.25], [0, 1, 0]):.6f}")
    1.386294
    >>> print(cross_entropy([[1, 0], [0, 1]], [[1, 0], [1, 0]]).tolist())
    [0.0, inf]
    """
    yhat, y = probabilities(yhat, y)
    zero = y == 0  # added where the logarithm has the factor 0, so that 0 log 0 is 0
    with np.errstate(divide="ignore"):
        loss = -y * np.log(yhat + zero)
    cost: Array = np.atleast_1d(loss).sum(axis=-1)
    return cost


def cross_entropy_prime(yhat: Numbers, y: Numbers) -> Array:
    """The derivative of equation (29) with respect to the prediction, -y / yhat.

    yhat, y and the result have one shape. NaN stays NaN. At a prediction of exactly 0 it is 0
    where the target is 0, and -inf, without a warning, where it is not.
    Raises TypeError if either does not consist of numbers, ValueError if their shapes differ or
    an entry is not between 0 and 1.

    >>> print(cross_entropy_prime([0.5, 0.25], [0.5, 0.5]).tolist())
    [-1.0, -2.0]
    """
    yhat, y = probabilities(yhat, y)
    zero = y == 0  # added where the numerator is 0, so that 0 / 0 is 0
    with np.errstate(divide="ignore", over="ignore"):
        slope: Array = -y / (yhat + zero)
    return slope


COSTS: dict[
    str, tuple[Callable[[Numbers, Numbers], Array], Callable[[Numbers, Numbers], Array]]
] = {
    "half_squared_error": (half_squared_error, half_squared_error_prime),
    "mean_squared_error": (mean_squared_error, mean_squared_error_prime),
    "binary_cross_entropy": (binary_cross_entropy, binary_cross_entropy_prime),
    "cross_entropy": (cross_entropy, cross_entropy_prime),
}
