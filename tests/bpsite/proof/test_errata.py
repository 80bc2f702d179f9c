"""Published errors of our subject, each caught at its place; a case file says where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpsite.proof.site import check

CASES = sorted((Path(__file__).parents[2] / "cases" / "proof" / "errata").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_published_error_is_caught_at_its_place_and_nowhere_else(path: Path) -> None:
    found = re.search(r"caught at \((\d+)\) step (\d+)\.", path.read_text(encoding="utf-8"))
    assert found
    report = check([path])
    assert not report.errors, report.errors[0]
    bad = [(verdict.tag, verdict.step) for verdict in report.verdicts if not verdict.good]
    assert bad == [(found[1], int(found[2]))]
    assert report.exit_code == 1


def test_there_is_a_case_for_each_published_error() -> None:
    assert len(CASES) == 13
