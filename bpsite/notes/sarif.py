"""Findings in the format that code hosts show beside the line: SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bpsite.notes.checking import Checked
from bpsite.notes.judge import Judged
from bpsite.proof.verdict import Verdict
from bpsite.source import AuthorError

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"failed": "error", "unread": "warning", "undecided": "note"}
_RULES = {
    "failed": "A relation is false: numbers refute it.",
    "unread": "Mathematics that can't be read.",
    "undecided": "A relation that is neither proved nor refuted.",
}


def sarif(checked: Checked) -> dict[str, Any]:
    """One run with every finding in all files."""
    results = [result for judged in checked.judged for result in _of_notes(judged)]
    results += [_of_verdict(verdict) for verdict in checked.report.verdicts if not verdict.good]
    results += [_of_error(error) for error in (*checked.errors, *checked.report.errors)]
    rules = [{"id": key, "shortDescription": {"text": text}} for key, text in _RULES.items()]
    driver = {"name": "bpcheck", "rules": rules}
    runs = [{"tool": {"driver": driver}, "results": results}]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}


def _of_notes(judged: Judged) -> Iterator[dict[str, Any]]:
    for result in judged.results:
        if result.status in _LEVELS:
            text = f"{result.why}. Perhaps {result.slip}." if result.slip else result.why
            yield _finding(
                result.status, text, judged.notes.path, *_place(judged, result.line, result.column)
            )
    for trouble in judged.notes.troubles:
        place = _place(judged, *judged.notes.place(trouble.at))
        yield _finding("unread", trouble.message, judged.notes.path, *place)


def _place(judged: Judged, line: int, column: int) -> tuple[int, int]:
    """A place in the file itself; of a notebook, whose lines are another's, its first line."""
    return (1, 1) if judged.notes.cell(line)[0] else (line, column)


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    rule = "failed" if verdict.verdict == "failed" else "undecided"
    text = verdict.detail or verdict.verdict
    return _finding(rule, text, verdict.file, verdict.line, verdict.column)


def _of_error(error: AuthorError) -> dict[str, Any]:
    place = error.place
    return _finding("unread", error.message, place.path, place.line, place.column)


def _finding(rule: str, text: str, path: str, line: int, column: int) -> dict[str, Any]:
    region = {"startLine": line, "startColumn": column}
    file = {"uri": Path(path).as_posix().replace(" ", "%20")}
    location = {"physicalLocation": {"artifactLocation": file, "region": region}}
    return {
        "ruleId": rule,
        "level": _LEVELS[rule],
        "message": {"text": text},
        "locations": [location],
    }
