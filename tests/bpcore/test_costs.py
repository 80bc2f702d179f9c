from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcore
from bpcore import (
    binary_cross_entropy,
    binary_cross_entropy_prime,
    check_gradient,
    cross_entropy,
    cross_entropy_prime,
    half_squared_error,
    mean_squared_error,
)

Cost = Callable[[Any, Any], Any]

mp = mpmath.MPContext()  # a context of its own: the precision is nobody else's
mp.dps = 400  # 1 - 1e-320 takes so many
SQUARED = ["half_squared_error", "mean_squared_error"]
ENTROPIES = ["binary_cross_entropy", "cross_entropy"]
COSTS = SQUARED + ENTROPIES
EVERY = [name + end for name in COSTS for end in ("", "_prime")]

probability = st.floats(1e-3, 1 - 1e-3)


def function(name: str) -> Cost:
    found: Cost = getattr(bpcore, name)
    return found


def pairs(entry: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[list[float], list[float]]]:
    """Predictions and targets of the same one to five outputs."""
    return st.integers(1, 5).flatmap(
        lambda n: st.tuples(
            st.lists(entry, min_size=n, max_size=n), st.lists(entry, min_size=n, max_size=n)
        )
    )


@given(pair=pairs(st.floats(-100, 100)))
@pytest.mark.parametrize("name", SQUARED)
def test_the_derivative_of_a_squared_error_is_that_of_the_complex_step(
    name: str, pair: tuple[list[float], list[float]]
) -> None:
    yhat, y = pair
    cost, prime = function(name), function(name + "_prime")
    check_gradient(lambda at: cost(at, y), yhat, prime(yhat, y), atol=1e-13)


@given(pair=pairs(probability))
@pytest.mark.parametrize("name", ENTROPIES)
def test_the_derivative_of_a_cross_entropy_is_that_of_the_complex_step(
    name: str, pair: tuple[list[float], list[float]]
) -> None:
    yhat, y = pair
    cost, prime = function(name), function(name + "_prime")
    check_gradient(lambda at: cost(at, y), yhat, prime(yhat, y), atol=1e-11)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("y", [0.25, 0.5])
def test_the_derivative_for_a_scalar_is_that_of_the_complex_step(name: str, y: float) -> None:
    cost, prime = function(name), function(name + "_prime")
    check_gradient(lambda yhat: cost(yhat, y), 0.75, prime(0.75, y))


@pytest.mark.parametrize("y", [0.0, 1e-300, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("yhat", [1e-300, 1e-20, 0.1, 0.5, 0.9, 1 - 2.0**-53])
def test_cross_entropies_are_exact_near_0_and_1(yhat: float, y: float) -> None:
    p, t = mp.mpf(yhat), mp.mpf(y)
    binary = -t * mp.log(p) - (1 - t) * mp.log(1 - p)
    assert float(binary_cross_entropy(yhat, y)) == pytest.approx(float(binary), rel=1e-14, abs=0)
    prime = (1 - t) / (1 - p) - t / p
    assert float(binary_cross_entropy_prime(yhat, y)) == pytest.approx(float(prime), rel=1e-14)
    assert float(cross_entropy(yhat, y)) == pytest.approx(float(-t * mp.log(p)), rel=1e-14)


def test_half_the_squared_error_is_summed_and_the_mean_is_averaged_over_the_outputs() -> None:
    assert half_squared_error([3, 1, 0], [1, 0, 2]) == 4.5
    assert mean_squared_error([3, 1, 0], [1, 0, 2]) == 3


@pytest.mark.parametrize("name", COSTS)
def test_a_cost_is_one_number_for_each_example(name: str) -> None:
    yhat, y = [[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]], [[0, 0, 1], [0.5, 0.5, 0]]
    costs = function(name)(yhat, y)
    assert costs.shape == (2,)
    assert costs.tolist() == [float(function(name)(yhat[i], y[i])) for i in range(2)]
    assert np.shape(function(name)(0.25, 1)) == ()
    assert np.shape(function(name)([[[0.25]]], [[[1]]])) == (1, 1)


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 3)])
def test_a_derivative_has_the_shape_of_the_prediction(name: str, shape: tuple[int, ...]) -> None:
    prime = function(name + "_prime")
    assert np.shape(prime(np.full(shape, 0.5), np.ones(shape))) == shape


@pytest.mark.parametrize("name", ENTROPIES)
def test_a_sure_and_right_prediction_costs_a_plain_0(name: str) -> None:
    for sure in (0, 1):
        assert str(function(name)(sure, sure)) == "0.0"
        assert str(function(name)([[sure], [sure]], [[sure], [sure]])) == "[0. 0.]"


def test_a_sure_and_wrong_prediction_costs_infinity_without_a_warning() -> None:
    assert binary_cross_entropy([1, 0], [0, 0]) == np.inf
    assert binary_cross_entropy(0, 1) == np.inf
    assert binary_cross_entropy(0, 0.5) == np.inf
    assert cross_entropy([1, 0], [0.9, 0.1]) == np.inf


def test_a_derivative_beyond_the_largest_float_is_infinite_without_a_warning() -> None:
    assert binary_cross_entropy_prime([1e-320, 1e-320], [1, 0]).tolist() == [-np.inf, 1.0]
    assert cross_entropy_prime(1e-320, 1) == -np.inf


def test_the_derivative_at_a_sure_prediction_is_the_limit_or_infinite() -> None:
    sure, target = [0, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0.5, 0.5]
    binary = binary_cross_entropy_prime(sure, target).tolist()
    assert binary == [1.0, -1.0, -np.inf, np.inf, -np.inf, np.inf]
    assert cross_entropy_prime([0, 0, 1], [0, 1, 1]).tolist() == [0.0, -np.inf, -1.0]


@pytest.mark.parametrize("name", EVERY)
def test_nan_stays_nan_even_where_the_target_is_0(name: str) -> None:
    assert np.isnan(function(name)(np.nan, 0.0))
    assert np.isnan(function(name)(np.nan, 1.0))
    assert np.isnan(function(name)(0.5, np.nan))


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64, np.complex128])
def test_the_type_is_that_of_the_prediction_and_integers_follow_it(
    name: str, dtype: type[np.inexact[Any]]
) -> None:
    assert function(name)(np.array([0.5, 0.25], dtype=dtype), [0, 1]).dtype == dtype
    assert function(name)(dtype(0.5), 1).dtype == dtype
    assert type(function(name)(dtype(0.5), dtype(1))) is dtype


@pytest.mark.parametrize("name", EVERY)
def test_integers_alone_give_float64(name: str) -> None:
    assert function(name)([1, 0], np.array([1, 0], dtype=np.uint8)).dtype == np.float64


def test_unsigned_integers_do_not_wrap_around() -> None:
    assert half_squared_error(np.uint8(1), np.uint8(3)) == 2


@pytest.mark.parametrize("name", EVERY)
def test_the_arguments_are_left_alone(name: str) -> None:
    yhat, y = np.array([0.5, 0.25]), np.array([0.0, 1.0])
    value = function(name)(yhat, y)
    assert yhat.tolist() == [0.5, 0.25]
    assert y.tolist() == [0.0, 1.0]
    assert not np.shares_memory(value, yhat)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("yhat", "y", "error", "message"),
    [
        ("a", 1, TypeError, "yhat: expected numbers, got dtype <U1"),
        (0.5, None, TypeError, "y: expected numbers, got dtype object"),
        ([], [], ValueError, "yhat: expected at least one number, got shape (0,)"),
        (0.5, [], ValueError, "y: expected at least one number, got shape (0,)"),
        ([[1], [1, 0]], 1, ValueError, "yhat: expected a rectangular array, got unequal rows"),
        ([0.5, 0.5], 1, ValueError, "y: expected the shape of yhat, (2,), got ()"),
        ([[0.5], [0.5]], [1, 0], ValueError, "y: expected the shape of yhat, (2, 1), got (2,)"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    name: str, yhat: Any, y: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        function(name)(yhat, y)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", [name for name in EVERY if "entropy" in name])
@pytest.mark.parametrize(
    ("yhat", "y", "message"),
    [
        ([0.5, 1.5], [0, 1], "yhat: expected numbers from 0 to 1, got 1.5"),
        (-0.5, 1, "yhat: expected numbers from 0 to 1, got -0.5"),
        ([0.5, 0.5], [1, -1], "y: expected numbers from 0 to 1, got -1.0"),
    ],
)
def test_what_is_no_probability_is_refused_by_a_cross_entropy(
    name: str, yhat: Any, y: Any, message: str
) -> None:
    with pytest.raises(ValueError, match="from 0 to 1") as caught:
        function(name)(yhat, y)
    assert str(caught.value) == message
