"""The verdicts that pages are shown with: what changed is decided, and nothing that is broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bpsite import checked, sources
from bpsite.proof import site

BELOW = "# Below\n\n```math\n% define: s\ns = 4 \\tag{1}\n```\n"
ABOVE = "---\nmath:\n  builds_on: [below.md]\n---\n\n# Above\n\nHere $`s + 1 = 5`$.\n"
APART = "# Apart\n\nHere $`1 + 1 = 2`$.\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages, of which one builds on another."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in (("below", BELOW), ("above", ABOVE), ("apart", APART)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are decided, as by processes that know nothing before."""
    found: list[str] = []
    decide = site._decide

    def noted(reads: list[site.Read]) -> None:
        found.extend(Path(read.page.path).stem for read in reads)
        decide(reads)

    monkeypatch.setattr(site, "_decide", noted)
    return found


def renewed(docs: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is wrong, as a new process finds it."""
    monkeypatch.setattr(site, "_decided", {})
    return checked.renew(docs, file(docs))


def file(docs: Path) -> Path:
    return docs.parent / ".cache" / "verdicts.json"


def shown(docs: Path) -> list[tuple[str, str]]:
    relations = json.loads(file(docs).read_text(encoding="utf-8"))["relations"]
    return [(relation["file"], relation["verdict"]) for relation in relations]


EXPECTED = [
    ("docs/above.md", "proved"),
    ("docs/apart.md", "proved"),
    ("docs/below.md", "definition"),
]


def test_only_what_changed_and_what_builds_on_it_is_decided(
    docs: Path, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renewed(docs, monkeypatch) == []
    assert shown(docs) == EXPECTED
    for name, expected in (("apart", ["apart"]), ("below", ["above", "below"]), ("", [])):
        decided.clear()
        if name:
            page = docs / f"{name}.md"
            page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        assert renewed(docs, monkeypatch) == []
        assert decided == expected
    assert shown(docs) == EXPECTED


def test_a_page_that_is_wrong_is_told_each_time_and_the_others_are_kept(
    docs: Path, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renewed(docs, monkeypatch) == []
    text = (docs / "apart.md").read_text(encoding="utf-8")
    (docs / "apart.md").write_text(text.replace("= 2", "= 3"), encoding="utf-8")
    for _ in range(2):
        decided.clear()
        (finding,) = renewed(docs, monkeypatch)
        assert finding.startswith("docs/apart.md:3:")
        assert decided == ["apart"]
    assert shown(docs) == EXPECTED


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"state": "old"}', b"\xff\x00"])
def test_a_broken_file_of_verdicts_is_written_again(
    docs: Path, decided: list[str], content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renewed(docs, monkeypatch) == []
    decided.clear()
    file(docs).write_bytes(content)
    assert renewed(docs, monkeypatch) == []
    assert shown(docs) == EXPECTED
    assert decided == []


def test_broken_entries_are_decided_again(
    docs: Path, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renewed(docs, monkeypatch) == []
    for entry in file(docs).with_suffix("").iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    decided.clear()
    assert renewed(docs, monkeypatch) == []
    assert decided == ["above", "apart", "below"]
    assert shown(docs) == EXPECTED


def test_a_change_of_the_code_decides_every_page_again_and_keeps_no_old_entry(
    docs: Path, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert renewed(docs, monkeypatch) == []
    decided.clear()
    monkeypatch.setattr(sources, "imported", lambda *_: "other code")
    assert renewed(docs, monkeypatch) == []
    assert decided == ["above", "apart", "below"]
    assert len(list(file(docs).with_suffix("").iterdir())) == 3


def test_a_page_that_was_decided_before_in_this_process_is_kept_too(
    docs: Path, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.check(["docs"])
    assert checked.renew(docs, file(docs)) == []
    decided.clear()
    assert renewed(docs, monkeypatch) == []
    assert decided == []


def test_unchanged_verdicts_are_not_written(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert renewed(docs, monkeypatch) == []
    before = file(docs).stat().st_mtime_ns
    assert renewed(docs, monkeypatch) == []
    assert file(docs).stat().st_mtime_ns == before
