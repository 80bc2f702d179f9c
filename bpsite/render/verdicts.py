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
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from bpsite.pages import Mathematics
from bpsite.render import copies
from bpsite.render.plain import plain

FILE = ".cache/verdicts-docs.json"
"""Where the verdicts on the pages in `docs` are, unless an extension is told another file."""


@dataclass(frozen=True)
class Kind:
    """How a verdict is shown: its mark, what it means, and what is said of one and of several."""

    mark: str
    meaning: str
    one: str
    many: str


# From what says least to what says most: an equation is as good as the weakest of its relations.
KINDS = {
    "failed": Kind("!", "false", "is false", "are false"),
    "undecided": Kind("?", "undecided", "is undecided", "are undecided"),
    "informal": Kind("~", "informal: not checked", "is informal", "are informal"),
    "false": Kind(
        "\u2717",
        "false, and shown as such: the checker refuted it",
        "is false and marked so",
        "are false and marked so",
    ),
    "definition": Kind(
        "\u2254",
        "true by definition: it says what a symbol means",
        "is a definition",
        "are definitions",
    ),
    "proved": Kind(
        "\u2713",
        "proved for all values, and evaluated with 50 digits at random ones",
        "is proved",
        "are proved",
    ),
}
ASSUMPTION = "an assumption about declared symbols"
"""The checker's word for what is neither proved nor a definition, but given."""

_ASSUMED = "is an assumption", "are assumptions"


@dataclass(frozen=True)
class Verdict:
    """What a page shows of one relation; `bpsite.proof.site` says what every field means."""

    line: int
    column: int
    equation_line: int
    tag: str | None
    step: int
    verdict: str
    method: str
    detail: str
    given: str
    shapes: tuple[tuple[int, int, str], ...]
    depends_on: tuple[str, ...]
    bpcore: str
    numpy: str
    sympy: str
    test: str


def of_page(path: str, file: str) -> tuple[Verdict, ...]:
    """The verdicts of a page's relations in the JSON file, if it exists."""
    return _read(file).get(path, ())


def of_site(file: str) -> list[Verdict]:
    """The verdicts of all pages in the JSON file, if it exists."""
    return [verdict for verdicts in _read(file).values() for verdict in verdicts]


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
    lists = {name: tuple(map(_frozen, relation[name])) for name in ("depends_on", "shapes")}
    return Verdict(**{**shown, **lists})


def _frozen(item: Any) -> Any:
    """What JSON has a list for as the tuple that it was."""
    return tuple(item) if isinstance(item, list) else item


def weakest(verdicts: Sequence[Verdict]) -> str:
    """The verdict on an equation as a whole."""
    return min((verdict.verdict for verdict in verdicts), key=list(KINDS).index)


def counts(verdicts: Sequence[Verdict], where: str = "on this page") -> str:
    """A sentence that says how many relations there are, and how many have which verdict."""
    stating = [verdict for verdict in verdicts if verdict.verdict != "bound"]
    found = Counter(_words(verdict) for verdict in stating)
    if not stating:
        return ""
    if len(stating) == 1:
        return f"The one relation {where} {next(iter(found))[0]}."
    if len(found) == 1:
        return f"All {len(stating)} relations {where} {next(iter(found))[1]}."
    order = [(kind.one, kind.many) for kind in reversed(KINDS.values())]
    order.insert(order.index((KINDS["definition"].one, KINDS["definition"].many)) + 1, _ASSUMED)
    parts = [f"{found[words]} {words[found[words] > 1]}" for words in order if found[words]]
    return f"Of the {len(stating)} relations {where}, {listed(parts)}."


def _words(verdict: Verdict) -> tuple[str, str]:
    kind = KINDS[verdict.verdict]
    return _ASSUMED if verdict.method == ASSUMPTION else (kind.one, kind.many)


def listed(parts: Sequence[str]) -> str:
    """The parts as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def rests_on(verdicts: Sequence[Verdict]) -> list[int]:
    """The numbers of the equations that these relations rest on directly."""
    own = {verdict.tag for verdict in verdicts}
    return sorted({int(tag) for v in verdicts for tag in v.depends_on if tag not in own})


def mark(verdicts: Sequence[Verdict], latex: str, pages: Mapping[int, str]) -> Element:
    """The mark beside an equation: opened, it says how each step was decided, and copies it."""
    whole = weakest(verdicts)
    # One name for all: a browser closes the one that is open when another opens.
    attributes = {"class": f"verdict verdict-{whole}", "name": "verdict", "data-search-exclude": ""}
    box = Element("details", attributes)
    summary = SubElement(box, "summary", {"title": whole.capitalize()})
    SubElement(summary, "span", {"aria-hidden": "true"}).text = KINDS[whole].mark
    tag = verdicts[0].tag
    if tag:
        SubElement(summary, "span", {"class": "verdict-of"}).text = f"Equation {tag}: "
    SubElement(summary, "span", {"class": "verdict-word"}).text = whole
    inside = SubElement(box, "div", {"class": "verdict-inside"})
    mixed = len({verdict.verdict for verdict in verdicts}) > 1
    meaning = f"{KINDS[whole].meaning.capitalize()}."
    SubElement(inside, "p").text = counts(verdicts, "in this equation") if mixed else meaning
    _steps(SubElement(inside, "ul"), verdicts, pages)
    _names(inside, verdicts)
    _copies(inside, verdicts, latex)
    return box


def _steps(rows: Element, verdicts: Sequence[Verdict], pages: Mapping[int, str]) -> None:
    """A row for each step, or for several that were decided alike, with all that they rest on."""
    for _, alike in groupby(verdicts, lambda v: (v.verdict, v.method, v.detail, v.step > 0)):
        group = list(alike)
        row = SubElement(rows, "li")
        SubElement(row, "b").text = _place(group, len(verdicts))
        row[-1].tail = " " + _decided(group[0])
        cited = [number for number in rests_on(group) if number in pages]
        row[-1].tail += "; rests on " if cited else "."
        add_links(row, cited, pages)


def _place(group: Sequence[Verdict], of: int) -> str:
    first, last = group[0].step, group[-1].step
    if not first:
        return "In a reason:" if len(group) == 1 else "In reasons:"
    if of == 1:
        return "Decided:"
    return f"Step {first}:" if first == last else f"Steps {first} to {last}:"


def _decided(verdict: Verdict) -> str:
    """A verdict and its method in words; of what is false, also what refutes it."""
    method = plain(verdict.method.removesuffix(", in a reason"))
    if verdict.verdict == "false":
        return f"{method}. {_refuted(plain(verdict.detail))}"
    known = verdict.verdict in (method, "informal") or method == ASSUMPTION
    return method if known else f"{verdict.verdict}, {method}"


def _refuted(by: str) -> str:
    return f"Refuted {by}" if by.startswith("at ") else f"Refuted: {by}"


def add_links(row: Element, numbers: Sequence[int], pages: Mapping[int, str]) -> None:
    """Appends a link to each of these equations, and a full stop after the last."""
    for number in numbers:
        link = SubElement(row, "a", {"href": f"{pages[number]}#eq-{number}"})
        link.text, link.tail = f"({number})", "." if number == numbers[-1] else ", "


def _names(inside: Element, verdicts: Sequence[Verdict]) -> None:
    """What in `bpcore` computes the equation."""
    calls = sorted({verdict.bpcore for verdict in verdicts if verdict.bpcore})
    if not calls:
        return
    line = SubElement(inside, "p")
    line.text = "In code: "
    for call in calls:
        name = SubElement(line, "code")
        name.text, name.tail = f"bpcore.{call}", "." if call == calls[-1] else ", "


def _copies(inside: Element, verdicts: Sequence[Verdict], latex: str) -> None:
    steps = [verdict for verdict in verdicts if verdict.step]
    tag = verdicts[0].tag
    texts = {
        "LaTeX": latex,
        "NumPy": copies.numpy_program(
            [(v.step, v.numpy) for v in steps], f"equation_{tag}" if tag else "equation"
        ),
        "SymPy": copies.sympy_program([(v.sympy, v.verdict == "false") for v in steps]),
    }
    line = SubElement(inside, "p", {"class": "verdict-copy"})
    line.text = "Copy as "
    for name, text in texts.items():
        if text:
            # Material's script copies what this attribute holds; without it, no button is shown.
            SubElement(line, "button", {"data-clipboard-text": text, "type": "button"}).text = name
