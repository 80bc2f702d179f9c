"""Makes mutants of a formula: copies with one thing wrong, which the checker must catch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Lexicon, signature
from bpsite.proof.syntax.reading import Formula


@dataclass(frozen=True)
class Mutant:
    """A formula's LaTeX with one thing changed, and what was."""

    latex: str
    what: str
    shown: str


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str
    what: str


def mutants(formula: Formula, lexicon: Lexicon) -> Iterator[Mutant]:
    """All mutants of a formula, each once."""
    seen = {formula.latex}
    for side in _sides(formula):
        for node in t.walk(side):
            for edit in _edits(node, formula.latex, lexicon):
                latex = formula.latex[: edit.start] + edit.text + formula.latex[edit.end :]
                if latex not in seen:
                    seen.add(latex)
                    yield Mutant(latex, edit.what, _shown(formula.latex, edit))


def _shown(latex: str, edit: _Edit) -> str:
    """The change with a little of what stands around it."""
    around = latex[max(0, edit.start - 40) : edit.start], latex[edit.end : edit.end + 20]
    changed = f"{around[0]}[{latex[edit.start : edit.end]} -> {edit.text}]{around[1]}"
    return " ".join(changed.split())


def _sides(formula: Formula) -> Iterator[t.Node]:
    for statement in formula.statements:
        if statement.relations:
            yield from statement.sides[1 if statement.continued else 0 :]


def _edits(node: t.Node, latex: str, lexicon: Lexicon) -> Iterator[_Edit]:
    """What can be done wrong at one node."""
    if isinstance(node, t.Add | t.Neg):
        yield from _signs(node, latex)
    if isinstance(node, t.Mul):
        yield from _dropped(node, latex)
        yield from _swapped(node, latex, lexicon)
    if isinstance(node, t.Sym):
        yield from _indices(node, latex)
    if isinstance(node, t.Call | t.Fn | t.Prime):
        yield from _primes(node, latex)
    if isinstance(node, t.Pow) and isinstance(node.exp, t.Num) and node.exp.text.isdigit():
        start, end = node.exp.span
        if latex[start:end] == node.exp.text:
            yield _Edit(start, end, str(int(node.exp.text) + 1), "power changed")
    if isinstance(node, t.Div):
        yield from _exchanged(node, latex)


def _signs(node: t.Add | t.Neg, latex: str) -> Iterator[_Edit]:
    """The sign before each term, found in the gap between the terms."""
    if isinstance(node, t.Neg):
        at = latex.rfind("-", 0, node.arg.span[0])
        if at >= 0 and not latex[at + 1 : node.arg.span[0]].strip():
            yield _Edit(at, at + 1, "", "sign flipped")
        return
    for before, term in zip(node.terms, node.terms[1:], strict=False):
        inner = term.arg if isinstance(term, t.Neg) else term
        for at in range(before.span[1], inner.span[0]):
            if latex[at] in "+-":
                yield _Edit(at, at + 1, "-" if latex[at] == "+" else "+", "sign flipped")
                break


def _dropped(node: t.Mul, latex: str) -> Iterator[_Edit]:
    for number, factor in enumerate(node.factors):
        start, end = factor.span
        if isinstance(factor, t.Num) and factor.text == "1":
            continue
        rest = latex[end:].lstrip()
        if rest.startswith(r"\cdot") and number < len(node.factors) - 1:
            end = latex.index(r"\cdot", end) + 5
        elif latex[:start].rstrip().endswith(r"\cdot"):
            start = latex.rindex(r"\cdot", 0, start)
        half = latex[start:end].replace(" ", "") in (r"\tfrac12", r"\frac12", r"\frac{1}{2}")
        yield _Edit(start, end, " ", "1/2 dropped" if half else "factor dropped")


def _swapped(node: t.Mul, latex: str, lexicon: Lexicon) -> Iterator[_Edit]:
    for left, right in zip(node.factors, node.factors[1:], strict=False):
        if _is_array(left, lexicon) and _is_array(right, lexicon):
            (a, b), (c, d) = left.span, right.span
            swapped = latex[c:d] + latex[b:c] + " " + latex[a:b]
            if left != right:
                yield _Edit(a, d, swapped, "matrix factors swapped")


def _is_array(node: t.Node, lexicon: Lexicon) -> bool:
    kinds = (lexicon.kinds.get(signature(p)) for p in t.walk(node) if isinstance(p, t.Sym))
    return any(kind is not None and kind.array for kind in kinds)


def _indices(node: t.Sym, latex: str) -> Iterator[_Edit]:
    for index in (*node.upper, *node.lower):
        for part in t.walk(index):
            start, end = part.span
            if isinstance(part, t.Num) and latex[start:end] == part.text:
                for value in (int(part.text) - 1, int(part.text) + 1):
                    if value > 0:
                        yield _Edit(start, end, str(value), "index changed")
        if isinstance(index, t.Sym) and node.upper:
            start, end = index.span
            yield _Edit(start, end, f"{latex[start:end]}+1", "index changed")


def _primes(node: t.Node, latex: str) -> Iterator[_Edit]:
    start, end = node.span
    count = node.order if isinstance(node, t.Prime) else getattr(node, "primes", 0)
    if not count:
        return
    at = latex.find("'", end) if isinstance(node, t.Prime) else latex.find("'", start)
    if at >= 0:
        yield _Edit(at, at + 1, "", "prime dropped")


def _exchanged(node: t.Div, latex: str) -> Iterator[_Edit]:
    (a, b), (c, d) = node.num.span, node.den.span
    start, end = node.span
    if start <= a < b <= c < d <= end and b > a and latex[a:b] != latex[c:d]:
        swapped = latex[c:d] + latex[b:c] + latex[a:b]
        yield _Edit(a, d, swapped, "numerator and denominator exchanged")
