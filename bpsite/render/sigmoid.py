"""The figure of the sigmoid with its tangent at a point, drawn as it starts."""

from __future__ import annotations

import html
from typing import Any

from bpsite.render import katex, starting
from bpsite.render.drawing import typeset

START = 2
"""Where the point stands at first: an x of the page's own cells."""

_READINGS = (
    (r"\sigma(x)", "value"),
    (r"\sigma(-x)", "mirrored"),
    (r"\sigma(x) \, \sigma(-x)", "slope"),
    (r"\sigma(x) \left( 1 - \sigma(x) \right)", "cancelling"),
)


def figure(alternative: str) -> str:
    """The drawing, with its text alternative, the field for x, and the readings."""
    seen = starting.state(at=START)
    return (
        f'<figure class="moving-sigmoid">{_svg(seen, alternative)}</figure>'
        f"{_readings(seen['readings'])}"
    )


def _svg(seen: dict[str, Any], alternative: str) -> str:
    (x, y), (_, slope) = seen["point"], seen["slopePoint"]
    left, right = seen["ends"]
    value, prime = typeset(r"\sigma(x)"), typeset(r"\sigma'(x)")
    paths = "".join(
        f'<path class="sigmoid-{name}" d="{seen[name]}"/>'
        for name in ("drop", "slopes", "curve", "tangent")
    )
    said = f"x {START}, sigmoid {seen['readings']['value']}, slope {seen['readings']['slope']}"
    return (
        '<svg viewBox="0 0 560 232" role="group"'
        f' aria-label="{html.escape(alternative)}" data-search-exclude>'
        '<path class="sigmoid-axis" d="M24 200L536 200M24 20L536 20M280 200L280 20"/>'
        f'{paths}<circle class="sigmoid-slope-point" cx="{x}" cy="{slope}" r="3.5"/>'
        f'<g role="slider" tabindex="0" aria-label="x, where the tangent touches"'
        ' aria-valuemin="-1000" aria-valuemax="1000"'
        f' aria-valuenow="{START}" aria-valuetext="{said}">'
        f'<circle class="sigmoid-reach" cx="{x}" cy="{y}" r="22"/>'
        f'<circle class="sigmoid-point" cx="{x}" cy="{y}" r="6"/></g>'
        f'<text class="sigmoid-end start" x="24" y="219">{left}</text>'
        f'<text class="sigmoid-end end" x="536" y="219">{right}</text>'
        f'<text x="280" y="219">{typeset("x")}</text>'
        '<text class="end" x="18" y="205">0</text><text class="end" x="18" y="25">1</text>'
        f'<text class="start" x="440" y="42">{value}</text>'
        f'<text class="start" x="440" y="188">{prime}</text></svg>'
    )


def _readings(texts: dict[str, str]) -> str:
    rows = "".join(
        f"<div><dt>{katex.render(latex, display=False)}</dt>"
        f'<dd data-reading="{name}">{texts[name]}</dd></div>'
        for latex, name in _READINGS
    )
    field = (
        f"<div><dt>{katex.render('x', display=False)}</dt>"
        f'<dd><input type="number" value="{START}" step="any" inputmode="decimal"'
        ' autocomplete="off" aria-label="x"></dd></div>'
    )
    return f'<dl class="moving-readings" data-search-exclude>{field}{rows}</dl>'
