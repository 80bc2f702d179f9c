"""A page's exercises, checked, and as the file that the page's script asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bpsite import sources
from bpsite.cache import Cache, digest
from bpsite.exercises import code, numbers, reading, running, shapes
from bpsite.exercises.checking import Check
from bpsite.exercises.exercise import Exercise
from bpsite.exercises.packing import packed
from bpsite.exercises.problems import problems
from bpsite.latex import steps
from bpsite.pages import EXERCISES, Page, is_exercises
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.site import Library, Read
from bpsite.source import AuthorError, PageError, shown

ADDRESS = "assets/exercises"
_JOBS = {"number": numbers.jobs, "code": code.jobs}


@dataclass(frozen=True)
class Sheet:
    """What was found of a page's exercises: errors, or the content of its file."""

    errors: tuple[AuthorError, ...]
    content: bytes = b""


def files(docs: Path, cache: Cache) -> Iterator[tuple[str, bytes]]:
    """Each page's file, by its path in the site. Raises `PageError`."""
    for path in pages(docs):
        made = sheet(path, cache)
        if made.errors:
            raise PageError(made.errors)
        yield f"{ADDRESS}/{path.stem}.json", made.content


def findings(paths: Sequence[str | Path], cache: Cache | None = None) -> list[AuthorError]:
    """All that is wrong with the exercises on the pages among the paths."""
    library = Library()
    found: list[AuthorError] = []
    for path in filter(is_exercises, paths):
        with suppress(AuthorError):  # what can't be read is reported by who decides relations
            found += _kept(library.read(Path(path)), cache).errors
    return found


def pages(docs: Path) -> list[Path]:
    """The pages with exercises."""
    return [p for p in sorted((docs / EXERCISES).glob("*.md")) if is_exercises(p)]


def sheet(path: Path, cache: Cache | None) -> Sheet:
    """The sheet of a page. Raises `AuthorError` for a page that can't be read."""
    return _kept(Library().read(Path(shown(path))), cache)


def _kept(read: Read, cache: Cache | None) -> Sheet:
    """A page's sheet, made again when it has changed, or what it builds on, or our code."""
    key = digest(sources.imported("bpsite.exercises.sheets"), read.key)
    known = cache.get(key) if cache else None
    if known is not None:
        return Sheet((), known)
    made = _made(read.page, read.scope.copy())
    if cache and not made.errors:
        cache.put(key, made.content)
    return made


def _made(page: Page, scope: Scope) -> Sheet:
    try:
        exercises = reading.of_page(page)
        asked = problems(page, scope, exercises)
        printed = _printed(page, exercises)
    except AuthorError as error:
        return Sheet((error,))
    check = Check(page, asked, printed)
    errors = tuple(error for exercise in exercises for error in check.errors(exercise))
    if errors:
        return Sheet(errors)
    described = {each.id: _described(each, printed.get(each.id, [])) for each in exercises}
    formulas = {e.id: asked[e.id] for e in exercises if e.kind == "formula" and e.id in asked}
    whole = {"problems": packed(formulas), "exercises": described}
    return Sheet((), json.dumps(whole, sort_keys=True).encode())


def _printed(page: Page, exercises: Sequence[Exercise]) -> dict[str, list[list[str]]]:
    """What the code of the exercises prints. Raises `AuthorError`."""
    jobs = {each.id: _JOBS[each.kind](each) for each in exercises if each.kind in _JOBS}
    try:
        found = iter(running.run([job for each in jobs.values() for job in each]))
    except running.EndlessError:
        message = f"the code of these exercises does not end within {running.LIMIT:g} s"
        raise page.error(message, 1, 1, "Does a slip loop for ever?") from None
    return {name: [next(found) for _ in each] for name, each in jobs.items()}


def _described(exercise: Exercise, printed: list[list[str]]) -> dict[str, Any]:
    """What the page's script has to know of an exercise."""
    kind = exercise.kind
    found: dict[str, Any] = {"kind": kind}
    if kind == "step":
        found["answer"] = exercise.answer.removeprefix("step ")
        found["steps"] = len(steps(exercise.formula.latex)) if exercise.formula else 0
        found["slips"] = [slip.given for slip in exercise.slips]
    elif kind == "shape":
        found["answer"] = shapes.plain(exercise.answer)
        found["slips"] = [shapes.plain(slip.given) for slip in exercise.slips]
    elif kind == "number":
        found["variants"] = [asdict(each) for each in numbers.variants(exercise, printed)]
    elif kind == "code":
        found["code"] = exercise.code.body if exercise.code else ""
        found["cases"] = [[source.strip(), want] for source, want in code.cases(exercise)]
        found["slips"] = [outputs[1:] for outputs in printed[1:]]
    return found
