r"""Spellings that end with a matching brace: `\frac12`, `\boxed{...}`, `|x|`, `\exp\{..\}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bpsite.notes.brackets import argument, tokens
from bpsite.notes.sourced import Sourced, joined

_UNWRAPPED = re.compile(
    r"\\(boxed|fbox|underline|mathop|mathrel|mathbin|mathord|mathstrut|underbrace|overbrace|"
    r"colorbox|textcolor|substack|smash|ensuremath|cancel)(?![A-Za-z])"
)
_OF_TWO = ("colorbox", "textcolor")
_BRACED = re.compile(r"\\(frac|sqrt)(?![A-Za-z])")
_ROOT = re.compile(r"\s*\[([^\[\]]+)\]")
_SETS = re.compile(r"\\(exp|max|min|log|ln|tanh|indicator)\s*(\\\{)")
_INDICATOR = re.compile(
    r"\\indicator\s*(?=[\[({])|\\mathbf\s*\{\s*1\s*\}\s*_\s*(?=\{[^{}]*(?:[=<>]|\\[lgn]e))"
)
_TEXT = re.compile(r"\\text\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ARRAY = re.compile(
    r"(\\\{\s*)?\\begin\s*\{array\}\s*(?:\{[^{}]*\})?((?:(?!\\begin|\\end).|\n)*)\\end\s*\{array\}"
)
_CASES = re.compile(r"(?<=\\begin\{cases\})((?:(?!\\begin|\\end).|\n)*)(?=\\end\{cases\})")
_SIMPLE = (
    r"(?:\d+\s*)?(?:\\(?:hat|bar|tilde|mathbf|boldsymbol|operatorname)\{[^{}]*\}|\\[a-zA-Z]+|[A-Za-z])"
    r"(?:\s*[_^]\s*(?:\{[^{}]*\}|\w))*"
)
_OPERAND = re.compile(
    rf"\\(sinh|cosh|sin|cos|tanh|tan|log|ln|exp)\s*(?!\\(?:left|frac|sqrt|lvert|cdot))({_SIMPLE})"
    r"(?=\s*(?:\Z|[-+=,)\]}&]|\\(?:sinh?|cosh?|tanh?|log|ln|exp|cdot|\\|right|quad|,)))"
)
_INNER = re.compile(
    r"\\langle((?:(?!\\langle|\\rangle)[^,])*),((?:(?!\\langle|\\rangle)[^,])*)\\rangle"
)


def unwrapped(latex: Sourced) -> Sourced:
    """A formula without what only decorates it, and with braces where the grammar wants them."""
    for step in (_plain, _texts, _arrays, _cases, _fractions, _roots_and_sets, _norms, _bars):
        latex = step(latex)
    latex = latex.sub(_OPERAND, lambda _found: ("\\", 1, "(", 2, ")"))
    return latex.sub(_INNER, lambda _found: ("(", 1, r")^\top (", 2, ")"))


def _each(
    latex: Sourced, pattern: re.Pattern[str], change: Callable[[Sourced, re.Match[str]], Sourced]
) -> Sourced:
    """The text after a change at each match, from the last to the first, so that inner ones are."""
    for start in [found.start() for found in pattern.finditer(latex.text)][::-1]:
        found = pattern.match(latex.text, start)
        latex = change(latex, found) if found else latex
    return latex


def _replaced(latex: Sourced, start: int, end: int, *parts: Sourced | str) -> Sourced:
    made = [Sourced.new(p, latex.at[start]) if isinstance(p, str) else p for p in parts]
    return joined([latex.part(0, start), *made, latex.part(end)])


def _plain(latex: Sourced) -> Sourced:
    return _each(latex, _UNWRAPPED, _without)


def _without(latex: Sourced, found: re.Match[str]) -> Sourced:
    taken = argument(latex.text, found.end())
    if found[1] in _OF_TWO and taken:
        taken = argument(latex.text, taken[2])
    if taken is None or found[1] == "cancel":
        return latex
    end = taken[2]
    if found[1] in ("underbrace", "overbrace"):
        below = re.compile(r"\s*[_^]").match(latex.text, end)
        label = argument(latex.text, below.end()) if below else None
        end = label[2] if label else end
    return _replaced(latex, found.start(), end, latex.part(taken[0], taken[1]))


def _texts(latex: Sourced) -> Sourced:
    """Mathematics in a text stands outside of it, and one word between signs is a name."""
    return latex.sub(_TEXT, lambda found: tuple(_text_parts(latex, found)))


def _text_parts(latex: Sourced, found: re.Match[str]) -> Iterator[Sourced | str]:
    position = found.start(1)
    for number, piece in enumerate(found[1].split("$")):
        part = latex.part(position, position + len(piece))
        position += len(piece) + 1
        if number % 2:
            yield from (" ", part, " ")
        elif piece.strip(" ,.;:") or "$" not in found[1]:
            yield from (r"\text{", part, "}")


def _arrays(latex: Sourced) -> Sourced:
    def named(found: re.Match[str]) -> tuple[str | int, ...]:
        name = "cases" if found[1] else "matrix"
        return (rf"\begin{{{name}}}", 2, rf"\end{{{name}}}")

    return latex.sub(_ARRAY, named)


def _cases(latex: Sourced) -> Sourced:
    """Each case as `value & condition`, without a comma or space around the mark."""
    return latex.sub(_CASES, lambda found: (_case_rows(latex.part(*found.span(1))),))


def _case_rows(body: Sourced) -> Sourced:
    body = body.sub(re.compile(r"\\q?quad(?![A-Za-z])|\\[;:,] "), lambda _found: (" ",))
    body = body.sub(re.compile(r"[,;.]\s*(?=\\\\|$|&)"), lambda _found: ("",))
    body = body.sub(re.compile(r"(?<=&)\s*(?:,\s*)?"), lambda _found: (" ",))
    return body.sub(
        re.compile(r"(?:(?<=\\\\)|\A)([^&]*?)(?:,\s*)?(\\text\s*\{[^{}]*\}[^&]*?)(?=\\\\|\Z)"),
        lambda _found: (1, " & ", 2),
    )


def _fractions(latex: Sourced) -> Sourced:
    return _each(latex, _BRACED, _braced)


def _braced(latex: Sourced, found: re.Match[str]) -> Sourced:
    position, root = found.end(), None
    if found[1] == "sqrt" and (root := _ROOT.match(latex.text, position)):
        position = root.end()
    parts: list[Sourced | str] = []
    for _ in range(2 if found[1] == "frac" else 1):
        taken = argument(latex.text, position)
        if taken is None:
            return latex
        parts += ["{", latex.part(taken[0], taken[1]), "}"]
        position = taken[2]
    if root is not None:
        order = latex.part(*root.span(1))
        parts = ["(", parts[1], r")^{\frac{1}{", order, "}}"]
        return _replaced(latex, found.start(), position, *parts)
    return _replaced(latex, found.start(), position, latex.part(*found.span()), *parts)


def _roots_and_sets(latex: Sourced) -> Sourced:
    latex = _each(latex, _SETS, _round)
    return _each(latex, _INDICATOR, _bracket)


def _round(latex: Sourced, found: re.Match[str]) -> Sourced:
    r"""`\exp\{x\}` with round brackets."""
    depth = 0
    for token in tokens(latex.text, found.start(2)):
        depth += {r"\{": 1, r"\}": -1}.get(token[0], 0)
        if depth == 0:
            inner = latex.part(found.end(2), token.start())
            name = latex.part(found.start(), found.start(2))
            opening, closing = ("[", "]") if found[1] == "indicator" else ("(", ")")
            name = Sourced.new("", name.at[0]) if found[1] == "indicator" else name
            return _replaced(latex, found.start(), token.end(), name, opening, inner, closing)
    return latex


def _bracket(latex: Sourced, found: re.Match[str]) -> Sourced:
    """What is 1 under a condition, in square brackets."""
    opening = latex.text[found.end() : found.end() + 1]
    closing = {"[": "]", "(": ")", "{": "}"}[opening]
    depth = 0
    for token in tokens(latex.text, found.end()):
        depth += (token[0] == opening) - (token[0] == closing)
        if depth == 0:
            inner = latex.part(found.end() + 1, token.start())
            return _replaced(latex, found.start(), token.end(), "[", inner, "]")
    return latex


_NORM = re.compile(r"\\\|((?:(?!\\\|).|\n)*?)\\\|(?:_(?:2|\{2\}|F|\{F\}))?")
_NORM_OF_TWO = re.compile(r"(\\rVert|\\right\s*\\\|)\s*_\s*(?:2|\{2\}|F|\{F\})")


def _norms(latex: Sourced) -> Sourced:
    latex = latex.sub(re.compile(r"\\(?:left|right)\s*(?=\\\|)"), lambda _found: ("",))
    latex = latex.sub(_NORM, lambda found: _norm(latex.text, found))
    return latex.sub(_NORM_OF_TWO, lambda _found: (1,))


def _norm(text: str, found: re.Match[str]) -> tuple[str | int, ...]:
    """A norm; one without its square is the root of the square."""
    if re.match(r"\s*[\^_]", text[found.end() :]):
        return r"\lVert ", 1, r" \rVert"
    return r"\sqrt{\lVert ", 1, r" \rVert^2}"


_BEFORE_OPENING = re.compile(r"(?:\A|[-+=<>*/,(\[{&^_|]|\\[A-Za-z]+|\\\\|\\[,;:! {])\s*\Z")
_NAMED = re.compile(
    r"\\(?:alpha|beta|gamma|delta|epsilon|theta|lambda|mu|sigma|phi|psi|omega|top|pi|eta)\s*\Z"
)


def _bars(latex: Sourced) -> Sourced:
    r"""A plain `|` as one that opens or closes, where what stands before it tells which."""
    places = [token.start() for token in tokens(latex.text) if token[0] == "|"]
    sized = re.compile(r"\\(?:left|right)\s*\Z")
    places = [at for at in places if not sized.search(latex.text, 0, at)]
    if not places or len(places) % 2:
        return latex
    texts, position, opened = [], 0, 0
    for at in places:
        before = latex.text[:at]
        opens = bool(_BEFORE_OPENING.search(before)) and not _NAMED.search(before)
        if not opens and not opened:
            return latex
        opened += 1 if opens else -1
        mark = r"\lvert " if opens else r"\rvert "
        texts += [latex.part(position, at), Sourced.new(mark, latex.at[at])]
        position = at + 1
    return joined([*texts, latex.part(position)]) if opened == 0 else latex
