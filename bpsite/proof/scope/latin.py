"""The page's symbols in Latin letters, as bpcore and the copied code name them."""

from __future__ import annotations

import re
from keyword import iskeyword

_LABEL = re.compile(r"\^\{\([^{}]*\)\}|_\{\\(?:text|mathrm)\{([^{}]*)\}\}|_\{(\w+)\}")
_ACCENT = re.compile(r"\\(hat|bar|tilde|vec|widehat)\{(.*)\}$")
_FONT = re.compile(r"\\\w+\{\\?(\w+)\}$")


def latin(base: str, *, labels: bool = False) -> str:
    r"""A base in Latin letters: `\hat{y}` is yhat, `\theta` is theta, `\Delta\theta` is dtheta.

    >>> latin(r"\hat{y}^{(i)}"), latin(r"\Delta\theta"), latin(r"J_{\text{BCE}}", labels=True)
    ('yhat', 'dtheta', 'J_BCE')
    """
    found = [a or b for a, b in _LABEL.findall(base)] if labels else []
    words = "".join("_" + re.sub(r"\W+", "_", label) for label in found if label)
    plain = _LABEL.sub("", base)
    return _plain(plain) + words


def _plain(base: str) -> str:
    if base.startswith(r"\Delta"):
        return "d" + _plain(base.removeprefix(r"\Delta"))
    accent = _ACCENT.match(base)
    if accent:
        return _plain(accent[2]) + ("hat" if accent[1] == "widehat" else accent[1])
    font = _FONT.match(base)
    name = font[1] if font else base.lstrip("\\")
    if name == "lambda":
        return "lam"
    return f"{name}_" if iskeyword(name) else name
