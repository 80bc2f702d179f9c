"""A Python-Markdown extension: exercises, their list on each derivation, and the index of all.

On a page of exercises each section gets what its answer is given in.
A derivation with exercises ends in their list. `<!-- exercise index: first second -->` becomes
the list of all, in the order of these pages, with what a reader has done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from bpsite import pages, source
from bpsite.exercises import reading
from bpsite.exercises.exercise import Exercise
from bpsite.render.answers import field

_MARKER = re.compile(r"<!-- exercise index: (?P<names>[-\w ]+) -->")
_STANDIN = "exercise-index-stands-here"
_PART = re.compile(r"^<details><summary>(?P<summary>\w+)</summary>$")
_SAID = {"Slips": "Known slips", "Cases": "The cases"}


class ExerciseExtension(Extension):
    """Renders exercises and the lists of them."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"docs_dir": ["docs", "The folder of all pages"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processors."""
        # 29: before cells (28) and equations (27), while lines still are those of the page.
        md.preprocessors.register(_Parts(md), "exercise-parts", 29)
        # 14: when equations (15) are elements, before headings get their anchors (5) and links are
        # resolved (0).
        processor = _Exercises(md, Path(self.getConfig("docs_dir")))
        md.treeprocessors.register(processor, "exercises", 14)


class _Parts(Preprocessor):
    """Has Markdown read inside of the parts, and names their kind; the index gets a stand-in."""

    def run(self, lines: list[str]) -> list[str]:
        if not pages.is_exercises(source.reading.get().path):
            return [_MARKER.sub(_STANDIN, line) for line in lines]
        return [_PART.sub(_opened, line) for line in lines]


def _opened(found: re.Match[str]) -> str:
    summary = found["summary"]
    kind = f'class="exercise-part exercise-{summary.lower()}"'
    return f'<details {kind} markdown="1"><summary>{_SAID.get(summary, summary)}</summary>'


class _Exercises(Treeprocessor):
    def __init__(self, md: Markdown, docs: Path) -> None:
        super().__init__(md)
        self.docs = docs

    def run(self, root: Element) -> None:
        path = Path(source.reading.get().path)
        if pages.is_exercises(path):
            page = pages.parse(source.reading.get().text, str(path))
            root.insert(1, _buttons("exercise-print", _PRINTS))
            self._sections(root, {each.title: each for each in reading.of_page(page)})
            return
        for index, child in enumerate(list(root)):
            if child.tag == "p" and child.text == _STANDIN:
                root[index : index + 1] = list(_index(self.docs / pages.EXERCISES))
        beside = self.docs / pages.EXERCISES / path.name
        if path.parent.name == "derivations" and beside.is_file():
            _append(root, beside)

    def _sections(self, root: Element, exercises: dict[str, Exercise]) -> None:
        """Puts each heading of the second level with what follows it into a section."""
        section: Element | None = None
        for child in list(root):
            if child.tag == "h2":
                exercise = exercises["".join(child.itertext())]
                section = self._begun(child, exercise)
                root.insert(list(root).index(child), section)
            if section is not None:
                root.remove(child)
                if child.tag == "details" and section.find("exercise-answer") is None:
                    section.append(field(exercise, self.md.htmlStash.store))
                section.append(child)

    def _begun(self, heading: Element, exercise: Exercise) -> Element:
        heading.set("id", exercise.id)
        named = {"data-kind": exercise.kind, "data-exercise": exercise.id, "data-status": ""}
        return Element("section", {"class": "exercise", **named})


_PRINTS = {"print": {"questions": "Print the questions", "solutions": "Print with solutions"}}


def _buttons(name: str, named: dict[str, dict[str, str]]) -> Element:
    """An element of buttons, each with the word by which a script knows it, and room for words."""
    box = Element(name, {"data-search-exclude": ""})
    SubElement(box, "span", {"role": "status"}).tail = " "
    for key, buttons in named.items():
        for value, text in buttons.items():
            button = SubElement(box, "button", {"type": "button", f"data-{key}": value})
            button.text, button.tail = text, " "
    return box


def _append(root: Element, path: Path) -> None:
    """A list of the exercises behind all else, but before the line that leads to the next page."""
    last = root[-1] if len(root) else None
    leads_on = last is not None and last.tag == "p" and (last.text or "").startswith("Next:")
    at = len(root) - 1 if leads_on else len(root)
    heading = Element("h2", {"id": "exercises"})
    heading.text = "Exercises"
    listed = _list(path)
    listed.set("data-whole", "")  # a script puts the questions there when they are near
    root[at:at] = [heading, listed]


def _list(path: Path) -> Element:
    box = Element("exercise-list")
    rows = SubElement(box, "ul", {"class": "exercise-list"})
    for exercise in reading.of_page(pages.read(path)):
        row = SubElement(
            rows, "li", {"data-exercise": f"{path.stem}/{exercise.id}", "data-status": ""}
        )
        SubElement(row, "a", {"href": f"{source.link(path)}#{exercise.id}"}).text = exercise.title
        row[-1].tail = " "
        told = SubElement(row, "span", {"class": "exercise-task"})
        told.text = f"{exercise.task}, grade {exercise.grade}"
    return box


def _index(folder: Path) -> Iterator[Element]:
    """What was answered, and for each page in this order the list of its exercises."""
    there = {path.stem: path for path in folder.glob("*.md") if pages.is_exercises(path)}
    named = _MARKER.search(source.reading.get().text)
    names = named["names"].split() if named else []
    _same(set(names), set(there))
    yield _buttons("exercise-progress", {"act": {"export": "Export", "erase": "Erase"}})
    for name in names:
        heading = Element("h2", {"id": name})
        link = SubElement(heading, "a", {"href": source.link(there[name])})
        title = str(pages.read(there[name]).meta.get("title", name)).removeprefix("Exercises: ")
        link.text = title[0].upper() + title[1:]
        yield from (heading, _list(there[name]))


def _same(named: set[str], there: set[str]) -> None:
    """Raises `AuthorError` where the index does not name the pages that there are."""
    for name in sorted(named ^ there):
        lines = source.reading.get().text.splitlines()
        line = next((number for number, text in enumerate(lines, 1) if _MARKER.search(text)), 1)
        wrong = "is not there" if name in named else "is not in the index"
        remedy = "Name each page of exercises once."
        raise source.error_here(f"exercises/{name}.md {wrong}", line, 1, remedy)


def makeExtension(**settings: Any) -> ExerciseExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return ExerciseExtension(**settings)
