"""The words before a formula: whether its sentence makes it a condition and no claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from bpsite.notes.files import Notes

_SENTENCE = re.compile(
    r"[.?!](?=\s)|\n[ \t>]*\n|\n\s*(?:[-*+#|]|\d+\.)\s|\\(?:item|section|subsection|paragraph)\b"
)
_CONDITION = re.compile(
    r"\b(if|when|whenever|suppose|assum\w+|provided|unless|such that|subject to|constraint\w*|"
    r"solv\w+|minimum|optimum|optimal|vanish\w*|special case|in (?:the|this|that|which) case|"
    r"would|should|wrong\w*|incorrect\w*|mistake\w*|never|false|instead of|naive\w*|tempting|"
    r"approximat\w+|roughly|small|large|near|"
    r"linear (?:activation|network|unit|neuron)|identity activation)\b",
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


def condition(notes: Notes, start: int) -> str:
    """What makes a formula hold only somewhere, in its sentence before it, or nothing."""
    begins = _begin(notes, start)
    if found := _CONDITION.search(notes.prose, begins, start):
        return f'its sentence says "{found[0].strip().lower()}"'
    pairs = zip(notes.text[begins:start], notes.prose[begins:start], strict=True)
    formulas = "".join(mark for mark, word in pairs if mark != word)
    return "its sentence has a condition" if _RESTRICTS.search(formulas) else ""


def hedge(notes: Notes, start: int) -> str:
    """What makes a formula no claim for all values: a condition, or a choice."""
    words = notes.prose[_begin(notes, start) : start]
    found = _BEFORE.search(words) or _CHOICE.search(words)
    choice = f'its sentence says "{found[0].strip().lower()}"' if found else ""
    return condition(notes, start) or choice


def _begin(notes: Notes, start: int) -> int:
    """Where the sentence begins in which a formula stands, as far as it goes."""
    far = max(0, start - _FAR)
    end = far + len(notes.prose[far:start].rstrip())
    ends = list(_SENTENCE.finditer(notes.prose, far, end))
    return ends[-1].end() if ends else far


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


def anew(notes: Notes, start: int, before: int) -> bool:
    """Whether a formula is said to mean something new, in a section behind that number."""
    said = _ANEW.search(notes.prose, _begin(notes, start), start)
    return section(notes.text, start) > before and said is not None


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
