"""Every mutant of every relation on the site is caught, or listed as equivalent with a reason.

A run tries a tenth of them and all that are listed; with `--whole`, as every week, all.
"""

from __future__ import annotations

import dataclasses
import functools
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bpsite import pages
from bpsite.pages import Mathematics, Page
from bpsite.proof.mutants import Mutant, mutants
from bpsite.proof.page import Checked, check_formula, check_page
from bpsite.proof.scope.defining import announce, signs, with_where
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import marks, reading
from bpsite.source import AuthorError

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
EQUIVALENTS = Path(__file__).with_name("equivalents.txt")


@dataclass(frozen=True)
class Seen:
    """A formula as the checker met it, and the scope before it."""

    page: Page
    formula: Mathematics
    notes: list[marks.Note]
    scope: Scope

    @property
    def name(self) -> str:
        latex = " ".join(self.formula.latex.split())
        tag = f"({self.formula.tag})" if self.formula.tag else latex[:60]
        return f"{Path(self.page.path).name} {tag}"


@functools.cache
def checked(path: Path) -> tuple[Scope, tuple[Seen, ...]]:
    """The scope that a page hands on, and its formulas."""
    page = pages.read(path)
    scope = Scope()
    for entry in marks.listed(page, "builds_on"):
        scope.add(handed_on((path.parent / entry).resolve()))
    seen: list[Seen] = []
    check_page(page, scope, lambda f, n, s: seen.append(Seen(page, f, n, s.copy())))
    return scope, tuple(seen)


def handed_on(path: Path) -> Scope:
    """What a page offers to those that build on it."""
    scope = checked(path)[0].copy()
    scope.forget(marks.listed(pages.read(path), "local"))
    return scope


def site() -> list[Path]:
    """The pages, but those of exercises: each of them has its own wrong answers."""
    found = sorted((ROOT / "docs").rglob("*.md"))
    assert found
    return [path for path in found if path.parent.name != "exercises"]


def copies(seen: Seen) -> Iterator[Mutant]:
    if not any(signs(seen.formula.latex)):
        return  # prose that states nothing
    if any(note.key in ("false", "assume") for note in seen.notes):
        return  # wrong in another way it is still wrong, or an assumption that holds by decree
    lexicon = with_where(seen.page, seen.notes, seen.scope.copy()).lexicon
    announce(marks.defines(seen.page, seen.notes, lexicon), seen.formula.latex, lexicon)
    yield from mutants(reading.read(seen.formula.latex, lexicon), lexicon)


def is_sampled(mutant: Mutant) -> bool:
    """Whether a mutant is one of the tenth that every run tries, always the same."""
    return zlib.crc32(mutant.latex.encode()) % 10 == 0


def is_caught(seen: Seen, mutant: Mutant) -> bool:
    formula = dataclasses.replace(seen.formula, latex=mutant.latex)
    result = Checked(seen.page, seen.scope.copy(), hasty=True)
    try:
        result.verdicts += check_formula(seen.page, formula, seen.notes, result)
    except AuthorError:
        return True
    return not result.good


def is_caught_later(seen: Seen, mutant: Mutant) -> bool:
    """Whether a mutated definition clashes with a relation of its page, or of one built on it."""
    if seen.page.text.count(seen.formula.latex) != 1:
        return False  # it stands twice: to change one would be found for that alone
    changed = Path(seen.page.path).absolute()
    text = seen.page.text.replace(seen.formula.latex, mutant.latex)
    scopes: dict[Path, Scope] = {}
    return any(fails(path, changed, text, scopes) for path in site() if rests_on(path, changed))


@functools.cache
def rests_on(path: Path, below: Path) -> bool:
    """Whether a page builds on another one, or is it."""
    return path == below or any(rests_on(page, below) for page in built_on(path))


def built_on(path: Path) -> list[Path]:
    entries = marks.listed(pages.read(path), "builds_on")
    return [(path.parent / entry).resolve() for entry in entries]


def fails(path: Path, changed: Path, text: str, scopes: dict[Path, Scope]) -> bool:
    """Whether a page fails where another page's text is changed; `scopes` are kept for the next."""
    page = pages.parse(text, str(path)) if path == changed else pages.read(path)
    scope = Scope()
    for below in built_on(path):
        if rests_on(below, changed) and below not in scopes:
            fails(below, changed, text, scopes)
        handed = scopes[below].copy() if below in scopes else checked(below)[0].copy()
        handed.forget(marks.listed(pages.read(below), "local"))
        scope.add(handed)
    scopes[path] = scope
    return not check_page(page, scope, hasty=True).good


def equivalents() -> dict[str, str]:
    """The mutants that are no errors, each with its reason."""
    found = {}
    for line in EQUIVALENTS.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            key, _, reason = line.partition(" :: ")
            assert reason, f"no reason: {line}"
            found[key.strip()] = reason
    return found


@pytest.mark.parametrize("path", site(), ids=lambda path: path.name)
def test_every_mutant_of_a_page_is_caught_or_equivalent(
    path: Path, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    counts: Counter[str] = Counter()
    survivors = []
    listed = equivalents()
    stale = {key for key in listed if key.startswith(f"{path.name} ")}
    for seen in checked(path)[1]:
        for mutant in copies(seen):
            key = f"{seen.name} | {mutant.what} | {mutant.shown}"
            if not (pytestconfig.getoption("--whole") or key in listed or is_sampled(mutant)):
                continue
            counts["tried"] += 1
            if is_caught(seen, mutant):
                counts["caught"] += 1
            elif key in listed:
                counts["equivalent"] += 1
                stale.discard(key)
            elif seen.notes and is_caught_later(seen, mutant):
                counts["caught"] += 1
            else:
                survivors.append(key)
    with capsys.disabled():
        sys.stdout.write(f"\n{path.name}: {dict(counts)}, survivors {len(survivors)}\n")
    assert not survivors, "\n".join(survivors)
    assert not stale, "listed, but caught or not there: " + "\n".join(stale)


def test_the_sample_is_about_a_tenth() -> None:
    sampled = [n for n in range(1000) if is_sampled(Mutant(f"x = {n}", "", ""))]
    assert 70 < len(sampled) < 130


@pytest.mark.parametrize("path", site(), ids=lambda path: path.name)
def test_a_formula_without_a_change_is_not_caught(path: Path, pytestconfig: pytest.Config) -> None:
    for seen in checked(path)[1]:
        same = Mutant(seen.formula.latex, "nothing", "")
        if pytestconfig.getoption("--whole") or is_sampled(same):
            assert not is_caught(seen, same), seen.name
    assert not fails(path, path, pages.read(path).text, {})


def test_no_page_fails_where_the_one_that_most_build_on_is_not_changed() -> None:
    lowest = max(site(), key=lambda below: sum(rests_on(page, below) for page in site()))
    scopes: dict[Path, Scope] = {}
    resting = [path for path in site() if rests_on(path, lowest)]
    assert len(resting) > 3
    above = sorted(resting, key=lambda path: path.stat().st_size)[:3]  # the quickest
    text = pages.read(lowest).text
    assert [path for path in above if fails(path, lowest, text, scopes)] == []
