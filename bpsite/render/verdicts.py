"""What the checker decided, hung on each equation: a quiet mark that opens.

The verdicts come as the JSON that `python -m bpsite check --json` prints. Where there is none,
pages are rendered in the same way, without marks.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from bpsite.pages import Mathematics

# From what says least to what says most: an equation is as good as the weakest of its relations.
RANK = ("informal", "false", "held", "definition", "proved")
MARK = {
    "proved": "\u2713",
    "held": "\u2248",
    "definition": "\u2254",
    "false": "\u2717",
    "informal": "~",
}
MEANING = {
    "proved": "proved symbolically for all values, and evaluated with 50 digits at random ones",
    "held": "not proved for all values: it held at every one of many random and extreme ones",
    "definition": "true by definition: it says what a symbol means",
    "false": "false, and shown as such: the checker refuted it",
    "informal": "informal: not checked",
}


@dataclass(frozen=True)
class Verdict:
    """What a page shows of one relation; `bpsite.proof.verdicts` says what every field means."""

    line: int
    column: int
    equation_line: int
    tag: str | None
    step: int
    verdict: str
    method: str
    depends_on: tuple[str, ...]
    bpcore: str
    numpy: str
    sympy: str
    test: str


def of_page(path: str, file: str) -> tuple[Verdict, ...]:
    """The verdicts of a page's relations in the JSON file, if it exists."""
    return _read(file).get(path, ())


def of_formula(formula: Mathematics, path: str, file: str) -> list[Verdict]:
    """The verdicts of a formula's relations, without the signs that state nothing."""
    return [
        verdict
        for verdict in of_page(path, file)
        if verdict.verdict != "bound" and _inside(verdict, formula)
    ]


def _inside(verdict: Verdict, formula: Mathematics) -> bool:
    if formula.display:
        return verdict.equation_line == formula.line
    return verdict.line == formula.line and formula.column <= verdict.column < formula.end


def _read(file: str) -> dict[str, tuple[Verdict, ...]]:
    path = Path(file)
    return _parsed(path, path.stat().st_mtime_ns) if path.exists() else {}


@functools.lru_cache(maxsize=2)
def _parsed(path: Path, _modified: int) -> dict[str, tuple[Verdict, ...]]:
    found: dict[str, list[Verdict]] = {}
    for relation in json.loads(path.read_text(encoding="utf-8"))["relations"]:
        found.setdefault(relation["file"], []).append(_verdict(relation))
    return {page: tuple(verdicts) for page, verdicts in found.items()}


def _verdict(relation: dict[str, Any]) -> Verdict:
    shown = {field.name: relation[field.name] for field in fields(Verdict)}
    return Verdict(**{**shown, "depends_on": tuple(relation["depends_on"])})


def weakest(verdicts: Sequence[Verdict]) -> str:
    """The verdict on an equation as a whole."""
    return min((verdict.verdict for verdict in verdicts), key=RANK.index)


def counts(verdicts: Sequence[Verdict]) -> str:
    """How many relations have which verdict, in words."""
    found = Counter(verdict.verdict for verdict in verdicts if verdict.verdict != "bound")
    words = {**dict.fromkeys(RANK, "{} {}"), "definition": "{} by definition", "held": "{} held"}
    parts = [words[name].format(found[name], name) for name in reversed(RANK) if found[name]]
    return ", ".join(parts)


def mark(verdicts: Sequence[Verdict], latex: str, pages: Mapping[int, str]) -> Element:
    """The mark beside an equation: opened, it says how each step was decided, and copies it."""
    whole = weakest(verdicts)
    box = Element("details", {"class": f"verdict verdict-{whole}", "data-search-exclude": ""})
    summary = SubElement(box, "summary", {"title": MEANING[whole]})
    SubElement(summary, "span", {"aria-hidden": "true"}).text = MARK[whole]
    SubElement(summary, "span", {"class": "verdict-word"}).text = whole
    inside = SubElement(box, "div", {"class": "verdict-inside"})
    SubElement(inside, "p").text = f"{MEANING[whole].capitalize()}."
    _steps(inside, verdicts)
    _rests_on(inside, verdicts, pages)
    _copies(inside, verdicts, latex)
    return box


def _steps(inside: Element, verdicts: Sequence[Verdict]) -> None:
    rows = SubElement(inside, "ul")
    for verdict in verdicts:
        place = f"Step {verdict.step}" if verdict.step else "In a reason"
        row = SubElement(rows, "li")
        row.text = f"{place}: {verdict.verdict}, {verdict.method}. "
        SubElement(row, "code").text = verdict.test


def _rests_on(inside: Element, verdicts: Sequence[Verdict], pages: Mapping[int, str]) -> None:
    own = {verdict.tag for verdict in verdicts}
    cited = {int(tag) for verdict in verdicts for tag in verdict.depends_on if tag not in own}
    calls = ", ".join(sorted({verdict.bpcore for verdict in verdicts if verdict.bpcore}))
    if calls:
        line = SubElement(inside, "p")
        line.text = "Computed in bpcore by "
        SubElement(line, "code").text = calls
    if cited & pages.keys():
        line = SubElement(inside, "p")
        line.text = "Rests on "
        for number in sorted(cited & pages.keys()):
            link = SubElement(line, "a", {"href": f"/{pages[number]}#eq-{number}"})
            link.text, link.tail = f"({number})", " "


def _copies(inside: Element, verdicts: Sequence[Verdict], latex: str) -> None:
    texts = {
        "LaTeX": latex,
        "NumPy": "\n".join(dict.fromkeys(v.numpy for v in verdicts if v.numpy)),
        "SymPy": "\n".join(dict.fromkeys(v.sympy for v in verdicts if v.sympy)),
    }
    line = SubElement(inside, "p", {"class": "verdict-copy"})
    line.text = "Copy as "
    for name, text in texts.items():
        if text:
            # Material's script copies what this attribute holds.
            SubElement(line, "button", {"data-clipboard-text": text, "type": "button"}).text = name
