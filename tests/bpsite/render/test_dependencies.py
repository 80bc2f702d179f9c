from __future__ import annotations

import re
from itertools import combinations
from xml.etree.ElementTree import Element

import pytest

from bpsite.render.dependencies import BOX, Picture, curve, depths, element, implied, picture

RESTS = {1: [], 2: [1], 3: [], 4: [1, 2], 5: [1, 4], 6: [3]}
PAGES = [("First", [1, 2, 3]), ("Second", [4, 5, 6])]
NUMBER = re.compile(r"-?[\d.]+")


@pytest.fixture
def drawn() -> Picture:
    return picture(PAGES, RESTS)


@pytest.fixture
def svg(drawn: Picture) -> Element:
    addresses = {number: f"/page.md#eq-{number}" for number in RESTS}
    return element(drawn, RESTS, addresses, {number: f"({number}), proved" for number in RESTS})


def test_an_equation_stands_right_of_all_that_it_rests_on(drawn: Picture) -> None:
    for number, cited in ((n, c) for n, below in RESTS.items() for c in below):
        assert drawn.places[cited][0] + BOX[0] < drawn.places[number][0]


def test_an_equation_may_rest_on_one_with_a_greater_number() -> None:
    rests = {1: [], 2: [3, 1], 3: [1]}
    assert depths(rests) == {1: 0, 2: 2, 3: 1}
    assert implied(rests) == {(2, 1)}


def test_equations_of_one_depth_stand_in_one_column(drawn: Picture) -> None:
    for one, other in combinations(RESTS, 2):
        same = depths(RESTS)[one] == depths(RESTS)[other]
        assert same == (drawn.places[one][0] == drawn.places[other][0])


def test_no_two_boxes_touch(drawn: Picture) -> None:
    for (x, y), (u, v) in combinations(drawn.places.values(), 2):
        assert abs(x - u) > BOX[0] or abs(y - v) > BOX[1]


def test_every_equation_stands_in_the_band_of_its_page(drawn: Picture) -> None:
    edges = [top for _, top in drawn.bands] + [drawn.size[1]]
    for (_, numbers), top, bottom in zip(PAGES, edges[:-1], edges[1:], strict=True):
        for number in numbers:
            assert top + BOX[1] < drawn.places[number][1] < bottom - BOX[1] / 2


def test_every_box_and_every_line_is_inside_the_picture(drawn: Picture, svg: Element) -> None:
    width, height = drawn.size
    for path in svg.iter("path"):
        if path.get("class") != "band":
            numbers = [float(found) for found in NUMBER.findall(path.get("d", ""))]
            assert all(0 <= x <= width for x in numbers[::2])
            assert all(0 <= y <= height for y in numbers[1::2])
    for x, y in drawn.places.values():
        assert BOX[0] / 2 < x < width - BOX[0] / 2
        assert BOX[1] / 2 < y < height - BOX[1] / 2


def test_a_line_begins_and_ends_at_its_boxes(drawn: Picture) -> None:
    for (x, y), (u, v) in [(drawn.places[1], drawn.places[4]), (drawn.places[4], drawn.places[5])]:
        path = curve((x, y), (u, v))
        assert path.startswith(f"M{x + BOX[0] / 2:g} {y:g}C")
        assert path.endswith(f" {u - BOX[0] / 2:g} {v:g}")


def test_a_line_over_boxes_of_its_row_passes_above_them() -> None:
    over = [float(found) for found in NUMBER.findall(curve((20, 50), (192, 50)))]
    # A cubic curve reaches three quarters of the way to its two control points.
    assert 50 - 0.75 * (50 - over[3]) <= 50 - BOX[1] / 2
    assert over[3] == over[5]


def test_neighbours_of_one_row_are_joined_straight() -> None:
    ys = NUMBER.findall(curve((20, 50), (106, 50)))[1::2]
    assert set(ys) == {"50"}


def test_what_follows_by_way_of_another_equation_is_drawn_as_such(svg: Element) -> None:
    assert implied(RESTS) == {(4, 1), (5, 1)}
    lines = {path.get("class"): path.get("d", "").count("M") for path in svg.findall("path")}
    assert (lines["direct"], lines["implied"]) == (4, 2)


def test_each_equation_is_a_link_that_holds_its_own_lines_and_tells_what_it_is(
    svg: Element,
) -> None:
    links = svg.findall("a")
    assert [link.get("href") for link in links] == [f"/page.md#eq-{n}" for n in RESTS]
    assert [link.findtext("title") for link in links] == [f"({n}), proved" for n in RESTS]
    for link, below in zip(links, RESTS.values(), strict=True):
        lines = [path.get("d", "").count("M") for path in link.findall("path")]
        assert lines == ([len(below)] if below else [])


def test_a_picture_of_equations_that_rest_on_nothing_is_one_column() -> None:
    drawn = picture([("Only", [1, 2])], {1: [], 2: []})
    assert len({x for x, _ in drawn.places.values()}) == 1
