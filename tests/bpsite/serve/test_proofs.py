"""What is decided again after a change, and what is not."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bpsite import checked, pages, sources
from bpsite.pages import Mathematics
from bpsite.proof.page import check_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.site import Library, Verdict, check
from bpsite.proof.syntax import marks
from bpsite.proof.syntax.marks import Note
from bpsite.serve.meanings import speaks
from bpsite.serve.proofs import BEHIND, Proofs

CASES = Path(__file__).parents[2] / "cases" / "proof"
DOCS = Path(__file__).parents[3] / "docs"
FIRST = r"""---
math:
  let:
    x: real
---
# First

Here $`x + x = 2x`$ holds, and so does $`x - x = 0`$.

```math
% define: f
f(x) = x^2 \tag{1}
```

```math
f(x) + f(x) = 2 x^2
```
"""
SECOND = "---\nmath:\n  builds_on: [first.md]\n---\n# Second\n\nSo $`f(2) = 4`$.\n"


class Memory:
    """What was put into it."""

    def __init__(self) -> None:
        self.kept: dict[str, Sequence[Verdict]] = {}

    def get(self, key: str) -> Sequence[Verdict] | None:
        """What is kept."""
        return self.kept.get(key)

    def put(self, key: str, verdicts: Sequence[Verdict]) -> None:
        """Keeps it."""
        self.kept[key] = verdicts


@pytest.fixture
def proofs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Proofs:
    """Two pages, decided."""
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    memory = Memory()
    found = Proofs(Path("docs"), lambda: memory)
    change(found, "first", FIRST)
    change(found, "second", SECOND)
    decide(found)
    return found


def change(proofs: Proofs, name: str, text: str) -> None:
    Path(f"docs/{name}.md").write_text(text, encoding="utf-8")
    proofs.look()


def decide(proofs: Proofs) -> None:
    for path in proofs.undecided():
        proofs.start(path)
        proofs.wait(path, 60)
    assert proofs.undecided() == []


def waiting(proofs: Proofs, name: str) -> list[str]:
    """The formulas of a page that are not decided, without the one that stands for the page."""
    proof = proofs.pages[f"docs/{name}.md"]
    assert proof.read
    formulas = proof.read.page.mathematics
    return [formulas[number].latex for number in sorted(proof.undecided) if number]


def timeless(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [replace(verdict, ms=0.0, source_line="") for verdict in verdicts]


def same_as_all_at_once(proofs: Proofs) -> bool:
    at_once = check(["docs"]).verdicts
    by_page = [verdict for proof in proofs.pages.values() for verdict in proof.verdicts]
    key = Verdict.as_json
    return sorted(map(repr, timeless(by_page))) == sorted(map(repr, timeless(at_once))) and all(
        key(verdict) for verdict in by_page
    )


def test_pages_decided_one_by_one_have_the_verdicts_of_all_at_once(proofs: Proofs) -> None:
    assert same_as_all_at_once(proofs)


def test_after_a_change_of_words_nothing_is_decided_again(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace("Here", "More words.\n\nOn this line"))
    assert waiting(proofs, "first") == []
    assert waiting(proofs, "second") == []


def test_what_rests_on_a_page_is_as_it_was_until_it_is_looked_at_too(proofs: Proofs) -> None:
    known = proofs.pages["docs/second.md"]
    Path("docs/first.md").write_text(FIRST.replace(r"x^2 \tag", r"x^3 \tag"), encoding="utf-8")
    proofs.look(["docs/first.md"])
    assert waiting(proofs, "first")
    assert proofs.pages["docs/second.md"] is known
    proofs.look()
    assert 0 in proofs.pages["docs/second.md"].undecided


def test_what_is_not_decided_in_time_goes_behind_what_is_built(
    proofs: Proofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    stepped_back: list[int] = []
    monkeypatch.setattr(os, "setpriority", lambda _, __, nice: stepped_back.append(nice))
    change(proofs, "first", FIRST.replace("x + x = 2x", "2x + x = 3x"))
    proofs.start("docs/first.md")
    proofs.wait("docs/first.md", 0)
    assert set(stepped_back) == {BEHIND}
    decide(proofs)


def test_a_page_that_is_gone_is_forgotten_whichever_is_looked_at(proofs: Proofs) -> None:
    Path("docs/second.md").unlink()
    proofs.look(["docs/first.md"])
    assert list(proofs.pages) == ["docs/first.md"]


def test_where_nothing_is_undecided_nothing_is_asked_of_the_memory(proofs: Proofs) -> None:
    proofs.memory = lambda: pytest.fail("it takes a while to say which code decides")
    change(proofs, "first", FIRST.replace("Here", "There"))


def test_a_formula_that_moved_keeps_its_verdict_at_its_new_place(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace("Here", "More words.\n\nOn this line"))
    assert proofs.undecided() == []
    assert same_as_all_at_once(proofs)


def test_a_changed_formula_is_decided_and_no_other(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace("x - x = 0", "x - x = 1"))
    assert waiting(proofs, "first") == ["x - x = 1"]
    assert waiting(proofs, "second") == []
    decide(proofs)
    assert "(1)" not in proofs.pages["docs/first.md"].findings()
    assert "docs/first.md:8:" in proofs.pages["docs/first.md"].findings()


def test_what_rests_on_a_changed_definition_is_decided_again(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace(r"x^2 \tag", r"x^3 \tag"))
    assert [latex.strip()[:4] for latex in waiting(proofs, "first")] == ["% de", "f(x)"]
    assert 0 in proofs.pages["docs/second.md"].undecided
    decide(proofs)
    assert proofs.pages["docs/first.md"].findings()
    assert proofs.pages["docs/second.md"].findings()


def test_a_page_that_was_wrong_is_right_when_it_is_mended(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace("x - x = 0", "x - x = 1"))
    decide(proofs)
    change(proofs, "first", FIRST)
    decide(proofs)
    assert proofs.pages["docs/first.md"].findings() == ""
    assert same_as_all_at_once(proofs)


def test_a_page_that_cannot_be_read_says_so_and_so_does_what_builds_on_it(proofs: Proofs) -> None:
    change(proofs, "first", FIRST + "\n```math\n")
    assert "this fence is never closed" in proofs.pages["docs/first.md"].findings()
    assert "docs/first.md:" in proofs.pages["docs/second.md"].findings()
    assert proofs.undecided() == []


def test_an_annotation_that_nothing_has_any_more_is_found(proofs: Proofs) -> None:
    noted = FIRST.replace(
        "    x: real\n", "    x: real\n  inline: |\n    x - x = 0  % informal: so\n"
    )
    change(proofs, "first", noted)
    decide(proofs)
    change(proofs, "first", noted.replace(", and so does $`x - x = 0`$", ""))
    decide(proofs)
    assert "no inline mathematics reads x - x = 0" in proofs.pages["docs/first.md"].findings()


def test_a_page_that_is_not_decided_whole_is_written_without_a_verdict(
    proofs: Proofs, tmp_path: Path
) -> None:
    change(proofs, "first", FIRST.replace("x - x = 0", "2x - x = x"))
    proofs.write(tmp_path / "verdicts.json")
    written = json.loads((tmp_path / "verdicts.json").read_text("utf-8"))["relations"]
    assert {relation["file"] for relation in written} == {"docs/second.md"}


def test_what_another_process_kept_is_not_decided(proofs: Proofs) -> None:
    again = Proofs(Path("docs"), proofs.memory)
    again.look()
    assert again.undecided() == []
    assert same_as_all_at_once(again)


def test_a_page_that_was_saved_meanwhile_does_not_stand_as_it_was_read(proofs: Proofs) -> None:
    proof = proofs.pages["docs/first.md"]
    assert proof.stands()
    Path("docs/first.md").write_text(FIRST.replace("x - x = 0", "x - x = 1"), encoding="utf-8")
    assert not proof.stands()


def test_only_pages_without_a_fault_are_kept(proofs: Proofs) -> None:
    change(proofs, "first", FIRST.replace("x - x = 0", "x - x = 1"))
    decide(proofs)
    assert proofs.memory().get(proofs.pages["docs/first.md"].key) is None


def test_what_was_decided_while_the_code_changed_is_not_met_by_a_later_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "verdicts.json"
    monkeypatch.setattr(sources, "STARTED", 0.0)  # every file of ours is newer than that
    checked.kept(file).put("page", [])
    monkeypatch.setattr(sources, "STARTED", math.inf)
    assert checked.kept(file).get("page") is None
    checked.kept(file).put("page", [])
    assert checked.kept(file).get("page") == []


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.stem)
def test_a_formula_that_says_nothing_leaves_the_scope_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(DOCS.parent)
    read = Library().read(path.relative_to(DOCS.parent))
    before: list[tuple[Mathematics, Scope]] = []

    def watch(formula: Mathematics, found: list[Note], scope: Scope) -> None:
        if before and not speaks(before[-1][0], read.page):
            last, expected = before[-1]
            for note in found:
                if note.key == "let":
                    marks.declare(read.page, note, expected.lexicon)
            assert scope == expected, last.latex
        before.append((formula, scope.copy()))

    check_page(read.page, read.scope.copy(), watch, wanted=range(0))
    assert pages.read(path).mathematics == read.page.mathematics
