"""The slip nearest to a refuted relation: one small change under which it is proved."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bpsite.notes.names import relations
from bpsite.proof.decide.judging import decide
from bpsite.proof.elaborate import shapes
from bpsite.proof.mutants import mutants
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.reading import Formula, read

MOST_SECONDS = 4.0
_FACTORS = ("2", r"\frac{1}{2}")
_WORDS = {
    "sign flipped": "a sign",
    "prime dropped": "a prime too much",
    "index changed": "an index off by one",
    "power changed": "an exponent off by one",
    "matrix factors swapped": "two matrices in the wrong order",
    "numerator and denominator exchanged": "a fraction upside down",
    "factor dropped": "a factor too much",
    "1/2 dropped": "a factor too much",
}


@dataclass(frozen=True)
class Repair:
    """A changed right side, and which slip that would mend."""

    right: str
    slip: str


def nearest(relation: t.Rel, formula: Formula, scope: Scope) -> str:
    """What is wrong with a relation in a word, where the mended one is proved; else nothing."""
    end = time.monotonic() + MOST_SECONDS
    left = formula.text(relation.left)
    for repair in _repairs(relation, formula, scope):
        if time.monotonic() > end:
            break
        if _is_proved(f"{left} = {repair.right}", scope):
            right = " ".join(repair.right.split())
            return f"{repair.slip}: it is proved with {right} on the right"
    return ""


def _is_proved(latex: str, scope: Scope) -> bool:
    try:
        found = relations(_sized(latex, scope))
        return len(found) == 1 and decide(Claim(found[0]), scope).verdict == "proved"
    except ProblemError:
        return False


def _sized(latex: str, scope: Scope) -> Formula:
    return shapes.sized(read(latex, scope.lexicon), scope)


def _repairs(relation: t.Rel, formula: Formula, scope: Scope) -> Iterator[Repair]:
    """Small changes of the right side, the likeliest first."""
    right = formula.text(relation.right)
    bracketed = rf"\left( {right} \right)" if isinstance(relation.right, t.Add) else right
    yield Repair(f"- {bracketed}", "a sign")
    yield from _primes(relation.right, formula)
    yield from _transposes(relation.right, formula, scope)
    alone = read(f"0 = {right}", scope.lexicon)
    for mutant in mutants(alone, scope.lexicon):
        if mutant.latex.startswith("0 = "):
            yield Repair(mutant.latex.removeprefix("0 = "), _WORDS.get(mutant.what, mutant.what))
    yield from _factors(relation, bracketed, formula)


def _changed(node: t.Node, within: t.Node, formula: Formula, text: str) -> str:
    """The text of a side with the text of one node in it replaced."""
    (start, end), (low, high) = node.span, within.span
    return formula.latex[low:start] + text + formula.latex[end:high]


def _primes(side: t.Node, formula: Formula) -> Iterator[Repair]:
    for node in t.walk(side):
        if isinstance(node, t.Call) and not node.fn.startswith("\\l"):
            text = formula.latex[slice(*node.span)]
            if text.startswith(node.fn):
                more = f"{node.fn}'{text.removeprefix(node.fn)}"
                yield Repair(_changed(node, side, formula, more), "a prime is lost")


def _transposes(side: t.Node, formula: Formula, scope: Scope) -> Iterator[Repair]:
    for node in t.walk(side):
        text = formula.latex[slice(*node.span)]
        if isinstance(node, t.Transpose):
            inner = formula.latex[slice(*node.arg.span)]
            bare = re.sub(r"\s*\^\s*\{?\s*\\top\s*\}?\s*$", "", text) if inner == text else inner
            yield Repair(_changed(node, side, formula, f"{bare} "), "a transpose too much")
        elif isinstance(node, t.Sym) and scope.kind(node).array and "^" not in text:
            more = _changed(node, side, formula, rf"{text.strip()}^\top ")
            yield Repair(more, "a transpose is lost")


def _factors(relation: t.Rel, right: str, formula: Formula) -> Iterator[Repair]:
    names = dict.fromkeys(
        formula.latex[slice(*part.span)].strip()
        for part in t.walk(relation)
        if isinstance(part, t.Sym) and part.span != (0, 0)
    )
    for factor in (*_FACTORS, *names):
        yield Repair(rf"{factor} \cdot {right}", f"a factor {factor} is lost")
