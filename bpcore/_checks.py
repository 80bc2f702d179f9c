"""Checks of what path and network are given; each message names the argument and the layer."""

from collections.abc import Mapping

import numpy as np


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
    if set(values) != set(range(first, last + 1)):
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
    if not isinstance(values, Mapping):
        raise TypeError(f"{name}: expected a dict keyed by layer, got {type(values).__name__}")
