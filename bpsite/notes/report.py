"""The report on notes for people: what was taken for what, and what became of each statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bpsite.notes.doubts import may_be_array
from bpsite.notes.judge import Judged
from bpsite.notes.statement import Result

_SECTIONS = (
    ("failed", "False"),
    ("proved", "Proved"),
    ("undecided", "Not decided"),
    ("unread", "Not read"),
)
_PLURAL = {
    "real": "real numbers",
    "function": "functions",
    "natural": "sizes",
    "positive": "positive numbers",
    "example": "marks of an example",
    "integer": "whole numbers",
}


def as_text(judged: Judged) -> str:
    """The report on one file."""
    lines = [judged.notes.path, *_taken(judged)]
    for status, title in _SECTIONS:
        lines += _section(judged, status, title)
    return "\n".join([*lines, "  " + summary(judged)]) + "\n"


def summary(judged: Judged) -> str:
    """How many formulas there are and were read, and how many statements became what."""
    formulas = len(judged.notes.formulas) + len(judged.notes.troubles)
    missed = len({r.formula for r in judged.results if r.status == "unread"})
    missed += len(judged.notes.troubles)
    counts = {status: _count(judged, status) for status, _ in _SECTIONS}
    parts = [
        f"{_count(judged, 'definition')} defined",
        f"{counts['proved']} proved",
        f"{counts['failed']} false",
        f"{counts['undecided']} not decided",
        f"{counts['unread'] + len(judged.notes.troubles)} not read",
    ]
    return f"{formulas - missed} of {formulas} formulas read: {', '.join(parts)}"


def _count(judged: Judged, status: str) -> int:
    return sum(result.status == status for result in judged.results)


def _taken(judged: Judged) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for name, kind in sorted(judged.names.kinds.items(), key=lambda pair: pair[1]):
        groups.setdefault(_PLURAL.get(kind, kind), []).append(name)
    for kind, names in groups.items():
        yield f"  Taken for {kind}: {', '.join(names)}"
    found = sorted(judged.definitions.made.values(), key=lambda each: (each.line, each.column))
    defined = [f"{each.name} ({_short(judged, each.line, each.column)})" for each in found]
    if defined:
        yield f"  Defined where first used: {', '.join(defined)}"


def _short(judged: Judged, line: int, column: int) -> str:
    number, inside = judged.notes.cell(line)
    return f"cell {number}, line {inside}" if number else f"{line}:{column}"


def _section(judged: Judged, status: str, title: str) -> Iterator[str]:
    found = [result for result in judged.results if result.status == status]
    troubles = judged.notes.troubles if status == "unread" else ()
    if not found and not troubles:
        return
    yield f"  {title}:"
    if status == "failed":
        for result in found:
            yield from _finding(judged, result)
    elif status == "proved":
        for result in found:
            yield f"    {_short(judged, result.line, result.column)}  {result.latex}"
    else:
        for trouble in troubles:
            yield f"    {trouble.message}: {_short(judged, *judged.notes.place(trouble.at))}"
            yield from [f"      {trouble.remedy}"] if trouble.remedy else []
        yield from _by_kind(judged, found)


def _finding(judged: Judged, result: Result) -> Iterator[str]:
    yield f"    {judged.notes.where(result.line, result.column)}: {result.why}"
    source = judged.notes.lines[result.line - 1]
    if source.strip():
        yield f"      {source}"
        yield "      " + " " * (result.column - 1) + "^"
    if result.slip:
        yield f"      Perhaps {result.slip}."
    elif result.remedy:
        yield f"      {result.remedy}"


def _by_kind(judged: Judged, found: Sequence[Result]) -> Iterator[str]:
    """Each kind once, with its places."""
    kinds: dict[str, list[Result]] = {}
    for result in found:
        kinds.setdefault(result.kind or result.why, []).append(result)
    for kind, results in kinds.items():
        places = ", ".join(_short(judged, result.line, result.column) for result in results)
        what = results[0].why if len(results) == 1 else kind
        yield f"    {what}: {places}"
        remedy = next((result.remedy for result in results if result.remedy), "")
        yield from [f"      {remedy}"] if remedy else []


def explained(judged: Judged, line: int) -> Iterator[str]:
    """A paragraph for each statement that begins in a line: what it is, why, and its code."""
    for result in judged.results:
        if result.line == line:
            lines = [result.latex, f"{result.status}: {result.why}"]
            lines += [f"perhaps {result.slip}"] if result.slip else []
            verdict = result.verdict
            codes = (verdict.numpy, verdict.sympy) if verdict else ()
            yield "\n  ".join([*lines, *filter(None, codes)])


def as_json(judged: Judged) -> list[dict[str, Any]]:
    """Every statement of one file."""
    return [_fields(judged, result) for result in judged.results]


def _fields(judged: Judged, result: Result) -> dict[str, Any]:
    number, line = judged.notes.cell(result.line)
    fields = result.verdict.as_json() if result.verdict else {}
    fields |= {"file": judged.notes.path, "line": line, "column": result.column}
    fields |= {"verdict": result.status, "latex": result.latex, "detail": result.why}
    fields |= {"remedy": result.remedy, "slip": result.slip, "formula": result.formula}
    return fields | ({"cell": number} if number else {})


def errors_as_json(judged: Judged) -> Iterator[dict[str, Any]]:
    """What is wrong with the delimiters and own commands of one file."""
    for trouble in judged.notes.troubles:
        line, column = judged.notes.place(trouble.at)
        number, inside = judged.notes.cell(line)
        fields = {"file": judged.notes.path, "line": inside, "column": column}
        fields |= {"message": trouble.message, "remedy": trouble.remedy}
        yield fields | ({"cell": number} if number else {})


def declarations(judged: Judged) -> str:
    """The front matter that declares what the names were taken for; what is in doubt is said."""
    groups: dict[str, list[str]] = {}
    doubtful = dict(judged.names.inferred.doubts)
    for name, kind in judged.names.kinds.items():
        base = re.split(r"[\^_]", name)[0]
        if may_be_array(base, kind) and base == name:
            doubtful[name] = f"{name} may be a number or a matrix"
        else:
            groups.setdefault(kind, []).append(name)
    lines = [f"    {_key(', '.join(names))}: {kind}" for kind, names in groups.items()]
    lines += [f"    # {why}" for why in doubtful.values()]
    return "\n".join(["---", "math:", "  let:", *lines, "---"]) + "\n"


def _key(names: str) -> str:
    return f"'{names}'" if any(mark in names for mark in "{}[]:#&*!|>%@`") else names
