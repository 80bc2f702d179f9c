from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpsite.render.roles import COLOUR_OF_ROLE, ROLE_OF_SYMBOL, with_roles

STYLES = (Path(__file__).parents[3] / "docs/assets/css/colours.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r"\{([^{}]*--role-forward: [^{}]*)\}", STYLES)
)
SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])


def _luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@SCHEMES
@pytest.mark.parametrize("role", sorted(COLOUR_OF_ROLE))
def test_a_role_can_be_read_on_every_ground(role: str, scheme: dict[str, str]) -> None:
    for ground in ("page", "raised", "marked"):
        assert contrast(scheme[f"role-{role}"], scheme[ground]) >= 4.5, ground


@SCHEMES
def test_words_and_code_can_be_read_on_every_ground(scheme: dict[str, str]) -> None:
    names = [name for name in scheme if name.startswith(("ink", "link", "syntax"))]
    assert len(names) >= 7
    for name in names:
        for ground in ("page", "raised"):
            assert contrast(scheme[name], scheme[ground]) >= 4.5, (name, ground)


def test_plots_and_the_light_scheme_have_the_same_colours() -> None:
    assert {f"role-{role}": colour for role, colour in COLOUR_OF_ROLE.items()}.items() <= (
        LIGHT.items()
    )


def test_both_schemes_have_the_same_colours_by_name() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_every_symbol_has_a_role_with_a_colour() -> None:
    assert set(ROLE_OF_SYMBOL.values()) == set(COLOUR_OF_ROLE)


def _coloured(latex: str) -> list[tuple[str, str]]:
    """Each role and what it was given to."""
    marked = with_roles(latex)
    return re.findall(
        r"\\htmlClass\{role-(\w+)[^}]*\}\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", marked
    )


@pytest.mark.parametrize(
    ("latex", "roles"),
    [
        (r"z^{(3)} = \theta^{(2)} a^{(2)}",
         [("forward", "z^{(3)}"), ("weight", r"\theta^{(2)}"), ("forward", "a^{(2)}")]),
        (r"\hat{y}^{(i)} - y^{(i)}", [("forward", r"\hat{y}^{(i)}")]),
        (r"\Delta\theta^{(1)}", [("weight", r"\theta^{(1)}")]),
        (r"\sigma'(z_k)", [("forward", "z_k")]),
        (r"\partial J", [("cost", "J")]),
    ],
)  # fmt: skip
def test_a_symbol_takes_its_index_with_it(latex: str, roles: list[tuple[str, str]]) -> None:
    assert _coloured(latex) == roles


@pytest.mark.parametrize(
    "latex", [r"\max(0, 1)", r"\text{a z J}", r"\exp", r"\tag{1}", r"\frac{1}{2}", "y", r"g' - 1"]
)
def test_what_has_no_role_and_no_place_in_the_figure_stays_as_it_is(latex: str) -> None:
    assert with_roles(latex) == latex


@pytest.mark.parametrize(
    ("latex", "places"),
    [
        (r"y^{(i)} - \eta", ["y", "eta"]),
        (r"\frac{\partial J}{\partial \theta^{(2)}}", ["gradient2", "J", "theta2"]),
        (r"\theta^{(2)} \sigma'(z^{(2)})", ["back2", "theta2", "z2"]),
        (r"\theta^{(2)} \sigma'(z^{(3)})", ["theta2", "back3", "z3"]),
        (r"(\hat{y}^{(i)} - y^{(i)}) \, a^{(3)}", ["back4", "yhat", "y", "a3"]),
        (r"(\hat{y}^{(i)} - y^{(i)})^2", ["yhat", "y"]),
        (r"\sigma(z^{(2)})", ["activation2", "z2"]),
        (r"g(z^{(4)})", ["activation4", "z4"]),
        (r"\delta^{(l)} z^{(l)}", []),
    ],
)
def test_each_thing_of_the_figure_has_its_place_in_the_order_of_reading(
    latex: str, places: list[str]
) -> None:
    assert re.findall(r"symbol-(\w+)", with_roles(latex)) == places


def test_an_error_in_a_line_of_text_can_still_break_at_its_sign() -> None:
    assert "back4" not in with_roles(r"(\hat{y}^{(i)} - y^{(i)}) \, a^{(3)}", display=False)


def test_a_symbol_with_a_place_but_no_role_keeps_the_colour_of_the_words() -> None:
    assert with_roles(r"\eta") == r"{\htmlClass{symbol-eta}{\eta}}"
