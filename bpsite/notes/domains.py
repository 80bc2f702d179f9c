r"""What notes say of a symbol in passing: `x \in \mathbb{R}^n`, `y \in \{0, 1\}`, `f : A \to B`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.notes.notation import SYMBOL
from bpsite.notes.sourced import Sourced

_BB = r"\\(?:mathbb|mathbf)\s*\{\s*([RNZC])\s*\}|\\(R|N|Z)(?![A-Za-z])|\\(Reals|reals)(?![A-Za-z])"
_ARGUMENT = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_SCRIPTS = rf"(?:\s*[_^]\s*(?:{_ARGUMENT}|\\?\w|\+|\*))*"
_SET = r"\\\{[^{}]*\\\}|[\[(]\s*-?[\d.]+\s*,\s*(?:-?[\d.]+|\\infty)\s*[\])]"
_DECLARED = re.compile(
    rf"(?P<names>{SYMBOL}(?:\s*,\s*(?:\\[,;: ]\s*)?{SYMBOL})*)\s*\\in\s*"
    rf"(?P<domain>(?:{_BB}){_SCRIPTS}|{_SET})"
)
_MAPS = re.compile(
    rf"(?P<names>{SYMBOL})\s*(?::|\\colon(?![A-Za-z]))\s*(?P<domain>[^=]*?\\(?:to|rightarrow|mapsto)(?![A-Za-z])[^=,]*)"
)
_LAYERED = re.compile(r"\b([A-Za-z])\s*\^\s*\{\s*[\[(]\s*([^\[\](){}]+?)\s*[\])]\s*\}")
_SIZE = re.compile(r"\w+(?:_?\{\w+(?:[+-]\d+)?\})?")
_VALUES = re.compile(r"\\\{\s*(-?[\d.]+(?:\s*,\s*-?[\d.]+)*)\s*\\\}")
_INTERVAL = re.compile(r"([\[(])\s*(-?[\d.]+)\s*,\s*(-?[\d.]+|\\infty)\s*([\])])")


@dataclass(frozen=True)
class Declared:
    """The symbols that a text says something of, and the kind, nothing where it has no name."""

    names: tuple[str, ...]
    kind: str
    at: int  # in the file


def declared(latex: Sourced) -> tuple[Sourced, list[Declared]]:
    r"""The text without its declarations, and these; `\in` of an index to a range is none."""
    found: list[Declared] = []

    def take(match: re.Match[str]) -> tuple[str] | None:
        names = tuple(name.strip(" ;") for name in _names(match["names"]))
        kind = _kind(match["domain"])
        if kind is None:
            return None
        found.append(Declared(names, kind, latex.at[match.start()]))
        return (r"\text{ with }",)

    return latex.sub(_DECLARED, take).sub(_MAPS, take), found


def _names(text: str) -> Iterator[str]:
    depth = start = 0
    for position, mark in enumerate(text):
        depth += (mark in "{(") - (mark in "})")
        if mark == "," and depth == 0:
            yield text[start:position]
            start = position + 1
    yield re.sub(r"\\[,;: ]", "", text[start:])


def _kind(domain: str) -> str | None:
    if re.search(r"\\(?:to|rightarrow|mapsto)", domain):
        return "function"
    if values := _VALUES.fullmatch(domain):
        return f"real in {{{values[1]}}}"
    if interval := _INTERVAL.fullmatch(domain):
        high = "oo" if interval[3] == r"\infty" else interval[3]
        return f"real in {interval[1]}{interval[2]}, {high}{interval[4]}"
    number = re.match(_BB, domain)
    return _number(number, domain[number.end() :].strip()) if number else None


def _number(number: re.Match[str], scripts: str) -> str | None:
    letter = next(group for group in number.groups() if group)[0].upper()
    if letter in "NZ":
        return {"N": "natural", "Z": "integer"}[letter]
    if letter == "C":
        return None
    if not scripts:
        return "real"
    if re.fullmatch(r"[_^]\s*(?:\+|\{\s*(?:\+|>\s*0)\s*\})", scripts):
        return "positive"
    sizes = scripts.removeprefix("^").strip()
    sizes = sizes[1:-1] if sizes.startswith("{") and sizes.endswith("}") else sizes
    return _array(_LAYERED.sub(r"\1_{\2}", sizes))


def _array(sizes: str) -> str:
    """A vector or a matrix; with sizes that have no name, an array of which nothing is known."""
    parts = [part.strip().replace(" ", "") for part in re.split(r"\\times", sizes)]
    parts = [re.sub(r"_\{(\w)\}", r"_\1", part) for part in parts]
    if not all(_SIZE.fullmatch(part) for part in parts) or len(parts) > 2:
        return ""
    return f"vector {parts[0]}" if len(parts) == 1 else f"matrix {parts[0]} x {parts[1]}"
