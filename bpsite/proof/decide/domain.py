"""Where an equation holds: what it divides by must not be 0, what it has the logarithm of not less.

Told as it is printed; what is so for all values of the symbols is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bpsite.proof.decide.deadline import OutOfTimeError, deadline
from bpsite.proof.decide.ordering import is_proved
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import tree as t

_SHOWN = {r"\ne": "\u2260", ">": ">"}


def where(
    relation: t.Rel, condition: tuple[t.Rel, ...], scope: Scope, text: Callable[[t.Node], str]
) -> str:
    """The words that say where an equation is claimed, with LaTeX; nothing if it is everywhere."""
    needed = [each for each in _needed(relation) if not _given(each, condition, scope)]
    parts = dict.fromkeys(f"{text(each.left)} {_SHOWN[each.sign]} 0" for each in needed)
    return f"where {', '.join(parts)}" if parts else ""


def _needed(relation: t.Rel) -> Iterator[t.Rel]:
    for node in t.walk(relation):
        if isinstance(node, t.Div):
            yield from (t.Rel(factor, r"\ne", t.Num("0")) for factor in _factors(node.den))
        elif isinstance(node, t.Call) and node.fn in (r"\log", r"\ln"):
            yield t.Rel(node.args[0], ">", t.Num("0"))


def _factors(node: t.Node) -> Iterator[t.Node]:
    """What is multiplied in a node, bases in place of powers."""
    if isinstance(node, t.Mul):
        for factor in node.factors:
            yield from _factors(factor)
    elif isinstance(node, t.Pow) and isinstance(node.exp, t.Num):
        yield from _factors(node.base)
    else:
        yield node


def _given(needed: t.Rel, condition: tuple[t.Rel, ...], scope: Scope) -> bool:
    """Whether what is needed is so for all values of the symbols, as far as is seen in a second."""
    try:
        with deadline(1.0):
            return is_proved(Claim(needed, condition), scope)
    except OutOfTimeError:
        return False
