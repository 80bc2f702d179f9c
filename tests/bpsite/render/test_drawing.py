from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bpsite.render.drawing import Arrow, Drawing, Label, Node, head, rounded, svg, typeset

NODE = Node("z3", (20, 30), (10, 8), "z^{(3)}", "forward")
DRAWING = Drawing((NODE,), (Label("y", (1, 2), "y"),), (), (100, 50), down=False)


def test_a_drawing_down_the_page_exchanges_along_and_across() -> None:
    down = Drawing(DRAWING.nodes, DRAWING.labels, DRAWING.arrows, DRAWING.size, down=True)
    assert 'viewBox="0 0 100 50"' in svg(DRAWING, "")
    assert 'viewBox="0 0 50 100"' in svg(down, "")
    assert 'x="20" y="36"' in svg(DRAWING, "")
    assert 'x="30" y="26"' in svg(down, "")


def test_the_text_alternative_can_hold_any_character() -> None:
    element = _parsed(svg(DRAWING, 'a < b & "c"'))
    assert element.get("aria-label") == 'a < b & "c"'
    assert element.get("role") == "img"


def test_each_part_can_be_found_by_its_symbol() -> None:
    element = _parsed(svg(DRAWING, ""))
    assert [group.get("data-symbol") for group in element] == ["z3", "y"]


def test_a_colour_is_a_variable_with_a_fallback() -> None:
    assert "color:var(--role-forward,#" in svg(DRAWING, "")


def test_a_tie_has_no_head() -> None:
    ends = ((0.0, 0.0), (0.0, 9.0))
    arrows = (Arrow("a", ends, "error"), Arrow("b", ends, "error", tie=True))
    drawn = svg(Drawing((), (), arrows, (9, 9), down=False), "")
    assert 'class="figure-tie" d="M0 0L0 9"' in drawn
    assert 'd="M0 0L0 9M' in drawn


@pytest.mark.parametrize(
    ("start", "end"), [((0, 0), (9, 0)), ((9, 0), (0, 0)), ((0, 0), (0, 9)), ((0, 9), (0, 0))]
)
def test_a_head_ends_where_its_arrow_does(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    assert f"L{end[0]} {end[1]}L" in head(start, end)


def test_a_box_without_round_corners_is_a_rectangle() -> None:
    assert rounded(((0, 0), (2, 0), (2, 1), (0, 1)), (0, 0, 0, 0)) == "M0 0L2 0L2 1L0 1Z"


@pytest.mark.parametrize(
    ("latex", "letters"),
    [
        (r"\theta^{(2)} \sigma'(z^{(2)})", "θ(2)\u2009σ′(z(2))"),
        (r"\hat{y} - y", "y^\u200b\u2009−\u2009y"),
        ("J", "J"),
    ],
)
def test_a_symbol_keeps_its_characters(latex: str, letters: str) -> None:
    element = _parsed(f"<text>{typeset(latex)}</text>")
    assert "".join(element.itertext()) == letters


def test_an_index_has_the_role_of_its_symbol_and_the_line_goes_on_below() -> None:
    latex = r"\theta^{(2)} g"
    spans = _parsed(f"<text>{typeset(latex)}</text>")
    assert [(span.get("class"), span.get("dy")) for span in spans] == [
        ("it role-weight", None),
        ("up role-weight", "-7"),
        ("rm", "7"),
        ("it", None),
    ]


def _parsed(html: str) -> ElementTree.Element:
    xml = html.replace(" data-search-exclude", "")
    return ElementTree.fromstring(xml)  # noqa: S314 # our own drawing


def test_a_lower_index_stands_under_the_upper_one_and_in_its_role() -> None:
    upper, lower = typeset("z^{(2)}_1").split("</tspan>")[1:3]
    assert upper == '<tspan class="up role-forward" dy="-7">(2)'
    assert lower == '<tspan class="low role-forward" dy="12" dx="-1.28em">1'
    assert typeset("x_1").endswith('<tspan class="low role-forward" dy="5">1</tspan>')


def test_the_strokes_of_a_slanting_head_are_as_far_from_its_line() -> None:
    (one, tip, other) = (
        tuple(map(float, point.split())) for point in head((0, 0), (30, 40))[1:].split("L")
    )
    assert tip == (30, 40)
    assert one[0] * 40 - one[1] * 30 == pytest.approx(-(other[0] * 40 - other[1] * 30), abs=5)
