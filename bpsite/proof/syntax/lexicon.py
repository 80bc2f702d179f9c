"""What a reader of formulas must know about the names on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bpsite.proof.syntax.tree import Node, Num, Sym

OF_LAYER = re.compile(r"(?P<name>[A-Za-z]+)_\{?(?:(?P<index>[A-Za-z])\s*)?(?P<by>[+-]?\s*\d+)?\}?")
"""A size that depends on a layer, as n_{l+1} or n_3."""
Place: TypeAlias = tuple[str, int]
"""A layer as a letter and what is added to it; without a letter it is that number."""


@dataclass(frozen=True)
class Kind:
    """What was declared of a symbol; `low` and `high` are bounds as they are written."""

    name: str  # real natural integer function layer example index vector matrix
    low: str = ""
    high: str = ""
    closed: tuple[bool, bool] = (False, False)
    values: tuple[str, ...] = ()
    dims: tuple[str, ...] = ()
    over: tuple[str, ...] = ()  # the indices that it was declared with
    free: bool = True  # whether a member without a definition is a symbol of its own
    chance: str = ""  # of a random number: what is known of its family, as `proof.chance` says

    def at(self, numbers: Mapping[str, int]) -> Kind:
        """The kind where the indices on which its sizes depend are numbers."""
        if not any(map(OF_LAYER.fullmatch, self.dims)):
            return self
        return replace(self, dims=tuple(size_at(size, numbers) for size in self.dims))

    @property
    def indexes(self) -> bool:
        """Whether it is an index: it has no value but stands for positions."""
        return self.name in ("layer", "index")

    @property
    def array(self) -> bool:
        """Whether its values are vectors or matrices."""
        return self.name in ("vector", "matrix")


def size_at(size: str, numbers: Mapping[str, int]) -> str:
    """A size where the layer in it is a number: n_{l+1} is n_3 for l = 2."""
    return moved_size(size, {name: ("", number) for name, number in numbers.items()})


def moved_size(size: str, places: Mapping[str, Place]) -> str:
    """A size where the letter of its layer has another place: n_l is n_{k+1} for l = k + 1."""
    found = OF_LAYER.fullmatch(size)
    if found is None:
        return size
    letter, by = places.get(found["index"] or "", (found["index"] or "", 0))
    by += int((found["by"] or "0").replace(" ", ""))
    if letter and by:
        return f"{found['name']}_{{{letter}{by:+d}}}"
    return f"{found['name']}_{letter or by}"


def signature(symbol: Sym) -> str:
    r"""The key of a family: `\theta^{(l)}` and `\theta^{(2)}` share one, `\theta` has another."""
    return symbol.family


def exact(symbol: Sym) -> str:
    """The key of one member whose indices are numbers, else nothing."""
    return symbol.member


@dataclass
class Lexicon:
    """The names in scope: kinds by `signature` or `exact`."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    explain: Callable[[str], str] = lambda _name: ""
    arrays: bool = False
    sums: dict[tuple[int, range, tuple[tuple[str, int], ...]], tuple[Node, Node]] = field(
        default_factory=dict, compare=False, repr=False
    )
    shared: set[int] = field(default_factory=set, compare=False, repr=False)

    def kind(self, key: str) -> Kind | None:
        """What is known of a key, if anything."""
        return self.kinds.get(key)

    def of(self, symbol: Sym) -> Kind | None:
        """What is known of a symbol, if anything."""
        return self.kinds.get(exact(symbol)) or self.kinds.get(signature(symbol))

    def has(self, key: str, name: str) -> bool:
        """Whether a key was declared as that kind."""
        kind = self.kinds.get(key)
        return kind is not None and kind.name == name

    def is_index(self, key: str) -> bool:
        """Whether a key is a layer or another index."""
        kind = self.kinds.get(key)
        return kind is not None and kind.indexes


def spelled(symbol: Sym) -> str:
    """A symbol as its author writes it; an index that is not a plain name or number shows as l."""
    upper = "".join(f"^{{({_index(index)})}}" for index in symbol.upper)
    lower = ",".join(_index(index) for index in symbol.lower)
    return symbol.base + upper + (f"_{{{lower}}}" if lower else "")


def _index(index: Node) -> str:
    if isinstance(index, Num):
        return index.text
    return index.base if isinstance(index, Sym) else "l"


def indices(symbol: Sym) -> tuple[str, ...]:
    """The names among a symbol's indices."""
    return tuple(i.base for i in (*symbol.upper, *symbol.lower) if isinstance(i, Sym))
