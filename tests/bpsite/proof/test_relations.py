"""Every relation of the site is one test, named by page, number and step."""

from __future__ import annotations

import functools
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bpsite import checked
from bpsite.proof.site import Report, Verdict, check

ROOT = Path(__file__).parents[3]


@functools.cache
def site() -> Report:
    """What the build decides and keeps is not decided again."""
    return check([ROOT / "docs"], checked.kept(ROOT / ".cache/verdicts-docs.json"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "verdict" in metafunc.fixturenames:
        verdicts = [v for v in site().verdicts if v.verdict != "bound"]
        metafunc.parametrize("verdict", verdicts, ids=[v.test for v in verdicts])


def test_the_relation_is_decided_and_true(verdict: Verdict) -> None:
    assert verdict.good, verdict.message()


def test_every_page_can_be_read() -> None:
    assert not site().errors, "\n".join(map(str, site().errors))


def test_every_relation_has_a_test_of_its_own() -> None:
    names = [v.test for v in site().verdicts if v.verdict != "bound"]
    assert len(names) == len(set(names))


def test_the_equations_1_to_17_are_there() -> None:
    tags = {verdict.tag for verdict in site().verdicts}
    assert {str(number) for number in range(1, 18)} <= tags


def test_no_equation_rests_on_itself_by_way_of_others() -> None:
    TopologicalSorter(site().dependencies()).prepare()  # raises where there is such a circle
