from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcore
from bpcore import check_gradient, output_cost, output_delta

mp = mpmath.MPContext()  # a context of its own: the precision is nobody else's
mp.dps = 400  # 1 + e^-800 takes so many
ACTIVATIONS = ["identity", "sigmoid", "tanh", "relu", "softmax"]
COSTS = ["half_squared_error", "mean_squared_error", "binary_cross_entropy", "cross_entropy"]
TAILS = [0.0, 1e-8, 0.5, 20, 36.8, 40, 700, 740, 1e5, 1e300]
VALID = (
    "valid are every activation with half_squared_error and mean_squared_error; "
    "sigmoid, or another with predictions from 0 to 1, with binary_cross_entropy; "
    "softmax, or another with predictions from 0 to 1, with cross_entropy; "
    "softmax and cross_entropy only with two or more outputs"
)


def relative_error(value: Any, exact: Any) -> float:
    """The error in units of the exact value, or of the smallest normal float where that is less."""
    return float(abs(mp.mpf(float(value)) - exact) / max(abs(exact), mp.mpf(2) ** -1022))


def exact_sigmoid(z: float) -> Any:
    return 1 / (1 + mp.exp(-mp.mpf(z)))


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(data=st.data())
def test_every_pair_gives_the_derivative_of_the_cost_of_the_activation(
    activation: str, cost: str, data: st.DataObject
) -> None:
    n = data.draw(st.integers(2, 4))
    y = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    y /= y.sum()
    z = data.draw(st.lists(st.floats(0.01, 0.99), min_size=n, max_size=n))
    g, loss = getattr(bpcore, activation), getattr(bpcore, cost)
    delta = output_delta(z, y, activation, cost)
    check_gradient(lambda at: loss(g(at), y), z, delta, atol=1e-13)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(z=st.lists(st.floats(0.01, 0.99), min_size=2, max_size=4))
def test_the_cost_from_the_net_input_is_that_of_the_activation_and_delta_its_derivative(
    activation: str, cost: str, z: list[float]
) -> None:
    y = np.eye(len(z))[0] * 0.75 + 0.25 / len(z)
    g, loss = getattr(bpcore, activation), getattr(bpcore, cost)
    value = output_cost(z, y, activation, cost)
    assert value == pytest.approx(loss(g(z), y), rel=1e-13)
    delta = output_delta(z, y, activation, cost)
    check_gradient(lambda at: output_cost(at, y, activation, cost), z, delta, atol=1e-13)


@given(z=st.floats(-800, 800), y=st.sampled_from([0.0, 0.25, 1.0]))
def test_the_cost_of_a_sigmoid_is_exact_in_the_tails(z: float, y: float) -> None:
    p, t = exact_sigmoid(z), mp.mpf(y)
    exact = -t * mp.log(p) - (1 - t) * mp.log(1 - p)
    value = output_cost(z, y, "sigmoid", "binary_cross_entropy")
    assert relative_error(value, exact) < 1e-15
    delta = output_delta(z, y, "sigmoid", "binary_cross_entropy")
    check_gradient(lambda at: output_cost(at, y, "sigmoid", "binary_cross_entropy"), z, delta)


@given(z=st.lists(st.floats(-700, 700), min_size=2, max_size=5), k=st.integers(0, 1))
def test_the_cost_of_a_softmax_is_exact_in_the_tails(z: list[float], k: int) -> None:
    y = [float(j == k) for j in range(len(z))]
    e = [mp.exp(mp.mpf(entry)) for entry in z]
    others = mp.fsum(e[:k] + e[k + 1 :]) / e[k]
    value = output_cost(z, y, "softmax", "cross_entropy")
    assert relative_error(value, mp.log(1 + others)) < 1e-12


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_cost_is_finite_where_the_prediction_is_rounded_to_0(
    dtype: type[np.floating[Any]],
) -> None:
    z, y = np.array([-300, 300], dtype), [1, 0]
    for pair in (("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")):
        value = output_cost(z, y, *pair)
        assert value == 600
        assert value.dtype == dtype


def test_an_infinite_net_input_costs_nothing_or_infinity() -> None:
    z = [[np.inf, -np.inf], [np.inf, np.inf]]
    assert output_cost(z, [[1, 0], [0, 0]], "sigmoid", COSTS[2]).tolist() == [0, np.inf]


def test_a_softmax_of_many_classes_needs_no_more_memory_than_its_outputs() -> None:
    z = np.zeros((1, 100_000))
    y = np.eye(1, z.size)
    assert output_delta(z, y, "softmax", "cross_entropy").sum() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("cost", COSTS[:3])
@pytest.mark.parametrize("activation", ACTIVATIONS[:4])
def test_a_pair_takes_scalars(activation: str, cost: str) -> None:
    g, loss = getattr(bpcore, activation), getattr(bpcore, cost)
    delta = output_delta(0.25, 0.75, activation, cost)
    assert np.shape(delta) == ()
    check_gradient(lambda z: loss(g(z), 0.75), 0.25, delta)


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_batch_gives_the_delta_of_each_of_its_rows(activation: str, cost: str) -> None:
    z, y = np.array([[0.1, 0.2, 0.7], [0.9, 0.3, 0.2]]), np.array([[0, 1, 0], [0.5, 0, 0.5]])
    deltas = [output_delta(z[i], y[i], activation, cost).tolist() for i in range(2)]
    assert output_delta(z, y, activation, cost).tolist() == deltas


@pytest.mark.parametrize("z", [sign * z for z in TAILS for sign in (1, -1)])
def test_identity_with_half_squared_error_gives_yhat_minus_y(z: float) -> None:
    assert output_delta(z, 0.5, "identity", "half_squared_error") == z - 0.5
    assert output_delta([z, 1], [0.5, 1], "identity", "mean_squared_error")[0] == z - 0.5


@pytest.mark.parametrize("z", [sign * z for z in TAILS for sign in (1, -1)])
def test_sigmoid_with_binary_cross_entropy_is_exact_in_the_tails(z: float) -> None:
    right = output_delta(z, 1, "sigmoid", "binary_cross_entropy")
    assert relative_error(right, -exact_sigmoid(-z)) < 1e-15
    wrong = output_delta(z, 0, "sigmoid", "binary_cross_entropy")
    assert relative_error(wrong, exact_sigmoid(z)) < 1e-15
    between = output_delta(z, 0.25, "sigmoid", "binary_cross_entropy")
    assert relative_error(between, exact_sigmoid(z) - 0.25) < 1e-15


@given(z=st.lists(st.floats(-700, 700), min_size=2, max_size=5), k=st.integers(0, 1))
def test_softmax_with_cross_entropy_is_exact_in_the_tails(z: list[float], k: int) -> None:
    y = [float(j == k) for j in range(len(z))]
    delta = output_delta(z, y, "softmax", "cross_entropy")
    e = [mp.exp(mp.mpf(entry)) for entry in z]
    for j in range(len(z)):
        exact = e[j] if j != k else -mp.fsum(e[:k] + e[k + 1 :])
        assert relative_error(delta[j], exact / mp.fsum(e)) < 1e-12


@pytest.mark.parametrize("z", [np.finfo(float).max, -np.finfo(float).max, np.inf, -np.inf])
def test_the_largest_net_input_gives_a_delta_of_0_or_1(z: float) -> None:
    assert abs(output_delta(z, 1, "sigmoid", "binary_cross_entropy")) in {0, 1}
    delta = output_delta([np.nan_to_num(z), 0], [1, 0], "softmax", "cross_entropy")
    assert set(np.abs(delta)) <= {0, 1}


@given(z=st.floats(-700, 700), y=st.sampled_from([0.25, 1.0]))
def test_sigmoid_with_half_squared_error_has_the_factor_that_cross_entropy_has_not(
    z: float, y: float
) -> None:
    yhat, prime = bpcore.sigmoid(z), bpcore.sigmoid_prime(z)
    delta = output_delta(z, y, "sigmoid", "half_squared_error")
    assert delta == pytest.approx((yhat - y) * prime, rel=2e-14, abs=0)


@pytest.mark.parametrize(("activation", "cost"), [("tanh", "cross_entropy"), ("relu", COSTS[2])])
def test_an_infinite_cost_passes_a_product_on_without_a_warning(activation: str, cost: str) -> None:
    delta = output_delta([0, 1.0], [1, 0], activation, cost)
    assert not np.isfinite(delta[0])


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_nan_stays_nan(activation: str, cost: str) -> None:
    delta = output_delta([[np.nan, 0.5], [0.5, 0.5]], [[1, 0], [0, 1]], activation, cost)
    assert np.isnan(delta[0, 0])
    assert np.isfinite(delta[1]).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_type_is_that_of_the_net_input(
    activation: str, cost: str, dtype: type[np.inexact[Any]]
) -> None:
    assert output_delta(np.array([0.5, 0.25], dtype), [0, 1], activation, cost).dtype == dtype
    if activation != "softmax" and cost != "cross_entropy":
        scalar: Any = output_delta(dtype(0.5), 1, activation, cost)
        assert type(scalar) is dtype


def message_of(*arguments: Any) -> str:
    """What the error signal answers, and the cost too."""
    messages = set()
    for function in (output_delta, output_cost):
        with pytest.raises((ValueError, TypeError)) as caught:
            function(*arguments)
        messages.add(f"{type(caught.value).__name__}: {caught.value}")
    assert len(messages) == 1
    return messages.pop()


def test_an_unknown_name_is_answered_with_the_list_of_names() -> None:
    assert message_of(0.5, 1, "sigmod", "cross_entropy") == (
        "ValueError: activation: expected one of "
        "identity, sigmoid, tanh, relu, softmax, got 'sigmod'"
    )
    assert message_of(0.5, 1, "sigmoid", ["mse"]) == (
        "ValueError: cost: expected one of half_squared_error, mean_squared_error, "
        "binary_cross_entropy, cross_entropy, got ['mse']"
    )


@pytest.mark.parametrize(
    ("z", "y", "activation", "cost", "came"),
    [
        ([1, 2], 1, "softmax", "cross_entropy", "y with two or more outputs, got shape ()"),
        (1, 1, "softmax", "half_squared_error", "z with two or more outputs, got shape ()"),
        ([[1]], [[1]], "softmax", "cross_entropy", "z with two or more outputs, got shape (1, 1)"),
        (1, 1, "sigmoid", "cross_entropy", "z with two or more outputs, got shape ()"),
        (1.5, 1, "identity", "binary_cross_entropy", "predictions from 0 to 1, got 1.5"),
        (
            [0, -1],
            [0, 1],
            "tanh",
            "cross_entropy",
            "predictions from 0 to 1, got -0.76159415595576",
        ),
    ],
)
def test_a_pair_that_makes_no_sense_is_answered_with_the_list_of_what_is_valid(
    z: Any, y: Any, activation: str, cost: str, came: str
) -> None:
    message = message_of(z, y, activation, cost)
    assert message.startswith(f"ValueError: {activation} with {cost}: expected {came}")
    assert message.endswith(f"; {VALID}")


@pytest.mark.parametrize(
    ("z", "y", "activation", "cost", "message"),
    [
        ("a", 1, "tanh", COSTS[0], "TypeError: z: expected numbers, got dtype <U1"),
        (1, "a", "tanh", COSTS[0], "TypeError: y: expected numbers, got dtype <U1"),
        ([], [], "tanh", COSTS[0], "ValueError: z: expected at least one number, got shape (0,)"),
        ([1, 2], 1, "tanh", COSTS[0], "ValueError: y: expected the shape of z, (2,), got ()"),
        (0, -1, "sigmoid", COSTS[2], "ValueError: y: expected numbers from 0 to 1, got -1.0"),
        (
            [0, 1],
            [2, -1],
            "softmax",
            COSTS[3],
            "ValueError: y: expected numbers from 0 to 1, got 2.0",
        ),
        (
            [0, 1],
            [1, 1],
            "softmax",
            COSTS[3],
            "ValueError: y: expected targets that sum to 1 for each example, got 2.0",
        ),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    z: Any, y: Any, activation: str, cost: str, message: str
) -> None:
    assert message_of(z, y, activation, cost) == message
