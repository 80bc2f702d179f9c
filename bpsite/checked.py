"""The verdicts of all pages in one file, which renderers read; only what changed is decided."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpsite import source, sources
from bpsite.cache import Cache, digest, write
from bpsite.exercises import sheets
from bpsite.proof.site import Verdict, check


@dataclass(frozen=True)
class Kept:
    """The verdicts of good pages, kept for as long as the checker, bpcore and the page stand."""

    cache: Cache
    code: str

    def get(self, key: str) -> list[Verdict] | None:
        """A page's verdicts, if they are kept."""
        content = self.cache.get(digest(self.code, key))
        return None if content is None else [_verdict(plain) for plain in json.loads(content)]

    def put(self, key: str, verdicts: Sequence[Verdict]) -> None:
        """Keeps a page's verdicts."""
        content = json.dumps([verdict.as_json() for verdict in verdicts])
        self.cache.put(digest(self.code, key), content.encode())


def kept(file: Path) -> Kept:
    """What is kept beside the file of all verdicts, for the code that this process runs."""
    return Kept(Cache(file.with_suffix("")), sources.imported("bpsite.proof.site"))


def renew(docs: Path, file: Path) -> list[str]:
    """Decides the relations on the pages and writes the verdicts; gives what is wrong.

    A page is decided again when it has changed, or one that it builds on, or the code. Raises
    `CacheError` where nothing can be written.
    """
    memory = kept(file)
    report = check([source.shown(docs)], memory)
    findings = report.findings() + list(map(str, sheets.findings(report.pages, exercises(file))))
    if not findings:
        memory.cache.sweep()
        relations = [verdict.as_json() for verdict in report.verdicts]
        _update(file, json.dumps({"relations": relations}).encode())
    return findings


def exercises(file: Path) -> Cache:
    """What is kept of exercises, beside the file of all verdicts."""
    return Cache(file.with_name(f"exercises-{file.stem}"))


def _update(file: Path, content: bytes) -> None:
    """Writes what is not there already: whoever watches the file sees it change only then."""
    with suppress(OSError):
        if file.read_bytes() == content:
            return
    write(file, content)


def _verdict(plain: dict[str, Any]) -> Verdict:
    return Verdict(**{**plain, "depends_on": tuple(plain["depends_on"])})
