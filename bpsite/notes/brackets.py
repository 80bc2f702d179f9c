"""Where what is opened in a LaTeX text closes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|.", re.DOTALL)

_OF_A_GROUP = re.compile(r"\\(?:text|math|operatorname|boldsymbol|bm|hat|bar|tilde|vec)[a-z]*")


def tokens(text: str, position: int = 0) -> Iterator[re.Match[str]]:
    """The commands, environments' ends and single characters of a text."""
    yield from _TOKEN.finditer(text, position)


def group(text: str, position: int) -> int | None:
    """Where the brace that opens at a position closes: the offset behind it."""
    depth = 0
    for token in tokens(text, position):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return None


def argument(text: str, position: int) -> tuple[int, int, int] | None:
    """What a command takes behind a position: its start and end, and where the text goes on.

    A group in braces is taken without them; else one character, or one command.
    """
    while position < len(text) and text[position].isspace():
        position += 1
    if position >= len(text):
        return None
    if text[position] == "{":
        end = group(text, position)
        return None if end is None else (position + 1, end - 1, end)
    end = next(tokens(text, position)).end()
    if _OF_A_GROUP.fullmatch(text, position, end) and text[end : end + 1] == "{":
        end = group(text, end) or end
    return position, end, end


def levels(text: str) -> Iterator[tuple[re.Match[str], int]]:
    r"""Each token, and in how many groups and environments it stands."""
    depth = 0
    for token in tokens(text):
        opens = token[0] == "{" or token[0].startswith(r"\begin")
        closes = token[0] == "}" or token[0].startswith(r"\end{")
        depth -= closes
        yield token, depth
        depth += opens
