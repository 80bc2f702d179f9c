"""The shape of each factor of an equation, with its place, for readers who are to see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bpsite.proof.elaborate.shapes import Shapes
from bpsite.proof.elaborate.values import Array, ShapeError, size_text
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t

Label = tuple[int, int, str]
"""Where a factor begins and ends in the LaTeX, and its shape as LaTeX."""

_MADE_OF_FACTORS = (t.Mul, t.Had, t.Add, t.Neg, t.Entry)


def labels(relation: t.Rel, scope: Scope, condition: Sequence[t.Rel] = ()) -> tuple[Label, ...]:
    """The labels of the arrays that the relation's sides are made of; none where shapes clash."""
    shapes = Shapes(scope)
    try:
        shapes.relation(relation, condition)
        sides = (relation.left, relation.right)
        return tuple(label for side in sides for label in _labels(side, shapes))
    except ShapeError:
        return ()


def _labels(node: t.Node, shapes: Shapes) -> Iterator[Label]:
    if isinstance(node, _MADE_OF_FACTORS):
        for part in node.parts:
            yield from _labels(part, shapes)
        return
    value = shapes.side(node)
    if isinstance(value, Array):
        rows, columns = (size_text(shapes.size_of(size)) for size in value.shape)
        yield *node.span, rf"{rows} \times {columns}"
