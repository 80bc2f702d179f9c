"""The network with a single path of equation (6), of any depth, in plain numbers.

Everything is a dict keyed by the page's own layer index. With L layers, theta has the keys 1 to
L - 1, z and delta the keys 2 to L, and a the keys 1 to L; a[1] is x and a[L] is the prediction.
Ns may be complex, so that a gradient can be checked by a complex step, and NaN propagates.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from bpcore._checks import last_layer, require_layers, require_number, require_numbers
from bpcore.activations import identity, sigmoid, sigmoid_prime

N = TypeVar("N", float, complex)


def forward(x: N, theta: Mapping[int, N]) -> tuple[dict[int, N], dict[int, N]]:
    """The net inputs z and the activations a for the input x, equation (6).

    The hidden layers have the sigmoid, the last one the identity. x is a number and theta a dict of
    numbers with the keys 1 to L - 1; z has the keys 2 to L and a the keys 1 to L.
    Raises TypeError or ValueError, with the layer, if an entry is not one number or a key amiss.

    >>> z, a = forward(2.0, {1: 0.0, 2: 3.0})
    >>> print({layer: float(z[layer]) for layer in z})
    {2: 0.0, 3: 1.5}
    >>> print({layer: float(a[layer]) for layer in a})
    {1: 2.0, 2: 0.5, 3: 1.5}
    """
    last = last_layer("theta", theta, first=1) + 1
    require_number("x", x)
    require_numbers("theta", theta)
    z: dict[int, N] = {}
    a: dict[int, Any] = {1: x}
    for layer in range(1, last):
        z[layer + 1] = theta[layer] * a[layer]
        g = sigmoid if layer + 1 < last else identity
        a[layer + 1] = g(z[layer + 1])
    return z, a


def error_signals(z: Mapping[int, N], y: N, theta: Mapping[int, N]) -> dict[int, N]:
    """The error signals delta, dJ/dz of (13) for the cost (7), by equations (14) to (16).

    z has the keys 2 to L as forward gives it, theta the keys 1 to L - 1, y is a number; the result
    has the keys L down to 2.
    Raises TypeError or ValueError, with the layer, if an entry is not one number or a key amiss.

    >>> theta = {1: 0.0, 2: 3.0}
    >>> z, a = forward(2.0, theta)
    >>> delta = error_signals(z, 1.0, theta)
    >>> print({layer: float(delta[layer]) for layer in delta})
    {3: 0.5, 2: 0.375}
    """
    last = last_layer("z", z, first=2)
    require_layers("theta", theta, 1, last - 1)
    require_numbers("z", z)
    require_number("y", y)
    require_numbers("theta", theta)
    delta: dict[int, Any] = {last: identity(z[last]) - y}  # (14)
    for layer in range(last - 1, 1, -1):
        delta[layer] = delta[layer + 1] * theta[layer] * sigmoid_prime(z[layer])  # (15), (16)
    return delta


def gradients(delta: Mapping[int, N], a: Mapping[int, N]) -> dict[int, N]:
    """The derivatives of the cost with respect to theta, equations (9) to (11).

    delta has the keys 2 to L and a the keys 1 to L, as error_signals and forward give them; the
    result has the keys 1 to L - 1.
    Raises TypeError or ValueError, with the layer, if an entry is not one number or a key amiss.

    >>> print(gradients({3: 0.5, 2: 0.375}, {1: 2.0, 2: 0.5, 3: 1.5}))
    {1: 0.75, 2: 0.25}
    """
    last = last_layer("delta", delta, first=2)
    require_layers("a", a, 1, last)
    require_numbers("delta", delta)
    require_numbers("a", a)
    return {layer: delta[layer + 1] * a[layer] for layer in range(1, last)}


def update(theta: Mapping[int, N], gradient: Mapping[int, N], eta: N) -> dict[int, N]:
    """The weights after one step of gradient descent at the learning rate eta, (12) and (17).

    theta, gradient and the result have the keys 1 to L - 1; theta itself does not change.
    Raises TypeError or ValueError, with the layer, if an entry is not one number or a key amiss.

    >>> print(update({1: 0.0, 2: 3.0}, {1: 0.75, 2: 0.25}, eta=2.0))
    {1: -1.5, 2: 2.5}
    """
    last = last_layer("theta", theta, first=1)
    require_layers("gradient", gradient, 1, last)
    require_numbers("theta", theta)
    require_numbers("gradient", gradient)
    require_number("eta", eta)
    return {layer: theta[layer] - eta * gradient[layer] for layer in theta}
