"""Lets bpcore write random layered networks with all their numbers into the file it is given."""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import bpcore
from bpcore import network

COUNT = 1000
HIDDEN = ("identity", "sigmoid", "tanh", "relu")
PAIRS = [(name, "half_squared_error") for name in HIDDEN] + [("sigmoid", "binary_cross_entropy")]


def given(random: Random) -> dict[str, Any]:
    """What a network is made of: 1 to 4 layers of 1 to 5 units, some of it far in the tails."""
    sizes = [random.randint(1, 5) for _ in range(random.randint(2, 5))]
    m, spread = random.randint(1, 6), random.choice((1, 3, 10))

    def numbers(rows: int, columns: int, low: float, high: float) -> list[list[float]]:
        return [[random.uniform(low, high) for _ in range(columns)] for _ in range(rows)]

    output, cost = random.choice(PAIRS)
    last = len(sizes)
    activations = {layer: random.choice(HIDDEN) for layer in range(2, last)} | {last: output}
    shapes = [(1 + before, after) for before, after in pairwise(sizes)]
    weights = [numbers(after, columns, -spread, spread) for columns, after in shapes]
    return {
        "x": numbers(m, sizes[0], -2, 2),
        "y": numbers(m, sizes[-1], 0, 1),
        "theta": dict(enumerate(weights, 1)),
        "activations": activations,
        "cost": cost,
        "eta": random.uniform(0, 2),
    }


def computed(net: dict[str, Any]) -> dict[str, Any]:
    """What bpcore makes of it."""
    x, y, theta, activations, cost = (
        net[name] for name in ("x", "y", "theta", "activations", "cost")
    )
    z, a = network.forward(x, theta, activations)
    delta = network.error_signals(z, y, theta, activations, cost)
    gradient = network.gradients(delta, a)
    last = max(z)
    return {
        "z": z,
        "a": a,
        "delta": delta,
        "gradient": gradient,
        "after": network.update(theta, gradient, net["eta"]),
        "J": bpcore.output_cost(z[last], y, activations[last], cost).mean(),
    }


def main(file: str) -> None:
    """Writes COUNT networks, the same ones every time, as JSON."""
    random = Random(6)  # noqa: S311 # repeatable, not secret
    networks = [given(random) for _ in range(COUNT)]
    written = [net | {"bpcore": computed(net)} for net in networks]
    Path(file).write_text(json.dumps(written, default=_plain), encoding="utf-8")


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else float(value)


if __name__ == "__main__":
    main(sys.argv[1])
