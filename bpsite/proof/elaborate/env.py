"""What is known while a tree is read: the values of indices, and the symbols that are held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bpsite.proof.elaborate.values import Value
from bpsite.proof.kernel.affine import Affine


class NotInKernelError(Exception):
    """Something that the normal form has no words for."""


class UndefinedError(Exception):
    """A value that is not there: no case covers the place, or it has a kink there."""


class SplitError(Exception):
    """It depends on the sign of a form, which is its argument."""


@dataclass(frozen=True)
class Held:
    """A symbol that is held at a value while an expression is computed.

    It is a pattern: an index that is no number stands for all of its family.
    """

    family: str
    indices: tuple[Affine, ...]
    value: Callable[[tuple[Affine, ...]], Value]

    def holds(self, indices: tuple[Affine, ...]) -> bool:
        """Whether it holds the member of these indices. Raises `NotInKernelError`."""
        if len(indices) != len(self.indices):
            return False
        for own, other in zip(self.indices, indices, strict=True):
            if own.parts or own == other:
                continue
            if other.parts:
                raise NotInKernelError("which member of a family is held")
            return False
        return True


@dataclass(frozen=True)
class Env:
    """What is known while a node is read: the values of indices, the symbols that are held."""

    places: Mapping[str, Affine] = field(default_factory=dict)
    held: tuple[Held, ...] = ()

    def hold(self, held: Held) -> Env:
        """An environment where one symbol more is held."""
        return replace(self, held=(held, *self.held))

    def put(self, values: Mapping[str, Affine]) -> Env:
        """An environment with the values of more indices."""
        return replace(self, places={**self.places, **values})


def always(value: Value) -> Callable[[tuple[Affine, ...]], Value]:
    """One value, whatever the indices."""
    return lambda _indices: value
