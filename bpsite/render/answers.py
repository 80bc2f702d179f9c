"""What an answer is given in: a field, keys for its symbols, steps to choose, room for code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from bpsite import latex, source
from bpsite.exercises.exercise import Exercise
from bpsite.render import katex

Stash = Callable[[str], str]

_NO_SYMBOL = (
    r"(?:[td]?frac|left|right|cdot|odot|partial|nabla|text|square|sum|quad|top|hat|operatorname)"
)
_SYMBOL = re.compile(
    rf"(?:\\operatorname\{{\w+\}}|\\hat\{{\w\}}|\\(?!{_NO_SYMBOL}(?![A-Za-z]))[A-Za-z]+"
    r"|(?<![\\A-Za-z])[A-Za-z](?![A-Za-z]))"
    r"'*(?:\^\{\([^{}]*\)\}|_\{[^{}]*\}|_\w|\^\\top)*"
)
_LABELS = {
    "formula": "Your answer, as a formula",
    "number": "Your answer, a number",
    "shape": "Your answer, as rows x columns",
    "step": "The wrong step",
    "code": "Your code",
}


def symbols(exercise: Exercise) -> list[str]:
    """The symbols of the answer, of the slips and of the equation's right side, each once."""
    formula = latex.without_comments(exercise.formula.latex) if exercise.formula else ""
    texts = [formula.partition("=")[2], exercise.answer, *(slip.given for slip in exercise.slips)]
    found = (match[0] for text in texts for match in _SYMBOL.finditer(text))
    return sorted(dict.fromkeys(found), key=lambda name: name.strip("\\").lower())


def field(exercise: Exercise, stash: Stash) -> Element:
    """The element in which an exercise is answered; a script brings it to life."""
    sheet = Path(source.reading.get().path).stem
    named = {"data-kind": exercise.kind, "data-exercise": exercise.id, "data-sheet": sheet}
    box = Element("exercise-answer", {**named, "data-search-exclude": ""})
    form = SubElement(box, "form", {"class": "exercise-form", "autocomplete": "off"})
    _FIELDS[exercise.kind](form, exercise)
    button = SubElement(form, "button", {"type": "submit"})
    button.text = "Run the cases" if exercise.kind == "code" else "Check"
    if exercise.kind == "number":
        another = SubElement(form, "button", {"type": "button", "data-act": "another"})
        another.text = "Other numbers"
    if exercise.kind == "formula":
        box.append(_keys(exercise, stash))
    SubElement(box, "div", {"class": "exercise-reply", "role": "status", "data-status": ""})
    return box


def _line(form: Element, exercise: Exercise) -> None:
    label = SubElement(form, "label")
    SubElement(label, "span").text = _LABELS[exercise.kind]
    keys = "decimal" if exercise.kind == "number" else "text"
    plain = {"autocapitalize": "off", "autocomplete": "off", "spellcheck": "false"}
    SubElement(label, "input", {"type": "text", "inputmode": keys, **plain})


def _steps(form: Element, exercise: Exercise) -> None:
    choice = SubElement(form, "fieldset")
    SubElement(choice, "legend").text = _LABELS["step"]
    rows = latex.steps(exercise.formula.latex) if exercise.formula else ()
    for number, _ in enumerate(rows, 1):
        label = SubElement(choice, "label")
        named = {"type": "radio", "name": exercise.id, "value": str(number)}
        SubElement(label, "input", named).tail = f" {number}"


def _code(form: Element, exercise: Exercise) -> None:
    label = SubElement(form, "label")
    SubElement(label, "span").text = _LABELS["code"]
    text = exercise.code.body if exercise.code else ""
    plain = {"autocapitalize": "off", "spellcheck": "false"}
    area = SubElement(label, "textarea", {"rows": str(text.count("\n") + 2), **plain})
    area.text = ""  # the script puts the code in: here it would be a paragraph to Markdown


_FIELDS = {"formula": _line, "number": _line, "shape": _line, "step": _steps, "code": _code}


def _keys(exercise: Exercise, stash: Stash) -> Element:
    """A key for each symbol, which puts it into the field."""
    box = Element("div", {"class": "exercise-keys", "role": "group", "aria-label": "Symbols"})
    for put, shown, name in _faces(exercise):
        spoken = {"aria-label": name, "title": put}
        button = SubElement(box, "button", {"type": "button", "data-put": put, **spoken})
        button.text = stash(katex.render(shown, display=False))
    return box


def _faces(exercise: Exercise) -> Iterator[tuple[str, str, str]]:
    """What each key puts, shows, and is called."""
    for symbol in symbols(exercise):
        name = re.sub(r"[\\{}^_]+", " ", symbol).strip().replace("'", " prime")
        yield symbol, symbol, name
    if r"\sum" in exercise.answer:
        yield r"\sum_{}^{}", r"\textstyle\sum", "sum"
    yield r"\frac{}{}", r"\tfrac{\square}{\square}", "fraction"
    yield "^{}", r"\square^{\square}", "power or index"
