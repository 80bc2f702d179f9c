"""The layered network of any depth over a batch of examples, with the four names of bpcore.path.

Everything is a dict keyed by the page's own layer index. With L layers, theta has the keys 1 to
L - 1, z, delta and activations the keys 2 to L, and a the keys 1 to L; a[1] is x and a[L] is the
prediction. An example is a row: x, y and every z, a and delta have m rows, and as many columns as
their layer has units. theta[l] has shape (n_{l+1}, 1 + n_l): a row for each unit of the next layer,
whose bias is in column 0. Numbers may be complex, so that a gradient can be checked by a complex
step, and NaN propagates.
"""

from collections.abc import Mapping

import numpy as np

from bpcore._checks import floats, last_layer, require_layers, require_name, require_number
from bpcore._types import Array, Numbers
from bpcore.activations import ACTIVATIONS
from bpcore.deltas import _through, output_delta

Arrays = Mapping[int, Numbers]
Layers = dict[int, Array]


def forward(x: Numbers, theta: Arrays, activations: Mapping[int, str]) -> tuple[Layers, Layers]:
    """The net inputs z and the activations a for the batch x, equation (6) over arrays.

    x has shape (m, n_1), theta[l] shape (n_{l+1}, 1 + n_l), and activations[l] names the activation
    of layer l, for l from 2 to L; z[l] and a[l] have shape (m, n_l).
    Raises TypeError or ValueError, with the layer, if a key, a shape, a type or a name is amiss.

    >>> theta = {1: [[0, 1, -1], [0, -1, 1]], 2: [[0.5, 2, 3]]}
    >>> z, a = forward([[1, 1], [3, 1]], theta, {2: "relu", 3: "identity"})
    >>> print(z[2].tolist(), a[2].tolist(), a[3].tolist())
    [[0.0, 0.0], [2.0, -2.0]] [[0.0, 0.0], [2.0, 0.0]] [[0.5], [4.5]]
    """
    last = last_layer("theta", theta, first=1) + 1
    _require_activations(activations, last)
    z: Layers = {}
    a = {1: _matrix("x", x)}
    for layer in range(1, last):
        weights = _weights(theta, layer, inputs=a[layer].shape[1])
        z[layer + 1] = _with_bias(a[layer]) @ weights.T
        g, _ = ACTIVATIONS[activations[layer + 1]]
        a[layer + 1] = g(z[layer + 1])
    return z, a


def error_signals(
    z: Arrays, y: Numbers, theta: Arrays, activations: Mapping[int, str], cost: str
) -> Layers:
    """The error signals delta for each example of the batch, (14) to (16) over arrays.

    z is as forward gives it, y has the shape of z[L], and delta[l] has the shape of z[l]: a row is
    dJ/dz of (13) for the cost of one example, not yet averaged over the batch.
    Raises TypeError or ValueError, with the layer, if a key, a shape, a type or a name is amiss.

    >>> theta = {1: [[0, 1, -1], [0, -1, 1]], 2: [[0.5, 2, 3]]}
    >>> z, a = forward([[1, 1], [3, 1]], theta, {2: "relu", 3: "identity"})
    >>> y = [[0], [4]]
    >>> delta = error_signals(z, y, theta, {2: "relu", 3: "identity"}, "half_squared_error")
    >>> print(delta[3].tolist(), delta[2].tolist())
    [[0.5], [0.5]] [[0.0, 0.0], [1.0, 0.0]]
    """
    last = last_layer("z", z, first=2)
    require_layers("theta", theta, 1, last - 1)
    _require_activations(activations, last)
    net = _batch("z", z)
    _require_shape("y", _matrix("y", y), net[last].shape)
    delta: Layers = {last: output_delta(net[last], y, activations[last], cost)}  # (14)
    for layer in range(last - 1, 1, -1):
        weights = _weights(theta, layer, inputs=net[layer].shape[1])
        _require_shape(f"z[{layer + 1}]", net[layer + 1], (len(net[layer]), len(weights)))
        dj_da = delta[layer + 1] @ weights[:, 1:]  # a bias passes nothing back
        delta[layer] = _through(activations[layer], dj_da, net[layer])  # (15), (16)
    return delta


def gradients(delta: Arrays, a: Arrays) -> Layers:
    """The derivatives of the batch's mean cost with respect to theta, (9) to (11) over arrays.

    delta and a are as error_signals and forward give them; the result has the keys and the shapes
    of theta.
    Raises TypeError or ValueError, with the layer, if a key, a shape or a type is amiss.

    >>> gradient = gradients({2: [[1], [2]]}, {1: [[3, 0], [0, 4]], 2: [[0], [0]]})
    >>> print(gradient[1].tolist())
    [[1.5, 1.5, 4.0]]
    """
    last = last_layer("delta", delta, first=2)
    require_layers("a", a, 1, last)
    errors, inputs = _batch("delta", delta), _batch("a", a)
    for layer in errors:
        _require_shape(f"delta[{layer}]", errors[layer], inputs[layer].shape)
    m = len(inputs[1])
    return {layer: errors[layer + 1].T @ _with_bias(inputs[layer]) / m for layer in range(1, last)}


def update(theta: Arrays, gradient: Arrays, eta: float) -> Layers:
    """The weights after one step of gradient descent at the learning rate eta, (12) and (17).

    theta, gradient and the result have the same keys and shapes; theta itself does not change.
    Raises TypeError or ValueError, with the layer, if a key, a shape or a type is amiss.

    >>> print(update({1: [[0, 1]]}, {1: [[2, -2]]}, eta=0.5)[1].tolist())
    [[-1.0, 2.0]]
    """
    last = last_layer("theta", theta, first=1)
    require_layers("gradient", gradient, 1, last)
    require_number("eta", eta)
    weights, slopes = _matrices("theta", theta), _matrices("gradient", gradient)
    for layer in weights:
        _require_shape(f"gradient[{layer}]", slopes[layer], weights[layer].shape)
    return {layer: weights[layer] - eta * slopes[layer] for layer in weights}


def _with_bias(a: Array) -> Array:
    """The activations after a column of ones, which the biases weigh."""
    return np.hstack([np.ones_like(a[:, :1]), a])


def _weights(theta: Arrays, layer: int, inputs: int) -> Array:
    """The weights of a layer, if they have a column for the bias and one for each input."""
    weights = _matrix(f"theta[{layer}]", theta[layer])
    if weights.shape[1] != 1 + inputs:
        wanted = f"{1 + inputs} columns, the bias and the {inputs} units of layer {layer}"
        raise ValueError(f"theta[{layer}]: expected {wanted}, got shape {weights.shape}")
    return weights


def _batch(name: str, values: Arrays) -> Layers:
    """The dict as arrays, all with the same number of rows."""
    arrays = _matrices(name, values)
    m = len(arrays[min(arrays)])
    for layer, array in arrays.items():
        _require_shape(f"{name}[{layer}]", array, (m, array.shape[1]))
    return arrays


def _matrices(name: str, values: Arrays) -> Layers:
    """The dict as arrays with two axes."""
    return {layer: _matrix(f"{name}[{layer}]", value) for layer, value in values.items()}


def _matrix(name: str, value: Numbers) -> Array:
    """The value as an array with two axes."""
    array = floats(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name}: expected two axes, got shape {array.shape}")
    return array


def _require_shape(name: str, array: Array, shape: tuple[int, ...]) -> None:
    """Raise unless the array has the shape."""
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, got {array.shape}")


def _require_activations(activations: Mapping[int, str], last: int) -> None:
    """Raise unless each layer from 2 to the last has a known activation."""
    require_layers("activations", activations, 2, last)
    for layer, name in activations.items():
        require_name(f"activations[{layer}]", name, ACTIVATIONS)
