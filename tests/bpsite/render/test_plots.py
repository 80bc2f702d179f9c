"""A plot's SVG in the page's own colours, with its text alternative."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.render import labs
from bpsite.render.plots import themed
from bpsite.render.roles import COLOUR_OF_ROLE

DRAWN = """<?xml version="1.0"?>
<!-- drawn -->
<svg xmlns="http://www.w3.org/2000/svg" width="403pt" height="245pt" viewBox="0 0 403 245">
 <metadata><x/></metadata><style type="text/css">*{stroke-linejoin: round}</style>
 <defs><path id="m1" d="M0 0"/></defs><use href="#m1" clip-path="url(#m1)"/>
 <path style="stroke: #010203"/><path style="stroke: %s"/>
 <text style="font-size: 11px; font-family: 'DejaVu Sans'; fill: #010203">epoch</text>
</svg>"""


def test_a_plot_is_an_image_named_by_its_text_alternative() -> None:
    plot = themed(DRAWN % "red", 'a "curve" & more')
    assert 'role="img" aria-label="a &quot;curve&quot; &amp; more">' in plot


def test_a_plot_keeps_its_size() -> None:
    assert 'width="403pt" height="245pt" viewBox="0 0 403 245"' in themed(DRAWN % "red", "a")


@pytest.mark.parametrize("role", COLOUR_OF_ROLE)
def test_a_roles_colour_becomes_the_pages(role: str) -> None:
    plot = themed(DRAWN % COLOUR_OF_ROLE[role], "a")
    assert f"stroke: var(--role-{role})" in plot
    assert "#010203" not in plot
    assert "fill: currentColor" in plot


def test_a_plot_brings_no_style_no_font_and_no_metadata() -> None:
    plot = themed(DRAWN % "red", "a")
    assert not [word for word in ("<style", "<metadata", "font-family", "<!--") if word in plot]


def test_two_plots_on_a_page_share_no_identifier() -> None:
    one, two = themed(DRAWN % "red", "a"), themed(DRAWN % "blue", "a")
    name = one.split('id="', 1)[1].split('"')[0]
    assert f'href="#{name}"' in one
    assert f"url(#{name})" in one
    assert name not in two


def test_an_output_that_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError, match="not an SVG"):
        themed("<p>", "a")


def test_the_kernels_colours_are_those_of_the_roles() -> None:
    settings = (Path(labs.__file__).parent / "kernel" / "matplotlibrc").read_text(encoding="utf-8")
    colours = ", ".join(f'"{colour}"' for colour in COLOUR_OF_ROLE.values())
    assert f"cycler(color=[{colours}])" in settings
