"""Checks files of notes: what declares its names as the site's pages do, and all others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bpsite.notes.files import STANDARD_INPUT, SUFFIXES, Notes, read
from bpsite.notes.judge import Judged, judge
from bpsite.notes.macros import Macros
from bpsite.proof.site import Report, check
from bpsite.source import AuthorError, Place

_SITE = re.compile(
    r"\$`|[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?:`{3,}|~{3,})math[ \t]*$", re.MULTILINE
)
_OF_PAGES = {"builds_on", "inline", "local"}


@dataclass
class Checked:
    """What was found in all files that were asked for."""

    judged: list[Judged] = field(default_factory=list)
    report: Report = field(default_factory=lambda: Report((), (), ()))  # of pages in our own format
    errors: list[AuthorError] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0, all was read and decided, and is true; 1, something is not; 2, can't be read."""
        unread = any(
            judged.notes.troubles or any(result.status == "unread" for result in judged.results)
            for judged in self.judged
        )
        if self.errors or unread or self.report.exit_code == 2:
            return 2
        open_ = any(not result.decided for judged in self.judged for result in judged.results)
        return 1 if open_ else self.report.exit_code


def check_notes(paths: Iterable[str], macros: str | None = None) -> Checked:
    """Checks all files that the paths name; `macros` is a file that defines own commands."""
    found, own = Checked(), []
    try:
        known = _macros(macros)
    except AuthorError as error:
        return Checked(errors=[error])
    files = (file for path in paths for file in _files(path, found.errors))
    for path in dict.fromkeys(files):
        try:
            notes = read(path, known)
            if is_page(notes):
                own.append(path)
            else:
                found.judged.append(judge(notes))
        except AuthorError as error:
            found.errors.append(error)
    found.report = check(own) if own else found.report
    return found


def _macros(path: str | None) -> Macros:
    known = Macros()
    if path is not None:
        known.take(read(path).text)
    return known


def is_page(notes: Notes) -> bool:
    """Whether notes declare what they use and write formulas as the site's own pages do."""
    settings = notes.meta.get("math") or {}
    if not notes.declares or notes.cells[0].number:
        return False
    if not isinstance(settings, dict) or _OF_PAGES & set(settings):
        return True
    return all(_SITE.match(notes.text, formula.start) for formula in notes.formulas)


def _files(path: str, errors: list[AuthorError]) -> Iterator[str]:
    if path == STANDARD_INPUT:
        yield path
        return
    given = Path(path)
    inside = sorted(given.rglob("*")) if given.is_dir() else [given]
    files = [
        str(each) for each in inside if each.is_file() and (not given.is_dir() or _is_notes(each))
    ]
    if not files:
        remedy = f"Name a file of notes: {', '.join(SUFFIXES)}."
        errors.append(AuthorError("there are no notes here", Place(path, 1), "", remedy))
    yield from files


def _is_notes(path: Path) -> bool:
    hidden = any(part.startswith(".") and part not in (".", "..") for part in path.parts)
    return path.suffix.lower() in SUFFIXES[:-1] and not hidden
