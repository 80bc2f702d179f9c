"""Checks of what functions are given; each message names the argument, and its layer if any."""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bpcore._types import Array, Numbers


def floats(name: str, value: Numbers) -> Array:
    """The value in floating point, or a message that names it."""
    if type(value) is np.ndarray and value.dtype.kind in "fc" and value.size:
        return value  # most often there is nothing to do, and this takes the least time to see it
    array = _numbers(name, value)
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def matrix(name: str, value: Numbers) -> Array:
    """The value in floating point, if it has two axes."""
    array = floats(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name}: expected two axes, got shape {array.shape}")
    return array


def matrices(name: str, values: Mapping[int, Numbers]) -> Mapping[int, Array]:
    """The dict as arrays with two axes."""
    if all(map(_is_matrix, values.values())):
        return cast(Mapping[int, Array], values)
    return {layer: matrix(f"{name}[{layer}]", value) for layer, value in values.items()}


def pair(name: str, prediction: Numbers, y: Numbers) -> tuple[Array, Array]:
    """Two arrays of one shape and type; integers take the floating-point type of the other."""
    both = _numbers(name, prediction), _numbers("y", y)
    if both[0].shape != both[1].shape:
        raise ValueError(f"y: expected the shape of {name}, {both[0].shape}, got {both[1].shape}")
    if both[0].dtype == both[1].dtype and both[0].dtype.kind in "fc":
        return both
    kinds = [array.dtype for array in both if array.dtype.kind in "fc"]
    dtype = np.result_type(*kinds or [np.dtype(np.float64)])
    return both[0].astype(dtype, copy=False), both[1].astype(dtype, copy=False)


def probabilities(yhat: Numbers, y: Numbers) -> tuple[Array, Array]:
    """The pair of arrays, or a message that names the entry outside 0 to 1."""
    yhat, y = pair("yhat", yhat, y)
    for name, p in (("yhat", yhat), ("y", y)):
        outside = np.extract((p.real < 0) | (p.real > 1), p)
        if outside.size:
            raise ValueError(f"{name}: expected numbers from 0 to 1, got {outside[0]}")
    return yhat, y


def require_name(
    argument: str, name: str, table: Mapping[str, object], layer: int | None = None
) -> None:
    """Raise, with the list of what is valid, unless the table has the name."""
    if not isinstance(name, str) or name not in table:
        argument += "" if layer is None else f"[{layer}]"
        raise ValueError(f"{argument}: expected one of {', '.join(table)}, got {name!r}")


def last_layer(name: str, values: Mapping[int, object], first: int) -> int:
    """The last key of a dict that must be keyed first, first + 1, ... without a gap."""
    _require_dict(name, values)
    if not values:
        raise ValueError(f"{name}: expected the layers from {first} on, got an empty dict")
    last = first + len(values) - 1
    require_layers(name, values, first, last)
    return last


def require_layers(name: str, values: Mapping[int, object], first: int, last: int) -> None:
    """Raise unless the dict has exactly the layers first to last as its keys."""
    _require_dict(name, values)
    if values.keys() != set(range(first, last + 1)):
        wanted = f"layers {first} to {last}" if first < last else f"layer {first}"
        got = ", ".join(repr(layer) for layer in values) or "an empty dict"
        raise ValueError(f"{name}: expected {wanted}, got {got}")


def require_numbers(name: str, values: Mapping[int, object]) -> None:
    """Raise, with its layer, if an entry of the dict is not one number."""
    for layer, value in values.items():
        require_number(f"{name}[{layer}]", value)


def require_number(name: str, value: object) -> None:
    """Raise unless the value is one number."""
    if isinstance(value, np.ndarray | list | tuple):
        raise ValueError(f"{name}: expected one number, got shape {np.shape(value)}")
    if not isinstance(value, int | float | complex | np.number):
        raise TypeError(f"{name}: expected one number, got {type(value).__name__}")


def _require_dict(name: str, values: Mapping[int, object]) -> None:
    """Raise unless the value is a dict."""
    if type(values) is not dict and not isinstance(values, Mapping):
        raise TypeError(f"{name}: expected a dict keyed by layer, got {type(values).__name__}")


def _is_matrix(value: object) -> bool:
    """Whether there is nothing to convert and nothing to refuse in a matrix."""
    return (
        type(value) is np.ndarray
        and value.ndim == 2
        and value.dtype.kind in "fc"
        and value.size > 0
    )


def _numbers(name: str, value: Numbers) -> NDArray[Any]:
    """The value as an array of numbers, or a message that names it."""
    if type(value) is not np.ndarray and _is_masked(value):
        raise TypeError(f"{name}: expected numbers without a mask, got a masked array; fill it")
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: expected a rectangular array, got unequal rows") from None
    if array.dtype.kind not in "biufc":
        raise TypeError(f"{name}: expected numbers, got dtype {array.dtype}")
    if array.size == 0:
        raise ValueError(f"{name}: expected at least one number, got shape {array.shape}")
    return array


def _is_masked(value: object) -> bool:
    """Whether the value has a mask, or a row of it, which np.asarray would drop without a word."""
    if isinstance(value, np.ndarray):
        return hasattr(value, "mask")
    return isinstance(value, list | tuple) and any(map(_is_masked, value))
