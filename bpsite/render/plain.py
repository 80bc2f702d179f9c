"""The checker's words with names in LaTeX, as a sentence shows them."""

from __future__ import annotations

import re
import unicodedata

RAISED = str.maketrans("0123456789i()", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱ⁽⁾")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain(words: str) -> str:
    r"""The words with Greek letters, hats and raised indices as such.

    >>> plain(r"at \theta^(3) = 1.5, x^{(i)} = 2.0, z_(1) = -1.0: left 1.0, right 3.0")
    'at θ⁽³⁾ = 1.5, x⁽ⁱ⁾ = 2.0, z₁ = -1.0: left 1.0, right 3.0'
    """
    words = re.sub(r"\\hat\{([a-zA-Z])\}", _hatted, words)
    words = re.sub(r"\\([a-zA-Z]+)", _greek, words)
    words = re.sub(r"\^\{?(\([\di]+\))\}?", lambda found: found[1].translate(RAISED), words)
    return re.sub(r"_\((\d+)\)", lambda found: found[1].translate(LOWERED), words)


def _hatted(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", found[1] + "\N{COMBINING CIRCUMFLEX ACCENT}")


def _greek(found: re.Match[str]) -> str:
    try:
        return unicodedata.lookup(f"GREEK SMALL LETTER {found[1].upper()}")
    except KeyError:
        return found[1]
