"""A graph is the function that it names, and says in words what it shows."""

from __future__ import annotations

import re

import numpy as np
import pytest

import bpcore
from bpsite.render.graphs import GRAPHS, Panel, graph_svg

PANELS = [panel for panels in GRAPHS.values() for panel in panels()]


def panel(title: str) -> Panel:
    return next(panel for panel in PANELS if panel.title == title)


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_has_its_words_and_nothing_that_is_no_number(name: str) -> None:
    drawn = graph_svg(name, "Two <curves>.")
    assert 'role="img" aria-label="Two &lt;curves&gt;."' in drawn
    assert "nan" not in drawn
    assert "inf" not in drawn


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "ReLU"])
def test_an_activation_is_drawn_with_its_own_slope(name: str) -> None:
    value, slope = panel(name).curves
    for z in (-2.0, 0.5, 3.0):
        step = (value.f(z + 1e-6) - value.f(z - 1e-6)) / 2e-6
        assert float(slope.f(z)) == pytest.approx(step, abs=1e-8)


def test_an_error_signal_is_the_slope_of_the_cost_drawn_beside_it() -> None:
    costs, signals = panel("cost, target 1").curves, panel("error signal, target 1").curves
    for cost, signal in zip(costs, signals, strict=True):
        assert cost.name == signal.name
        for z in (-3.0, 0.0, 2.0):
            assert signal.f(z) == pytest.approx(
                (cost.f(z + 1e-6) - cost.f(z - 1e-6)) / 2e-6, abs=1e-8
            )


def test_what_fades_is_a_power_of_the_greatest_slope_and_the_weight() -> None:
    greatest = float(np.max(bpcore.sigmoid_prime(np.linspace(-1, 1, 201))))
    ends = {
        curve.name: 10.0 ** curve.f(10) for curve in panel("what is left of an error signal").curves
    }
    assert ends == pytest.approx(
        {
            "ReLU, weight 1": 1,
            "ReLU, weight 0.5": 0.5**10,
            "sigmoid, weight 1, at most": greatest**10,
        }
    )


def test_the_slope_at_the_activation_is_drawn_beside_the_right_one() -> None:
    at_z, at_a = panel("the slope of the sigmoid").curves
    for z in (-5.0, 0.0, 3.0):
        assert at_z.f(z) == bpcore.sigmoid_prime(z)
        assert at_a.f(z) == bpcore.sigmoid_prime(bpcore.sigmoid(z))


def test_what_decays_and_what_adds_up_is_what_so_many_steps_give() -> None:
    for curve, factor in zip(panel("a weight that only decays").curves, (0.95, 0.8), strict=True):
        assert curve.f(7) == pytest.approx(np.prod([factor] * 7))
    for curve, beta in zip(panel("a step under one gradient").curves, (0.9, 0.5), strict=True):
        assert curve.f(7) == pytest.approx(sum(beta**power for power in range(7)))


def test_a_factor_in_each_layer_is_a_power_of_it() -> None:
    for curve, factor in zip(
        panel("the mean square of a signal").curves, (2.0, 1.0, 0.5), strict=True
    ):
        assert 10.0 ** curve.f(10) == pytest.approx(factor**10)


def test_a_jump_is_not_drawn_as_a_slope() -> None:
    relu = graph_svg("activations", "").rpartition("<svg")[2]
    slope = re.search('graph-slope" d="([^"]*)"', relu)
    assert slope
    assert slope[1].count("M") == 2


@pytest.mark.parametrize("number", range(len(PANELS)))
def test_no_curve_leaves_its_panel(number: int) -> None:
    drawn = "".join(graph_svg(name, "") for name in GRAPHS).split("<svg")[1 + number]
    for line in re.findall(r' d="(M[^"H]*)"', drawn):
        x = y = 0.0
        for kind, across, down in re.findall(r"([Ml])([\d.-]+) ([\d.-]+)", line):
            x, y = (float(across) + x * (kind == "l"), float(down) + y * (kind == "l"))
            assert 0 <= x <= 260
            assert 0 <= y <= 168


def test_the_error_of_a_difference_is_about_the_one_of_81_and_of_the_complex_step_never_more() -> (
    None
):
    (panel,) = GRAPHS["difference"]()
    measured, theory, sideways = (curve.f for curve in panel.curves)
    for step in range(-12, 0):
        assert abs(measured(step) - theory(step)) < 1
        assert sideways(step) < max(measured(step) + 0.1, -15.5)


def test_both_orders_of_updates_are_those_of_the_page_and_agree_for_a_small_rate() -> None:
    at_once, new_first = (curve.f for curve in panel("the cost after one step").curves)
    assert at_once(0.1) == pytest.approx((-1.1408 * 0.7112 * 0.5 - 1) ** 2 / 2)
    changed = 0.7112 + 0.0043808  # by (92)
    assert new_first(0.1) == pytest.approx((-1.1408 * changed * 0.5 - 1) ** 2 / 2)
    assert at_once(0.001) == pytest.approx(new_first(0.001), rel=1e-5)
