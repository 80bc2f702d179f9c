from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcore
from bpcore import check_gradient, relu_prime, sigmoid, sigmoid_prime, softmax, softmax_prime

Activation = Callable[[Any], Any]

mp = mpmath.MPContext()  # a context of its own: the precision is nobody else's
mp.dps = 60
LARGEST = float(np.finfo(np.float64).max)
TAILS = [5e-324, 1e-300, 1e-8, 0.5, 1, 18, 19, 36.7, 36.8, 40, 372, 373, 709, 710, 744, 745, 746]
BOTH_TAILS = [0.0, *TAILS, *(-z for z in TAILS)]
NAMES = ["identity", "sigmoid", "tanh", "relu", "softmax"]
BY_ENTRY = [name + end for name in NAMES[:4] for end in ("", "_prime")]
EVERY = [name + end for name in NAMES for end in ("", "_prime")]
EXACT: dict[str, Activation] = {
    "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
    "sigmoid_prime": lambda z: mp.exp(-z) / (1 + mp.exp(-z)) ** 2,
    "tanh": mp.tanh,
    "tanh_prime": lambda z: mp.sech(z) ** 2,
}

net_inputs = st.floats(-300, 300)
any_float = st.floats(allow_nan=False, allow_infinity=False)


def function(name: str) -> Activation:
    found: Activation = getattr(bpcore, name)
    return found


def relative_error(value: Any, exact: Any) -> float:
    """The error in units of the exact value, or of the smallest normal float where that is less."""
    return float(abs(mp.mpf(float(value)) - exact) / max(abs(exact), mp.mpf(2) ** -1022))


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("z", BOTH_TAILS)
def test_the_value_is_exact_to_rounding_in_both_tails(name: str, z: float) -> None:
    assert relative_error(function(name)(z), EXACT[name](mp.mpf(z))) < 1e-15


@pytest.mark.slow
@given(z=net_inputs)
@pytest.mark.parametrize("name", EXACT)
def test_the_value_is_exact_to_rounding_anywhere(name: str, z: float) -> None:
    assert relative_error(function(name)(z), EXACT[name](mp.mpf(z))) < 1e-15


@given(z=net_inputs)
@pytest.mark.parametrize("name", ["identity", "sigmoid", "tanh"])
def test_the_derivative_is_that_of_the_complex_step(name: str, z: float) -> None:
    check_gradient(function(name), z, function(name + "_prime")(z))


@given(z=st.floats(1e-3, 1e6), sign=st.sampled_from([-1, 1]))
def test_the_derivative_of_relu_is_that_of_the_complex_step_away_from_0(
    z: float, sign: int
) -> None:
    check_gradient(bpcore.relu, sign * z, relu_prime(sign * z))


def test_the_derivative_of_relu_at_0_is_0() -> None:
    assert relu_prime(0.0) == 0
    assert relu_prime(-0.0) == 0
    assert relu_prime(5e-324) == 1


def test_the_derivative_of_the_sigmoid_does_not_cancel_where_1_minus_sigmoid_is_0() -> None:
    assert f"{sigmoid_prime(36.8):.2e}" == "1.04e-16"
    assert f"{sigmoid_prime(np.float32(16.75)):.1e}" == "5.3e-08"


@given(z=any_float)
@pytest.mark.parametrize("name", BY_ENTRY)
def test_no_float_gives_a_warning_or_anything_but_a_finite_number(name: str, z: float) -> None:
    assert np.isfinite(function(name)(z))


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64, np.complex128])
def test_the_largest_number_of_each_type_gives_finite_numbers_of_that_type(
    name: str, dtype: type[np.floating[Any]]
) -> None:
    largest = np.finfo(dtype).max
    value = function(name)(np.array([largest, 0, -largest], dtype=dtype))
    assert value.dtype == dtype
    assert np.isfinite(value).all()


@pytest.mark.parametrize("name", BY_ENTRY)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex64, np.complex128])
def test_a_scalar_gives_a_scalar_of_its_type(name: str, dtype: type[np.inexact[Any]]) -> None:
    assert type(function(name)(dtype(1.5))) is dtype


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.uint8, np.int64])
def test_integers_give_float64(name: str, dtype: type[np.generic]) -> None:
    value = function(name)(np.array([1, 0], dtype=dtype))
    assert value.dtype == np.float64
    assert value.tolist() == function(name)([1.0, 0.0]).tolist()


@pytest.mark.parametrize("name", BY_ENTRY)
@pytest.mark.parametrize("z", [1, 1.5, 1 + 0.5j])
def test_a_python_number_gives_a_numpy_scalar(name: str, z: complex) -> None:
    assert isinstance(function(name)(z), np.complex128 if isinstance(z, complex) else np.float64)


@pytest.mark.parametrize("name", BY_ENTRY)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nan_stays_nan_where_it_stands(name: str, dtype: type[np.floating[Any]]) -> None:
    value = function(name)(np.array([np.nan, 1], dtype=dtype))
    assert np.isnan(value).tolist() == [True, False]
    assert np.isnan(function(name)(dtype(np.nan)))


@pytest.mark.parametrize("name", ["softmax", "softmax_prime"])
def test_nan_makes_its_own_row_nan(name: str) -> None:
    value = function(name)([[np.nan, 1], [1, 2]])
    assert np.isnan(value[0]).all()
    assert np.isfinite(value[1]).all()


@pytest.mark.parametrize("name", BY_ENTRY)
@pytest.mark.parametrize("z", [1000 + 1e-20j, 700 + 3j, LARGEST + 1j, 20 + 1e10j])
def test_a_complex_net_input_far_out_gives_a_finite_number(name: str, z: complex) -> None:
    assert np.isfinite(function(name)([z, -z])).all()


@given(z=st.complex_numbers(max_magnitude=3))
@pytest.mark.parametrize("name", EXACT)
def test_a_complex_net_input_is_taken_as_it_is(name: str, z: complex) -> None:
    value, exact = complex(function(name)(z)), complex(EXACT[name](mp.mpc(z)))
    assert abs(value - exact) <= 1e-13 * max(1.0, abs(exact), abs(exact) ** 2)


@given(z=any_float)
def test_sigmoid_of_minus_z_completes_sigmoid_of_z(z: float) -> None:
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, abs=3e-16)


@pytest.mark.parametrize("name", EVERY)
def test_the_argument_is_left_alone_and_shares_no_memory_with_the_result(name: str) -> None:
    z = np.array([[1.0, -2.0], [0.0, 3.0]])
    value = function(name)(z)
    assert z.tolist() == [[1.0, -2.0], [0.0, 3.0]]
    assert not np.shares_memory(z, value)


@pytest.mark.parametrize("name", BY_ENTRY)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 3)])
def test_the_result_has_the_shape_of_z(name: str, shape: tuple[int, ...]) -> None:
    assert np.shape(function(name)(np.ones(shape))) == shape


rows = st.lists(st.floats(-800, 800), min_size=2, max_size=6)


def exact_softmax(z: list[float]) -> list[Any]:
    e = [mp.exp(mp.mpf(entry)) for entry in z]
    return [entry / sum(e) for entry in e]


@given(z=rows)
def test_softmax_is_exact_in_the_tails(z: list[float]) -> None:
    for value, exact in zip(softmax(z), exact_softmax(z), strict=True):
        assert relative_error(value, exact) < 1e-12


@given(z=rows)
def test_the_jacobian_of_softmax_is_exact_in_the_tails(z: list[float]) -> None:
    p = exact_softmax(z)
    jacobian = softmax_prime(z)
    for k in range(len(z)):
        for j in range(len(z)):
            others = mp.fsum(p[:k] + p[k + 1 :])  # 1 - p[k], which 60 digits do not hold
            exact = p[k] * others if k == j else -p[k] * p[j]
            assert relative_error(jacobian[k, j], exact) < 1e-12


@given(z=st.lists(st.floats(-20, 20), min_size=1, max_size=5))
def test_the_jacobian_of_softmax_is_that_of_the_complex_step(z: list[float]) -> None:
    check_gradient(softmax, z, softmax_prime(z), atol=1e-15)


@given(z=st.lists(any_float, min_size=1, max_size=6))
def test_softmax_of_any_floats_sums_to_1(z: list[float]) -> None:
    assert softmax(z).sum() == pytest.approx(1, rel=1e-14)


@given(
    z=st.lists(st.integers(-1000, 1000), min_size=1, max_size=6), shift=st.integers(-(2**40), 2**40)
)
def test_softmax_does_not_change_when_the_same_is_added_to_all(z: list[int], shift: int) -> None:
    assert softmax([entry + shift for entry in z]).tolist() == softmax(z).tolist()


@given(z=st.lists(st.complex_numbers(max_magnitude=1), min_size=2, max_size=4))
def test_softmax_of_complex_numbers_sums_to_1_and_does_not_change_under_a_shift(
    z: list[complex],
) -> None:
    assert softmax(z).sum() == pytest.approx(1)
    assert softmax(np.array(z) + 2) == pytest.approx(softmax(z))


def test_softmax_of_more_float16_entries_than_float16_can_count_sums_to_1() -> None:
    yhat = softmax(np.linspace(-5, 5, 70_000, dtype=np.float16))
    assert yhat.dtype == np.float16
    assert yhat.sum(dtype=np.float64) == pytest.approx(1, rel=1e-3)
    assert softmax(np.zeros(70_000, np.float16))[0] == np.float16(1 / 70_000)


@given(z=st.lists(st.floats(-800, 800), min_size=2, max_size=5))
def test_a_net_input_has_one_sigmoid_whatever_stands_beside_it(z: list[float]) -> None:
    assert sigmoid(z).tolist() == [float(sigmoid(entry)) for entry in z]


def test_softmax_and_its_jacobian_treat_each_row_of_a_batch_alone() -> None:
    z = np.array([[1.0, 2.0, 3.0], [-1.0, 0.0, 0.5]])
    assert softmax(z).tolist() == [softmax(row).tolist() for row in z]
    assert softmax_prime(z).shape == (2, 3, 3)
    assert softmax_prime(z).tolist() == [softmax_prime(row).tolist() for row in z]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("z", "error", "message"),
    [
        ("1.5", TypeError, "z: expected numbers, got dtype <U3"),
        (None, TypeError, "z: expected numbers, got dtype object"),
        ({1: 0.5}, TypeError, "z: expected numbers, got dtype object"),
        ([10**400, 1], TypeError, "z: expected numbers, got dtype object"),
        ([], ValueError, "z: expected at least one number, got shape (0,)"),
        (np.ones((2, 0)), ValueError, "z: expected at least one number, got shape (2, 0)"),
        (
            np.ma.masked_equal([1.0, 2.0], 2),
            TypeError,
            "z: expected numbers without a mask, got a masked array; fill it",
        ),
        (
            [[1.0, np.ma.masked]],
            TypeError,
            "z: expected numbers without a mask, got a masked array; fill it",
        ),
        ([[1], [1, 2]], ValueError, "z: expected a rectangular array, got unequal rows"),
    ],
)
def test_what_is_no_number_is_refused_by_name(
    name: str, z: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        function(name)(z)
    assert str(caught.value) == message


@pytest.mark.parametrize("name", ["softmax", "softmax_prime"])
def test_softmax_of_a_scalar_is_refused(name: str) -> None:
    with pytest.raises(
        ValueError, match=r"^z: expected an axis that holds the outputs, got a scalar$"
    ):
        function(name)(1.0)
