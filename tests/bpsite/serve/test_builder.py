"""In which order the builder does what a save asks for."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bpsite.serve.builder import Builder
from bpsite.serve.proofs import Proofs
from bpsite.serve.site import Site

PAGES = ("first.md", "second.md")


class Said(io.StringIO):
    """Notes what is said of a page among all that is done."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self.done = done

    def write(self, text: str) -> int:
        """Notes it."""
        self.done.append(f"says {json.loads(text).get('page')}")
        return len(text)


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: list[str]) -> Iterator[Builder]:
    """A builder of two pages that stand; what takes long is only noted."""
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    for name in PAGES:
        Path("docs", name).write_text("# Page\n", encoding="utf-8")
    look = Proofs.look

    def noted(self: Proofs, names: Iterable[str] | None = None) -> None:
        wanted = None if names is None else list(names)
        done.append(f"looks at {'all' if wanted is None else ', '.join(wanted)}")
        look(self, wanted)

    def build(_: Site, uri: str) -> str:
        done.append(f"builds {uri}")
        return ""

    def enlist(_: Site) -> None:
        done.append("lists what was built")

    monkeypatch.setattr(Proofs, "look", noted)
    monkeypatch.setattr(Site, "build", build)
    monkeypatch.setattr(Site, "enlist", enlist)
    reads, writes = os.pipe()
    with FileIO(reads) as told, FileIO(writes, "w"):
        found = Builder(tmp_path / "site", "http://127.0.0.1:8000/", told, Said(done))
        pages: Any = {uri: SimpleNamespace(url=f"{uri.removesuffix('.md')}/") for uri in PAGES}
        found.site.pages = pages
        yield found


def test_a_saved_page_is_shown_before_any_other_is_looked_at_or_searched(
    builder: Builder, done: list[str]
) -> None:
    builder._change(["second.md"])
    assert done == [
        "looks at docs/second.md",
        "builds second.md",
        "says /second/",
        "lists what was built",
        "looks at all",
    ]
    assert builder.stale == ["first.md"]
