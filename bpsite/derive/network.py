"""What was chosen, and what can't be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bpsite.derive.costs import COSTS, Cost
from bpsite.derive.functions import FUNCTIONS, Function

MOST_LAYERS = 12
MOST_WIDE = 4
"""As many layers of several units are derived: deeper ones take the checker too long."""
MOST_UNITS = 9


class ChoiceError(Exception):
    """What was chosen can't be derived; the message says why, and what can be."""


@dataclass(frozen=True)
class Network:
    """A path of units, one in each layer, or layers of as many as `units` says.

    The input is layer 1, and `last` the output's number.

    >>> network = Network.of(["relu", "tanh"], "sigmoid", "binary-cross-entropy")
    >>> network.last, network.function(3).title
    (4, 'The hyperbolic tangent')
    """

    activations: tuple[str, ...]  # of the layers from 2 on
    cost: Cost
    units: tuple[int, ...] = ()  # of all layers; without them it is a path

    @classmethod
    def of(
        cls,
        hidden: Sequence[str],
        output: str,
        cost: str,
        layers: int | None = None,
        units: Sequence[int] = (),
    ) -> Network:
        """The network with these hidden activations; one of them may stand for all.

        Raises `ChoiceError`.
        """
        names = [*_hidden(hidden, _depth(layers, units)), output]
        _require("an activation", names, FUNCTIONS)
        _require("a cost", [cost], COSTS)
        wanted = COSTS[cost].outputs
        if output not in wanted:
            message = f"{cost} has no logarithm of what {output} can give"
            raise ChoiceError(f"{message}: take {' or '.join(wanted)} for the output.")
        return cls(tuple(names), COSTS[cost], tuple(units))

    @property
    def last(self) -> int:
        """The number of the output's layer."""
        return len(self.activations) + 1

    @property
    def hidden(self) -> range:
        """The numbers of the hidden layers."""
        return range(2, self.last)

    @property
    def output(self) -> Function:
        """The activation of the output."""
        return self.function(self.last)

    def function(self, layer: int) -> Function:
        """The activation of a layer from 2 on."""
        return FUNCTIONS[self.activations[layer - 2]]


def units_in(text: str) -> list[int]:
    """The numbers of units in a text, with commas. Raises `ChoiceError`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [part for part in parts if not (part.isascii() and part.isdigit())]:
        raise ChoiceError(f"{wrong[0]!r} is no number of units: write them as 3,4,2.")
    return [int(part) for part in parts]


def _depth(layers: int | None, units: Sequence[int]) -> int | None:
    """How many layers are wanted, as far as that is said."""
    if not units:
        return layers
    if layers not in (None, len(units)):
        many = f"{len(units)} numbers of units for {layers} layers"
        raise ChoiceError(f"{many}: name one for each, input and output included.")
    if not 2 <= len(units) <= MOST_WIDE or not all(1 <= n <= MOST_UNITS for n in units):
        many = f"2 to {MOST_WIDE} layers of 1 to {MOST_UNITS} units can be derived"
        raise ChoiceError(f"{many}, not {','.join(map(str, units))}; paths can be longer.")
    return len(units)


def _hidden(names: Sequence[str], layers: int | None) -> Sequence[str]:
    wanted = len(names) if layers is None else layers - 2
    if not 0 <= wanted <= MOST_LAYERS - 2:
        many = f"2 to {MOST_LAYERS} layers can be derived, input and output included"
        raise ChoiceError(f"{many}, not {wanted + 2}.")
    if len(names) == 1:
        return list(names) * wanted
    if len(names) != wanted:
        many = f"{len(names)} hidden activations for {wanted} hidden layers"
        raise ChoiceError(f"{many}: name one for each of them, or a single one for all.")
    return names


def _require(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    for name in names:
        if name not in known:
            raise ChoiceError(f"{name!r} is not {what} that can be chosen: {', '.join(known)}.")
