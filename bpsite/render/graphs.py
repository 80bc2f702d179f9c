"""Graphs of functions: activations and their slopes, costs and their error signals, and fading.

Each panel is an SVG of its own, so that they stand beside each other or below, as there is room.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import bpcore
from bpsite.render.drawing import typeset

Function = Callable[[float], float]

_WIDTH, _HEIGHT = 260, 168
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 10, 26, 26
_POINTS = 41
_JUMP = 40  # in height, between two points: no line joins them


@dataclass(frozen=True)
class Curve:
    """A function with its name, which stands at a point; its kind is a class of the stylesheet."""

    name: str
    kind: str
    at: tuple[float, float]
    f: Function


@dataclass(frozen=True)
class Panel:
    """What is drawn over one pair of axes, with the numbers that are written beside them."""

    title: str
    curves: tuple[Curve, ...]
    x: tuple[float, float]
    y: tuple[float, float]
    x_ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]
    x_name: str = "z"
    power: bool = False  # whether y stands for a power of ten
    x_power: bool = False  # and x


def _activation(name: str, y: tuple[float, float], ticks: tuple[float, ...]) -> Panel:
    f, slope = getattr(bpcore, name.lower()), getattr(bpcore, f"{name.lower()}_prime")
    below = y[0] + 0.75 * (y[1] - y[0])
    beside = float(slope(-2.6)) + 0.09 * (y[1] - y[0])
    curves = (
        Curve("value", "value", (2.9, below), f),
        Curve("slope", "slope", (-2.9, beside), slope),
    )
    return Panel(name, curves, (-4, 4), y, (-4, 0, 4), ticks)


def _delta(cost: str) -> Function:
    return lambda z: float(bpcore.output_delta(z, 1.0, "sigmoid", cost))


def _cost(cost: str) -> Function:
    return lambda z: float(bpcore.output_cost(z, 1.0, "sigmoid", cost))


def _pair(
    title: str,
    of: Callable[[str], Function],
    y: tuple[float, float],
    at: tuple[tuple[float, float], tuple[float, float]],
) -> Panel:
    curves = (
        Curve("cross-entropy", "value", at[0], of("binary_cross_entropy")),
        Curve("squared error", "slope", at[1], of("half_squared_error")),
    )
    return Panel(title, curves, (-6, 6), y, (-6, 0, 6), (math.ceil(y[0]), math.floor(y[1])))


def _decayed(factor: float) -> Function:
    """A weight of 1 after so many steps of decay."""
    return lambda steps: float(factor**steps)


def _added_up(beta: float) -> Function:
    """The step with momentum under a gradient that stays, measured by the step without (123)."""
    return lambda steps: (1 - beta**steps) / (1 - beta)


def _slope_at_z(z: float) -> float:
    return float(bpcore.sigmoid_prime(z))


def _slope_at_a(z: float) -> float:
    return float(bpcore.sigmoid_prime(bpcore.sigmoid(z)))


def _faded(factor: float) -> Function:
    """The power of ten to which so many equal factors bring a signal."""
    return lambda steps: steps * math.log10(factor)


def _cube(x: complex) -> complex:
    return x * x * x


def _power_of_ten(error: float) -> float:
    """Of an error; one that is less than the last digit of what is measured counts as that."""
    return math.log10(max(error, _LAST_DIGIT))


def _measured(step: float) -> float:
    found = bpcore.central_difference(_cube, _AT, 10**step)
    return _power_of_ten(abs(float(found) - 3 * _AT * _AT))


def _sideways(step: float) -> float:
    found = bpcore.complex_step(_cube, _AT, 10**step)
    return _power_of_ten(abs(float(found) - 3 * _AT * _AT))


def _both_errors(step: float) -> float:
    """The error (81), whose rounding error is half of the last digit of the value."""
    return math.log10(100**step + _LAST_DIGIT / 2 / 10**step)


def _after_a_step(*, new_weight: bool) -> Function:
    """The cost (89) after one step, by the learning rate, from the numbers of its page."""
    x, y, u, w = 0.5, 1.0, 0.8, -1.2

    def cost(eta: float) -> float:
        delta = w * u * x - y
        stepped = w - eta * delta * u * x
        back = stepped if new_weight else w
        return float((stepped * (u - eta * delta * back * x) * x - y) ** 2 / 2)

    return cost


_AT = 0.7
_LAST_DIGIT = float(np.spacing(_AT**3))

GRAPHS: dict[str, Callable[[], tuple[Panel, ...]]] = {
    "activations": lambda: (
        _activation("sigmoid", (-0.1, 1.1), (0, 1)),
        _activation("tanh", (-1.15, 1.15), (-1, 0, 1)),
        _activation("ReLU", (-0.3, 2.3), (0, 1, 2)),
    ),
    "costs": lambda: (
        _pair("cost, target 1", _cost, (-0.2, 4.2), ((-0.2, 3.3), (-3.7, 0.85))),
        _pair("error signal, target 1", _delta, (-1.1, 0.1), ((3.4, -0.62), (-2.9, -0.28))),
    ),
    "factors": lambda: (
        Panel(
            "the mean square of a signal",
            (
                Curve("factor 2", "slope", (4.2, 2.2), _faded(2.0)),
                Curve("factor 1", "value", (7.9, 0.35), _faded(1.0)),
                Curve("factor 0.5", "weight", (5.0, -2.4), _faded(0.5)),
            ),
            (0, 10),
            (-3.5, 3.5),
            (0, 5, 10),
            (-3, 0, 3),
            "layers",
            power=True,
        ),
    ),
    "decay-and-momentum": lambda: (
        Panel(
            "a weight that only decays",
            (
                Curve("times 0.95", "value", (27, 0.42), _decayed(0.95)),
                Curve("times 0.8", "slope", (14, 0.14), _decayed(0.8)),
            ),
            (0, 50),
            (-0.05, 1.1),
            (0, 25, 50),
            (0, 1),
            "steps",
        ),
        Panel(
            "a step under one gradient",
            (
                Curve("beta 0.9", "value", (28, 7.9), _added_up(0.9)),
                Curve("beta 0.5", "slope", (28, 2.7), _added_up(0.5)),
            ),
            (0, 50),
            (-0.5, 11),
            (0, 25, 50),
            (0, 2, 10),
            "steps",
        ),
    ),
    "slope-at-a": lambda: (
        Panel(
            "the slope of the sigmoid",
            (
                Curve("at z", "value", (2.9, 0.12), _slope_at_z),
                Curve("at a", "slope", (3.4, 0.22), _slope_at_a),
            ),
            (-6, 6),
            (-0.02, 0.28),
            (-6, 0, 6),
            (0, 0.25),
        ),
    ),
    "order-of-updates": lambda: (
        Panel(
            "the cost after one step",
            (
                Curve("all at once", "value", (1.0, 0.36), _after_a_step(new_weight=False)),
                Curve("new weight first", "slope", (1.35, 0.74), _after_a_step(new_weight=True)),
            ),
            (0, 2),
            (0.25, 1.15),
            (0, 1, 2),
            (0.5, 1),
            "learning rate",
        ),
    ),
    "difference": lambda: (
        Panel(
            "the error of a slope",
            (
                Curve("difference", "value", (-9.4, -4.2), _measured),
                Curve("(81)", "slope", (-2.2, -7.6), _both_errors),
                Curve("complex step", "weight", (-8.3, -14.6), _sideways),
            ),
            (-12, -1),
            (-17, -1),
            (-12, -6, -1),
            (-16, -8, -1),
            "step",
            power=True,
            x_power=True,
        ),
    ),
    "fading": lambda: (
        Panel(
            "what is left of an error signal",
            (
                Curve("ReLU, weight 1", "value", (7.9, -0.7), _faded(1.0)),
                Curve("ReLU, weight 0.5", "weight", (8.0, -1.5), _faded(0.5)),
                Curve("sigmoid, weight 1, at most", "slope", (3.6, -4.9), _faded(0.25)),
            ),
            (0, 10),
            (-6.2, 0.6),
            (0, 5, 10),
            (-6, -3, 0),
            "steps back",
            power=True,
        ),
    ),
}
"""Each figure's panels, by the name that a page calls it by."""


def graph_svg(name: str, alternative: str) -> str:
    """The figure with its text alternative. Raises `KeyError` for a name not in `GRAPHS`."""
    drawn = "".join(map(_panel, GRAPHS[name]()))
    said = html.escape(alternative)
    return (
        f'<figure class="graphs" data-figure="{name}" role="img" aria-label="{said}"'
        f" data-search-exclude>{drawn}</figure>"
    )


def _panel(panel: Panel) -> str:
    parts = [*_axes(panel), *(_curve(curve, panel) for curve in panel.curves)]
    title = f'<text class="graph-title" x="{_LEFT}" y="14">{html.escape(panel.title)}</text>'
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">{title}{"".join(parts)}</svg>'


def _place(x: float, y: float, panel: Panel) -> tuple[float, float]:
    """A point of the plane as one of the drawing."""
    across = (x - panel.x[0]) / (panel.x[1] - panel.x[0])
    up = (y - panel.y[0]) / (panel.y[1] - panel.y[0])
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    return round(_LEFT + across * wide, 1), round(_HEIGHT - _BOTTOM - up * high, 1)


def _axes(panel: Panel) -> list[str]:
    """The lines at the numbers beside the axes, and the numbers."""
    (left, right), low = panel.x, panel.y[0]
    parts = []
    for y in panel.y_ticks:
        (x_1, at), (x_2, _) = _place(left, y, panel), _place(right, y, panel)
        parts.append(f'<path class="graph-line" d="M{x_1:g} {at:g}H{x_2:g}"/>')
        number = _tick(y, power=panel.power)
        parts.append(
            f'<text class="graph-number end" x="{_LEFT - 5}" y="{at + 4:g}">{number}</text>'
        )
    for x in panel.x_ticks:
        at, _ = _place(x, low, panel)
        parts.append(
            f'<text class="graph-number" x="{at:g}" y="{_HEIGHT - 10}">'
            f"{_tick(x, power=panel.x_power)}</text>"
        )
    name = typeset(panel.x_name) if len(panel.x_name) == 1 else html.escape(panel.x_name)
    between, _ = _place((panel.x_ticks[-2] + panel.x_ticks[-1]) / 2, low, panel)
    parts.append(f'<text class="graph-number" x="{between:g}" y="{_HEIGHT - 10}">{name}</text>')
    return parts


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A line to a point, which is short as its distance; across a jump there is none."""
    across, down = end[0] - start[0], end[1] - start[1]
    if abs(down) > _JUMP:
        return f"M{end[0]:g} {end[1]:g}"
    return f"l{round(across, 1):g} {round(down, 1):g}"


def _tick(value: float, *, power: bool) -> str:
    if not power:
        return _number(value)
    return f'10<tspan dy="-5">{_number(value)}</tspan>' if value else "1"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _curve(curve: Curve, panel: Panel) -> str:
    """The function between the axes' ends, where it is between them, and its name beside it."""
    line, before = "", (math.inf, math.inf)
    for x in np.linspace(*panel.x, _POINTS):
        y = float(curve.f(float(x)))
        if panel.y[0] <= y <= panel.y[1]:
            here = _place(float(x), y, panel)
            line += _line(before, here)
            before = here
    x, y = _place(*curve.at, panel)
    return (
        f'<path class="graph-{curve.kind}" d="{line}"/>'
        f'<text class="graph-name graph-{curve.kind}" x="{x:g}" y="{y:g}">{curve.name}</text>'
    )
