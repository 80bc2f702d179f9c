from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcore import check_gradient, half_squared_error, path, sigmoid, sigmoid_prime

weight = st.floats(-3, 3)
network = st.lists(weight, min_size=1, max_size=8).map(lambda w: dict(enumerate(w, start=1)))


def cost(theta: dict[int, Any], x: float, y: float) -> Any:
    """Equation (7) of equation (6)."""
    _, a = path.forward(x, theta)
    return half_squared_error(a[len(theta) + 1], y)


@given(x=weight, theta=st.tuples(weight, weight, weight))
def test_forward_computes_equation_6_line_by_line(
    x: float, theta: tuple[float, float, float]
) -> None:
    z, a = path.forward(x, dict(enumerate(theta, start=1)))
    assert a[1] == x
    assert z[2] == theta[0] * a[1]
    assert a[2] == sigmoid(z[2])
    assert z[3] == theta[1] * a[2]
    assert a[3] == sigmoid(z[3])
    assert z[4] == theta[2] * a[3]
    assert a[4] == z[4]
    assert list(z) == [2, 3, 4]
    assert list(a) == [1, 2, 3, 4]


@given(x=weight, y=weight, theta=st.tuples(weight, weight, weight))
def test_the_steps_backward_compute_equations_9_to_17_by_hand(
    x: float, y: float, theta: tuple[float, float, float]
) -> None:
    weights = dict(enumerate(theta, start=1))
    z, a = path.forward(x, weights)
    delta = path.error_signals(z, y, weights)
    gradient = path.gradients(delta, a)
    yhat = a[4]
    assert delta[4] == yhat - y  # (8), (14)
    assert delta[3] == delta[4] * theta[2] * sigmoid_prime(z[3])  # (15)
    assert delta[2] == delta[3] * theta[1] * sigmoid_prime(z[2])  # (16)
    by_hand: dict[int, Any] = {
        3: (yhat - y) * a[3],  # (9)
        2: (yhat - y) * theta[2] * sigmoid_prime(z[3]) * a[2],  # (10)
        1: (yhat - y) * theta[2] * sigmoid_prime(z[3]) * theta[1] * sigmoid_prime(z[2]) * x,  # (11)
    }
    assert gradient == by_hand
    stepped = path.update(weights, gradient, eta=0.5)
    assert stepped == {layer: weights[layer] - 0.5 * by_hand[layer] for layer in weights}  # (12)
    assert stepped == {  # (17)
        layer: weights[layer] - 0.5 * (delta[layer + 1] * a[layer]) for layer in weights
    }


@given(x=weight, y=weight, theta=network)
def test_the_gradients_of_any_depth_are_those_of_the_complex_step(
    x: float, y: float, theta: dict[int, float]
) -> None:
    z, a = path.forward(x, theta)
    gradient = path.gradients(path.error_signals(z, y, theta), a)
    check_gradient(lambda at: cost(at, x, y), theta, gradient, atol=1e-15)


@given(y=weight, theta=network, x=weight)
def test_an_error_signal_is_the_derivative_with_respect_to_its_net_input(
    x: float, y: float, theta: dict[int, float]
) -> None:
    z, _ = path.forward(x, theta)
    last = len(theta) + 1
    for layer, delta in path.error_signals(z, y, theta).items():
        # From the net input z of a layer on, the rest is a network of its own with the input a.
        rest = {k - layer + 1: theta[k] for k in range(layer, last)}

        def onward(at: Any, layer: int = layer, rest: dict[int, float] = rest) -> Any:
            if layer == last:
                return half_squared_error(at, y)
            inner: Any = sigmoid(at)
            return half_squared_error(path.forward(inner, rest)[1][len(rest) + 1], y)

        check_gradient(onward, float(z[layer]), delta, atol=1e-15)


def test_a_network_without_a_hidden_layer_is_linear_regression() -> None:
    z, a = path.forward(3.0, {1: 2.0})
    assert a == {1: 3.0, 2: 6.0}
    assert path.gradients(path.error_signals(z, 5.0, {1: 2.0}), a) == {1: 3.0}


def test_descent_by_17_brings_the_cost_to_0() -> None:
    theta: dict[int, Any] = {1: 0.5, 2: -1.0, 3: 0.25}
    for _ in range(200):
        z, a = path.forward(1.5, theta)
        theta = path.update(theta, path.gradients(path.error_signals(z, 0.75, theta), a), eta=0.5)
    assert cost(theta, 1.5, 0.75) < 1e-12


def test_numbers_stay_scalars_and_complex_numbers_are_taken() -> None:
    theta: dict[int, Any] = {1: 1, 2: 2.0, 3: np.float32(0.5)}
    z, a = path.forward(1 + 0.5j, theta)
    delta = path.error_signals(z, 0, theta)
    for values in (z, a, delta, path.gradients(delta, a), path.update(theta, theta, 0.1)):
        assert not any(isinstance(value, np.ndarray) for value in values.values())
    assert a[4] == z[4]
    assert np.iscomplexobj(a[4])


def test_nan_propagates() -> None:
    z, a = path.forward(np.nan, {1: 1.0, 2: 1.0})
    assert np.isnan([*z.values(), *a.values()]).all()
    assert np.isnan(list(path.error_signals(z, 0, {1: 1.0, 2: 1.0}).values())).all()


def test_nothing_is_changed_in_place() -> None:
    theta, gradient = {1: 1.0, 2: 2.0}, {1: 0.5, 2: 0.5}
    z, a = path.forward(1.0, theta)
    before = dict(z), dict(a)
    delta = path.error_signals(z, 1.0, theta)
    path.gradients(delta, a)
    assert path.update(theta, gradient, 1.0) == {1: 0.5, 2: 1.5}
    assert (theta, gradient) == ({1: 1.0, 2: 2.0}, {1: 0.5, 2: 0.5})
    assert (z, a) == before


NUMBERS = {1: 1.0, 2: 1.0}


def call(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    """The call, for later, of a function with what its type forbids."""
    return partial(function, *arguments)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (call(path.forward, 1, {}), "theta: expected the layers from 1 on, got an empty dict"),
        (call(path.forward, 1, {0: 1, 1: 1}), "theta: expected layers 1 to 2, got 0, 1"),
        (call(path.forward, 1, {1: 1, 3: 1}), "theta: expected layers 1 to 2, got 1, 3"),
        (call(path.forward, 1, {"1": 1}), "theta: expected layer 1, got '1'"),
        (call(path.forward, 1, [1, 2]), "theta: expected a dict keyed by layer, got list"),
        (call(path.forward, "1", NUMBERS), "x: expected one number, got str"),
        (call(path.forward, [1, 2], NUMBERS), "x: expected one number, got shape (2,)"),
        (
            call(path.forward, 1, {1: 1, 2: np.ones(1)}),
            "theta[2]: expected one number, got shape (1,)",
        ),
        (call(path.forward, 1, {1: 1, 2: None}), "theta[2]: expected one number, got NoneType"),
        (
            call(path.error_signals, {1: 1, 2: 1}, 1, {1: 1}),
            "z: expected layers 2 to 3, got 1, 2",
        ),
        (
            call(path.error_signals, {2: 1, 3: 1}, 1, {1: 1}),
            "theta: expected layers 1 to 2, got 1",
        ),
        (call(path.error_signals, {2: 1}, [1], {1: 1}), "y: expected one number, got shape (1,)"),
        (call(path.error_signals, {2: "1"}, 1, {1: 1}), "z[2]: expected one number, got str"),
        (call(path.error_signals, {2: 1}, 1, {1: "1"}), "theta[1]: expected one number, got str"),
        (call(path.gradients, {1: 1}, {1: 1}), "delta: expected layer 2, got 1"),
        (call(path.gradients, {2: 1}, {2: 1}), "a: expected layers 1 to 2, got 2"),
        (call(path.gradients, {2: "1"}, NUMBERS), "delta[2]: expected one number, got str"),
        (call(path.gradients, {2: 1}, {1: 1, 2: "1"}), "a[2]: expected one number, got str"),
        (call(path.update, {1: 1}, {}, 1), "gradient: expected layer 1, got an empty dict"),
        (
            call(path.update, {1: 1}, 0.5, 1),
            "gradient: expected a dict keyed by layer, got float",
        ),
        (call(path.update, {1: "1"}, {1: 1}, 1), "theta[1]: expected one number, got str"),
        (call(path.update, {1: 1}, {1: "1"}, 1), "gradient[1]: expected one number, got str"),
        (call(path.update, {1: 1}, {1: 1}, "1"), "eta: expected one number, got str"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_layer(
    refused: Callable[[], Any], message: str
) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        refused()
    assert str(caught.value) == message
    is_type = any(f"got {kind}" in message for kind in ("str", "list", "float", "NoneType"))
    assert isinstance(caught.value, TypeError if is_type else ValueError)
