"""Random numbers: how they are declared, and how their mean and variance are written.

Members of a family that is INDEPENDENT are independent of each other and of all other random
numbers, and have one distribution. Of one that is SYMMETRIC too, a number and its negative are as
likely. Nothing is known of how other random numbers depend on each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bpsite.proof.kernel.terms import DEPENDENT, INDEPENDENT, SYMMETRIC
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind

INDICES = re.compile(r"[\^_]\(\d+\)")
"""The numbers of a member in its key, which without them is the base of its family."""
KINDS: Mapping[str, str] = {
    "random": DEPENDENT,
    "independent random": INDEPENDENT,
    "symmetric independent random": SYMMETRIC,
}
"""What is known of a family, by the words that declare it."""

MEAN = r"\operatorname{E}"
VARIANCE = r"\operatorname{Var}"
MOMENTS = (MEAN, VARIANCE)


def moment(written: str, kinds: Mapping[str, Kind]) -> str:
    """The mean or the variance that a name stands for on a page with random numbers, or nothing."""
    name = "".join(written.split())
    return name if name in MOMENTS and any(kind.chance for kind in kinds.values()) else ""


def is_random(key: str, kinds: Mapping[str, Kind]) -> bool:
    """Whether a key, perhaps with numbers for its indices, is that of a random number."""
    name = INDICES.sub("", key)
    return any(kind.chance and known.rstrip("^_") == name for known, kind in kinds.items())


def by_means(call: t.Call) -> t.Node:
    """A variance as the mean of the square less the square of the mean; a mean as it is."""
    if call.fn == MEAN:
        return call
    (of,) = call.args
    two = t.Num("2")
    square, mean = t.Pow(of, two, span=call.span), t.Call(MEAN, 0, (of,), span=call.span)
    of_square = t.Call(MEAN, 0, (square,), span=call.span)
    return t.Add((of_square, t.Neg(t.Pow(mean, two))), span=call.span)
