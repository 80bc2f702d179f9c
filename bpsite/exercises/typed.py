"""What a learner types, as LaTeX: Greek letters and signs stand for their commands."""

from __future__ import annotations

from bpsite.proof.syntax.parse import blanked

_SIGNS = {
    "\u2212": "-", "\u00b7": r"\cdot ", "\u00d7": r"\times ", "\u2299": r"\odot ",
    "\u22a4": r"\top ", "\u2032": "'", "\u2019": "'", "\u00b2": "^2", "\u2202": r"\partial ",
    "\u0177": r"\hat{y}", "*": r"\cdot ",
}  # fmt: skip
_GREEK = {
    "alpha": "\u03b1", "beta": "\u03b2", "gamma": "\u03b3", "delta": "\u03b4",
    "varepsilon": "\u03b5", "eta": "\u03b7", "theta": "\u03b8", "lambda": "\u03bb",
    "mu": "\u03bc", "rho": "\u03c1", "sigma": "\u03c3", "Delta": "\u0394", "Sigma": "\u03a3",
}  # fmt: skip
_LETTERS = {letter: f"\\{name} " for name, letter in _GREEK.items()}


def as_latex(given: str) -> str:
    r"""The LaTeX of what was typed, without comments.

    >>> as_latex("\u03b4^{(3)} * x \u2212 1")
    '\\delta ^{(3)} \\cdot  x - 1'
    """
    signs = {**_SIGNS, **_LETTERS}
    return blanked("".join(signs.get(letter, letter) for letter in given)).strip()
