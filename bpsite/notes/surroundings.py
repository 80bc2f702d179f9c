"""The words before a formula: whether its sentence makes it a condition and no claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

_SENTENCE = re.compile(
    r"[.?!](?=\s)|\n[ \t>]*\n|\n\s*(?:[-*+#|]|\d+\.)\s|\\(?:item|section|subsection|paragraph)\b"
)
_FORMULA = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL
)
_CONDITION = re.compile(
    r"\b(if|when|whenever|suppose|assum\w+|provided|unless|such that|subject to|constraint\w*|"
    r"solv\w+|minimum|optimum|optimal|vanish\w*|special case|in (?:the|this|that|which) case|"
    r"would|should|wrong\w*|incorrect\w*|mistake\w*|never|false|instead of|naive\w*|tempting|"
    r"approximat\w+|roughly|linear (?:activation|network|unit|neuron)|identity activation)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(let (?!us\b|'s)|set|setting|choos\w+|chose|fix|not|symmetric|orthogonal|diagonal|"
    r"normali[sz]ed|unit (?:vector|length)|initial\w*|say|example|e\.g)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(for|at|with|where|given|until|while|satisf\w+|want|need|condition|equation|to get)\s*$",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(r"[<>]|\\(?:neq?|not|leq?|lt|geq?|gt)(?![A-Za-z])")
_FAR = 400


def condition(text: str, start: int) -> str:
    """What makes a formula hold only somewhere, in its sentence before it, or nothing."""
    before = text[max(0, start - _FAR) : start]
    words = _sentence(_FORMULA.sub(" ", before))
    if found := _CONDITION.search(words):
        return f'its sentence says "{found[0].strip().lower()}"'
    formulas = _FORMULA.finditer(before, len(before) - len(_sentence(before)))
    if any(_RESTRICTS.search(formula[0]) for formula in formulas):
        return "its sentence has a condition"
    return ""


def hedge(text: str, start: int) -> str:
    """What makes a formula no claim for all values: a condition, or a choice."""
    words = _sentence(_FORMULA.sub(" ", text[max(0, start - _FAR) : start]))
    found = _BEFORE.search(words) or _CHOICE.search(words)
    choice = f'its sentence says "{found[0].strip().lower()}"' if found else ""
    return condition(text, start) or choice


def _sentence(before: str) -> str:
    """The last sentence of a text, as far as it goes."""
    ends = list(_SENTENCE.finditer(before.rstrip()))
    return before[ends[-1].end() :] if ends else before


_HEADING = re.compile(
    r"^[ \t]*#{1,6}[ \t]|^.+\n(?:={3,}|-{3,})[ \t]*$|\\(?:sub)*section\b|\\chapter\b", re.MULTILINE
)


def section(text: str, start: int) -> int:
    """The number of headings before a place."""
    return bisect_left(_headings(text), start)


@lru_cache(maxsize=4)
def _headings(text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in _HEADING.finditer(text))


_ANEW = re.compile(
    r"\b(now|define\w*|let|consider|new|instead|take|use|cost|loss|model|becomes?)\b", re.IGNORECASE
)


def anew(text: str, start: int, before: int) -> bool:
    """Whether a formula is said to mean something new, in a section behind that number."""
    words = _sentence(_FORMULA.sub(" ", text[max(0, start - _FAR) : start]))
    return section(text, start) > before and bool(_ANEW.search(words))


_OF_ALL = re.compile(
    r"\b(symmetric|orthogonal|orthonormal|unitary|diagonal|invertible|normali[sz]ed|whitened|hessian|"
    r"covariance|(?:positive|negative)[- ](?:semi-?)?definite|kernel matrix|gram|commut\w+|"
    r"idempotent|projection|permutation|rotation|eigen\w+|singular|square matri\w+)\b",
    re.IGNORECASE,
)


def of_arrays(text: str) -> str:
    """A word anywhere in the notes that narrows what a matrix may be, or nothing."""
    found = _OF_ALL.search(text)
    return f'the notes say "{found[0]}"' if found else ""
