"""Finds mathematics that a reader would see and that is not read: it is never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)?(?:`{3,}|~{3,})\s*\{?\s*\.?math\b")
_NAMED = re.compile(r"\{?\s*\.?math\b")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)")
_FOREIGN = {
    re.compile(r"\$\$"): "$$ is not read here",
    re.compile(r"\\\(|\\\["): r"\( and \[ are not read here",
    re.compile(r"\\begin\{(?:align|equation|gather|eqnarray|multline)\*?\}"): (
        "a bare environment is not read here"
    ),
    re.compile(
        r"(?<![\\$`\w])\$(?![\s$`])(?:\\?[A-Za-z]+|(?=[^$`]*[=\\^_<>])[^$`]*)(?<![\s\\`])\$(?![\d\w])"
    ): "$...$ is not read here",
}
_REMEDY = "Write $`...`$ in a line, and a fence ```math for a formula of its own."


@dataclass(frozen=True)
class Unread:
    """A place in a line, what is wrong, and what to write instead."""

    line: int
    column: int
    message: str
    remedy: str = _REMEDY


def unread(
    lines: Sequence[str], start: int, inside: set[int], opened: Mapping[int, str]
) -> Iterator[Unread]:
    """What stands outside of the fences, whose lines are `inside`, and looks like mathematics.

    Of the fences `opened` tells the words behind the first line's mark.
    """
    for number, info in opened.items():
        if info != "math" and _NAMED.match(info):
            message = "a fence of mathematics takes no options"
            yield Unread(number, 1, message, "Write ```math alone.")
    for number, line in enumerate(lines[start:], start + 1):
        if number in inside:
            continue
        if _FENCE.match(line):
            message = "this fence is not read: it stands in a quote, or behind a tab or options"
            yield Unread(number, 1, message, "Indent it with spaces, and write ```math alone.")
            continue
        yield from _in_prose(number, line)


def _in_prose(number: int, line: str) -> Iterator[Unread]:
    prose = _CODE.sub(lambda found: "`" * len(found[0]), line)
    opened = re.search(r"\$`(?!`*\$)", prose)
    if opened:
        message, remedy = "this formula does not end in its line", "Write it in one line."
        yield Unread(number, opened.start() + 1, message, remedy)
    for pattern, message in _FOREIGN.items():
        found = pattern.search(prose)
        if found:
            yield Unread(number, found.start() + 1, message)
