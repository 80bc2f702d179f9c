"""A few numbers come before the kernel, and all of them after it where it proves nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from bpsite.proof.decide import judging
from bpsite.proof.decide.witnesses import FEW, POINTS, Outcome
from bpsite.proof.scope.worlds import Claim, World
from tests.bpsite.proof.conftest import Checker

PAGE = "---\nmath:\n  let: {x: real}\n---\n\n$`LEFT = x^2`$\n"


def test_what_numbers_refute_and_the_kernel_proves_is_undecided_with_both_values(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "proved", lambda *_: Outcome("proved", "by mistake"))
    (verdict,) = report(PAGE.replace("LEFT", "x")).verdicts
    assert (verdict.verdict, verdict.method) == ("undecided", "witnesses")
    assert re.search(r"proves it, and numbers refute it at x = .*: left .*, right", verdict.detail)


def test_an_order_that_numbers_refute_and_the_kernel_proves_is_undecided(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "is_proved", lambda *_: True)
    (verdict,) = report(PAGE.replace("LEFT =", "x <")).verdicts
    assert (verdict.verdict, verdict.method) == ("undecided", "witnesses")


def test_what_the_kernel_has_no_time_to_prove_is_refuted(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "TO_CONTRADICT", 0.1)
    monkeypatch.setattr(judging, "proved", lambda *_: all(iter(lambda: True, None)))
    (verdict,) = report(PAGE.replace("LEFT", "3 x")).verdicts
    assert (verdict.verdict, verdict.method) == ("failed", "numbers")


@pytest.mark.parametrize(("left", "tried"), [("x x", [FEW]), ("x^3", [FEW, POINTS])])
def test_all_points_are_tried_of_what_the_kernel_does_not_prove(
    report: Checker, monkeypatch: pytest.MonkeyPatch, left: str, tried: list[int]
) -> None:
    asked = []

    def refutation(_claim: Claim, _found: Sequence[World], points: int) -> Outcome | None:
        asked.append(points)
        return None if points == FEW else Outcome("failed", "numbers", "at a far point")

    monkeypatch.setattr(judging, "refutation", refutation)
    (verdict,) = report(PAGE.replace("LEFT", left)).verdicts
    assert asked == tried
    assert verdict.verdict == ("proved" if tried == [FEW] else "failed")
