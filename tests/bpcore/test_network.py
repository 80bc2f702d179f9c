import math
import operator
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import bpcore
from bpcore import check_gradient, network, path, sigmoid

Weights = dict[int, Any]

HIDDEN = ["identity", "sigmoid", "tanh", "softmax"]  # relu has kinks and a test of its own
HALF = "half_squared_error"
OUTPUT = {
    "half_squared_error": ["identity", "sigmoid", "tanh", "softmax"],
    "mean_squared_error": ["identity", "sigmoid", "tanh", "softmax"],
    "binary_cross_entropy": ["sigmoid", "softmax"],
    "cross_entropy": ["sigmoid", "softmax"],
}
XOR_X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR_Y = np.array([[0], [1], [1], [0]])


def random_weights(sizes: list[int], seed: int) -> Weights:
    rng = np.random.default_rng(seed)
    return {
        layer: rng.uniform(-1, 1, (sizes[layer], 1 + sizes[layer - 1]))
        for layer in range(1, len(sizes))
    }


def mean_cost(theta: Weights, x: Any, y: Any, activations: Mapping[int, str], cost: str) -> Any:
    _, a = network.forward(x, theta, activations)
    return getattr(bpcore, cost)(a[len(theta) + 1], y).mean()


def backward(
    theta: Weights, x: Any, y: Any, activations: Mapping[int, str], cost: str
) -> dict[int, NDArray[Any]]:
    z, a = network.forward(x, theta, activations)
    return network.gradients(network.error_signals(z, y, theta, activations, cost), a)


def by_hand(theta: Weights, x: Any, y: Any, activations: Mapping[int, str]) -> Weights:
    """The gradients of half the squared error, sum by sum over Python's numbers."""
    slopes: dict[str, Callable[[Any], Any]] = {
        "identity": lambda _: 1.0,
        "sigmoid": lambda z: 1 / (2 + 2 * math.cosh(min(abs(z), 700))),
        "tanh": lambda z: 1 / math.cosh(min(abs(z), 350)) ** 2,
    }
    last = len(theta) + 1
    total = {layer: np.zeros_like(w) for layer, w in theta.items()}
    for inputs, target in zip(x.tolist(), y.tolist(), strict=True):
        z, a = {}, {1: inputs}
        for layer, w in theta.items():
            z[layer + 1] = [
                math.fsum([row[0], *map(operator.mul, row[1:], a[layer])]) for row in w.tolist()
            ]
            g = getattr(bpcore, activations[layer + 1])
            a[layer + 1] = [float(g(entry)) for entry in z[layer + 1]]
        dj_da = [yhat - y_k for yhat, y_k in zip(a[last], target, strict=True)]
        for layer in range(last, 1, -1):
            slope = slopes[activations[layer]]
            delta = [dj * slope(z_k) for dj, z_k in zip(dj_da, z[layer], strict=True)]
            w = theta[layer - 1]
            for k, j in np.ndindex(w.shape):
                total[layer - 1][k, j] += delta[k] * (a[layer - 1][j - 1] if j else 1) / len(x)
            dj_da = [
                math.fsum(delta[k] * w[k, j] for k in range(len(w))) for j in range(1, w.shape[1])
            ]
    return total


@pytest.mark.parametrize("spread", [1, 10])
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    m=st.integers(1, 5),
    seed=st.integers(0, 2**32),
    data=st.data(),
)
def test_the_gradients_of_any_network_are_the_sums_by_hand_also_far_in_the_tails(
    spread: int, sizes: list[int], m: int, seed: int, data: st.DataObject
) -> None:
    names = [data.draw(st.sampled_from(HIDDEN[:3])) for _ in sizes[1:]]
    activations = dict(enumerate(names, start=2))
    theta = {layer: spread * w for layer, w in random_weights(sizes, seed).items()}
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-1, 1, (m, sizes[0])), rng.uniform(-1, 1, (m, sizes[-1]))
    z, a = network.forward(x, theta, activations)
    expected = by_hand(theta, x, y, activations)
    for given_a in (None, a):
        delta = network.error_signals(z, y, theta, activations, HALF, given_a)
        for layer, gradient in network.gradients(delta, a).items():
            scale = np.abs(expected[layer]).max()
            tolerance = 1e-11 * scale + 1e-290
            assert gradient == pytest.approx(expected[layer], rel=1e-9, abs=tolerance)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
@given(z=st.lists(st.floats(-300, 300), min_size=1, max_size=5))
def test_a_hidden_slope_keeps_its_digits_where_the_activation_rounds_to_1(
    name: str, z: list[float]
) -> None:
    nets, theta = {2: np.array([z]), 3: np.array([[1.0]])}, {1: np.ones((len(z), 2))}
    theta[2] = np.ones((1, 1 + len(z)))
    activations = {2: name, 3: "identity"}
    a = {1: np.ones((1, 1)), 2: getattr(bpcore, name)(nets[2]), 3: nets[3]}
    delta = network.error_signals(nets, [[0]], theta, activations, HALF, a)
    prime = getattr(bpcore, name + "_prime")(nets[2])
    assert delta[2] == pytest.approx(prime, rel=2e-14, abs=0)


@settings(max_examples=25)  # for each cost; an example is a whole network, checked weight by weight
@given(
    sizes=st.tuples(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(2, 3)).map(
        lambda drawn: [*drawn[0], drawn[1]]
    ),
    m=st.integers(1, 5),
    seed=st.integers(0, 2**32),
    data=st.data(),
)
@pytest.mark.parametrize("cost", OUTPUT)
def test_the_gradients_of_any_network_are_those_of_the_complex_step(
    cost: str, sizes: list[int], m: int, seed: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    names = [data.draw(st.sampled_from(HIDDEN)) for _ in sizes[1:-1]]
    activations = dict(enumerate([*names, data.draw(st.sampled_from(OUTPUT[cost]))], start=2))
    theta = random_weights(sizes, seed)
    x, y = rng.uniform(-1, 1, (m, sizes[0])), rng.dirichlet(np.ones(sizes[-1]), m)
    gradient = backward(theta, x, y, activations, cost)
    check_gradient(lambda at: mean_cost(at, x, y, activations, cost), theta, gradient, atol=1e-14)


def test_the_gradients_with_relu_are_those_of_the_complex_step() -> None:
    theta = random_weights([2, 5, 4, 1], seed=1)
    activations = {2: "relu", 3: "relu", 4: "identity"}
    x, y = XOR_X + 0.1, XOR_Y
    gradient = backward(theta, x, y, activations, "half_squared_error")
    check_gradient(
        lambda at: mean_cost(at, x, y, activations, "half_squared_error"), theta, gradient
    )


weight = st.floats(-3, 3)


@given(theta=st.lists(weight, min_size=1, max_size=6), x=weight, y=weight)
def test_a_network_of_single_units_is_the_path(theta: list[float], x: float, y: float) -> None:
    scalars = dict(enumerate(theta, start=1))
    arrays = {layer: [[0.0, value]] for layer, value in scalars.items()}
    last = len(theta) + 1
    activations = {layer: "sigmoid" if layer < last else "identity" for layer in range(2, last + 1)}
    z, a = path.forward(x, scalars)
    delta = path.error_signals(z, y, scalars)
    gradient = path.gradients(delta, a)
    nets, outs = network.forward([[x]], arrays, activations)
    errors = network.error_signals(nets, [[y]], arrays, activations, "half_squared_error")
    slopes = network.gradients(errors, outs)
    stepped = network.update(arrays, slopes, 0.5)
    for layer, value in path.update(scalars, gradient, 0.5).items():
        assert nets[layer + 1].item() == pytest.approx(z[layer + 1], rel=1e-14)
        assert outs[layer + 1].item() == pytest.approx(a[layer + 1], rel=1e-14)
        assert errors[layer + 1].item() == pytest.approx(delta[layer + 1], rel=1e-13, abs=1e-15)
        assert slopes[layer][0, 1] == pytest.approx(gradient[layer], rel=1e-13, abs=1e-15)
        assert stepped[layer][0, 1] == pytest.approx(value, rel=1e-13, abs=1e-15)


def test_the_bias_stands_in_column_0() -> None:
    theta = {1: [[5, 1, 2], [7, 3, 4], [9, 0, 0]]}
    z, _ = network.forward([[1, 0], [0, 1]], theta, {2: "identity"})
    assert z[2].tolist() == [[6, 10, 9], [7, 11, 9]]


def test_the_gradients_are_the_mean_of_those_of_single_examples() -> None:
    theta, activations = random_weights([2, 3, 1], seed=2), {2: "tanh", 3: "sigmoid"}
    cost = "binary_cross_entropy"
    whole = backward(theta, XOR_X, XOR_Y, activations, cost)
    singles = [
        backward(theta, XOR_X[i : i + 1], XOR_Y[i : i + 1], activations, cost) for i in range(4)
    ]
    for layer, gradient in whole.items():
        assert gradient == pytest.approx(np.mean([s[layer] for s in singles], axis=0))


def test_keys_and_shapes_are_those_of_the_page() -> None:
    theta, activations = random_weights([2, 4, 3], seed=3), {2: "sigmoid", 3: "softmax"}
    z, a = network.forward(XOR_X, theta, activations)
    y = np.eye(3)[[0, 1, 2, 0]]
    delta = network.error_signals(z, y, theta, activations, "cross_entropy")
    gradient = network.gradients(delta, a)
    shapes = [{layer: v.shape for layer, v in sorted(d.items())} for d in (z, a, delta, gradient)]
    assert shapes == [
        {2: (4, 4), 3: (4, 3)},
        {1: (4, 2), 2: (4, 4), 3: (4, 3)},
        {2: (4, 4), 3: (4, 3)},
        {1: (4, 3), 2: (3, 5)},
    ]


@pytest.mark.parametrize("sizes", [[2, 2, 1], [2, 2, 2, 1]])
def test_training_on_xor_brings_the_cost_down(sizes: list[int]) -> None:
    theta = random_weights(sizes, seed=1)
    activations = dict.fromkeys(range(2, len(sizes)), "tanh") | {len(sizes): "sigmoid"}
    costs = []
    for _ in range(400):
        costs.append(mean_cost(theta, XOR_X, XOR_Y, activations, "binary_cross_entropy"))
        gradient = backward(theta, XOR_X, XOR_Y, activations, "binary_cross_entropy")
        theta = network.update(theta, gradient, eta=0.5)
    assert all(later < earlier for earlier, later in pairwise(costs))
    assert costs[0] > 0.6
    assert costs[-1] < 0.1


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_every_array_has_the_type_of_the_input_and_the_weights(
    dtype: type[np.inexact[Any]],
) -> None:
    theta = {layer: w.astype(dtype) for layer, w in random_weights([2, 3, 1], seed=4).items()}
    activations = {2: "tanh", 3: "sigmoid"}
    z, a = network.forward(XOR_X.astype(dtype), theta, activations)
    delta = network.error_signals(z, XOR_Y, theta, activations, "binary_cross_entropy")
    gradient = network.gradients(delta, a)
    for arrays in (z, a, delta, gradient, network.update(theta, gradient, 0.1)):
        assert {array.dtype for array in arrays.values()} == {np.dtype(dtype)}


def test_nan_in_one_example_stays_in_its_row_until_the_batch_is_averaged() -> None:
    theta, activations = random_weights([2, 3, 1], seed=5), {2: "relu", 3: "identity"}
    z, a = network.forward([[np.nan, 0.0], [0.0, 1.0]], theta, activations)
    delta = network.error_signals(z, [[0], [1]], theta, activations, "half_squared_error")
    for arrays in (z, a, delta):
        assert np.isnan(arrays[2]).tolist() == [[True] * 3, [False] * 3]
    assert np.isnan(network.gradients(delta, a)[1]).all()


def test_nothing_is_changed_in_place() -> None:
    theta, activations = random_weights([2, 3, 1], seed=6), {2: "tanh", 3: "sigmoid"}
    z, a = network.forward(XOR_X, theta, activations)
    delta = network.error_signals(z, XOR_Y, theta, activations, "half_squared_error")
    gradient = network.gradients(delta, a)
    given = (z, a, delta, gradient, theta)
    for arrays in given:
        for array in arrays.values():
            array.flags.writeable = False
    network.forward(XOR_X, theta, activations)
    network.error_signals(z, XOR_Y, theta, activations, "half_squared_error")
    network.gradients(delta, a)
    stepped = network.update(theta, gradient, 0.1)
    assert not any(np.shares_memory(stepped[layer], theta[layer]) for layer in theta)


X = [[0.0, 1.0], [1.0, 0.0]]
THETA = {1: np.ones((3, 3)), 2: np.ones((1, 4))}
Z = {2: np.ones((2, 3)), 3: np.ones((2, 1))}
A = {1: np.ones((2, 2)), 2: np.ones((2, 3)), 3: np.ones((2, 1))}
ACTIVATIONS = {2: "tanh", 3: "identity"}


MASKED = "{}: expected numbers without a mask, got a masked array; fill it"


def call(name: str, usual: dict[str, Any], changed: dict[str, Any]) -> Callable[[], Any]:
    """The call, for later, of a function with one argument changed for the worse."""
    return partial(getattr(network, name), **(usual | changed))


def forward(**changed: Any) -> Callable[[], Any]:
    return call("forward", {"x": X, "theta": THETA, "activations": ACTIVATIONS}, changed)


def error_signals(**changed: Any) -> Callable[[], Any]:
    usual = {"z": Z, "y": [[1], [0]], "theta": THETA, "activations": ACTIVATIONS, "cost": HALF}
    return call("error_signals", usual, changed)


def gradients(**changed: Any) -> Callable[[], Any]:
    return call("gradients", {"delta": Z, "a": A}, changed)


def update(**changed: Any) -> Callable[[], Any]:
    return call("update", {"theta": THETA, "gradient": THETA, "eta": 0.1}, changed)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (forward(theta={}), "theta: expected the layers from 1 on, got an empty dict"),
        (forward(theta=[1]), "theta: expected a dict keyed by layer, got list"),
        (forward(theta={2: THETA[2]}), "theta: expected layer 1, got 2"),
        (forward(x=[0, 1]), "x: expected two axes, got shape (2,)"),
        (forward(x=[["0", "1"]]), "x: expected numbers, got dtype <U1"),
        (forward(x=np.ones((0, 2))), "x: expected at least one number, got shape (0, 2)"),
        (
            forward(x=[[0, 1, 2]]),
            "theta[1]: expected 4 columns, the bias and the 3 units of layer 1, got shape (3, 3)",
        ),
        (
            forward(theta=THETA | {2: np.ones((1, 3))}),
            "theta[2]: expected 4 columns, the bias and the 3 units of layer 2, got shape (1, 3)",
        ),
        (forward(theta=THETA | {2: [1, 2, 3, 4]}), "theta[2]: expected two axes, got shape (4,)"),
        (
            forward(theta=THETA | {2: [[1, 2], [3]]}),
            "theta[2]: expected a rectangular array, got unequal rows",
        ),
        (forward(theta=THETA | {2: [[None]]}), "theta[2]: expected numbers, got dtype object"),
        (forward(activations={2: "tanh"}), "activations: expected layers 2 to 3, got 2"),
        (
            forward(activations=["tanh", "tanh"]),
            "activations: expected a dict keyed by layer, got list",
        ),
        (
            forward(activations={2: "tanh", 3: "linear"}),
            "activations[3]: expected one of identity, sigmoid, tanh, relu, softmax, got 'linear'",
        ),
        (error_signals(z={2: Z[2]}), "theta: expected layer 1, got 1, 2"),
        (error_signals(z=Z | {3: [[1]]}), "z[3]: expected shape (2, 1), got (1, 1)"),
        (error_signals(y=[1, 0]), "y: expected two axes, got shape (2,)"),
        (error_signals(y=[[1, 0]]), "y: expected shape (2, 1), got (1, 2)"),
        (error_signals(y=[["1"], ["0"]]), "y: expected numbers, got dtype <U1"),
        (
            error_signals(theta=THETA | {2: np.ones((1, 3))}),
            "theta[2]: expected 4 columns, the bias and the 3 units of layer 2, got shape (1, 3)",
        ),
        (
            error_signals(theta=THETA | {2: np.ones((2, 4))}),
            "z[3]: expected shape (2, 2), got (2, 1)",
        ),
        (
            error_signals(cost="mse"),
            "cost: expected one of half_squared_error, mean_squared_error, binary_cross_entropy, "
            "cross_entropy, got 'mse'",
        ),
        (error_signals(a={2: A[2], 3: A[3]}), "a: expected layers 1 to 3, got 2, 3"),
        (error_signals(a=A | {2: [[1, 1]] * 2}), "a[2]: expected shape (2, 3), got (2, 2)"),
        (forward(x=np.ma.masked_equal(X, 1)), MASKED.format("x")),
        (
            forward(theta=THETA | {2: [np.ma.masked_equal([1, 2, 3, 4], 1)]}),
            MASKED.format("theta[2]"),
        ),
        (gradients(delta={}), "delta: expected the layers from 2 on, got an empty dict"),
        (gradients(a={1: A[1], 2: A[2]}), "a: expected layers 1 to 3, got 1, 2"),
        (gradients(delta=Z | {2: [[1, 1]] * 2}), "delta[2]: expected shape (2, 3), got (2, 2)"),
        (
            gradients(delta={2: np.ones((4, 3)), 3: np.ones((4, 1))}),
            "delta[2]: expected shape (2, 3), got (4, 3)",
        ),
        (gradients(a=A | {3: [[1]]}), "a[3]: expected shape (2, 1), got (1, 1)"),
        (update(gradient={1: THETA[1]}), "gradient: expected layers 1 to 2, got 1"),
        (update(gradient=THETA | {2: [[1]]}), "gradient[2]: expected shape (1, 4), got (1, 1)"),
        (update(eta="0.1"), "eta: expected one number, got str"),
        (update(eta=[0.1]), "eta: expected one number, got shape (1,)"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_layer(
    refused: Callable[[], Any], message: str
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        refused()
    assert str(caught.value) == message


def test_a_unit_that_all_inputs_leave_at_0_5_passes_the_sigmoid() -> None:
    _, a = network.forward(X, {1: np.zeros((1, 3))}, {2: "sigmoid"})
    assert a[2].tolist() == [[sigmoid(0)], [sigmoid(0)]]
