"""Which role a symbol plays, and so which colour it has, in equations, figures and plots."""

from __future__ import annotations

import re
from collections.abc import Iterator

ROLE_OF_SYMBOL = {
    "x": "forward",
    "z": "forward",
    "a": "forward",
    r"\hat{y}": "forward",
    r"\hat y": "forward",
    r"\theta": "weight",
    r"\delta": "error",
    "J": "cost",
}

# In light; the stylesheet has the same for both schemes, as `--role-NAME`.
COLOUR_OF_ROLE = {
    "forward": "#1f5fbf",
    "weight": "#8a5a00",
    "error": "#b3261e",
    "cost": "#6a3fa0",
}

# Commands whose argument is words or a name, and the renderer's own, pass unchanged.
_WORDS = r"\\(?:text|tag|begin|end|mathrm|operatorname)\{(?:[^{}]|\{[^{}]*\})*\}"
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SYMBOL = "|".join(sorted(map(re.escape, ROLE_OF_SYMBOL), key=len, reverse=True))
_SCRIPTS = rf"'*(?:[_^](?:{_GROUP}|\\[a-zA-Z]+|[^\s{{}}\\]))*"
_TOKEN = re.compile(
    rf"(?P<words>{_WORDS})|(?P<symbol>(?:{_SYMBOL})(?![a-zA-Z])|(?<![a-zA-Z\\])[xzaJ])"
    rf"(?P<scripts>{_SCRIPTS})|(?P<command>\\[a-zA-Z]+|\\.)",
    re.DOTALL,
)


def with_roles(latex: str) -> str:
    r"""The LaTeX with each symbol that has a role wrapped in that role's class.

    >>> print(with_roles(r"\delta^{(4)} = \eta J"))
    {\htmlClass{role-error symbol-delta4}{\delta^{(4)}}} = \eta {\htmlClass{role-cost symbol-J}{J}}
    """
    return "".join(_pieces(latex))


_PLACE = re.compile(r"\\?(?P<hat>hat\s*\{?)?(?P<name>[a-zA-Z]+)\}?(?:\^\{\((?P<index>\d+|i)\)\})?")


def place_of(latex: str) -> str:
    r"""Where a symbol stands in the figure of a network, or nothing for one with a general index.

    >>> place_of(r"\theta^{(2)}"), place_of(r"\hat{y}^{(i)}"), place_of("z^{(l)}")
    ('theta2', 'yhat', '')
    """
    found = _PLACE.fullmatch(latex)
    if not found or not (found["index"] or latex == "J"):
        return ""
    layer = (found["index"] or "").removesuffix("i")
    return found["name"] + ("hat" if found["hat"] else "") + layer


def _pieces(latex: str) -> Iterator[str]:
    position = 0
    for found in _TOKEN.finditer(latex):
        yield latex[position : found.start()]
        role = ROLE_OF_SYMBOL.get(found["symbol"] or "")
        place = place_of(found[0]) if role else ""
        classes = f"role-{role} symbol-{place}" if place else f"role-{role}"
        # The braces let a symbol stand as an argument without braces of its own, as in \frac12J.
        yield f"{{\\htmlClass{{{classes}}}{{{found[0]}}}}}" if role else found[0]
        position = found.end()
    yield latex[position:]
