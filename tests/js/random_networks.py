"""Lets bpcore write random networks with all their numbers into the file it is given."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import bpcore
from bpcore import path

COUNT = 1000


def network(random: Random) -> dict[str, Any]:
    """One network of 2 to 8 layers, some of it far in the tails, and what bpcore makes of it."""
    depth = random.randint(1, 7)
    spread = random.choice((1, 3, 30))
    x, y = random.uniform(-spread, spread), random.uniform(-4, 4)
    theta = {layer: random.uniform(-spread, spread) for layer in range(1, depth + 1)}
    eta = random.uniform(0, 2)
    z, a = path.forward(x, theta)
    delta = path.error_signals(z, y, theta)
    gradient = path.gradients(delta, a)

    def cost(weights: dict[int, Any]) -> Any:
        _, a = path.forward(x, weights)
        return bpcore.half_squared_error(a[depth + 1], y)

    return {
        "x": x,
        "y": y,
        "eta": eta,
        "theta": theta,
        "z": z,
        "a": a,
        "delta": delta,
        "gradient": gradient,
        "after": path.update(theta, gradient, eta),
        "J": cost(theta),
        "complex": bpcore.complex_step(cost, theta),
        "central": bpcore.central_difference(cost, theta),
    }


def main(file: str) -> None:
    """Writes COUNT networks, the same ones every time, as JSON."""
    random = Random(5)  # noqa: S311 # repeatable, not secret
    networks = [network(random) for _ in range(COUNT)]
    sigmoids = {z: float(bpcore.sigmoid_prime(z)) for z in (-800, -40, -1, 0, 1, 36.8, 40, 700)}
    text = json.dumps({"networks": networks, "sigmoid_prime": sigmoids}, default=float)
    Path(file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
