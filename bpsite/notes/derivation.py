"""What a page asks of a derivation in its box, and what it is answered: JSON both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bpsite.notes import lines
from bpsite.notes.judge import Judged, judge
from bpsite.notes.statement import Result
from bpsite.proof.decide.witnesses import MISSING
from bpsite.source import AuthorError

_ELSEWHERE = "The page can't; bpcheck on your machine decides it."


def checked(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Verdicts by line for `text`; `let`, if it is given, has the kind of each group of names."""
    try:
        notes = lines.notes(asked["text"])
        if let := asked.get("let"):
            notes = replace(notes, meta={"math": {"let": dict(let)}})
        judged = judge(notes)
    except AuthorError as error:
        return {"error": {"line": error.place.line, "why": error.message, "remedy": error.remedy}}
    return {
        "steps": [*_troubles(judged), *map(_step, judged.results)],
        "taken": [[", ".join(names), kind] for kind, names in _groups(judged).items()],
        "doubts": list(dict.fromkeys(judged.names.inferred.doubts.values())),
    }


def _step(result: Result) -> dict[str, Any]:
    found = {"line": result.line, "column": result.column, "latex": result.latex}
    remedy = result.remedy
    if result.verdict is not None and result.verdict.method == MISSING:
        remedy = _ELSEWHERE
    said = {"status": result.status, "why": result.why, "remedy": remedy, "slip": result.slip}
    return found | said


def _troubles(judged: Judged) -> Iterator[dict[str, Any]]:
    """What is wrong with delimiters and own commands."""
    for trouble in judged.notes.troubles:
        line, column = judged.notes.place(trouble.at)
        said = {"status": "unread", "why": trouble.message, "remedy": trouble.remedy, "slip": ""}
        yield {"line": line, "column": column, "latex": ""} | said


def _groups(judged: Judged) -> dict[str, list[str]]:
    """The names of each kind, as they were declared or taken."""
    groups: dict[str, list[str]] = {}
    for name, kind in judged.names.kinds.items():
        groups.setdefault(kind, []).append(name)
    return groups
