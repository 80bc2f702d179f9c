"""Numeric derivatives, and the check of an analytic derivative against them.

f is a function of one argument x: a number, an array, or a dict of them keyed by layer. It returns
a number, or an array of them, whose axes then come first in the derivative's shape.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from bpcore._checks import floats
from bpcore._types import Array, Numbers

Point = Numbers | Mapping[int, Numbers]
Derivative = Array | dict[int, Array]
Function = Callable[[Any], Any]
Slope = Callable[[Function, float], NDArray[Any]]  # from f along one entry of x, and that entry

UNDERFLOW = 1e-287  # a lesser derivative is lost when it is multiplied with the step of 1e-20
LOST = (
    "f loses the imaginary part of its argument, as abs, .real and float do; rewrite it, "
    "or pass central=True"
)


def check_gradient(
    f: Function,
    x: Point,
    gradient: Point,
    *,
    central: bool = False,
    atol: float = 0.0,
) -> None:
    """Raise AssertionError, with both values and their places, unless gradient is f's at x.

    f maps a number, an array or a dict of them keyed by layer to a number (or an array); gradient
    has the keys of x, and at each the shape of f(x) followed by the shape of x. It is held against
    the complex step, to half the digits of its type and atol; if f takes no complex numbers or
    central is true, against the central difference, to six digits and 1e-8. NaN never agrees.
    Raises ValueError if keys or shapes differ, if f has a kink at x, where no number is its
    derivative, or if the complex step and the central difference disagree, since then f is not
    analytic at x; TypeError if x is not real.

    >>> check_gradient(lambda x: x**2, 3.0, gradient=6.0)
    >>> check_gradient(lambda x: x[0] * x[1], [2.0, 5.0], gradient=[5.0, 3.0])
    Traceback (most recent call last):
        ...
    AssertionError: gradient differs from the complex step at 1 of 2 places:
      gradient[1]: analytic 3, numeric 2
    """
    try:
        _check(f, x, gradient, central=central, atol=atol)
    except (AssertionError, ValueError):
        _require_smooth(f, x)  # what is wrong at a kink is the point, not the gradient
        raise


def _check(f: Function, x: Point, gradient: Point, *, central: bool, atol: float) -> None:
    """Raise as check_gradient does, but for a kink."""
    numeric = None if central else _complex_step_if_taken(f, x)
    if numeric is None:
        method, rtol, atol = "central difference", 1e-6, max(atol, 1e-8)
        numeric = central_difference(f, x)
    else:
        method, rtol = "complex step", 0.0
        _require_analytic(f, x, _entries("x", numeric))
    _require_structure("gradient", gradient, numeric)
    _compare(_entries("gradient", gradient), _entries("gradient", numeric), method, rtol, atol)


@overload
def complex_step(f: Function, x: Mapping[int, Numbers], h: float = ...) -> dict[int, Array]: ...
@overload
def complex_step(f: Function, x: Numbers, h: float = ...) -> Array: ...
def complex_step(f: Function, x: Point, h: float = 1e-20) -> Derivative:
    """The derivative of f at x, Im f(x + ih) / h, exact to rounding where f is analytic.

    The result has the keys of x, and at each the shape of f(x) followed by the shape of x.
    Raises TypeError if x is not real or f takes no complex numbers, ValueError if f returns a real
    number for a complex argument although it depends on it.

    >>> print(round(complex_step(lambda x: x**3, 2.0), 9))
    12.0
    >>> print(complex_step(lambda x: x[0] * x[1], [2.0, 5.0]).round(9).tolist())
    [5.0, 2.0]
    """

    def slope(f_along: Function, _entry: float) -> Array:
        value = floats("f(x)", f_along(1j * h))
        if not np.iscomplexobj(value) and np.any(f_along(1e-3) != f_along(0)):
            raise ValueError(LOST)
        return value.imag / h

    derivative: Derivative = _each_entry("x", slope, f, x)
    return derivative


@overload
def central_difference(
    f: Function, x: Mapping[int, Numbers], h: float = ...
) -> dict[int, Array]: ...
@overload
def central_difference(f: Function, x: Numbers, h: float = ...) -> Array: ...
def central_difference(f: Function, x: Point, h: float = 6e-6) -> Derivative:
    """The derivative of f at x, (f(x + h) - f(x - h)) / 2h, right to some nine digits.

    The step is relative to an entry of x beyond 1. The result has the keys of x, and at each the
    shape of f(x) followed by the shape of x.
    Raises TypeError if x is not real.

    >>> print(round(central_difference(lambda x: x**3, 2.0), 6))
    12.0
    """

    def slope(f_along: Function, entry: float) -> Array:
        step = h * max(1.0, abs(entry))
        above, below = floats("f(x)", f_along(step)), floats("f(x)", f_along(-step))
        return (above - below) / (2 * step)

    derivative: Derivative = _each_entry("x", slope, f, x)
    return derivative


def _each_entry(name: str, slope: Slope, f: Function, x: Any) -> Any:
    """The slope of f along every entry of x, in the structure of x."""
    if isinstance(x, Mapping):
        if not x:
            raise ValueError(f"{name}: expected at least one layer, got an empty dict")
        return {
            layer: _each_entry(
                f"{name}[{layer}]", slope, partial(_f_of_layer, f, x, layer), x[layer]
            )
            for layer in x
        }
    x = floats(name, x)
    if np.iscomplexobj(x):
        raise TypeError(f"{name}: expected real numbers, got dtype {x.dtype}")
    if x.ndim == 0:
        return slope(lambda d: f(float(x) + d), float(x))
    x = x.astype(np.float64)
    slopes = [slope(partial(_f_along, f, x, place), x[place]) for place in np.ndindex(x.shape)]
    return np.stack(slopes, axis=-1).reshape(np.shape(slopes[0]) + x.shape)


def _f_of_layer(f: Function, x: Mapping[int, Any], layer: int, value: Any) -> Any:
    """What f gives at x with another value for layer l."""
    return f({**x, layer: value})


def _f_along(f: Function, x: Array, place: tuple[int, ...], d: complex) -> Any:
    """What f gives at x with d added to the entry at the place."""
    moved = x.astype(np.result_type(x, d))
    moved[place] += d
    return f(moved)


def _complex_step_if_taken(f: Function, x: Point) -> Derivative | None:
    """The complex step, or None if f takes no complex numbers."""
    try:
        return complex_step(f, x)
    except TypeError:  # math.exp and comparisons raise it for complex numbers
        return None


def _require_analytic(f: Function, x: Point, steps: dict[str, Any]) -> None:
    """Raise where the complex step strays from the central difference."""
    try:
        with np.errstate(all="ignore"):
            strays = _entries("x", _each_entry("x", _strays, f, x))
    except ValueError:  # x is at the edge of where f is defined: no difference can be taken
        return
    for place, step in steps.items():
        if strays[place]:
            difference = _entries("x", central_difference(f, x))[place]
            values = f"complex step {step:.12g}, central difference {difference:.12g}"
            raise ValueError(f"{place}: {values}; {LOST}")


def _strays(f_along: Function, entry: float) -> NDArray[np.bool_]:
    """Whether the complex step differs from the central difference by more than its error."""
    d = 6e-6 * max(1.0, abs(entry))
    f_above, f_below = np.asarray(f_along(d)), np.asarray(f_along(-d))
    wide = (f_above - f_below) / (2 * d)
    narrow = (np.asarray(f_along(d / 2)) - np.asarray(f_along(-d / 2))) / d
    step = floats("f(x)", f_along(1e-20j)).imag / 1e-20
    truncation = 10 * np.abs(wide - narrow) + 1e-4 * np.abs(step)
    rounding = 1e-7 * np.maximum(np.abs(f_above), np.abs(f_below)) + UNDERFLOW
    strays: NDArray[np.bool_] = np.abs(step - narrow) > truncation + rounding
    return strays


def _require_smooth(f: Function, x: Point) -> None:
    """Raise, with the slopes on both sides, where f has a kink."""
    try:
        with np.errstate(all="ignore"):
            kinks = _entries("x", _each_entry("x", _kink, f, x))
    except ValueError:  # x is at the edge of where f is defined
        return
    for place, jump in kinks.items():
        if jump:
            beside = f"its slope changes by {jump:.6g}; check the gradient at a point beside it"
            raise ValueError(f"{place}: f has a kink here, {beside}")


def _kink(f_along: Function, entry: float) -> NDArray[np.float64]:
    """By how much the slope of f changes at x, or 0 where only a curve changes it."""
    d = 6e-6 * max(1.0, abs(entry))
    at = np.asarray(f_along(0))

    def jump(step: float) -> NDArray[np.float64]:
        above, below = np.asarray(f_along(step)), np.asarray(f_along(-step))
        return np.asarray((above - at - (at - below)) / step, np.float64)

    wide, narrow = jump(d), jump(d / 16)
    rounding = 1e-6 * np.abs(at) + UNDERFLOW
    # A curve changes its slope in proportion to the step, a kink all at once.
    kink = np.abs(narrow - wide / 16) > 0.01 * np.abs(wide) + rounding
    change: NDArray[np.float64] = np.where(kink, wide, 0.0)
    return change


def _require_structure(name: str, gradient: Any, numeric: Any) -> None:
    """Raise unless the gradient has the keys and the shapes of the numeric derivative."""
    if isinstance(numeric, Mapping):
        if not isinstance(gradient, Mapping) or set(gradient) != set(numeric):
            got = list(gradient) if isinstance(gradient, Mapping) else type(gradient).__name__
            raise ValueError(f"{name}: expected a dict with the keys {list(numeric)}, got {got}")
        for layer in numeric:
            _require_structure(f"{name}[{layer}]", gradient[layer], numeric[layer])
    elif np.shape(gradient) != np.shape(numeric):
        raise ValueError(f"{name}: expected shape {np.shape(numeric)}, got {np.shape(gradient)}")


def _entries(name: str, values: Point) -> dict[str, Any]:
    """Every number with its place as it is written in code, such as gradient[2][0, 1]."""
    if isinstance(values, Mapping):
        parts = [_entries(f"{name}[{layer}]", values[layer]) for layer in values]
        return {place: value for part in parts for place, value in part.items()}
    array = np.asarray(floats(name, values))
    return {
        f"{name}[{', '.join(map(str, index))}]" if index else name: value
        for index, value in np.ndenumerate(array)
    }


def _compare(
    analytic: dict[str, Any], numeric: dict[str, Any], method: str, rtol: float, atol: float
) -> None:
    """Raise AssertionError with the places where the two differ."""
    scale = max((abs(n) for n in numeric.values() if np.isfinite(n)), default=0.0)
    atol += 1e-14 * scale + UNDERFLOW  # what rounding leaves of terms that cancel
    wrong = [
        f"  {place}: analytic {analytic[place]:.12g}, numeric {n:.12g}"
        for place, n in numeric.items()
        if not abs(analytic[place] - n) <= atol + abs(n) * max(rtol, _half_digits(analytic[place]))
    ]
    if wrong:
        head = f"gradient differs from the {method} at {len(wrong)} of {len(numeric)} places:"
        raise AssertionError("\n".join([head, *wrong]))


def _half_digits(value: Any) -> float:
    """The relative size of half the digits of the value's type."""
    return float(np.sqrt(np.finfo(value.dtype).eps))
