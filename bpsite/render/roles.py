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
_WORDS = r"(?P<words>\\(?:text|tag|begin|end|mathrm|operatorname)\{(?:[^{}]|\{[^{}]*\})*\})"
_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_SYMBOL = "|".join(sorted(map(re.escape, ROLE_OF_SYMBOL), key=len, reverse=True))
_SCRIPTS = rf"'*(?:[_^](?:{_GROUP}|\\[a-zA-Z]+|[^\s{{}}\\]))*"
_TOKEN = re.compile(
    rf"{_WORDS}|(?P<symbol>(?:{_SYMBOL}|\\eta)(?![a-zA-Z])|(?<![a-zA-Z\\])[xyzaJ])"
    rf"(?P<scripts>{_SCRIPTS})|(?P<command>\\[a-zA-Z]+|\\.)",
    re.DOTALL,
)

# What the figure of a network has as one thing though several symbols write it: the factor on the
# way back to a layer, the error with which that way begins, a derivative of the cost, and the
# activation function of a layer.
_SLOPE = r"\\sigma'\(z\^\{\((?P<back>\d)\)\}\)"
_WHOLE = re.compile(
    rf"{_WORDS}|(?:\\theta\^\{{\((?P<weight>\d)\)\}}\s*(?=\\sigma'\(z\^\{{\((?P=weight)\)))?{_SLOPE}"
    r"|(?P<error>\(\\hat\{y\}\^\{\(i\)\} - y\^\{\(i\)\}\)(?!\^))"
    r"|\\frac\{\\partial J\}\{\\partial \\theta\^\{\((?P<gradient>\d)\)\}\}"
    r"|(?:\\sigma|(?<![a-zA-Z\\])g)(?=\(z\^\{\((?P<activation>\d)\)\}\))",
    re.DOTALL,
)


def with_roles(latex: str, *, display: bool = True) -> str:
    r"""The LaTeX with classes: the role of each symbol, and its place in the figure of a network.

    A formula in a line of text may break at the sign of an error, which therefore has no class.

    >>> print(with_roles(r"\delta^{(4)} = \eta"))
    {\htmlClass{role-error symbol-delta4}{\delta^{(4)}}} = {\htmlClass{symbol-eta}{\eta}}
    >>> print(with_roles(r"\sigma'(z^{(3)})"))
    {\htmlClass{symbol-back3}{\sigma'({\htmlClass{role-forward symbol-z3}{z^{(3)}}})}}
    """
    return "".join(_wholes(latex, display=display))


_PLACE = re.compile(r"\\?(?P<hat>hat\s*\{?)?(?P<name>[a-zA-Z]+)\}?(?:\^\{\((?P<index>\d+|i)\)\})?")


def place_of(latex: str) -> str:
    r"""Where a symbol stands in the figure of a network, or nothing for one with a general index.

    >>> place_of(r"\theta^{(2)}"), place_of(r"\hat{y}^{(i)}"), place_of("z^{(l)}")
    ('theta2', 'yhat', '')
    """
    found = _PLACE.fullmatch(latex)
    if not found or not (found["index"] or latex in {"J", r"\eta"}):
        return ""
    layer = (found["index"] or "").removesuffix("i")
    return found["name"] + ("hat" if found["hat"] else "") + layer


def _wholes(latex: str, *, display: bool) -> Iterator[str]:
    position = 0
    for found in _WHOLE.finditer(latex):
        if found["words"] or (found["error"] and not display):
            continue
        yield from _symbols(latex[position : found.start()])
        yield _classed(f"symbol-{_whole_place(found)}", "".join(_symbols(found[0])))
        position = found.end()
    yield from _symbols(latex[position:])


def _whole_place(found: re.Match[str]) -> str:
    if found["error"]:
        return "back4"
    kinds = ("back", "gradient", "activation")
    return next(kind + found[kind] for kind in kinds if found[kind])


def _symbols(latex: str) -> Iterator[str]:
    position = 0
    for found in _TOKEN.finditer(latex):
        yield latex[position : found.start()]
        role = ROLE_OF_SYMBOL.get(found["symbol"] or "")
        place = place_of(found[0]) if found["symbol"] else ""
        classes = [f"role-{role}"] * bool(role) + [f"symbol-{place}"] * bool(place)
        yield _classed(" ".join(classes), found[0]) if classes else found[0]
        position = found.end()
    yield latex[position:]


def _classed(classes: str, latex: str) -> str:
    # The braces let a symbol stand as an argument without braces of its own, as in \frac12J.
    return f"{{\\htmlClass{{{classes}}}{{{latex}}}}}"
