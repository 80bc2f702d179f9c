"""The words before a formula: whether its sentence makes it a condition and no claim."""

from __future__ import annotations

import re

_SENTENCE = re.compile(
    r"[.?!](?=\s)|\n[ \t>]*\n|\n\s*(?:[-*+#|]|\d+\.)\s|\\(?:item|section|subsection|paragraph)\b"
)
_FORMULA = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL
)
_CONDITION = re.compile(
    r"\b(if|when|whenever|suppose|assum\w+|provided|unless|such that|subject to|constraint\w*|"
    r"solv\w+|minimum|optimum|optimal|vanish\w*|special case|in (?:the|this) case|"
    r"let (?!us\b|'s)|set|setting|"
    r"choos\w+|chose|fix|would|should|wrong\w*|incorrect\w*|mistake\w*|error in|not|never|false|"
    r"instead of|"
    r"naive\w*|tempting|approximat\w+|roughly|about|symmetric|orthogonal|diagonal|normali[sz]ed|"
    r"unit (?:vector|length)|linear (?:activation|network|unit|neuron)|identity|initial\w*|say|"
    r"example|e\.g)\b",
    re.IGNORECASE,
)
_FAR = 400


def hedge(text: str, start: int) -> str:
    """The word in the sentence before a formula that makes it a condition, or nothing."""
    before = _FORMULA.sub(" ", text[max(0, start - _FAR) : start])
    ends = list(_SENTENCE.finditer(before.rstrip()))
    sentence = before[ends[-1].end() :] if ends else before
    found = _CONDITION.search(sentence)
    return f'its sentence says "{found[0].strip()}"' if found else ""


_OF_ALL = re.compile(
    r"\b(symmetric|orthogonal|diagonal|invertible|normali[sz]ed|whitened)\b", re.IGNORECASE
)


def of_arrays(text: str) -> str:
    """A word anywhere in the notes that narrows what a matrix may be, or nothing."""
    found = _OF_ALL.search(text)
    return f'the notes say "{found[0]}"' if found else ""
