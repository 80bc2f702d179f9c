"""The way back through a layered network, and the usual slips in it.

It takes one step for each layer l from the last to 2: the error signal delta[l], the derivatives
gradient[l - 1], and what is passed back through theta[l - 1]. A slip is such a step with one of the
three done wrongly.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import numpy as np

from bpcore._types import Array
from bpcore.activations import ACTIVATIONS
from bpcore.costs import COSTS
from bpcore.outputs import delta_of, through


class Pass(NamedTuple):
    """A forward pass, and what else the way back needs, as diagnose_gradient is given it."""

    z: Mapping[int, Array]
    a: Mapping[int, Array]
    y: Array
    theta: Mapping[int, Array]
    activations: Mapping[int, str]
    cost: str
    eta: float | None


class Step(NamedTuple):
    """One step of the way back, from dJ/da[l] to dJ/da[l - 1]."""

    error: Callable[[Pass, int, Array], Array]  # delta[l] from dJ/da[l]
    table: Callable[[Array, Array], Array]  # gradient[l - 1] from delta[l] and a[l - 1]
    passed: Callable[[Pass, Array, Array, Array], Array]  # from delta[l], theta and gradient[l - 1]


class Slip(NamedTuple):
    """A wrong step: its name, what it spoils, and the layers in which it can be made."""

    name: str
    spoils: str  # the place, by the layer l of the step and the layer k = l - 1 before it
    step: Step
    layers: Callable[[int], Collection[int]]  # from the last layer


def way_back(run: Pass, step: Step, layers: Collection[int]) -> dict[int, Array]:
    """The gradient that comes out where the steps of these layers are done in this way."""
    last = max(run.a)
    dj_da = COSTS[run.cost][1](run.a[last], run.y)
    gradient: dict[int, Array] = {}
    for layer in range(last, 1, -1):
        error, table, passed = step if layer in layers else RIGHT
        delta = error(run, layer, dj_da)
        gradient[layer - 1] = table(delta, run.a[layer - 1])
        dj_da = passed(run, delta, run.theta[layer - 1], gradient[layer - 1])
    return gradient


def _error(run: Pass, layer: int, dj_da: Array) -> Array:
    name = run.activations[layer]
    if layer == max(run.a):
        return delta_of(run.z[layer], run.y, run.a[layer], name, run.cost)
    return through(name, dj_da, run.z[layer], run.a[layer])


def _table(delta: Array, a: Array) -> Array:
    return delta.T @ np.column_stack([np.ones(len(a)), a]) / len(a)


def _passed(_run: Pass, delta: Array, theta: Array, _gradient: Array) -> Array:
    return delta @ theta[:, 1:]


RIGHT = Step(_error, _table, _passed)


def _without_the_slope(_run: Pass, _layer: int, dj_da: Array) -> Array:
    return dj_da


def _slope_at_a(run: Pass, layer: int, dj_da: Array) -> Array:
    name, a = run.activations[layer], run.a[layer]
    return through(name, dj_da, a, ACTIVATIONS[name][0](a))


def _sum_of_the_entries(run: Pass, layer: int, dj_da: Array) -> Array:
    delta = _error(run, layer, dj_da)
    return np.broadcast_to(delta.sum(axis=1, keepdims=True), delta.shape)


def _without_the_bias(delta: Array, a: Array) -> Array:
    return _table(delta, a) * (np.arange(1 + a.shape[1]) > 0)


def _turned_beside_the_bias(delta: Array, a: Array) -> Array:
    gradient = _table(delta, a)
    return np.column_stack([gradient[:, 0], gradient[:, 1:].T])


def _without_the_transpose(_run: Pass, delta: Array, theta: Array, _gradient: Array) -> Array:
    return delta @ theta[:, 1:].T


def _through_new_weights(run: Pass, delta: Array, theta: Array, gradient: Array) -> Array:
    if run.eta is None:
        raise ValueError("eta: the new weights need it")
    return delta @ (theta - run.eta * gradient)[:, 1:]


def _of_each_step(last: int) -> Collection[int]:
    return range(2, last + 1)


def _of_each_step_that_is_passed_on(last: int) -> Collection[int]:
    return range(3, last + 1)


def _an_error(name: str, error: Callable[[Pass, int, Array], Array]) -> Slip:
    return Slip(name, "delta[{l}]", RIGHT._replace(error=error), _of_each_step)


def _a_table(name: str, table: Callable[[Array, Array], Array]) -> Slip:
    return Slip(name, "gradient[{k}]", RIGHT._replace(table=table), _of_each_step)


def _a_passing(name: str, passed: Callable[[Pass, Array, Array, Array], Array]) -> Slip:
    step = RIGHT._replace(passed=passed)
    return Slip(name, "delta[{k}]", step, _of_each_step_that_is_passed_on)


# A slip that can be made in two ways has a row for each.
SLIPS = [
    _an_error("slope missing", _without_the_slope),
    _an_error("slope at a instead of z", _slope_at_a),
    _a_passing("transpose missing", _without_the_transpose),
    _a_table("1/m lost", lambda delta, a: _table(delta, a) * len(a)),
    _a_table("bias forgotten", _without_the_bias),
    _a_table("bias forgotten", lambda delta, a: _table(delta, a)[:, 1:]),
    _a_table("outer product turned", lambda delta, a: _table(delta, a).T),
    _a_table("outer product turned", _turned_beside_the_bias),
    _a_passing("new weights on the way back", _through_new_weights),
    _an_error("a sum where entries belong", _sum_of_the_entries),
]
