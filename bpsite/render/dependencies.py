"""Which equation rests on which, as a picture: a band for each page, and depth from left to right.

An equation's depth is 0 if it rests on no other, and else one more than the deepest that it rests
on; so every line of the picture runs to the right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from xml.etree.ElementTree import Element, SubElement

Point = tuple[float, float]
Rests = Mapping[int, Sequence[int]]

COLUMN, ROW, TITLE, EDGE = 86, 34, 30, 26
"""The distances of columns and rows, the height of a band's title, and the picture's margin."""
BOX = (40, 24)
"""The size of an equation's box."""


@dataclass(frozen=True)
class Picture:
    """Where each equation stands (the middle of its box), and each band's title and upper edge."""

    places: dict[int, Point]
    bands: tuple[tuple[str, float], ...]
    size: Point


def depths(rests: Rests) -> dict[int, int]:
    """How deep each equation stands; what it rests on may have a smaller number or a greater one.

    >>> depths({1: [], 2: [3], 3: [1]})
    {1: 0, 3: 1, 2: 2}
    """
    found: dict[int, int] = {}
    for number in TopologicalSorter(rests).static_order():
        found[number] = 1 + max((found[cited] for cited in rests[number]), default=-1)
    return found


def implied(rests: Rests) -> set[tuple[int, int]]:
    """The pairs (equation, what it rests on) that also follow by way of another equation.

    >>> implied({1: [], 2: [1], 3: [1, 2]})
    {(3, 1)}
    """
    below: dict[int, set[int]] = {}
    for number in TopologicalSorter(rests).static_order():
        below[number] = set(rests[number]).union(*(below[cited] for cited in rests[number]))
    return {
        (number, cited)
        for number in rests
        for cited in rests[number]
        if any(cited in below[other] for other in rests[number])
    }


def picture(pages: Sequence[tuple[str, Sequence[int]]], rests: Rests) -> Picture:
    """The places of all equations; each page is given by its title and its equations' numbers."""
    depth = depths(rests)
    places: dict[int, Point] = {}
    bands = []
    top = 0.0
    for title, numbers in pages:
        bands.append((title, top))
        rows: dict[int, int] = defaultdict(int)
        for number in numbers:
            along = EDGE + BOX[0] / 2 + COLUMN * depth[number]
            places[number] = (along, top + TITLE + ROW * (rows[depth[number]] + 0.5))
            rows[depth[number]] += 1
        top += TITLE + ROW * max(rows.values()) + ROW / 2
    width = 2 * EDGE + BOX[0] + COLUMN * max(depth.values(), default=0)
    return Picture(places, tuple(bands), (width, top))


def curve(start: Point, end: Point) -> str:
    """The path of a line from the right of one box to the left of another.

    Two boxes of one row that are not neighbours are joined above those between them.

    >>> curve((20, 50), (106, 90))
    'M40 50C63 50 63 90 86 90'
    >>> curve((20, 50), (192, 50))
    'M40 50C83 18 129 18 172 50'
    """
    (left, upper), (right, lower) = start, end
    left, right = left + BOX[0] / 2, right - BOX[0] / 2
    over = BOX[1] * 4 / 3 if upper == lower and right - left > COLUMN else 0
    bend = min((right - left) / 2, COLUMN / 2)
    return (
        f"M{left:g} {upper:g}C{left + bend:g} {upper - over:g} "
        f"{right - bend:g} {lower - over:g} {right:g} {lower:g}"
    )


def element(
    drawn: Picture, rests: Rests, addresses: Mapping[int, str], told: Mapping[int, str]
) -> Element:
    """The picture as SVG, in which each equation is a link that says what is told of it.

    Built as elements and not as text, so that MkDocs resolves and checks the links.
    """
    width, height = drawn.size
    box = {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    spoken = {"role": "group", "aria-label": "Which equation rests on which"}
    svg = Element("svg", {**box, **spoken})
    lines = _lines(drawn, rests)
    passed = implied(rests)
    for kind, pairs in (("implied", passed), ("direct", lines.keys() - passed)):
        path = "".join(lines[pair] for pair in sorted(pairs))
        SubElement(svg, "path", {"class": kind, "d": path})
    for title, top in drawn.bands:
        SubElement(svg, "path", {"class": "band", "d": f"M0 {top + 0.5:g}H{width:g}"})
        SubElement(
            svg, "text", {"class": "band-title", "x": "0", "y": f"{top + 19:g}"}
        ).text = title
    for number, place in drawn.places.items():
        link = SubElement(svg, "a", {"href": addresses[number]})
        SubElement(link, "title").text = told[number]
        # Its lines once more, which a pointer or the focus on it lights up.
        own = "".join(lines[number, cited] for cited in rests[number])
        if own:
            SubElement(link, "path", {"d": own})
        _box(link, number, place)
    return svg


def _lines(drawn: Picture, rests: Rests) -> dict[tuple[int, int], str]:
    places = drawn.places
    return {
        (number, cited): curve(places[cited], places[number])
        for number in rests
        for cited in rests[number]
    }


def _box(link: Element, number: int, place: Point) -> None:
    (x, y), (width, height) = place, BOX
    corner = {"x": f"{x - width / 2:g}", "y": f"{y - height / 2:g}"}
    SubElement(link, "rect", {**corner, "width": str(width), "height": str(height), "rx": "4"})
    SubElement(link, "text", {"x": f"{x:g}", "y": f"{y + 5:g}"}).text = f"({number})"
