"""The few lines of NumPy that measure a derivative, for a number, an array and a dict of layers."""

from __future__ import annotations

from collections.abc import Mapping

DIFFERENCES: Mapping[str, str] = {
    "central_difference": """\
def central_difference(f, x):
    h = 6e-6 * np.maximum(1, np.abs(x))
    return (f(x + h) - f(x - h)) / (2 * h)""",
    "differences_by_entry": """\
def differences_by_entry(f, x):
    steps = np.diag(6e-6 * np.maximum(1, np.abs(x)).ravel()).reshape(-1, *np.shape(x))
    slopes = [(f(x + h) - f(x - h)) / (2 * np.max(h)) for h in steps]
    return np.stack(slopes, axis=-1).reshape(np.shape(slopes[0]) + np.shape(x))""",
    "differences_by_layer": """\
def differences_by_layer(f, x, difference=central_difference):
    return {l: difference(lambda value: f({**x, l: value}), x[l]) for l in x}""",
}
"""By name, each after those that it uses."""
