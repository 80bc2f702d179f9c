"""Draws curves from arrays into a cell's output, in the page's colours: `from page import plot`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

MOST_CURVES = 8
MOST_POINTS = 1000
ROLES = {"theta": "weight", "delta": "error", "J": "cost"}


def plot(
    x: Iterable[float],
    *ys: Iterable[float],
    xlabel: str = "x",
    ylabel: str = "",
    **curves: Iterable[float],
) -> None:
    """Draws each y over x; a curve that is given by keyword has that name.

    x and every y are as long as one another, (n,). What is not finite is a gap in its curve.
    Raises ValueError where the lengths differ, or unless there are one to eight curves.
    """
    named = {f"y{i + 1}" if len(ys) > 1 else "y": y for i, y in enumerate(ys)} | curves
    if not 1 <= len(named) <= MOST_CURVES:
        raise ValueError(f"plot: 1 to {MOST_CURVES} curves are drawn, got {len(named)}")
    across = numbers("x", x)
    lines = {name: numbers(name, y) for name, y in named.items()}
    for name, line in lines.items():
        if len(line) != len(across):
            message = f"plot: {name} has {len(line)} numbers, but x has {len(across)}"
            raise ValueError(message)
    drawn = [{"name": name, "role": role(name), "y": thinned(y)} for name, y in lines.items()]
    draw({"x": thinned(across), "curves": drawn, "xlabel": str(xlabel), "ylabel": str(ylabel)})


def numbers(name: str, values: Iterable[float]) -> list[float | None]:
    """The values as floats, None for what is not finite."""
    if not hasattr(values, "__len__"):
        raise ValueError(f"plot: {name} is one {type(values).__name__}, not an array of numbers")
    return [value if math.isfinite(value) else None for value in map(float, values)]


def thinned(values: list[float | None]) -> list[float | None]:
    """No more points than a screen can show, evenly taken, the last one too."""
    step = -(-len(values) // MOST_POINTS)
    return values if step <= 1 else [*values[::step], values[-1]]


def role(name: str) -> str | None:
    """A symbol's role in the page's equations, by its name; None for other names.

    >>> role("delta_2"), role("a3"), role("sigma")
    ('error', 'forward', None)
    """
    symbol = re.match(r"theta|delta|yhat|J|[xza](?![a-z])", name)
    return ROLES.get(symbol[0], "forward") if symbol else None


def draw(_figure: Mapping[str, object]) -> None:
    """Replaced by what sends a figure to the page."""
    raise RuntimeError("plot draws in the page; in a notebook, use matplotlib")
