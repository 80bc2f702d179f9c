"""What fills the blank of an exercise."""

from __future__ import annotations

BLANK = r"\square"


def put(latex: str, answer: str) -> str:
    r"""The LaTeX with an answer in the place of each blank.

    >>> put(r"2 \square = x", "a + b")
    '2 \\left( a + b \\right) = x'
    """
    return latex.replace(BLANK, rf"\left( {answer} \right)")
