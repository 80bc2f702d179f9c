"""What an author writes for a moving figure, and what is refused."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from bpsite import source
from bpsite.render.equations import EquationExtension
from bpsite.render.moving import MovingExtension

FIGURE = "![A chain.](figure:moving-network)"
STEP = r"1. $`z^{(2)} = \theta^{(1)} a^{(1)}`$ [(6)](#eq-6)"


def converted(text: str) -> str:
    token = source.reading.set(source.Reading("page.md", text, text))
    try:
        return Markdown(extensions=[EquationExtension(), MovingExtension()]).convert(text)
    finally:
        source.reading.reset(token)


def refused(text: str) -> str:
    with pytest.raises(source.AuthorError) as caught:
        converted(text)
    return str(caught.value).splitlines()[0]


def test_a_figure_and_its_list_become_one_element_with_numbers() -> None:
    html = converted(f"{FIGURE}\n\n{STEP}\n")
    assert re.search(r'<moving-network class="moving" id="moving">.*</moving-network>', html, re.S)
    assert 'data-formula="theta1 · a1" data-step="z2"' in html
    assert "= 0.8 · 0.500000" in html


LEARNS = r"1. $`\frac{\partial J}{\partial \theta^{(3)}} = \delta^{(4)} a^{(3)}`$ [(32)](#eq-32)"
OF_LEARNING = (
    'data-do="update"',
    'class="moving-check"',
    'class="moving-curve"',
    'data-input="eta"',
)


def test_a_figure_speaks_of_learning_only_where_a_step_is_a_derivative_by_a_weight() -> None:
    without, learning = converted(f"{FIGURE}\n\n{STEP}\n"), converted(f"{FIGURE}\n\n{LEARNS}\n")
    assert [part for part in OF_LEARNING if part in without] == []
    assert [part for part in OF_LEARNING if part not in learning] == []
    assert 'data-do="reset"' in without


def test_a_figure_shows_no_error_signal_that_its_steps_do_not_reach() -> None:
    last = r"1. $`\delta^{(4)} = \hat{y}^{(i)} - y^{(i)}`$ [(8)](#eq-8)"
    shown = set(re.findall(r'data-symbol="((?:delta|back)\d)"', converted(f"{FIGURE}\n\n{last}\n")))
    assert shown == {"delta4", "back4"}
    assert "delta2" in converted(f"{FIGURE}\n\n{LEARNS}\n")


def test_the_sigmoid_needs_no_list() -> None:
    html = converted("![A curve.](figure:moving-sigmoid)")
    assert html.startswith("<moving-sigmoid")
    assert 'aria-label="A curve."' in html


def test_the_network_that_learns_needs_no_list_and_its_controls_say_how_it_starts() -> None:
    html = converted("![A network.](figure:moving-layers)")
    assert html.startswith("<moving-layers")
    assert html.count('aria-label="A network."') == 2
    chosen = re.findall('<option value="(\\w*)" selected>', html)
    assert chosen == ["2", "", "", "", "tanh", "binary_cross_entropy", "xor"]
    assert re.findall('type="number" data-setting="(\\w+)" value="([^"]*)"', html) == [
        ("eta", "0.5"),
        ("seed", "4"),
        ("example", "1"),
    ]


@pytest.mark.parametrize("second", ["moving-sigmoid", "moving-layers"])
def test_a_figure_beside_the_network_that_learns_is_refused(second: str) -> None:
    message = refused(f"![A network.](figure:moving-layers)\n\n![Another.](figure:{second})\n")
    assert message == "page.md:3:13: a page has one figure that moves"


def test_a_second_figure_that_moves_is_refused_at_its_place() -> None:
    message = refused(f"{FIGURE}\n\n{STEP}\n\nWords: ![A curve.](figure:moving-sigmoid)\n")
    assert message == "page.md:5:20: a page has one figure that moves"


@pytest.mark.parametrize("after", ["", "Words.\n", "- a list without numbers\n"])
def test_a_figure_without_a_list_is_refused_at_its_place(after: str) -> None:
    message = refused(f"Words.\n\n{FIGURE}\n\n{after}")
    assert message == "page.md:3:13: this figure moves by the steps of a list, and has none"


def test_a_step_that_is_no_equation_is_refused() -> None:
    message = refused(f"{FIGURE}\n\n1. words\n")
    assert message == "page.md:1:13: a step of this figure is no equation"


def test_a_step_with_a_foreign_symbol_is_refused() -> None:
    message = refused(f"{FIGURE}\n\n1. $`z^{{(2)}} = w a^{{(1)}}`$\n")
    assert message == "page.md:1:13: a moving figure can't put numbers into 'w'"


@pytest.mark.parametrize("step", [r"z^{(9)} = a^{(1)}", r"z^{(2)} = \theta^{(7)} a^{(1)}"])
def test_a_step_with_a_layer_that_the_network_has_not_is_refused(step: str) -> None:
    message = refused(f"{FIGURE}\n\n1. $`{step}`$\n")
    assert re.fullmatch(r"page.md:1:13: the network of this figure has no (z9|theta7)", message)


def test_a_step_with_a_general_index_is_refused() -> None:
    message = refused(f"{FIGURE}\n\n1. $`z^{{(l)}} = \\theta^{{(1)}} a^{{(1)}}`$\n")
    assert message == "page.md:1:13: a moving figure can't put numbers into 'z^{(l)}'"


@pytest.mark.parametrize(
    ("latex", "states"),
    [
        (
            r"\delta^{(3)} = \delta^{(4)} \theta^{(3)} \sigma'(z^{(3)})",
            "delta3 = delta4 · theta3 · σ′(z3)",
        ),
        (r"\Delta\theta^{(2)} = -\eta \, \delta^{(3)} a^{(2)}", "gradient2 = delta3 · a2"),
        (r"\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}", None),
        (r"\sigma'(x) = 1", None),
    ],
)
def test_a_row_of_an_equation_carries_what_it_states_of_the_network(
    latex: str, states: str | None
) -> None:
    found = re.search('data-states="([^"]*)"', converted(f"```math\n{latex}\n```\n"))
    assert (found[1] if found else None) == states


def test_each_row_below_a_left_side_states_something_of_it() -> None:
    factor = r"\theta^{(2)} \sigma'(z^{(2)})"
    rows = (
        rf"\delta^{{(2)}} &= \delta^{{(4)}} \theta^{{(3)}} \sigma'(z^{{(3)}}) \, {factor} \\",
        rf"&= \delta^{{(3)}} {factor}",
    )
    html = converted("\n".join(["```math", r"\begin{aligned}", *rows, r"\end{aligned}", "```", ""]))
    assert re.findall('data-states="([^"]*)"', html) == [
        "delta2 = delta4 · theta3 · σ′(z3) · theta2 · σ′(z2)",
        "delta2 = delta3 · theta2 · σ′(z2)",
    ]
