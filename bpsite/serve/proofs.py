"""What is decided of each page while it is written; what stands as it did is not decided again."""

from __future__ import annotations

import functools
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from bpsite import source
from bpsite.pages import Mathematics
from bpsite.proof.page import check_page
from bpsite.proof.scope.lost import EVERYTHING
from bpsite.proof.site import Library, Memory, Read, Report, Verdict
from bpsite.serve.meanings import Meanings
from bpsite.source import AuthorError, Place

BEHIND = 10
"""How much nicer it is to decide what nobody waits for."""


@dataclass
class Proof:
    """What is known of a page as it stands: all of it once no formula is undecided any more."""

    key: str
    read: Read | None = None
    names: Sequence[str] = ()  # of its formulas, by what their verdicts depend on
    undecided: set[int] = field(default_factory=set)
    verdicts: list[Verdict] = field(default_factory=list)
    errors: list[AuthorError] = field(default_factory=list)

    def stands(self) -> bool:
        """Whether the page is still as it was read."""
        if self.read is None:
            return True
        path = Path(self.read.page.path)
        return path.is_file() and path.read_text(encoding="utf-8") == self.read.page.text

    def findings(self) -> str:
        """Every error and every bad verdict that is known, as one message."""
        return "\n".join(Report((), tuple(self.verdicts), tuple(self.errors)).findings())


@dataclass(frozen=True)
class _Part:
    """Some formulas of a page, and the process that decides them."""

    path: str
    key: str
    numbers: frozenset[int]
    process: BaseProcess


_Good = tuple[Mathematics, tuple[Verdict, ...]]  # a formula where it stood, and its verdicts


class Proofs:
    """Decides all pages of a folder, in processes of their own."""

    def __init__(self, docs: Path, memory: Callable[[], Memory]) -> None:
        self.docs = docs
        self.memory = memory  # asked for anew each time: what it keeps depends on our code
        self.pages: dict[str, Proof] = {}
        self._good: dict[str, _Good] = {}
        self._whole: set[tuple[str, ...]] = set()  # the names on pages that are good as a whole
        self._running: dict[Connection, _Part] = {}

    def look(self, names: Iterable[str] | None = None) -> None:
        """Reads pages as they stand, all or some; of those that changed, what is new is undecided.

        Some, and what these build on, take a moment; all that rests on them takes a second.
        """
        library, meanings, memory = Library(), Meanings(), functools.cache(self.memory)
        there = [source.shown(path) for path in sorted(self.docs.rglob("*.md"))]
        wanted = there if names is None else names
        looked = {name: self._looked_at(name, library, meanings, memory) for name in wanted}
        known = self.pages | looked
        self.pages = {name: known[name] for name in there if name in known}
        for part in self._running.values():
            if part.path not in self.pages or self.pages[part.path].key != part.key:
                part.process.terminate()

    def _looked_at(
        self, name: str, library: Library, meanings: Meanings, memory: Callable[[], Memory]
    ) -> Proof:
        try:
            read = library.read(Path(name))
        except AuthorError as error:
            return Proof(str(error), errors=[error])
        lost = read.scope.lost.get(EVERYTHING)
        causes = [cause for cause in library.causes if cause.place == lost]
        if causes:
            return Proof(read.key, errors=causes[:1])
        known = self.pages.get(name)
        if known is not None and known.key == read.key:
            return known
        begun = self._begun(read, meanings.formulas(read.page))
        remembered = memory().get(read.key) if begun.undecided else None
        if remembered is not None:
            begun.verdicts, begun.undecided = list(remembered), set()
            self._keep(begun, read)
        return begun

    def _begun(self, read: Read, names: Sequence[str]) -> Proof:
        undecided = {number for number, name in enumerate(names) if name not in self._good}
        if tuple(names) not in self._whole:
            undecided.add(0)  # what is wrong with a page as a whole is found with its first formula
        proof = Proof(read.key, read, names, undecided)
        for number, (name, formula) in enumerate(zip(names, read.page.mathematics, strict=True)):
            if number not in undecided:
                proof.verdicts += moved(*self._good[name], formula)
        return proof

    def undecided(self) -> list[str]:
        """The pages that are not decided whole."""
        return [path for path, proof in self.pages.items() if proof.undecided]

    def pipes(self) -> list[Connection]:
        """What is ready to be read when a part is decided."""
        return list(self._running)

    def start(self, path: str, nice: int = 0) -> None:
        """Begins to decide a page, as many parts at once as there are processors."""
        proof = self.pages[path]
        if proof.read is None or any(part.key == proof.key for part in self._running.values()):
            return
        numbers = sorted(proof.undecided)
        at_once = min(os.cpu_count() or 1, len(numbers))
        for first in range(at_once):
            self._fork(path, proof.read, frozenset(numbers[first::at_once]), nice)

    def _fork(self, path: str, read: Read, numbers: frozenset[int], nice: int) -> None:
        fork = multiprocessing.get_context("fork")  # each process has all that was read already
        here, there = fork.Pipe(duplex=False)
        arguments = (read, numbers, nice, there)
        process = fork.Process(target=_decide, args=arguments, daemon=True)
        process.start()
        there.close()
        self._running[here] = _Part(path, read.key, numbers, process)

    def collect(self, ready: Iterable[object]) -> list[str]:
        """Reads the pipes among what is ready; gives the pages that are now decided whole."""
        pipes = [pipe for pipe in self._running if pipe in ready]
        return [path for pipe in pipes if (path := self._taken(pipe, self._running.pop(pipe)))]

    def _taken(self, pipe: Connection, part: _Part) -> str:
        try:
            verdicts, errors = pipe.recv()
        except EOFError:
            message = "a process that decided this page was ended from outside"
            place = Place(part.path, 1)
            verdicts, errors = [], [AuthorError(message, place, "", "Is there enough memory?")]
        pipe.close()
        part.process.join()
        proof = self.pages.get(part.path)
        if proof is None or proof.read is None or proof.key != part.key:
            return ""
        proof.verdicts += verdicts
        proof.errors += errors
        proof.undecided -= part.numbers
        if proof.undecided:
            return ""
        self._keep(proof, proof.read)
        if not proof.findings():
            self.memory().put(proof.key, proof.verdicts)
        return part.path

    def _keep(self, proof: Proof, read: Read) -> None:
        """Keeps the formulas that are good."""
        proof.verdicts.sort(key=lambda verdict: (verdict.line, verdict.column))
        for name, formula in zip(proof.names, read.page.mathematics, strict=True):
            verdicts = tuple(verdict for verdict in proof.verdicts if _inside(verdict, formula))
            if not proof.errors and all(verdict.good for verdict in verdicts):
                self._good[name] = formula, verdicts
        if not proof.errors:
            self._whole.add(tuple(proof.names))

    def wait(self, path: str, seconds: float) -> None:
        """Waits until a page is decided whole, but not longer than that.

        From then on what is still to be decided goes behind whatever is built.
        """
        until = time.monotonic() + seconds
        while path in self.pages and self.pages[path].undecided:
            ready = wait(self.pipes(), max(until - time.monotonic(), 0))
            if not ready:
                self._step_back()
                return
            self.collect(ready)

    def _step_back(self) -> None:
        for part in self._running.values():
            os.setpriority(os.PRIO_PROCESS, cast("int", part.process.pid), BEHIND)

    def write(self, file: Path) -> None:
        """Writes for the renderers what was decided of the pages that are decided whole."""
        whole = [proof for proof in self.pages.values() if not proof.undecided]
        relations = [verdict.as_json() for proof in whole for verdict in proof.verdicts]
        file.write_text(json.dumps({"relations": relations}), encoding="utf-8")


def _decide(read: Read, numbers: Collection[int], nice: int, pipe: Connection) -> None:
    os.nice(nice)
    checked = check_page(read.page, read.scope.copy(), wanted=numbers)
    pipe.send((checked.verdicts, checked.errors))


def _inside(verdict: Verdict, formula: Mathematics) -> bool:
    if formula.display:
        return verdict.equation_line == formula.line
    return verdict.line == formula.line and formula.column <= verdict.column < formula.end


def moved(was: Mathematics, verdicts: Iterable[Verdict], now: Mathematics) -> Iterator[Verdict]:
    """The verdicts on a formula, where it stands now."""
    down, along = now.line - was.line, now.column - was.column
    for verdict in verdicts:
        line, column = verdict.line + down, verdict.column + along
        test = verdict.test.replace(f"{verdict.line}:{verdict.column}", f"{line}:{column}")
        equation_line = verdict.equation_line + down
        yield replace(verdict, line=line, column=column, equation_line=equation_line, test=test)
