"""Conditions on indices: l < L keeps an index in a narrower range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsite.proof.elaborate.env import Env, NotInKernelError
from bpsite.proof.elaborate.symbols import Symbols
from bpsite.proof.kernel.affine import Affine, combined, less, moved, never_negative, place
from bpsite.proof.syntax import tree as t

ORDERED = ("<", ">", r"\le", r"\ge")


def of_places(relation: t.Rel, symbols: Symbols, env: Env) -> Affine | None:
    """What a condition on indices compares with 0, else None."""
    try:
        return less(symbols.place(relation.left, env), symbols.place(relation.right, env))
    except NotInKernelError:
        return None


def narrowed(condition: Sequence[t.Rel], symbols: Symbols) -> dict[str, Affine]:
    """The indices that conditions such as l < L keep in narrower ranges."""
    found: dict[str, Affine] = {}
    for relation in condition:
        apart = of_places(relation, symbols, symbols.start.put(found))
        if apart is None or relation.sign not in ORDERED:
            continue
        turned = combined((apart, 1 if relation.sign in (">", r"\ge") else -1))
        found.update(_kept(moved(turned, 0 if relation.sign in (r"\le", r"\ge") else -1)))
    return found


def _kept(never_less: Affine) -> Iterator[tuple[str, Affine]]:
    """The free index that a combination, which is at least 0, keeps in a narrower range.

    An index between two ends comes before a length, on which the ends may rest.
    """
    for index, times in sorted(never_less.parts, key=lambda part: -len(part[0].ends)):
        rest = combined((never_less, -times), (place(index), 1))
        if index.of or not index.ends or abs(times) != 1:
            continue
        low, high = index.ends[0], index.ends[1:]
        if times > 0 and never_negative(less(rest, low)):
            yield index.name, place(index._replace(ends=(rest, *high)))
            return
        if times < 0 and high and never_negative(less(high[0], rest)):
            yield index.name, place(index._replace(ends=(low, rest)))
            return
