"""Each claim of the cases alone: what is false, meaningless or unread is refused, what is true is
proved. A file is one kind of mistake that a checker can make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from bpsite.proof import site
from bpsite.proof.decide import judging
from tests.bpsite.proof.conftest import Checker

CASES = Path(__file__).parents[2] / "cases" / "proof"


def claims(folder: str) -> Iterator[ParameterSet]:
    """Each claim of each file with the file's front matter before it."""
    for path in sorted((CASES / folder).glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        for number, claim in enumerate(re.split(r"\n\n(?!\s)", body.strip("\n")), 1):
            yield pytest.param(f"---\n{head}---\n\n{claim}\n", id=f"{path.stem}-{number}")


@pytest.mark.parametrize("text", [*claims("refuse")])
def test_what_is_false_or_not_read_is_refused(report: Checker, text: str) -> None:
    result = report(text)
    assert result.exit_code in (1, 2)
    assert all(re.match(r"page\.md:\d+:\d+: \S", finding) for finding in result.findings())


@pytest.mark.parametrize("text", [*claims("refuse")])
def test_the_kernel_alone_refuses_it_too(
    report: Checker, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_against", lambda *_: None)
    monkeypatch.setattr(site, "_decided", {})  # or the verdicts with numbers are remembered
    assert report(text).exit_code in (1, 2)


@pytest.mark.parametrize("text", [*claims("accept")])
def test_what_is_true_is_proved(report: Checker, text: str) -> None:
    result = report(text)
    assert result.findings() == []
    decided = [verdict for verdict in result.verdicts if verdict.step]
    assert [verdict.verdict for verdict in decided] == ["proved"]
