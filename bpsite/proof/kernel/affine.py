"""Where an index stands: whole-number combinations of indices and dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

MOST_REMEMBERED = 1 << 15
_MOST_STEPS = 24


class Index(NamedTuple):
    """A name for whole numbers: an index with its range, or a dimension, which is at least 1.

    A bound index is named by how high its sum stands over the sums inside, so that no name is
    caught by another sum's; `of` are the indices on which a dimension depends, as n_{l+1} on l.
    """

    height: int
    name: str
    of: tuple[Affine, ...] = ()
    ends: tuple[Affine, ...] = ()  # the first value and the last; of a dimension the first alone


class Affine(NamedTuple):
    """A constant and whole multiples of indices, each once, in their order."""

    constant: int
    parts: tuple[tuple[Index, int], ...] = ()


def index(name: str, low: Affine, high: Affine) -> Index:
    """A free index with its range."""
    return Index(0, name, (), (low, high))


def dimension(name: str, *of: Affine) -> Index:
    """A dimension: 1, 2, 3 and so on without an end."""
    return Index(0, name, of, (Affine(1),))


def place(of: Index) -> Affine:
    """An index as a combination of itself alone."""
    return Affine(0, ((of, 1),))


def combined(*weighted: tuple[Affine, int]) -> Affine:
    """The sum of combinations, each taken a number of times."""
    constant, counts = 0, dict[Index, int]()
    for one, times in weighted:
        constant += one.constant * times
        for name, count in one.parts:
            counts[name] = counts.get(name, 0) + count * times
    return Affine(constant, tuple(sorted((n, c) for n, c in counts.items() if c)))


def less(left: Affine, right: Affine) -> Affine:
    """The difference."""
    return combined((left, 1), (right, -1))


def moved(one: Affine, by: int) -> Affine:
    """The combination with a constant added."""
    return Affine(one.constant + by, one.parts)


def substituted(one: Affine, values: Mapping[Index, Affine]) -> Affine:
    """The combination with indices replaced, those in the ranges of others too."""
    parts = ((_in_place(name, values), count) for name, count in one.parts)
    return combined((Affine(one.constant), 1), *parts)


def _in_place(name: Index, values: Mapping[Index, Affine]) -> Affine:
    return values[name] if name in values else place(renamed(name, values))


def renamed(name: Index, values: Mapping[Index, Affine]) -> Index:
    """The same name, where what its range and dimension rest on is replaced."""
    if not (name.of or name.ends) or not any(map(values.__contains__, inside(name))):
        return name
    of = tuple(substituted(each, values) for each in name.of)
    return name._replace(of=of, ends=tuple(substituted(each, values) for each in name.ends))


@lru_cache(MOST_REMEMBERED)
def inside(name: Index) -> frozenset[Index]:
    """The indices that a name's range and dimension rest on."""
    found: set[Index] = set()
    for each in (*name.of, *name.ends):
        found.update(names(each))
    return frozenset(found)


def names(one: Affine) -> Iterator[Index]:
    """The indices in a combination, and those that they rest on."""
    for name, _ in one.parts:
        yield name
        yield from inside(name)


def _last(one: Affine) -> tuple[Index, int]:
    """An index on which no other one's range rests."""
    resting = frozenset().union(*(inside(name) for name, _ in one.parts))
    free = (part for part in one.parts if part[0] not in resting)
    return max(free, key=lambda part: (len(part[0].ends), part[0].height))


@lru_cache(MOST_REMEMBERED)
def never_negative(one: Affine) -> bool:
    """Whether a combination is provably at least 0, whatever its indices are in their ranges."""
    for _ in range(_MOST_STEPS):
        if not one.parts:
            return one.constant >= 0
        name, count = _last(one)
        if len(name.ends) < (1 if count > 0 else 2):
            return False
        end = name.ends[0 if count > 0 else 1]
        one = combined((one, 1), (place(name), -count), (end, count))
    return False
