"""What is wrong with a gradient of the layered network, and which usual slips give just that."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpcore._checks import matrices, matrix, require_layers, require_number
from bpcore._slips import RIGHT, SLIPS, Pass, Slip, way_back
from bpcore._types import Array, Numbers
from bpcore.network import error_signals, forward

SHOWN = 4  # lines for one layer: who has all of its entries wrong needs no list of them


class Diagnosis(NamedTuple):
    """The wrong entries, a line for each, and the slips that each give the whole gradient."""

    wrong: tuple[str, ...]
    slips: tuple[str, ...]

    def __str__(self) -> str:
        """The lines of a layer, cut short, then the slips."""
        if not self.wrong:
            return "no entry is wrong"
        layers = dict.fromkeys(line.split("]")[0] for line in self.wrong)
        lines = [part for layer in layers for part in self._shown(layer)]
        return "\n".join(lines + [f"explained by: {slip}" for slip in self.slips or ("no slip",)])

    def _shown(self, layer: str) -> list[str]:
        lines = [line for line in self.wrong if line.startswith(layer + "]")]
        more = [f"{layer}]: {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        return lines[:SHOWN] + more


def diagnose_gradient(  # noqa: PLR0913, PLR0917 # the gradient, and all that it is taken of
    gradient: Mapping[int, Numbers],
    x: Numbers,
    y: Numbers,
    theta: Mapping[int, Numbers],
    activations: Mapping[int, str],
    cost: str,
    *,
    eta: float | None = None,
) -> Diagnosis:
    """Which entries of a gradient of the batch's mean cost are wrong, and what explains them.

    x, y, theta, activations and cost are as network.forward and network.error_signals take them.
    gradient should be what network.gradients gives: the keys of theta, and at each its shape. The
    slips of equations (107) to (115) are tried, in one layer, in all hidden ones and in all; new
    weights on the way back only if eta, the learning rate, is given. Two entries agree if they
    differ by no more than half the digits of their type, at the greatest one of their layer.
    Raises TypeError or ValueError, with the layer, if a key, a type, a name or a shape is amiss;
    but a layer of the gradient may have another shape, which is told among what is wrong.

    >>> theta, names = {1: [[0, 1]], 2: [[0, 2]]}, {2: "relu", 3: "identity"}
    >>> gradient = {1: [[-2, -2]], 2: [[1, 1]]}
    >>> print(diagnose_gradient(gradient, [[1]], [[3]], theta, names, "half_squared_error"))
    gradient[2][0, 0]: given 1, right -1
    gradient[2][0, 1]: given 1, right -1
    explained by: no slip
    """
    if eta is not None:
        require_number("eta", eta)
    z, a = forward(x, theta, activations)
    error_signals(z, y, theta, activations, cost)  # it says what is amiss at the output
    run = Pass(z, a, matrix("y", y), matrices("theta", theta), activations, cost, eta)
    require_layers("gradient", gradient, 1, len(theta))
    given = matrices("gradient", gradient)
    with np.errstate(all="ignore"):  # a slip may divide by 0, and NaN agrees with nothing
        right = way_back(run, RIGHT, ())
        wrong = tuple(line for layer in sorted(given) for line in _wrong(layer, given, right))
        names = dict.fromkeys(name for slip in SLIPS for name in _explained(slip, run, given))
    return Diagnosis(wrong, tuple(names) if wrong else ())


def _wrong(layer: int, given: Mapping[int, Array], right: Mapping[int, Array]) -> Iterator[str]:
    """A line for each entry of a layer that is wrong, or one for its shape."""
    g, r = given[layer], right[layer]
    if g.shape != r.shape:
        yield f"gradient[{layer}]: given shape {g.shape}, right {r.shape}"
        return
    for k, j in np.argwhere(~_near(g, r)):
        yield f"gradient[{layer}][{k}, {j}]: given {g[k, j]:.6g}, right {r[k, j]:.6g}"


def _near(given: Array, value: Array) -> NDArray[np.bool_]:
    """Where two tables of one shape agree."""
    half_the_digits = np.sqrt(np.spacing(given.real.dtype.type(1)))
    near: NDArray[np.bool_] = np.abs(given - value) <= half_the_digits * np.abs(value).max()
    return near


def _explained(slip: Slip, run: Pass, given: Mapping[int, Array]) -> Iterator[str]:
    """The slip by name, with its places: the fewest that give the whole gradient."""
    found: list[set[int]] = []
    for layers in _choices(set(slip.layers(max(run.a))), max(run.a)):
        if not any(less <= layers for less in found) and _gives(slip, run, layers, given):
            found.append(layers)
    for layers in found:
        places = (slip.spoils.format(l=layer, k=layer - 1) for layer in sorted(layers))
        yield f"{slip.name} in {' and '.join(places)}"


def _choices(layers: set[int], last: int) -> list[set[int]]:
    """One layer, all hidden ones, all."""
    choices = [*({layer} for layer in sorted(layers)), layers - {last}, layers]
    return [choice for choice in choices if choice]


def _gives(slip: Slip, run: Pass, layers: set[int], given: Mapping[int, Array]) -> bool:
    """Whether the slip in these layers gives the gradient."""
    try:
        found = way_back(run, slip.step, layers)
    except ValueError:  # the shapes don't fit, so that nobody has a gradient from it
        return False
    return all(_same(given[layer], found[layer]) for layer in given)


def _same(given: Array, value: Array) -> bool:
    return given.shape == value.shape and bool(_near(given, value).all())
