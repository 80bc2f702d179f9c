"""The activations that can be chosen: for each its symbol, and what a page says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bpsite.derive.page import Row


@dataclass(frozen=True)
class Function:
    """An activation and its slope, in LaTeX and in NumPy."""

    name: str
    title: str
    words: str
    symbol: str
    definition: str
    slope: tuple[Row, ...]  # the rows that derive it
    slope_at: str  # the slope by the value, which `@` stands for; nothing if only the prime says it
    code: str
    value: str
    prime: str


def _named(function: Function) -> Function:
    """The function, with its symbol in the place of `f` in what is said of it."""
    definition = function.definition.replace("f(", f"{function.symbol}(")
    rows = tuple((_put(step, function), _put(reason, function)) for step, reason in function.slope)
    return replace(function, definition=definition, slope=rows)


def _put(text: str, function: Function) -> str:
    for letter in ("f(", "f'(", "$f$"):
        text = text.replace(letter, letter.replace("f", function.symbol))
    return text


_ALL = (
    Function(
        name="sigmoid",
        title="The sigmoid",
        words="It goes from 0 to 1. Its slope can be written with its own value, and is a quarter"
        " at most.",
        symbol=r"\sigma",
        definition=r"f(u) = \frac{1}{1 + e^{-u}}",
        slope=(
            (r"f'(u) &= \frac{e^{-u}}{(1 + e^{-u})^2}", "chain rule, (sigmoid)"),
            (r"&= f(u) \left( 1 - f(u) \right)", "definition of $f$ (sigmoid)"),
        ),
        slope_at=r"\, @ (1 - @)",
        code="sigma",
        value="1 / (1 + np.exp(-u))",
        prime="sigma(u) * (1 - sigma(u))",
    ),
    Function(
        name="tanh",
        title="The hyperbolic tangent",
        words="It goes from $`-1`$ to 1. Its slope, too, can be written with its own value, and is"
        " 1 at most.",
        symbol="t",
        definition=r"f(u) = \tanh(u)",
        slope=((r"f'(u) = 1 - f(u)^2", ""),),
        slope_at=r"\, (1 - @^2)",
        code="t",
        value="np.tanh(u)",
        prime="1 - t(u) ** 2",
    ),
    Function(
        name="relu",
        title="The rectified linear unit",
        words="It lets positive numbers pass and stops the others. At 0 it has a corner and no"
        " derivative; a program takes 0 there.",
        symbol="r",
        definition=r"f(u) = \max(0, u)",
        slope=((r"f'(u) = \begin{cases} 0 & u < 0 \\ 1 & u > 0 \end{cases}", ""),),
        slope_at="",
        code="r",
        value="np.maximum(0, u)",
        prime="np.where(u > 0, 1.0, 0.0)",
    ),
    Function(
        name="identity",
        title="The identity",
        words="It leaves its net input as it is, and its slope is 1.",
        symbol="g",
        definition=r"f(u) = u",
        slope=((r"f'(u) = 1", ""),),
        slope_at="",
        code="g",
        value="u",
        prime="np.ones_like(u)",
    ),
)

FUNCTIONS = {function.name: _named(function) for function in _ALL}
IDENTITY = "identity"
