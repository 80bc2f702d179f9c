"""Activation functions and their derivatives, each a function of the net input z.

All of them take numbers of any real or complex type: float32 stays float32, integers become
float64, and complex numbers stay complex, so that a derivative can be checked by a complex step.
"""

from collections.abc import Callable

import numpy as np

from bpcore._checks import floats
from bpcore._types import Array, Numbers


def identity(z: Numbers) -> Array:
    """The identity, g(z) = z, the output activation of equation (6).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(identity(1.5))
    1.5
    """
    return +floats("z", z)


def identity_prime(z: Numbers) -> Array:
    """The derivative of the identity at the net input z, g'(z) = 1, as used in equation (14).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(identity_prime(1.5))
    1.0
    """
    z = floats("z", z)
    return np.where(np.isnan(z), z, np.ones_like(z))[()]


def sigmoid(z: Numbers) -> Array:
    """The sigmoid, 1 / (1 + e^-z), of equation (1).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(sigmoid(0))
    0.5
    >>> print([f"{s:.4f}" for s in sigmoid([-1, 1])])
    ['0.2689', '0.7311']
    """
    z = floats("z", z)
    one = z.dtype.type(1)
    far = z.real < -10  # where e^-z grows until it overflows, and e^z / (1 + e^z) is the same
    if not np.count_nonzero(far):
        e = np.exp(-z)
        e += one
        return one / e
    e = np.exp(np.where(far, z, -z))
    return np.where(far, e, one) / (one + e)


def sigmoid_prime(z: Numbers) -> Array:
    """The derivative of the sigmoid at the net input z, equation (5).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(sigmoid_prime(0))
    0.25
    >>> print(f"{sigmoid_prime(40):.2e}")
    4.25e-18
    """
    z = floats("z", z)
    return sigmoid(z) * sigmoid(-z)  # 1 - sigmoid(z) as in (5) rounds to 0 from z = 37 on


def tanh(z: Numbers) -> Array:
    """The hyperbolic tangent, whose derivative is equation (26).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print([f"{t:.4f}" for t in tanh([-1, 0, 1])])
    ['-0.7616', '0.0000', '0.7616']
    """
    return np.tanh(floats("z", z))


def tanh_prime(z: Numbers) -> Array:
    """The derivative of the hyperbolic tangent at the net input z, equation (26).

    The result has the shape of z, and NaN stays NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(tanh_prime(0))
    1.0
    >>> print(f"{tanh_prime(40):.2e}")
    7.22e-35
    """
    z = floats("z", z)
    e = np.exp(np.where(z.real < 0, z, -z))  # e^-|z|, which cannot overflow as cosh(z) can
    sech: Array = (e + e) / (np.ones_like(e) + e * e)
    return sech * sech  # 1 - tanh(z)^2 rounds to 0 from z = 19 on


def relu(z: Numbers) -> Array:
    """The rectified linear unit, max(0, z), of equation (24).

    The result has the shape of z, and NaN stays NaN; a complex z is cut by its real part.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(relu([-2, 0, 3]).tolist())
    [0.0, 0.0, 3.0]
    """
    z = floats("z", z)
    return np.where(z.real <= 0, np.zeros_like(z), z)[()]


def relu_prime(z: Numbers) -> Array:
    """The derivative of the rectified linear unit at the net input z, equation (25).

    At z = 0, where the derivative does not exist, it is 0 by convention.
    The result has the shape of z, and NaN stays NaN; a complex z is judged by its real part.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged.

    >>> print(relu_prime([-2, 0, 3]).tolist())
    [0.0, 0.0, 1.0]
    """
    z = floats("z", z)
    return np.where(np.isnan(z), z, z.real > 0)[()]


def softmax(z: Numbers) -> Array:
    """The softmax of each row of net inputs, equation (27).

    The last axis of z holds the outputs of one example; the result has the shape of z, its rows
    sum to 1, and a NaN makes its whole row NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged or
    has no axis.

    >>> print(softmax([1, 1, 1, 1]).tolist())
    [0.25, 0.25, 0.25, 0.25]
    >>> print(softmax([[1000, 1000], [-1000, 1000]]).tolist())
    [[0.5, 0.5], [0.0, 1.0]]
    """
    z = floats("z", z)
    if z.ndim == 0:
        raise ValueError("z: expected an axis that holds the outputs, got a scalar")
    shift = wide(z).real.max(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):  # a difference beyond the largest float: its e^ is 0
        e = np.exp(wide(z) - shift)  # a shift cancels, and e^z can overflow
    yhat: Array = e / e.sum(axis=-1, keepdims=True)
    return yhat.astype(z.dtype, copy=False)


def softmax_prime(z: Numbers) -> Array:
    """The Jacobian of the softmax at the net input z, equation (28).

    For z of shape (..., K) the result has shape (..., K, K): in row k and column j stands the
    derivative of output k with respect to z_j. A NaN makes its whole Jacobian NaN.
    Raises TypeError if z does not consist of numbers, ValueError if it is empty or ragged or
    has no axis.

    >>> print(softmax_prime([0, 0]).tolist())
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    yhat = softmax(z)
    eye = np.eye(yhat.shape[-1], dtype=yhat.dtype)
    apart = yhat[..., :, None] * yhat[..., None, :] * (eye - 1)  # -yhat_k yhat_j, 0 where k = j
    # A row sums to 0, which gives the diagonal without the 1 - yhat_k that rounds to 0.
    jacobian: Array = apart - eye * apart.sum(axis=-1, keepdims=True)
    return jacobian


ACTIVATIONS: dict[str, tuple[Callable[[Numbers], Array], Callable[[Numbers], Array]]] = {
    "identity": (identity, identity_prime),
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (tanh, tanh_prime),
    "relu": (relu, relu_prime),
    "softmax": (softmax, softmax_prime),
}


def wide(z: Array) -> Array:
    """The array in at least float32: in float16, no sum is greater than 65,504."""
    return z.astype(np.result_type(z.dtype, np.float32), copy=False)


def slope(activation: str, z: Array, a: Array) -> Array:
    """g'(z) where a = g(z) is known: as (5) and (26) write it, which spares the exponential."""
    if activation == "sigmoid":
        return a * one_minus_sigmoid(z, a)
    if activation == "tanh":
        return _tanh_slope(z, a)
    _, g_prime = ACTIVATIONS[activation]
    return g_prime(z)


def one_minus_sigmoid(z: Array, a: Array) -> Array:
    """1 - a where a = sigmoid(z); near 1, where it loses its digits, as e^-z a."""
    rest = np.asarray(a.dtype.type(1) - a)
    near = np.flatnonzero(a.real > 0.99)
    if near.size:
        rest.flat[near] = np.exp(-z.flat[near]) * a.flat[near]
    return rest[()]


def _tanh_slope(z: Array, a: Array) -> Array:
    """1 - a^2 as in (26) where a = tanh(z); near -1 and 1, where it loses its digits, from z."""
    one = a.dtype.type(1)
    slopes = np.asarray((one - a) * (one + a))
    near = np.flatnonzero(np.abs(a.real) > 0.99)
    if near.size:
        slopes.flat[near] = tanh_prime(z.flat[near])
    return slopes[()]
