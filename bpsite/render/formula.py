"""A formula of the network as plain text in which a script can put numbers in place of symbols."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NoReturn

from bpsite.render.roles import place_of

_TOKEN = re.compile(
    r"(?P<symbol>(?:\\hat\{y\}|\\theta|\\delta|[xyza])\^\{\([^)]*\)\}|J)"
    r"|(?P<function>\\sigma'|\\sigma|g)|(?P<half>\\tfrac12|\\frac\{1\}\{2\})|(?P<square>\^2)"
    r"|(?P<sign>[-+])|(?P<open>\()|(?P<close>\))|\\left|\\right|\\[,;]|\s+"
)
_DERIVATIVE = re.compile(r"\\frac\{\\partial J\}\{\\partial \\theta\^\{\((\d)\)\}\}")
_UPDATE = re.compile(r"\\Delta\\theta\^\{\((\d)\)\}\s*=\s*-\\eta\s*\\,(.*)", re.DOTALL)
_ENDS = {"symbol", "close", "square", "half"}
_BEGINS = {"symbol", "function", "open", "half"}


class UnreadableError(ValueError):
    """A formula has something in it that is no symbol of the network."""


def stated(latex: str) -> str:
    r"""What an equation states of the network, or nothing: a symbol and what gives it.

    An update (17) states a derivative of the cost.

    >>> stated(r"a^{(4)} = g(z^{(4)}) = \hat{y}^{(i)}"), stated(r"\sigma'(x) = 1")
    ('a4 = g(z4)', '')
    >>> stated(r"\Delta\theta^{(1)} = -\eta \, \delta^{(2)} a^{(1)}")
    'gradient1 = delta2 · a1'
    """
    update = _UPDATE.match(latex.strip())
    left, right = (
        (rf"\frac{{\partial J}}{{\partial \theta^{{({update[1]})}}}}", update[2])
        if update
        else sides(latex)
    )
    try:
        return f"{name_of(left)} = {plain(right)}"
    except UnreadableError:
        return ""


def sides(latex: str) -> tuple[str, str]:
    """What stands left of an equation's first relation sign and right of it, up to the next."""
    left, _, right = latex.partition("=")
    return left.strip(), right.partition("=")[0].strip()


def name_of(latex: str) -> str:
    r"""The name of what an equation gives: a symbol, or a derivative of the cost.

    >>> name_of(r"z^{(3)}"), name_of(r"\frac{\partial J}{\partial \theta^{(2)}}")
    ('z3', 'gradient2')
    """
    derivative = _DERIVATIVE.fullmatch(latex)
    name = f"gradient{derivative[1]}" if derivative else place_of(latex)
    return name or _unreadable(latex)


def plain(latex: str) -> str:
    r"""The formula with names for its symbols and a point for each product.

    >>> plain(r"\theta^{(2)} \sigma'(z^{(2)})")
    'theta2 · σ′(z2)'
    >>> plain(r"\tfrac12 (\hat{y}^{(i)} - y^{(i)})^2")
    '½ · (yhat − y)²'
    """
    rest = _TOKEN.sub("", latex)
    tokens = [found for found in _TOKEN.finditer(latex) if found.lastgroup]
    if rest or not tokens:
        _unreadable(rest)
    text = "".join(_text(token) + _between(token, after) for token, after in pairwise(tokens))
    return text + _text(tokens[-1])


def symbols(text: str) -> list[str]:
    """The names of the symbols in a formula that `plain` gave.

    >>> symbols("g(theta3 · a3) − y")
    ['theta3', 'a3', 'y']
    """
    return [name for name in re.findall(r"[a-zA-Z]+\d*", text) if name != "g"]


def _text(token: re.Match[str]) -> str:
    written = {"half": "½", "square": "²", "sign": " − " if token[0] == "-" else " + "}
    if token.lastgroup == "symbol":
        return place_of(token[0]) or _unreadable(token[0])
    if token.lastgroup == "function":
        return token[0].replace(r"\sigma", "σ").replace("'", "′")
    return written.get(token.lastgroup or "", token[0])


def _between(token: re.Match[str], after: re.Match[str]) -> str:
    return " · " if token.lastgroup in _ENDS and after.lastgroup in _BEGINS else ""


def _unreadable(latex: str) -> NoReturn:
    raise UnreadableError(f"a moving figure can't put numbers into {latex!r}")
