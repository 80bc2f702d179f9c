import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpcore import (
    central_difference,
    check_gradient,
    complex_step,
    relu,
    sigmoid,
    sigmoid_prime,
    softmax,
)

LOST = (
    "f loses the imaginary part of its argument, as abs, .real and float do; rewrite it, "
    "or pass central=True"
)


@given(x=st.floats(-20, 20))
def test_the_complex_step_is_exact_to_rounding(x: float) -> None:
    assert complex_step(np.exp, x) == pytest.approx(math.exp(x), rel=1e-15)


@given(x=st.floats(-20, 20))
def test_the_central_difference_is_right_to_eight_digits(x: float) -> None:
    assert central_difference(np.exp, x) == pytest.approx(math.exp(x), rel=1e-8)


@pytest.mark.parametrize("x", [1e6, -1e9, 1e100])
def test_the_central_difference_takes_a_step_relative_to_a_large_x(x: float) -> None:
    assert central_difference(lambda at: at * at, x) == pytest.approx(2 * x)


def test_the_derivative_has_the_structure_of_x() -> None:
    for derivative in (complex_step, central_difference):
        assert np.shape(derivative(np.sin, 1)) == ()
        assert derivative(lambda x: (x * x).sum(), np.ones((2, 3))).shape == (2, 3)
        at: dict[int, Any] = {1: 2.0, 2: [1.0, 2.0]}
        slopes = derivative(lambda x: x[1] * (x[2][0] + 3 * x[2][1]), at)
        assert slopes[1] == pytest.approx(7)
        assert slopes[2] == pytest.approx([2, 6])


def test_the_derivative_of_an_array_has_the_outputs_first() -> None:
    for derivative in (complex_step, central_difference):
        jacobian = derivative(lambda x: np.array([[x[0], x[1] * x[1]]]), [1.0, 3.0])
        assert jacobian.shape == (1, 2, 2)
        assert jacobian[0] == pytest.approx(np.array([[1, 0], [0, 6]]))


def test_integers_and_float32_are_moved_in_float64() -> None:
    assert complex_step(lambda x: x[0] * x[1], np.array([2, 3])).tolist() == [3, 2]
    assert complex_step(np.exp, np.float32(1)) == pytest.approx(math.e, rel=1e-15)
    assert central_difference(np.exp, np.float32(1)) == pytest.approx(math.e, rel=1e-9)
    x = np.array([1, 2], dtype=np.float32)
    for derivative in (complex_step, central_difference):
        assert derivative(lambda at: np.exp(at).sum(), x) == pytest.approx(np.exp([1, 2]), rel=1e-9)


def test_x_is_left_alone() -> None:
    x = {1: np.array([1.0, 2.0])}
    complex_step(lambda at: (at[1] * at[1]).sum(), x)
    central_difference(lambda at: (at[1] * at[1]).sum(), x)
    assert x[1].tolist() == [1.0, 2.0]


def test_a_right_gradient_passes_for_scalars_arrays_and_dicts() -> None:
    check_gradient(sigmoid, 0.3, sigmoid_prime(0.3))
    check_gradient(lambda x: (x**3).sum(), np.array([[1.0, 2.0]]), [[3.0, 12.0]])
    check_gradient(lambda x: x[1] * x[2], {1: 2.0, 2: 3.0}, {1: 3.0, 2: 2.0})


def failure(*arguments: Any, **options: Any) -> str:
    with pytest.raises(AssertionError) as caught:
        check_gradient(*arguments, **options)
    return str(caught.value)


def test_a_wrong_scalar_is_shown_with_both_values() -> None:
    assert failure(lambda x: x**2, 3.0, 3.0) == (
        "gradient differs from the complex step at 1 of 1 places:\n"
        "  gradient: analytic 3, numeric 6"
    )


def test_a_wrong_entry_is_shown_with_its_layer_and_index() -> None:
    x = {1: 2.0, 2: np.array([[1.0, 2.0], [3.0, 4.0]])}
    gradient = {1: 10.0, 2: np.array([[2.0, 2.5], [2.0, np.nan]])}
    assert failure(lambda at: at[1] * at[2].sum(), x, gradient) == (
        "gradient differs from the complex step at 2 of 5 places:\n"
        "  gradient[2][0, 1]: analytic 2.5, numeric 2\n"
        "  gradient[2][1, 1]: analytic nan, numeric 2"
    )


def test_a_derivative_that_cancels_in_the_tail_is_seen() -> None:
    cancelling = sigmoid(36.8) * (1 - sigmoid(36.8))
    assert failure(sigmoid, 36.8, cancelling).endswith(
        "gradient: analytic 0, numeric 1.04222879056e-16"
    )
    cancelling = sigmoid(20.0) * (1 - sigmoid(20.0))
    assert "analytic 2.0611536" in failure(sigmoid, 20.0, cancelling)


def test_an_error_of_one_in_ten_million_is_seen() -> None:
    failure(lambda x: x**2, 3.0, 6.0 * (1 + 1e-7))
    failure(lambda x: x**2, 3.0, 6.0 * (1 - 1e-7))


def test_the_absolute_tolerance_is_taken() -> None:
    failure(lambda x: x**2, 0.0, 1e-9)
    check_gradient(lambda x: x**2, 0.0, 1e-9, atol=2e-9)


def test_what_rounding_leaves_of_terms_that_cancel_is_no_difference() -> None:
    def f(x: Any) -> Any:
        return x[0] + (0.1 + 0.2 - 0.3) * x[1]

    check_gradient(f, [1.0, 1.0], [1.0, 0.0])
    failure(lambda x: f(x) / 1e3 + x[1] / 1e9, [1.0, 1.0], [1e-3, 0.0])


def test_a_float32_gradient_is_held_to_half_its_digits() -> None:
    check_gradient(lambda x: x**2, 3.0, np.float32(6.001))
    failure(lambda x: x**2, 3.0, np.float32(6.01))


def test_an_infinite_or_nan_derivative_never_agrees() -> None:
    with np.errstate(all="ignore"):
        failure(lambda x: x * np.nan, 1.0, np.nan)
        failure(lambda x: x * np.inf, 1.0, np.inf)


def test_a_function_that_takes_no_complex_numbers_is_held_against_the_central_difference() -> None:
    check_gradient(math.exp, 1.0, math.e)
    assert failure(math.exp, 0.0, 2.0).startswith(
        "gradient differs from the central difference at 1 of 1 places:\n  gradient: analytic 2"
    )


def test_the_central_difference_can_be_asked_for() -> None:
    check_gradient(abs, -2.0, -1.0, central=True)
    assert failure(abs, -2.0, 1.0, central=True).startswith(
        "gradient differs from the central difference"
    )


@pytest.mark.parametrize("lossy", [abs, np.real, lambda x: np.abs(x) + 0 * x, np.linalg.norm])
def test_a_function_that_loses_the_imaginary_part_is_named(lossy: Any) -> None:
    with pytest.raises(ValueError, match="loses the imaginary part"):
        check_gradient(lambda x: lossy(x) * 2, 3.0, 2.0)
    with pytest.raises(ValueError, match="loses the imaginary part"):
        check_gradient(lambda x: lossy(x) * 2, 3.0, 0.0)


def test_a_function_that_loses_a_part_of_it_is_named_with_the_place() -> None:
    def f(x: Any) -> Any:
        return x[1][0] + 3 * x[1][1] + abs(x[1][1])

    with pytest.raises(ValueError, match="loses the imaginary part") as caught:
        check_gradient(f, {1: [1.0, 2.0]}, {1: [1.0, 3.0]})
    place, difference, remedy = re.split(", central difference |; ", str(caught.value), maxsplit=2)
    assert place == "x[1][1]: complex step 3"
    assert float(difference) == pytest.approx(4)
    assert remedy == LOST


def test_the_complex_step_of_a_real_answer_is_refused_only_where_it_depends_on_x() -> None:
    with pytest.raises(ValueError, match="loses the imaginary part") as caught:
        complex_step(abs, 1.0)
    assert str(caught.value) == LOST
    assert complex_step(lambda _: 3.0, 1.0) == 0
    assert complex_step(lambda x: x[1] ** 2, {1: 1.0, 2: 5.0}) == {1: 2.0, 2: 0.0}
    check_gradient(lambda x: x[1] ** 2, {1: 1.0, 2: 5.0}, {1: 2.0, 2: 0.0})


@pytest.mark.parametrize("x", [0.0, 1e-12, 1.0, 30.0, -30.0, 1e5])
@pytest.mark.parametrize(
    "f", [sigmoid, np.tanh, lambda x: x**3, lambda x: x - x**2, np.sin, lambda x: 1e6 + x]
)
def test_an_analytic_function_is_not_suspected(f: Any, x: float) -> None:
    check_gradient(f, x, complex_step(f, x))


@pytest.mark.parametrize("options", [{}, {"central": True}])
@pytest.mark.parametrize("f", [relu, abs, lambda x: 1e3 + np.where(x > 0, x + x * x, -x)])
@pytest.mark.parametrize("gradient", [-1.0, 1.0])
def test_a_kink_is_called_one_whatever_the_gradient_and_a_point_beside_it_is_advised(
    f: Any, gradient: float, options: dict[str, bool]
) -> None:
    with pytest.raises(ValueError, match="kink") as caught:
        check_gradient(
            lambda x: x[1][0] + f(x[1][1]), {1: [1.0, 0.0]}, {1: [1.0, gradient]}, **options
        )
    assert str(caught.value).startswith("x[1][1]: f has a kink here, its slope changes by ")
    assert str(caught.value).endswith("; check the gradient at a point beside it")


@given(x=st.floats(1e-3, 1e3), sign=st.sampled_from([-1, 1]))
def test_beside_the_kink_the_gradient_is_checked(x: float, sign: int) -> None:
    check_gradient(relu, sign * x, float(sign > 0))
    assert "analytic 0.5" in failure(relu, sign * x, 0.5)


@given(x=st.floats(-20, 20))
@pytest.mark.parametrize("f", [np.tanh, sigmoid, lambda x: x**3, lambda x: 1e4 * x**2, np.exp])
def test_a_wrong_gradient_of_a_smooth_function_is_not_put_down_to_a_kink(f: Any, x: float) -> None:
    assert "gradient differs" in failure(f, x, 2 * complex_step(f, x) + 1)


def test_a_function_at_the_edge_of_its_domain_is_not_suspected() -> None:
    def f(x: Any) -> Any:
        if np.real(x) > 1:
            raise ValueError("beyond 1")
        return x * x

    check_gradient(f, 1.0, 2.0)


@pytest.mark.parametrize(
    ("x", "gradient", "message"),
    [
        ([1.0, 2.0], [1.0], "gradient: expected shape (2,), got (1,)"),
        ([1.0], 1.0, "gradient: expected shape (1,), got ()"),
        ({1: 1.0}, 1.0, "gradient: expected a dict with the keys [1], got float"),
        ({1: 1.0}, {2: 1.0}, "gradient: expected a dict with the keys [1], got [2]"),
        ({1: [1.0]}, {1: [[1.0]]}, "gradient[1]: expected shape (1,), got (1, 1)"),
        ({}, {}, "x: expected at least one layer, got an empty dict"),
        ({1: []}, {1: []}, "x[1]: expected at least one number, got shape (0,)"),
        (1j, 1.0, "x: expected real numbers, got dtype complex128"),
        ({1: "a"}, {1: 1.0}, "x[1]: expected numbers, got dtype <U1"),
        (1.0, "a", "gradient: expected numbers, got dtype <U1"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(x: Any, gradient: Any, message: str) -> None:
    def f(at: Any) -> Any:
        return np.sum(at[1] if isinstance(at, dict) else at)

    with pytest.raises((TypeError, ValueError)) as caught:
        check_gradient(f, x, gradient)
    assert str(caught.value) == message


def test_a_function_that_returns_no_number_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^f\(x\): expected numbers, got dtype object$"):
        check_gradient(lambda x: {1: x}, 1.0, 1.0)


def test_a_jacobian_is_checked_entry_by_entry() -> None:
    assert failure(softmax, [0.0, 0.0], [[0.25, 0.25], [-0.25, 0.25]]) == (
        "gradient differs from the complex step at 1 of 4 places:\n"
        "  gradient[0, 1]: analytic 0.25, numeric -0.25"
    )
