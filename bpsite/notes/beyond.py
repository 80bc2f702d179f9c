"""What is read and can't be decided, one row for each kind, with what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = r"(?![A-Za-z])"


@dataclass(frozen=True)
class Beyond:
    """A kind of statement that no checker of equations decides."""

    pattern: re.Pattern[str]
    why: str
    remedy: str = ""


def _row(pattern: str, why: str, remedy: str = "") -> Beyond:
    return Beyond(re.compile(pattern), why, remedy)


_SIGN = r"(?:<=|>=|[=<>]|\\(?:leq?|geq?|neq?|lt|gt|approx|equiv)(?![A-Za-z]))"
ROWS = (
    _row(rf"^\s*{_SIGN}|{_SIGN}\s*$", "a relation of which a side is missing"),
    _row(rf"\\(?:i|oi)?int{_END}", "an integral"),
    _row(rf"\\sim{_END}", "a distribution"),
    _row(
        rf"\\mathbb\s*\{{\s*[EP]\s*\}}|\\(?:Pr|E|Var|Cov){_END}|\\operatorname\{{(?:Var|Cov|KL|Pr)\}}|\\mid{_END}|\([^()|]*[^()|\\]\|[^()|]+\)",
        "an expectation or a probability",
    ),
    _row(
        rf"\\arg\s*\\?,?\s*\\(?:max|min){_END}|\\operatorname\{{arg(?:max|min)\}}|\\argm(?:ax|in){_END}",
        "the place of an optimum",
    ),
    _row(
        r"\\(?:max|min|sup|inf)\s*_\s*(?:\{\s*\\?[A-Za-z]+(?:_\w|,\s*\\?\w+|\s)*\}|\\?\w)",
        "an optimum over a variable",
        r"For a maximum over an index, declare the index: % let k: index 1 to n",
    ),
    _row(rf"\\(?:sup|inf|liminf|limsup){_END}", "a bound of a set"),
    _row(rf"\\(?:ldots|ddots){_END}", "dots", "Write a sum, or the entries with an index."),
    _row(rf"\\propto{_END}", "a proportion"),
    _row(rf"\\(?:forall|exists|nexists|land|lor|neg|vdash|models){_END}", "a statement of logic"),
    _row(rf"\\(?:subset|subseteq|supset|cup|cap|setminus|emptyset|bigcup|bigcap){_END}", "sets"),
    _row(rf"\\(?:ll|gg){_END}", "a comparison of sizes"),
    _row(
        rf"\\otimes{_END}",
        r"\otimes, an outer or a Kronecker product",
        r"Write u v^\top, or entries with indices.",
    ),
    _row(
        rf"\\circ{_END}",
        r"\circ, a product of entries or a composition",
        r"Write \odot for the product entry by entry.",
    ),
    _row(
        rf"\\(?:ast|star|oplus|ominus|wedge|oslash){_END}", "an operator that has several meanings"
    ),
    _row(
        rf"\\det{_END}|\\operatorname\{{(?:det|rank|vec|Cov|cov|sgn|sign|span)\}}",
        "a function of arrays that is not known",
    ),
    _row(rf"\\nabla(?!\s*_){_END}", "a gradient that does not say by what", r"Write \nabla_w J."),
    _row(rf"\\(?:l|r)?(?:floor|ceil){_END}", "a number that is rounded down or up"),
    _row(r"[A-Za-z}]\s*\([^()=]*(?<![:<>])=[^()]*\)", "an equation in brackets"),
    _row(
        r"\\(?:sum|prod)\s*_\s*\{(?:[^{}]|\{[^{}]*\})*(?:\\ne|\\in|[<>]|\\l[et]|\\g[et]|:|,)",
        "a sum or product over a set",
    ),
    _row(r"\(\s*(?:\.|\\cdot|-)\s*\)|,\s*(?:\\cdot|\.|-)\s*\)", "a function without its argument"),
    _row(r"\\\|\s*\\\||\\parallel(?![A-Za-z])", "a divergence, or two lines that are parallel"),
    _row(r"\\rVert\s*_", "a norm other than Euclid's"),
    _row(
        rf"\\(?:to|x?rightarrow|mapsto|longrightarrow|uparrow|downarrow){_END}",
        "an arrow",
    ),
    _row(rf"\\in{_END}", "membership in a set"),
    _row(r"\\%|\\#|\\&", "a percentage or a mark"),
    _row(r"(?<![A-Za-z\\])O\s*\(|\\mathcal\{O\}", "an order of growth"),
)
_LIMIT = re.compile(r"\\lim(?:\s*\\limits)?\s*_\s*\{[^{}]*\}")
UPDATE = re.compile(rf"\\leftarrow{_END}|[-+]\s*=(?!=)|(?:\\mathrel)?[-+]\\equiv")


def beyond(latex: str) -> Beyond | None:
    """The first kind that a statement is of, if it is of any."""
    latex = _LIMIT.sub("", latex)
    return next((row for row in ROWS if row.pattern.search(latex)), None)
