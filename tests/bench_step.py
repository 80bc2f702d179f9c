"""How long one gradient step of bpcore takes, beside others that take the same: `make bench-step`.

A step is forward, error signals and gradients, without an update. The gradients of every package
are compared with those of bpcore before any is timed; what isn't installed is left out. A round
times each of them in its turn, and a ratio is one of medians over the rounds of one run: what slows
the machine slows all of them. The memory is the peak of what a step allocates, over the arrays that
it gives: z, a, delta and the gradient. Exits with 1 where bpcore takes more than it may.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tracemalloc
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from tests import steps

SECONDS = 8  # for a size in one precision
LEAST = 25  # rounds, however long they take
SHORTEST = 3e-3  # seconds that a step is repeated for within a round
SCALARS = 16  # examples beyond which nobody waits for what works number by number
PACKAGES: tuple[Callable[[steps.Problem], steps.Steps], ...] = (
    steps.bpcore,
    steps.plain,
    steps.products,
    steps.torch,
    steps.autograd,
    steps.sklearn,
    steps.micrograd,
)
Float = type[np.floating[Any]]


class Size(NamedTuple):
    """The units of each layer, the examples, and how much of another's time bpcore may take."""

    units: tuple[int, ...]
    batch: int
    limits: dict[str, float]


SIZES = (
    Size((2, 2, 2, 1), 4, {"plain": 2, "torch": 0.5}),
    Size((64, 64, 10), 256, {"plain": 1.1, "torch": 0.75}),
    Size((784, 512, 512, 10), 1024, {"plain": 1.1, "torch": 0.9, "memory": 1.3}),
)


def drawn(size: Size, dtype: Float) -> steps.Problem:
    """A random network whose net inputs have a standard deviation of about 1."""
    random = np.random.default_rng(0)
    shapes = list(zip(size.units[1:], size.units[:-1], strict=True))
    return steps.Problem(
        random.normal(size=(size.batch, size.units[0])).astype(dtype),
        random.normal(size=(size.batch, size.units[-1])).astype(dtype),
        [(random.normal(size=shape) / np.sqrt(shape[1])).astype(dtype) for shape in shapes],
        [random.normal(size=shape[0]).astype(dtype) / 2 for shape in shapes],
        threads(),
    )


def threads() -> int:
    """How many threads every package has; NumPy's read the variable when they start."""
    return int(os.environ.get("OPENBLAS_NUM_THREADS") or os.cpu_count() or 1)


def installed(problem: steps.Problem) -> dict[str, steps.Steps]:
    """The step of each package that is there and works with this size."""
    found = {}
    for package in PACKAGES:
        if package is steps.micrograd and len(problem.x) > SCALARS:
            continue
        with contextlib.suppress(ImportError):
            next(package(problem))
            found[package.__name__] = package(problem)
    return found


def compare(found: dict[str, steps.Steps], dtype: Float) -> None:
    """Raises AssertionError where a package's gradients differ by more than rounding."""
    ours = next(found["bpcore"])
    for name in found.keys() - {"products"}:
        for our_layer, layer in zip(ours, next(found[name]), strict=True):
            for our, their in zip(our_layer, layer, strict=True):
                apart = np.abs(np.asarray(their) - our).max() / np.abs(our).max()
                assert apart < 1000 * np.finfo(dtype).eps, f"{name} differs by {apart:.1e}"


def medians(found: dict[str, steps.Steps]) -> dict[str, float]:
    """The seconds that each step takes, in rounds of all of them."""
    count = {name: max(1, int(SHORTEST / seconds(step, 1))) for name, step in found.items()}
    taken: dict[str, list[float]] = {name: [] for name in found}
    order, random = list(found), Random(0)  # noqa: S311 # repeatable, not secret
    end = perf_counter() + SECONDS
    while perf_counter() < end or len(taken["bpcore"]) < LEAST:
        random.shuffle(order)  # nobody always comes after the one that leaves the cache full
        for name in order:
            taken[name].append(seconds(found[name], count[name]))
    return {name: median(times) for name, times in taken.items()}


def seconds(step: steps.Steps, count: int) -> float:
    """The seconds of one step, of so many one after the other."""
    start = perf_counter()
    for _ in range(count):
        next(step)
    return (perf_counter() - start) / count


def memory(step: steps.Steps, problem: steps.Problem) -> float:
    """The peak of what a step of bpcore allocates, over the size of the arrays that it gives."""
    units = [w.shape[0] for w in problem.weights]
    numbers = 3 * len(problem.x) * sum(units)  # z, a and delta
    numbers += sum(w.size for w in (*problem.weights, *problem.biases))
    tracemalloc.start()
    next(step)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return float(peak / (numbers * problem.x.itemsize))


def row(size: Size, dtype: Float) -> bool:
    """Prints what a size takes in one precision, and says whether bpcore keeps its limits."""
    problem = drawn(size, dtype)
    found = installed(problem)
    compare(found, dtype)
    taken = medians(found)
    sys.stdout.write(f"{'-'.join(map(str, size.units))}, batch {size.batch}, {dtype.__name__}\n")
    ratios = {name: taken["bpcore"] / time for name, time in taken.items()}
    for name, ratio in ratios.items():
        time = f"  {name:10}{taken[name] * 1e6:12.1f} µs   bpcore takes "
        sys.stdout.write(f"{time}{ratio:5.2f}{told(size, name)}\n")
    ratios["memory"] = memory(steps.bpcore(problem), problem)
    sys.stdout.write(f"  memory{ratios['memory']:16.2f} of its arrays{told(size, 'memory')}\n")
    return all(ratios[name] <= limit for name, limit in size.limits.items() if name in ratios)


def told(size: Size, name: str) -> str:
    """The limit of a ratio in words."""
    return f", at most {size.limits[name]}" if name in size.limits else ""


def main() -> int:
    """Prints the table."""
    sys.stdout.write(f"NumPy {np.__version__}, {threads()} threads\n")
    kept = [row(size, dtype) for size in SIZES for dtype in (np.float64, np.float32)]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
