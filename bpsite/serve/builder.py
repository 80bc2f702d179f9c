"""The process that builds: it is told which files have changed, and says which pages it built.

It speaks in lines of JSON. What it is told is a list of paths. It says `{"pages": [...]}` with the
addresses that there will be, `{"page": ..., "error": ...}` when a page is built or can't be,
`{"files": [...]}` for what was copied, and `{"site": ...}` with what is wrong with all of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from io import FileIO
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TextIO

from bpsite import checked
from bpsite.cache import CacheError
from bpsite.serve.proofs import BEHIND, Proof, Proofs
from bpsite.serve.site import MISTAKES, Site

DOCS = Path("docs")
_KEPT = Path(".cache/verdicts-docs.json")
PATIENCE = 0.7
"""For how many seconds a page that was saved waits to be shown with its verdicts at once."""


class Builder:
    """Keeps a folder as the site is on disk: what was saved first, then whatever rests on it."""

    def __init__(self, folder: Path, url: str, told: FileIO, said: TextIO) -> None:
        self.told = told
        self.said = said
        self.verdicts = folder.with_name("verdicts.json")
        self.site = Site(folder, url, self.verdicts)
        self.proofs = Proofs(DOCS, lambda: checked.kept(_KEPT))
        self.stale: list[str] = []  # the pages to build, in their order
        self.shown: set[str] = set()  # those that were built before
        self.finished = True

    def run(self) -> None:
        """Builds until there is nobody any more to say it to."""
        self._load([])
        while True:
            uri = self._next()
            busy = uri is not None or not (self.finished or self.stale)
            ready = wait([self.told.fileno(), *self.proofs.pipes()], 0 if busy else None)
            if self.told.fileno() in ready:
                line = self.told.readline()
                if not line:
                    return
                self._change([path.removeprefix(f"{DOCS}/") for path in json.loads(line)])
            elif ready:
                self._decided(self.proofs.collect(ready))
            elif uri is not None:
                self._build(uri)
            else:
                self._finish()

    def _say(self, **words: Any) -> None:
        self.said.write(json.dumps(words) + "\n")
        self.said.flush()

    def _load(self, changed: Iterable[str]) -> None:
        """Takes up all files anew."""
        self.stale, self.shown, self.finished = [], set(), True
        try:
            warnings = self.site.load()
        except MISTAKES as error:
            self._say(site=str(error))
            return
        sys.stderr.write("".join(f"{warning}\n" for warning in warnings))
        self._say(site="", pages=list(map(self._address, self.site.pages)))
        self._outdate([uri for uri in changed if uri in self.site.pages])

    def _change(self, uris: Sequence[str]) -> None:
        """Copies what changed and is no page, and builds the pages that were saved, at once."""
        there = [uri for uri in uris if (DOCS / uri).is_file()]
        pages = [uri for uri in there if uri in self.site.pages]
        copied = [self.site.copy(uri) for uri in there if self.site.pages and uri not in pages]
        if len(there) < len(uris) or None in copied or not self.site.pages:
            self._load(there)
            return
        if copied:
            self._say(files=copied)
        # The moving figures are drawn by the scripts that the pages run.
        if pages or any(uri.endswith((".js", ".mjs")) for uri in there):
            self._outdate(pages)

    def _outdate(self, saved: Sequence[str]) -> None:
        """Makes every page stale; builds those that were saved before it looks at any other."""
        self.stale = [*saved, *(uri for uri in self.site.pages if uri not in saved)]
        self.finished = False
        self.proofs.look(map(_name, saved))
        for uri in saved:
            name = _name(uri)
            self.proofs.start(name)
            self.proofs.wait(name, PATIENCE)
            self._build(uri)
        self.proofs.look()
        self._prove()

    def _prove(self) -> None:
        """Goes on to decide what is undecided, a page after the other."""
        if not self.proofs.pipes():
            for name in self.proofs.undecided()[:1]:
                self.proofs.start(name, BEHIND)

    def _next(self) -> str | None:
        """What is to be built next: what was built before waits until all is decided."""
        waits = bool(self.proofs.undecided())
        return next((uri for uri in self.stale if not waits or uri not in self.shown), None)

    def _decided(self, names: Iterable[str]) -> None:
        """Says at once what is wrong with pages that were just decided."""
        for name in names:
            if self.proofs.pages[name].findings():
                self._build(name.removeprefix(f"{DOCS}/"))
        self._prove()

    def _build(self, uri: str) -> None:
        """Builds a page, without its verdicts where these are not complete."""
        proof = self.proofs.pages.get(_name(uri), Proof(""))
        self.stale = [other for other in self.stale if other != uri]
        self.stale += [uri] if proof.undecided else []
        self.shown.add(uri)
        error = proof.findings()
        if not error:
            self.proofs.write(self.verdicts)
            try:
                error = self.site.build(uri)
            except MISTAKES as mistake:
                error = str(mistake)
            if not proof.stands():
                return  # it was saved meanwhile: these may be the verdicts on what it was before
        self._say(page=self._address(uri), error=error)
        self.site.enlist()

    def _finish(self) -> None:
        """Builds what depends on all pages, once these are built."""
        self.finished = True
        try:
            for uri, error in self.site.finish():
                self._say(page=self._address(uri), error=error)
        except MISTAKES as mistake:
            self._say(site=str(mistake))

    def _address(self, uri: str) -> str:
        return "/" + self.site.pages[uri].url.removeprefix("./")


def _name(uri: str) -> str:
    """A page's name in messages and proofs."""
    return f"{DOCS}/{uri}"


def main() -> None:
    """Builds into the folder that the command names, to be served at the address that it names."""
    folder, url = sys.argv[1:]
    said = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a page or a library prints is no word of ours
    try:
        Builder(Path(folder), url, FileIO(0, closefd=False), said).run()
    except CacheError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
