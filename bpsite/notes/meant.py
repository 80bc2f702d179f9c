"""Statements as they are meant, once it is known which names are functions and which are values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bpsite.notes.brackets import levels, tokens
from bpsite.notes.notation import SYMBOL
from bpsite.notes.sourced import Part, Sourced

_DIFFERENTIAL = re.compile(rf"d\s?({SYMBOL})")
_NAME_OF_ONE = re.compile(
    r"d\s?(?:\\(?:operatorname|mathbf|boldsymbol|mathcal|mathrm)\{)?(\\?[A-Za-z]+)\}?"
)


def differentials(latex: Sourced) -> Sourced:
    """The statement with `dz` as one name, where it is no part of a fraction."""
    starts = {
        token.start()
        for token, depth in levels(latex.text)
        if depth == 0
        and token[0] == "d"
        and not latex.text[: token.start()][-1:].isalpha()
        and not latex.text[: token.start()].rstrip().endswith(("_", "^"))
    }

    def named(found: re.Match[str]) -> tuple[Part, ...] | None:
        one = _NAME_OF_ONE.match(found[0])
        if found.start() not in starts or one is None or one[1] in ("\\cdot", "\\quad"):
            return None
        rest = latex.part(found.start() + one.end(), found.end())
        return (r"\operatorname{d" + one[1].lstrip("\\") + "}", rest)

    return latex.sub(_DIFFERENTIAL, named) if starts else latex


_WORD = re.compile(r"(?<![A-Za-z\\])([A-Za-z]{4,})(?![A-Za-z])")
_NAMING = re.compile(r"\\(?:text|begin|end|operatorname|math[a-z]+|boldsymbol|bm)\s*\{[^{}]*$")


def words(latex: Sourced) -> Sourced:
    """The statement with each word in it as one name, and no product of letters."""

    def named(found: re.Match[str]) -> tuple[Part, ...] | None:
        inside = _NAMING.search(latex.text, 0, found.start())
        return None if inside else (r"\operatorname{", 1, "}")

    return latex.sub(_WORD, named)


def primes(latex: Sourced, names: set[str]) -> Sourced:
    """The statement with primed symbols, which are no functions, as symbols of their own."""
    for name in names:
        scripts = r"(?:\s*_\s*(?:\w|\{(?:[^{}]|\{[^{}]*\})*\}))?"
        pattern = re.compile(rf"(?<![A-Za-z\\])({re.escape(name)}{scripts})\s*'")
        latex = latex.sub(pattern, lambda _found: (1, r"_{\text{prime}}"))
    return latex


_D = r"\s*(?:d|\\partial(?![a-z]))\s*"
_AT = re.compile(
    rf"(\\frac\s*\{{{_D}(?:[^{{}}]|\{{[^{{}}]*\}})*\}}\s*\{{{_D}({SYMBOL})\s*\}})\s*\(([^()]*)\)"
)
_PLAIN = re.compile(rf"\s*(?:{SYMBOL}|\d+)(?:\s*,\s*(?:{SYMBOL}|\d+))*\s*")


def at_points(latex: Sourced) -> Sourced:
    """The statement with no bracket behind a derivative that only says at which point it is."""

    def whole(found: re.Match[str]) -> tuple[Part, ...] | None:
        if not _PLAIN.fullmatch(found[3]):
            return None
        names = [name.strip() for name in found[3].split(",")]
        return (1,) if found[2].strip() in names else (1, r"\ldots ")

    return latex.sub(_AT, whole)


_BY_POWER = re.compile(
    r"\\frac\s*\{\s*\\partial(?!\s*\^)(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*\\partial\s*"
    r"(\\?[A-Za-z]+)\s*(?:_\s*(?:\w|\{(?:[^{}]|\{[^{}]*\})*\}))?\s*\^\s*\{?\s*\d"
)


def layered(latexes: Iterable[str]) -> set[str]:
    """The names above which a number is a layer: somebody differentiates by them with it."""
    return {found[1] for latex in latexes for found in _BY_POWER.finditer(latex)}


def layers(latex: Sourced, names: set[str]) -> Sourced:
    """The statement with the numbers above these names as layers."""
    for name in names:
        scripts = r"(?:\s*_\s*(?:\w|\{(?:[^{}]|\{[^{}]*\})*\}))?"
        pattern = re.compile(
            rf"(?<![A-Za-z\\])({re.escape(name)}{scripts})\s*\^\s*(?:(\d)|\{{\s*(\d+)\s*\}})"
        )
        latex = latex.sub(pattern, lambda _found: (1, "^{(", 2, 3, ")}"))
    return latex


def meant(latex: Sourced, valued: dict[str, str], functions: set[str]) -> Sourced:
    """The statement without the brackets behind values, and with a product where one is meant."""
    for name in valued:
        latex = _edited(latex, name, "value")
    for name in functions:
        latex = latex.sub(_indexed(name), lambda found: (_symbol_named(found[1]),))
        latex = _edited(latex, name, "function")
        slope = re.compile(
            rf"\\frac\s*\{{\s*(?:d|\\partial)\s*{re.escape(name)}\s*\}}\s*"
            rf"\{{\s*(?:d|\\partial)\s*({SYMBOL})\s*\}}"
        )
        latex = latex.sub(slope, lambda _found, name=name: (f" {name}'(", 1, ")"))  # type: ignore[misc]
    return latex


def _symbol_named(function: str) -> str:
    """A symbol's name for a function's name: the same letters in another font."""
    font = re.fullmatch(r"\\[a-z]+\{(\\?[A-Za-z]+)\}", function)
    return rf"\mathfrak{{{font[1]}}}" if font else rf"\mathit{{{function}}}"


def _indexed(name: str) -> re.Pattern[str]:
    """A function's name where an index makes it a symbol."""
    return re.compile(rf"(?<![A-Za-z\\{{])({re.escape(name)})(?=\s*(?:_|\^\s*\{{\s*[\[(]))")


def _edited(latex: Sourced, name: str, kind: str) -> Sourced:
    """The statement with each bracket behind a name changed as its kind demands."""
    pattern = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])\s*(?=\()")
    for start in [found.start() for found in pattern.finditer(latex.text)][::-1]:
        found = pattern.match(latex.text, start)
        end = _closing(latex.text, found.end()) if found else None
        if found is None or end is None:
            continue
        inner = latex.text[found.end() : end]
        its_own = re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z]|\s*[('])", inner)
        if kind == "value":
            latex = _spliced(latex, found.start(), end, [latex.part(*found.span())])
        elif its_own:
            whole: list[Part] = [latex.part(*found.span()), r"\cdot ", latex.part(found.end(), end)]
            latex = _spliced(latex, found.start(), end, whole)
    return latex


def _spliced(latex: Sourced, start: int, end: int, parts: list[Part]) -> Sourced:
    whole = re.compile(re.escape(latex.text[start:end]))
    return latex.sub(whole, lambda found: parts if found.start() == start else None)


def _closing(text: str, position: int) -> int | None:
    depth = 0
    for token in tokens(text, position):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return None
