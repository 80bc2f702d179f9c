"""Reads the exercises of a page: a section each, the parts that open in `details`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bpsite.exercises.exercise import GRADES, TASKS, Exercise, Part, Slip
from bpsite.pages import Fence, Mathematics, Page

_HEADING = re.compile(r"## (?P<title>.+?)\s*$")
_TASK = re.compile(r"\*(?P<task>.+), grade (?P<grade>\d+)\.\*$")
_OPENING = re.compile(r"<details><summary>(?P<summary>[^<]+)</summary>$")
_CLOSING = "</details>"
_PARTS = ("Hint", "Solution", "Slips", "Cases")
_GIVEN = re.compile(r"`(\w+) = (-?\d+(?:\.\d+)?)`")
_ANSWER = re.compile(r"^\s*%\s*answer:\s*(?P<answer>.+?)\s*$", re.MULTILINE)
_FORMULA = re.compile(r"- \$`(?P<given>.+?)`\$: (?P<reply>.+)$")
_STEP = re.compile(r"- step (?P<given>\d+): (?P<reply>.+)$")
_CODE = re.compile(r"- `(?P<given>[^`]+)`: (?P<reply>.+)$")
_CHANGE = re.compile(r"- `(?P<given>[^`]+)` for `(?P<instead>[^`]+)`: (?P<reply>.+)$")
_SLIPS = {
    "formula": (_FORMULA, r"- $`\theta`$: why it is wrong"),
    "step": (_STEP, "- step 2: why it holds"),
    "shape": (_CODE, "- `n x 1`: why it is wrong"),
    "number": (_CODE, "- `a * theta`: why it is wrong"),
    "code": (_CHANGE, "- `wrong` for `right`: why it is wrong"),
}


def of_page(page: Page) -> list[Exercise]:
    """The exercises of a page in their order. Raises `AuthorError`."""
    lines = page.text.splitlines()
    inside = {n for fence in page.fences for n in range(fence.line, fence.end + 1)}
    heads = [
        (number, found["title"])
        for number, line in enumerate(lines, 1)
        if number not in inside and (found := _HEADING.match(line))
    ]
    ends = [number for number, _ in heads[1:]] + [len(lines) + 1]
    exercises = [
        _Section(page, line, end, title, frozenset(inside)).exercise()
        for (line, title), end in zip(heads, ends, strict=True)
    ]
    known: set[str] = set()
    for exercise in exercises:
        if exercise.id in known:
            raise page.error("this title stands twice", exercise.line, 4, "Give it another one.")
        known.add(exercise.id)
    return exercises


def name_of(title: str) -> str:
    """The name of an exercise in addresses and in what a browser keeps of it."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@dataclass(frozen=True)
class _Section:
    """The lines of one exercise in its page, from its heading to before `end`."""

    page: Page
    line: int
    end: int
    title: str
    inside: frozenset[int]  # the numbers of lines in fences

    def exercise(self) -> Exercise:
        task, grade, asked = self._task()
        parts = list(self._parts())
        self._complete(parts, TASKS[task])
        solution = next(part for part in parts if part.summary == "Solution")
        question = range(asked, parts[0].line)
        formula, answer = self._formula(question, TASKS[task])
        return Exercise(
            id=name_of(self.title),
            title=self.title,
            task=task,
            grade=grade,
            line=self.line,
            formula=formula,
            answer=answer,
            code=self._code(question, TASKS[task]),
            cells=tuple(self._fences(range(solution.start, solution.end), "pycon")),
            cases=self._cases(parts),
            given=self._given(question, TASKS[task]),
            hints=sum(part.summary == "Hint" for part in parts),
            slips=tuple(self._slips(parts, TASKS[task])),
        )

    def _task(self) -> tuple[str, int, int]:
        """What is asked, the grade, and the line behind."""
        lines = range(self.line + 1, self.end)
        found = next((number for number in lines if self._text(number)), self.line)
        said = _TASK.match(self._text(found))
        remedy = f"One of: {', '.join(TASKS)}; as in: *Derive, grade 2.*"
        if said is None or said["task"] not in TASKS:
            raise self.page.error("an exercise begins with its task and grade", found, 1, remedy)
        if int(said["grade"]) not in GRADES:
            column = said.start("grade") + 1
            raise self.page.error(f"there is no grade {said['grade']}", found, column, "1 to 3.")
        return said["task"], int(said["grade"]), found + 1

    def _text(self, number: int) -> str:
        return "" if number in self.inside else self.page.line(number).rstrip()

    def _parts(self) -> Iterator[Part]:
        opened: tuple[str, int] | None = None
        for number in range(self.line, self.end):
            text = self._text(number)
            found = _OPENING.match(text)
            if found and opened:
                raise self.page.error("the part before is not closed", number, 1, _CLOSING)
            if found and found["summary"] not in _PARTS:
                message = f"an exercise has no part {found['summary']!r}"
                raise self.page.error(message, number, 19, f"One of: {', '.join(_PARTS)}.")
            if found:
                opened = found["summary"], number
            elif text == _CLOSING and opened:
                yield Part(*opened, opened[1] + 1, number)
                opened = None
        if opened:
            raise self.page.error("this part is not closed", opened[1], 1, f"Write {_CLOSING}")

    def _complete(self, parts: Sequence[Part], kind: str) -> None:
        has = [part.summary for part in parts]
        wanted = ["Hint", "Solution", "Slips", *(["Cases"] if kind == "code" else [])]
        for name in wanted:
            if name not in has:
                remedy = f"Add: <details><summary>{name}</summary>"
                raise self.page.error(f"this exercise has no {name.lower()}", self.line, 4, remedy)
        for name in _PARTS[1:]:
            if has.count(name) > 1:
                second = [part for part in parts if part.summary == name][1]
                raise self.page.error(f"a second part {name!r}", second.line, 1, "Join the two.")

    def _formula(self, question: range, kind: str) -> tuple[Mathematics | None, str]:
        """The one formula of the question that has an answer."""
        if kind not in ("formula", "step", "shape"):
            return None, ""
        found = [
            (formula, said["answer"])
            for formula in self.page.mathematics
            if formula.display and formula.line in question
            if (said := _ANSWER.search(formula.latex))
        ]
        if len(found) != 1:
            message = f"this question has {len(found)} formulas with an answer, and needs one"
            raise self.page.error(message, self.line, 4, r"Write % answer: \theta in its fence.")
        return found[0]

    def _given(self, question: range, kind: str) -> dict[str, str]:
        """The numbers that a question gives: `x = 0.5`."""
        text = "\n".join(map(self._text, question))
        found = dict(_GIVEN.findall(text))
        if kind == "number" and not found:
            message = "this question gives no number"
            raise self.page.error(message, self.line, 4, "Write what is given as `x = 0.5`.")
        return found

    def _code(self, question: range, kind: str) -> Fence | None:
        found = next(self._fences(question, "python"), None)
        if kind == "code" and found is None:
            raise self.page.error("no code is to be mended here", self.line, 4, "Add ```python")
        return found

    def _cases(self, parts: Sequence[Part]) -> Fence | None:
        part = next((part for part in parts if part.summary == "Cases"), None)
        found = next(self._fences(range(part.start, part.end), "pycon"), None) if part else None
        if part and found is None:
            raise self.page.error("no case stands here", part.line, 1, "Add a ```pycon cell.")
        return found

    def _fences(self, lines: range, info: str) -> Iterator[Fence]:
        return (f for f in self.page.fences if f.line in lines and f.info == info)

    def _slips(self, parts: Sequence[Part], kind: str) -> Iterator[Slip]:
        part = next(part for part in parts if part.summary == "Slips")
        pattern, shape = _SLIPS[kind]
        items = [n for n in range(part.start, part.end) if self._text(n).startswith("- ")]
        if not items:
            raise self.page.error("no slip stands here", part.line, 1, f"Write: {shape}")
        for number, after in zip(items, [*items[1:], part.end], strict=True):
            lines = [self._text(n).strip() for n in range(number, after)]
            found = pattern.match(" ".join(filter(None, lines)))
            if found is None:
                message = "this slip can't be read"
                raise self.page.error(message, number, 1, f"Write: {shape}")
            instead = found["instead"] if kind == "code" else ""
            yield Slip(found["given"], found["reply"], number, found.start("given") + 1, instead)
