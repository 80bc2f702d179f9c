"""What a type checker tells of bpcore.

mypy reads this file with the rest: an ignored error that it no longer finds is an error itself.
"""

from typing import Any, assert_type

import numpy as np
import pytest
from numpy.typing import NDArray

from bpcore import central_difference, half_squared_error, path, sigmoid, softmax

Array = NDArray[np.inexact[Any]]


def test_text_is_no_number_for_the_types_nor_at_run_time() -> None:
    with pytest.raises(TypeError, match="z: expected numbers"):
        sigmoid("a")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="z: expected numbers"):
        softmax(["a", "b"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="yhat: expected numbers"):
        half_squared_error("a", 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="x: expected one number"):
        path.forward("a", {1: 1.0})  # type: ignore[type-var]


def test_what_numpy_takes_for_an_array_of_numbers_is_one_for_the_types() -> None:
    for z in (1, 0.5, 1j, np.float32(1), [1, 2.0], (1, 2), [[1, 2], [3, 4]], np.ones((2, 3))):
        assert np.shape(sigmoid(z)) == np.shape(z)
    assert np.shape(sigmoid([np.ones(3), np.zeros(3)])) == (2, 3)


def test_results_have_types() -> None:
    assert_type(sigmoid(0), Array)
    assert_type(half_squared_error([1, 2], [0.5, 2]), Array)
    assert_type(path.forward(1.0, {1: 2.0})[1], dict[int, float])
    assert_type(path.forward(1j, {1: 2.0})[1], dict[int, complex])
    assert_type(central_difference(sigmoid, 0.5), Array)
    assert_type(central_difference(lambda x: x[1], {1: 0.5}), dict[int, Array])
