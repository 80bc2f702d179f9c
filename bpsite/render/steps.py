"""An equation as elements: its steps in rows, a reason beside each, its number and its link.

Built as elements and not as text, so that MkDocs sees the anchors and resolves the links.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from bpsite import latex, pages, source
from bpsite.pages import Mathematics
from bpsite.render import katex
from bpsite.render.formula import stated
from bpsite.render.verdicts import KINDS, Verdict, mark, weakest

_REASON_PART = re.compile(r"\$(?P<formula>[^$]*)\$|\((?P<cited>\d+)\)")
_SOURCE = '<annotation encoding="application/x-tex">'

Stash = Callable[[str], str]
"""Keeps a piece of HTML for later and gives a placeholder for it."""


def equation(
    formula: Mathematics, stash: Stash, docs_dir: str, checked: Sequence[Verdict] = ()
) -> Element:
    """The element of an equation. Raises `AuthorError` for what can't be rendered."""
    told = [] if latex.is_asked(formula.latex) else checked
    box = Element("div", {"class": " ".join(["equation", *marked(told)])})
    # It scrolls where it is too wide, so a keyboard must reach it and a screen reader name it.
    name = "Equation" if formula.tag is None else f"Equation {formula.tag}"
    spoken = {"tabindex": "0", "role": "group", "aria-label": name}
    found = _steps(formula)
    shown = _steps(replace(formula, latex=_with_shapes(formula.latex, checked)))
    names = "equation-steps" + " with-reasons" * any(step.reason for step in found)
    rows = SubElement(box, "div", {"class": names, **spoken})
    left = ""
    for step, drawn in zip(found, shown, strict=True):
        left = step.left or left
        _Row(formula, step, stash, docs_dir).add_to(rows, drawn, stated(f"{left} {step.right}"))
    if formula.tag is not None:
        box.set("id", f"eq-{formula.tag}")
        link = {"class": "equation-number", "href": f"#eq-{formula.tag}"}
        title = f"Link to equation {formula.tag}"
        SubElement(box, "a", {**link, "title": title}).text = f"({formula.tag})"
    if told:
        box.append(mark(told, latex.shown(formula.latex), numbered(docs_dir)))
    if checked and checked[0].given:
        given = latex.Step("", "", checked[0].given, 0)
        _Row(formula, given, stash, docs_dir).explain(SubElement(box, "p", {"class": "given"}))
    return box


def _with_shapes(text: str, checked: Sequence[Verdict]) -> str:
    """The LaTeX with the shape of each factor below it, where the equation asks for that."""
    for start, end, shape in sorted({s for v in checked for s in v.shapes}, reverse=True):
        below = rf"\htmlClass{{factor-shape}}{{\;{shape}\;}}"
        text = rf"{text[:start]}\underset{{{below}}}{{{text[start:end].strip()}}} {text[end:]}"
    return text


def inline(formula: Mathematics, checked: Sequence[Verdict] = ()) -> str:
    """A formula of the running text as HTML."""
    try:
        html = katex.render(formula.latex, display=False)
    except katex.KatexError as error:
        raise _unrenderable(error, formula.line, formula.column + error.position) from None
    return (
        "".join(
            [
                f'<span class="{name}" title="{KINDS[weakest(checked)].meaning}">{html}</span>'
                for name in marked(checked)
            ]
        )
        or html
    )


def marked(checked: Sequence[Verdict]) -> list[str]:
    """The class of a formula that is no true statement, and must not look like one."""
    name = weakest(checked) if checked else "proved"
    return [f"marked-{name}"] if name in {"false", "informal"} else []


def _steps(formula: Mathematics) -> tuple[latex.Step, ...]:
    try:
        return latex.steps(formula.latex)
    except latex.LayoutError as error:
        raise source.error_here(str(error), *_place(formula, error.offset)) from None


class _Row:
    """One step: what stands left and right of the alignment, and the reason."""

    def __init__(self, formula: Mathematics, step: latex.Step, stash: Stash, docs_dir: str) -> None:
        self.formula = formula
        self.step = step
        self.stash = stash
        self.docs_dir = docs_dir

    def add_to(self, rows: Element, drawn: latex.Step, states: str) -> None:
        """Appends the step's cells; what it states of the network lets a moving figure find it."""
        sides = ("left", self.step.left, drawn.left), ("right", self.step.right, drawn.right)
        for side, text, shown in sides:
            attributes = {"class": f"step-{side}", "data-search-exclude": ""}
            if states and side == "left":
                attributes["data-states"] = states
            # The empty group gives a relation sign that comes first its space; nobody copies it.
            html = self._render("{}" + text, display=True, shown="{}" + shown) if text else ""
            html = html.replace(f"{_SOURCE}{{}}", _SOURCE, 1)
            SubElement(rows, "div", attributes).text = self.stash(html) if html else None
        if self.step.reason:
            self.explain(SubElement(rows, "div", {"class": "step-reason"}))

    def explain(self, cell: Element) -> None:
        """Puts the words of the step's reason in a cell, its formulas rendered and its links."""
        reason, position = self.step.reason, 0
        for part in _REASON_PART.finditer(reason):
            _append(cell, _words(reason[position : part.start()]))
            if part["cited"]:
                self._cite(cell, int(part["cited"]))
            else:
                _append(cell, self.stash(self._render(part["formula"], display=False)))
            position = part.end()
        _append(cell, _words(reason[position:]))

    def _cite(self, cell: Element, number: int) -> None:
        page = numbered(self.docs_dir).get(number)
        if page is None:
            message = f"the reason cites ({number}), which no page has"
            remedy = r"Cite an equation that has a \tag."
            raise source.error_here(message, *self._find(f"({number})"), remedy)
        SubElement(cell, "a", {"href": f"{page}#eq-{number}"}).text = f"({number})"

    def _render(self, text: str, *, display: bool, shown: str = "") -> str:
        try:
            return katex.render(text, display=display, shown=shown)
        except katex.KatexError as error:
            bare = text.removeprefix("{}")
            line, column = self._find(bare, max(error.position - (len(text) - len(bare)), 0))
            raise _unrenderable(error, line, column) from None

    def _find(self, text: str, further: int = 0) -> tuple[int, int]:
        """The place of a piece of this step in the file."""
        start = self.formula.latex.find(text, self.step.offset)
        return _place(self.formula, max(start, self.step.offset) + further)


def numbered(docs_dir: str) -> dict[int, str]:
    """Which page, as a link from the one that is rendered, holds the equation of each number."""
    found: dict[int, str] = {}
    for path in sorted(Path(docs_dir).rglob("*.md")):
        for number in _tags(path, path.stat().st_mtime_ns):
            found[number] = source.link(path)
    return found


@functools.lru_cache(maxsize=1024)
def _tags(path: Path, _modified: int) -> tuple[int, ...]:
    formulas = pages.read(path).mathematics
    return tuple(formula.tag for formula in formulas if formula.display and formula.tag is not None)


def _unrenderable(error: katex.KatexError, line: int, column: int) -> source.AuthorError:
    return source.error_here(f"KaTeX can't render this: {error}", line, column)


def _place(formula: Mathematics, offset: int) -> tuple[int, int]:
    """The line and column of the character at `offset` of a formula."""
    before = formula.latex[:offset]
    return formula.line + before.count("\n"), formula.column + offset - (before.rfind("\n") + 1)


def _words(text: str) -> str:
    """A reason's plain words: LaTeX's spaces and dashes as characters."""
    return text.replace("~", "\u00a0").replace("\\ ", " ").replace("--", "\u2013")


def _append(cell: Element, text: str) -> None:
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "") + text
    else:
        cell.text = (cell.text or "") + text
