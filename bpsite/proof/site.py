"""Checks pages and reports a verdict for every relation sign; the one entry for all who ask.

    report = check(["docs"])            # files and folders; pages they build on are read too
    report.verdicts                     # a tuple of Verdict, in reading order
    report.errors                       # a tuple of AuthorError: what could not be read
    report.exit_code                    # 0 all true, 1 something false or undecided, 2 unreadable
    report.of("docs/page.md")           # the verdicts of one page
    report.counts()                     # {"proved": 40, ...}
    report.dependencies()               # {"9": ("4", "6", "7"), ...}: which equation rests on which

A `Verdict` has: `file`, `line`, `column` (of the relation sign, or of the reason where that is at
fault), `equation_line` (the first line of the formula's LaTeX in its file), `tag` (the number as a
text, or None), `step` (1, 2, ... within the formula; 0 for a sign in a reason, a range or a
condition), `left`, `sign`, `right` (LaTeX), `verdict`, `method` (words), `ms`, `detail` (what is
wrong), `remedy`, `reason` (LaTeX text), `given` (what annotations change of the claim, in words),
`shapes` (where it asks for them, the place of each factor and its shape),
`depends_on` (tags), `bpcore` (the call that a definition answers to), `numpy` and `sympy` (texts
to copy), `test` (the pytest item's name), `good`.

Verdicts: `proved` for all values, lengths and shapes; `definition`; `informal` and `false` as the
page marks them (a false one was refuted); `bound` for a sign that states nothing (a sum's range, a
condition); and what fails a page: `failed`, `undecided`.

Results are remembered by a page's content and that of all it builds on, for as long as the process
lives: an unchanged page is not proved again. `check` can be given a memory that lives longer.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bpsite import pages
from bpsite.pages import Page
from bpsite.proof.page import check_page, read_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.lost import EVERYTHING
from bpsite.proof.syntax import marks
from bpsite.proof.verdict import Verdict
from bpsite.source import AuthorError, Place

__all__ = ["Report", "Verdict", "check"]


@dataclass(frozen=True)
class Report:
    """What was found on the pages that were asked for."""

    pages: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    errors: tuple[AuthorError, ...]

    @property
    def exit_code(self) -> int:
        """0, all decided and true; 1, some relation is not; 2, a page can't be read."""
        if self.errors:
            return 2
        return 0 if all(verdict.good for verdict in self.verdicts) else 1

    def of(self, path: str | Path) -> tuple[Verdict, ...]:
        """The verdicts of one page."""
        return tuple(verdict for verdict in self.verdicts if verdict.file == str(path))

    def counts(self) -> dict[str, int]:
        """How many relations have which verdict."""
        return dict(Counter(verdict.verdict for verdict in self.verdicts))

    def findings(self) -> list[str]:
        """Every error and every bad verdict as a message, in the order of the pages.

        Causes come first; what is not decided for their sake is a line for each page and cause.
        """
        found = [(error.place, str(error)) for error in self.errors]
        bad = [v for v in self.verdicts if not v.good and not v.waits]
        found += [(Place(v.file, v.line, v.column), v.message()) for v in bad]
        return [message for _, message in sorted(found, key=lambda pair: pair[0])] + self._waiting()

    def _waiting(self) -> list[str]:
        counts = Counter((v.file, v.detail) for v in self.verdicts if v.waits)
        return [_waiting(*which, number) for which, number in sorted(counts.items())]

    def dependencies(self) -> dict[str, tuple[str, ...]]:
        """For each numbered equation the numbers that it rests on directly."""
        found: dict[str, dict[str, None]] = {}
        for verdict in self.verdicts:
            if verdict.tag is not None:
                tags = found.setdefault(verdict.tag, {})
                tags.update(dict.fromkeys(t for t in verdict.depends_on if t != verdict.tag))
        return {tag: tuple(tags) for tag, tags in found.items()}


def _waiting(file: str, place: str, number: int) -> str:
    many, they = ("relation", "it builds") if number == 1 else ("relations", "they build")
    return f"{file}: {number} {many} not decided: what {they} on can't be read, at {place}"


@dataclass(frozen=True)
class Read:
    """A page, the scope that it stands in, the one that it hands on, and what they depend on."""

    key: str
    page: Page
    scope: Scope
    handed: Scope


_Decided = tuple[list[Verdict], list[AuthorError]]
_reads: dict[str, Read] = {}
_decided: dict[str, _Decided] = {}


@dataclass
class Library:
    """The pages of one run, each read once."""

    done: dict[str, Read] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    causes: list[AuthorError] = field(default_factory=list)  # why what is built on can't be read

    def read(self, path: Path) -> Read:
        """A page in its scope. Raises `AuthorError` if it can't be read at all."""
        name = str(path)
        if name not in self.done:
            self.waiting.append(name)
            try:
                self.done[name] = self._read(pages.read(path))
            finally:
                self.waiting.remove(name)
        return self.done[name]

    def _read(self, page: Page) -> Read:
        below = [self._below(page, entry) for entry in marks.listed(page, "builds_on")]
        text = "\n".join([page.path, page.text, *(read.key for read in below)])
        key = hashlib.sha256(text.encode()).hexdigest()
        if key not in _reads:
            _reads[key] = _fresh(key, page, below)
        return _reads[key]

    def _below(self, page: Page, entry: str) -> Read:
        path = (Path(page.path).parent / entry.strip()).resolve()
        shown = _shown(path)
        line = next((n for n, x in enumerate(page.text.splitlines(), 1) if entry in x), 1)
        if str(shown) in self.waiting or shown.resolve() == Path(page.path).resolve():
            message = f"{entry} builds on this page in turn"
            raise page.error(message, line, 1, "Drop one of the two from builds_on.")
        if not path.is_file():
            message = f"builds_on names {entry}, which is not there"
            raise page.error(message, line, 1, "The path is relative to this page.")
        try:
            return self.read(shown)
        except AuthorError as error:
            self.causes.append(error)
            return Read(str(error), page, Scope(), Scope(lost={EVERYTHING: error.place}))


def _fresh(key: str, page: Page, below: Sequence[Read]) -> Read:
    scope = Scope()
    for read in below:
        handed = read.handed.copy()
        handed.forget(marks.listed(read.page, "local"))
        scope.add(handed)
    return Read(key, page, scope, read_page(page, scope.copy()))


def _shown(path: Path) -> Path:
    """A path as the command line would name it: relative where it is below the working folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


class Memory(Protocol):
    """Verdicts of pages without a fault, by the page's key."""

    def get(self, key: str) -> Sequence[Verdict] | None:
        """A page's verdicts, if they are remembered."""

    def put(self, key: str, verdicts: Sequence[Verdict]) -> None:
        """Remembers a page's verdicts."""


def check(paths: Iterable[str | Path], memory: Memory | None = None) -> Report:
    """Checks every page that the paths name, as many at once as there are processors.

    What the memory has is not decided; what is decided without a fault is put into it.
    """
    library = Library()
    found: dict[str, Read | None] = {}
    errors: list[AuthorError] = []
    for path in paths:
        files = list(_files(Path(path)))
        if not files:
            place = Place(str(path), 1)
            errors.append(AuthorError("there is no page here", place, "", "Name a .md file."))
        for file in files:
            if str(file) not in found:
                found[str(file)] = _take(file, library, errors)
    errors += (error for error in library.causes if str(error) not in map(str, errors))
    reads = [read for read in found.values() if read is not None]
    unknown = _recall(reads, memory) if memory else []
    _decide([read for read in reads if read.key not in _decided])
    if memory:
        _remember(unknown, memory)
    decided = [_decided[read.key] for read in reads]
    verdicts = tuple(verdict for of_page, _ in decided for verdict in of_page)
    return Report(tuple(found), verdicts, (*errors, *(e for _, more in decided for e in more)))


def _take(file: Path, library: Library, errors: list[AuthorError]) -> Read | None:
    try:
        return library.read(file)
    except AuthorError as error:
        if all(str(error) != str(known) for known in errors):
            errors.append(error)
        return None


def _recall(reads: Sequence[Read], memory: Memory) -> list[Read]:
    """Takes what the memory has; gives the pages that it has not."""
    unknown = []
    for read in reads:
        verdicts = memory.get(read.key)
        if verdicts is None:
            unknown.append(read)
        else:
            _decided[read.key] = list(verdicts), []
    return unknown


def _remember(reads: Sequence[Read], memory: Memory) -> None:
    for read in reads:
        verdicts, errors = _decided[read.key]
        if not errors and all(verdict.good for verdict in verdicts):
            memory.put(read.key, verdicts)


def _decide(reads: Sequence[Read]) -> None:
    """Decides pages: the truth of one part does not wait for that of what it builds on."""
    parts = [part for read in {read.key: read for read in reads}.values() for part in _parts(read)]
    if len(parts) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        found = list(map(_of_part, parts))
    else:
        fork = multiprocessing.get_context("fork")  # each process has all that was read already
        with ProcessPoolExecutor(min(len(parts), os.cpu_count() or 1), fork) as pool:
            found = list(map(_result, parts, [pool.submit(_of_part, part) for part in parts]))
    for (key, _), (verdicts, errors) in zip(parts, found, strict=True):
        known = _decided.setdefault(key, ([], []))
        known[0].extend(verdicts)
        known[1].extend(errors)


_Part = tuple[str, range]  # a page by its key, and the numbers of some of its formulas
_FORMULAS = 16


def _parts(read: Read) -> Iterator[_Part]:
    for start in range(0, len(read.page.mathematics) + 1, _FORMULAS):
        yield read.key, range(start, start + _FORMULAS)


def _of_part(part: _Part) -> _Decided:
    key, wanted = part
    read = _reads[key]
    checked = check_page(read.page, read.scope.copy(), wanted=wanted)
    return checked.verdicts, checked.errors


def _result(part: _Part, future: Future[_Decided]) -> _Decided:
    try:
        return future.result()
    except BrokenProcessPool:
        message = "a process that decided this page was ended from outside"
        remedy = "Is there enough memory? Check this page alone."
        page = _reads[part[0]].page
        return [], [page.error(message, 1, 1, remedy)] if 0 in part[1] else []


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (_shown(p.resolve()) for p in sorted(path.rglob("*.md")))
    elif path.is_file():
        yield _shown(path.resolve())
