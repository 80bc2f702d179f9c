"""What a cell can draw."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from bpsite.browser.python import page


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The figures that were drawn."""
    figures: list[Any] = []
    monkeypatch.setattr(page, "draw", figures.append)
    return figures


def test_a_curve_is_sent_as_plain_numbers(drawn: list[Any]) -> None:
    page.plot(range(3), [0, 1, 4])
    assert drawn == [
        {
            "x": [0.0, 1.0, 2.0],
            "curves": [{"name": "y", "role": None, "y": [0.0, 1.0, 4.0]}],
            "xlabel": "x",
            "ylabel": "",
        }
    ]


def test_curves_by_keyword_have_their_names_and_their_symbols_roles(drawn: list[Any]) -> None:
    page.plot([0, 1], [1, 2], [3, 4], delta_2=[5, 6], J=[7, 8], sigma=[0, 1])
    curves = [(curve["name"], curve["role"]) for curve in drawn[0]["curves"]]
    assert curves == [
        *(("y1", None), ("y2", None), ("delta_2", "error"), ("J", "cost"), ("sigma", None))
    ]


def test_what_is_not_finite_is_a_gap(drawn: list[Any]) -> None:
    page.plot([0, 1, 2], [float("nan"), float("inf"), 1])
    assert drawn[0]["curves"][0]["y"] == [None, None, 1.0]


def test_no_more_points_are_sent_than_can_be_seen(drawn: list[Any]) -> None:
    page.plot(range(100_001), range(100_001))
    across = drawn[0]["x"]
    assert len(across) <= page.MOST_POINTS + 1
    assert (across[0], across[-1]) == (0, 100_000)


WRONG = [
    (([0, 1],), "plot: 1 to 8 curves are drawn, got 0"),
    (([0, 1], *[[0, 1]] * 9), "plot: 1 to 8 curves are drawn, got 9"),
    (([0, 1], [0]), "plot: y has 1 numbers, but x has 2"),
    ((3.0, [0]), "plot: x is one float, not an array of numbers"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_what_can_not_be_drawn_is_refused_by_name(
    arguments: tuple[Any, ...], message: str, drawn: list[Any]
) -> None:
    with pytest.raises(ValueError, match=message):
        page.plot(*arguments)
    assert drawn == []


def test_outside_of_the_page_it_says_so() -> None:
    with pytest.raises(RuntimeError, match="plot draws in the page"):
        page.plot([0, 1], [0, 1])


def test_the_examples_in_its_docstrings_hold() -> None:
    results = doctest.testmod(page)
    assert results.attempted
    assert not results.failed
