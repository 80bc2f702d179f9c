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

from bpcore._checks import (
    last_layer,
    matrices,
    matrix,
    pair,
    require_layers,
    require_name,
    require_number,
)
from bpcore._types import Array, Numbers
from bpcore.activations import ACTIVATIONS
from bpcore.costs import COSTS
from bpcore.outputs import delta_of, require_outputs, through

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
    weights = matrices("theta", theta)
    z: Layers = {}
    a = {1: matrix("x", x)}
    for layer in range(1, last):
        _require_columns(layer, weights[layer], a[layer])
        z[layer + 1] = a[layer] @ weights[layer][:, 1:].T + weights[layer][:, 0]
        g, _ = ACTIVATIONS[activations[layer + 1]]
        a[layer + 1] = g(z[layer + 1])
    return z, a


def error_signals(  # noqa: PLR0913, PLR0917 # what forward gives, and what it takes
    z: Arrays,
    y: Numbers,
    theta: Arrays,
    activations: Mapping[int, str],
    cost: str,
    a: Arrays | None = None,
) -> Layers:
    """The error signals delta for each example of the batch, (14) to (16) over arrays.

    z is as forward gives it, y has the shape of z[L], and delta[l] has the shape of z[l]: a row is
    dJ/dz of (13) for the cost of one example, not yet averaged over the batch. With a, also as
    forward gives it, the activations need not be computed again.
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
    require_name("cost", cost, COSTS)
    net, weights = matrices("z", z), matrices("theta", theta)
    _require_network(net, weights)
    net_last, target = _target(net[last], y, activations[last], cost)
    outs = _activations(net, a, activations)
    delta: Layers = {last: delta_of(net_last, target, outs[last], activations[last], cost)}  # (14)
    for layer in range(last - 1, 1, -1):
        dj_da = delta[layer + 1] @ weights[layer][:, 1:]  # a bias passes nothing back
        delta[layer] = through(activations[layer], dj_da, net[layer], outs[layer])  # (15), (16)
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
    errors, inputs = matrices("delta", delta), matrices("a", a)
    _require_rows("a", inputs, len(inputs[1]))
    _require_shapes("delta", errors, inputs)
    return {layer: _gradient(errors[layer + 1], inputs[layer]) for layer in range(1, last)}


def update(theta: Arrays, gradient: Arrays, eta: float) -> Layers:
    """The weights after one step of gradient descent at the learning rate eta, (12) and (17).

    theta, gradient and the result have the same keys and shapes; theta itself does not change.
    Raises TypeError or ValueError, with the layer, if a key, a shape or a type is amiss.

    >>> print(update({1: [[0, 1]]}, {1: [[2, -2]]}, eta=0.5)[1].tolist())
    [[-1.0, 2.0]]
    """
    last = last_layer("theta", theta, first=1)
    require_layers("gradient", gradient, 1, last)
    weights, slopes = matrices("theta", theta), matrices("gradient", gradient)
    require_number("eta", eta)
    _require_shapes("gradient", slopes, weights)
    return {layer: weights[layer] - eta * slopes[layer] for layer in weights}


def _activations(
    net: Mapping[int, Array], a: Arrays | None, activations: Mapping[int, str]
) -> Mapping[int, Array]:
    """The activations a of the layers of z: those that are given, or else those of z."""
    if a is None:
        return {layer: ACTIVATIONS[activations[layer]][0](net[layer]) for layer in net}
    require_layers("a", a, 1, 1 + len(net))
    outs = matrices("a", a)
    _require_shapes("a", outs, {1: outs[1], **net})
    return outs


def _gradient(delta: Array, a: Array) -> Array:
    """Equation (32) averaged over the batch, in column 0 for the 1 that a bias weighs."""
    gradient = np.empty((delta.shape[1], 1 + a.shape[1]), np.result_type(delta, a))
    gradient[:, 0] = np.add.reduce(delta)
    np.matmul(delta.T, a, out=gradient[:, 1:])
    gradient /= len(a)
    return gradient


def _target(z: Array, y: Numbers, activation: str, cost: str) -> tuple[Array, Array]:
    """The net input of the last layer and the target of each example, in one type."""
    target = matrix("y", y)
    if target.shape != z.shape:
        raise _shape_error("y", target, z.shape)
    require_outputs(z, target, activation, cost)
    return pair("z", z, y)


def _require_network(net: Mapping[int, Array], weights: Mapping[int, Array]) -> None:
    """Raise unless the net inputs are those of one batch in a network with the weights."""
    _require_rows("z", net, len(net[2]))
    for layer in range(2, max(net)):
        _require_columns(layer, weights[layer], net[layer])
    for layer, array in weights.items():
        units = len(array)
        if net[layer + 1].shape[1] != units:
            raise _shape_error(f"z[{layer + 1}]", net[layer + 1], (len(net[2]), units))


def _require_columns(layer: int, weights: Array, inputs: Array) -> None:
    """Raise unless the weights of a layer have a column for the bias and one for each input."""
    units = inputs.shape[1]
    if weights.shape[1] != 1 + units:
        wanted = f"{1 + units} columns, the bias and the {units} units of layer {layer}"
        raise ValueError(f"theta[{layer}]: expected {wanted}, got shape {weights.shape}")


def _require_rows(name: str, arrays: Mapping[int, Array], m: int) -> None:
    """Raise unless every array has a row for each of the m examples."""
    for layer, array in arrays.items():
        if len(array) != m:
            raise _shape_error(f"{name}[{layer}]", array, (m, array.shape[1]))


def _require_shapes(name: str, arrays: Mapping[int, Array], like: Mapping[int, Array]) -> None:
    """Raise unless an array has the shape of the one of its layer that it must be like."""
    for layer in arrays:
        if arrays[layer].shape != like[layer].shape:
            raise _shape_error(f"{name}[{layer}]", arrays[layer], like[layer].shape)


def _shape_error(name: str, array: Array, shape: tuple[int, ...]) -> ValueError:
    return ValueError(f"{name}: expected shape {shape}, got {array.shape}")


def _require_activations(activations: Mapping[int, str], last: int) -> None:
    """Raise unless each layer from 2 to the last has a known activation."""
    require_layers("activations", activations, 2, last)
    for layer in activations:
        require_name("activations", activations[layer], ACTIVATIONS, layer)
