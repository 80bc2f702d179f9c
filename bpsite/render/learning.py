"""The figure of a layered network that learns, drawn as it starts."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from bpsite.render import starting

_SIZES = ("1", "2", "3", "4", "5")
_HIDDEN = (2, 3, 4, 5)
"""The hidden layers that there can be; the last layer has one unit."""

_CHOICES = (
    (
        "activation",
        "Activation of the hidden units",
        (("sigmoid", "sigmoid"), ("tanh", "tanh"), ("relu", "ReLU")),
    ),
    (
        "cost",
        "Cost",
        (
            ("binary_cross_entropy", "cross-entropy (19)"),
            ("half_squared_error", "half squared error (7)"),
        ),
    ),
    ("data", "Examples", (("xor", "XOR"), ("circles", "circles"), ("line", "a line"))),
)
_NUMBERS = (
    ("eta", "Learning rate", 'min="0" max="1000" step="any" inputmode="decimal"'),
    ("seed", "Seed of the first weights", 'min="0" max="1000000" step="1" inputmode="numeric"'),
    ("example", "Example in the units", 'min="1" max="30" step="1" inputmode="numeric"'),
)


def figure(alternative: str) -> str:
    """The network with its text alternative, what it predicts, its cost, and the controls."""
    seen = starting.state()
    across, down = seen["drawings"]
    drawn = _svg("figure-across", across, alternative) + _svg("figure-down", down, alternative)
    return (
        f'<figure class="figure layers-figure" data-figure="moving-layers">{drawn}</figure>'
        f'<p class="layers-reading" data-search-exclude>{seen["reading"]}</p>{_BAR}'
        f'<div class="layers-plots">{_plots(seen)}</div>'
        f'<p class="layers-marks" data-search-exclude>{seen["marks"]}</p>'
        f"{_settings(seen['settings'])}{_EXACT}{_LEGEND}"
    )


def _svg(name: str, drawing: dict[str, str], alternative: str) -> str:
    return (
        f'<svg class="{name}" viewBox="{drawing["viewBox"]}" role="img"'
        f' aria-label="{html.escape(alternative)}" data-search-exclude>{drawing["markup"]}</svg>'
    )


def _plots(seen: dict[str, Any]) -> str:
    said = (
        (
            "layers-surface",
            "0 0 240 240",
            "The prediction over the plane of both inputs.",
            "surface",
        ),
        ("layers-costs", "0 -8 240 156", "The cost over the steps.", "costs"),
    )
    return "".join(
        f'<svg class="{name}" viewBox="{box}" role="img" aria-label="{text}" data-search-exclude>'
        f"{seen[part]}</svg>"
        for name, box, text, part in said
    )


_BAR = (
    '<div class="moving-bar" role="group" aria-label="Train the network" data-search-exclude>'
    '<button type="button" data-do="step">Step</button>'
    '<button type="button" data-do="run">Run</button>'
    '<button type="button" data-do="reset">Reset</button>'
    '<a class="moving-link" href="#moving">Link to this moment</a>'
    '<div class="moving-unseen" role="status"></div></div>'
)
_LEGEND = (
    '<ul class="layers-legend" data-search-exclude>'
    "<li>In a unit stands its activation, below it its error signal.</li>"
    "<li>A full line is a positive weight, a dashed line a negative one; a wide line is a large"
    " one.</li>"
    "<li>A second ring: <em>saturated</em>, the slope in its error signal is below 0.01 for the"
    " example shown.</li>"
    "<li>A cross: <em>dead</em>, a ReLU that is 0 for every example.</li>"
    "<li>In the square a full circle is an example with target 1, an empty square one with target"
    " 0; a ring marks the example shown. On the line the prediction is one half, on the brown side"
    " it is above, on the green one below: the stronger the shade, the surer.</li></ul>"
)
_EXACT = (
    '<div class="moving-bar" data-search-exclude><label class="moving-digits layers-exact">'
    '<input type="checkbox" data-do="exact" autocomplete="off"> Exact numbers</label></div>'
    '<div class="layers-tables" role="region" aria-label="All numbers of the network" tabindex="0"'
    " hidden></div>"
)


def _settings(start: dict[str, Any]) -> str:
    """A control with its label for all that determines the network."""
    units = "".join(_layer(index, start["units"]) for index in range(len(_HIDDEN)))
    choices = "".join(
        _labelled(label, _select(name, options, start[name])) for name, label, options in _CHOICES
    )
    numbers = "".join(
        _labelled(label, _number(name, start[name], rules)) for name, label, rules in _NUMBERS
    )
    return (
        '<div class="layers-settings" data-search-exclude><fieldset><legend>Units in each hidden'
        f" layer</legend>{units}</fieldset>{choices}{numbers}</div>"
    )


def _layer(index: int, units: list[int]) -> str:
    options = [(size, size) for size in _SIZES]
    chosen = units[index] if index < len(units) else ""
    none = [("", "none")] if index else []
    return _labelled(f"Layer {_HIDDEN[index]}", _select("units", none + options, chosen))


def _labelled(label: str, control: str) -> str:
    return f"<label><span>{label}</span>{control}</label>"


def _select(name: str, options: Iterable[tuple[str, str]], chosen: object) -> str:
    rows = "".join(
        f'<option value="{value}"{" selected" * (value == str(chosen))}>{text}</option>'
        for value, text in options
    )
    return f'<select data-setting="{name}" autocomplete="off">{rows}</select>'


def _number(name: str, value: object, rules: str) -> str:
    return f'<input type="number" data-setting="{name}" value="{value}" {rules} autocomplete="off">'
