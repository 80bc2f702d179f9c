"""Exercises whose answer is a shape, which the declarations give."""

from __future__ import annotations

import re

from bpsite.exercises.answering import Problem
from bpsite.proof.elaborate.shapes import Shapes
from bpsite.proof.elaborate.values import Array
from bpsite.proof.syntax.reading import expression

_BY = re.compile(r"(.+?)(?:x|\u00d7|\\times|,|by)(.+)")


def plain(shape: str) -> str:
    r"""A shape as all are compared: a vector is a column.

    >>> plain("(n, m)"), plain("n_{l+1} \u00d7 1"), plain("n"), plain("a number")
    ('n x m', 'n_l+1 x 1', 'n x 1', '1 x 1')
    """
    text = re.sub(r"[\s{}()]", "", shape.replace("a number", "1"))
    found = _BY.fullmatch(text)
    return f"{found[1]} x {found[2]}" if found else f"{text} x 1"


def shape(problem: Problem) -> str:
    """The shape of a problem's expression, nothing where it has none. Raises `ShapeError`."""
    scope = problem.scope
    reader = Shapes(scope)
    value = reader.value(expression(problem.template, scope.lexicon), reader.start)
    return plain(value.text if isinstance(value, Array) else "1")
