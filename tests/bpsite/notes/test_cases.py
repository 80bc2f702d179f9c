"""Notes in the ways in which people write them, each with what is known to be true and false."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpsite.notes import files
from bpsite.notes.judge import Judged, judge

CASES = Path(__file__).parents[2] / "cases/notes"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".said")
READ = 0.8  # of all formulas, at the least


def expected(path: Path) -> Iterator[tuple[str, str]]:
    """The status and the LaTeX of each statement that the case speaks of."""
    for line in path.with_suffix(".said").read_text(encoding="utf-8").splitlines():
        status, _, latex = line.partition(" ")
        yield status, latex


def plain(latex: str) -> str:
    return "".join(latex.split())


@pytest.fixture(scope="module", params=FILES, ids=[path.name for path in FILES])
def case(request: pytest.FixtureRequest) -> tuple[Path, Judged]:
    return request.param, judge(files.read(request.param))


def test_what_is_known_to_be_true_or_false_is_found(case: tuple[Path, Judged]) -> None:
    path, judged = case
    found = {(result.status, plain(result.latex)) for result in judged.results}
    missing = [each for each in expected(path) if (each[0], plain(each[1])) not in found]
    assert missing == [], "\n".join(sorted(f"{s} {latex}" for s, latex in found))


def test_nothing_else_is_called_false(case: tuple[Path, Judged]) -> None:
    path, judged = case
    known = {plain(latex) for status, latex in expected(path) if status == "failed"}
    found = [result for result in judged.results if result.status == "failed"]
    assert {plain(result.latex) for result in found} == known


def test_most_formulas_are_read_and_none_is_missed(case: tuple[Path, Judged]) -> None:
    _, judged = case
    unread = {result.formula for result in judged.results if result.status == "unread"}
    assert not judged.notes.troubles
    if judged.notes.declares:
        return  # what is not declared there is not read
    assert 1 - len(unread) / len(judged.notes.formulas) >= READ


def test_the_checker_fails_nowhere(case: tuple[Path, Judged]) -> None:
    _, judged = case
    assert [result for result in judged.results if "the checker fails" in repr(result)] == []
