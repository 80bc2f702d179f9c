"""A drawing of a network: its parts as data, and the data as SVG.

A point is (along, across): along is the way of the signal, across the page or down it. Each part
has a symbol (`z3`, `theta2`, `back3`), in SVG its `data-symbol`, by which a script can find it;
what stands beside a part shares its symbol.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from math import hypot

from bpsite.render.roles import COLOUR_OF_ROLE, ROLE_OF_SYMBOL

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A box with a symbol in it; `shape` is "first" or "last" for the halves of a unit."""

    symbol: str
    at: Point
    size: Point
    latex: str
    role: str
    shape: str = "alone"


@dataclass(frozen=True)
class Label:
    """What stands beside an arrow or a unit."""

    symbol: str
    at: Point
    latex: str
    role: str = "neutral"


@dataclass(frozen=True)
class Arrow:
    """A line through points with a head at its end, or a dotted line that ties two parts."""

    symbol: str
    through: tuple[Point, ...]
    role: str
    tie: bool = False


@dataclass(frozen=True)
class Drawing:
    """All parts of a network, how far it goes along and across, and which way along is."""

    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]
    arrows: tuple[Arrow, ...]
    size: Point
    down: bool


def svg(drawing: Drawing, alternative: str) -> str:
    """The drawing as inline SVG with its text alternative."""
    down = drawing.down
    width, height = _turned(drawing.size, down=down)
    parts = [_arrow_svg(arrow, down=down) for arrow in drawing.arrows]
    parts += [_node_svg(node, down=down) for node in drawing.nodes]
    parts += [_label_svg(label, down=down) for label in drawing.labels]
    return (
        f'<svg class="figure-{"down" if down else "across"}" viewBox="0 0 {width:g} {height:g}"'
        f' role="img" aria-label="{html.escape(alternative)}" data-search-exclude>'
        f"{''.join(parts)}</svg>"
    )


def _turned(point: Point, *, down: bool) -> Point:
    """A point (along, across) as the page's (x, y)."""
    return (point[1], point[0]) if down else point


def _group(symbol: str, role: str, content: str) -> str:
    colour = f"var(--role-{role},{COLOUR_OF_ROLE[role]})" if role in COLOUR_OF_ROLE else "inherit"
    return f'<g data-symbol="{symbol}" style="color:{colour}">{content}</g>'


def _node_svg(node: Node, *, down: bool) -> str:
    (along, across), (long, thick) = node.at, node.size
    near, far = along - long / 2, along + long / 2
    left, right = across - thick / 2, across + thick / 2
    corners = ((near, left), (far, left), (far, right), (near, right))
    radius = min(12, 0.36 * min(node.size))
    round_near, round_far = (radius * (node.shape != shape) for shape in ("last", "first"))
    radii = (round_near, round_far, round_far, round_near)
    outline = rounded(tuple(_turned(corner, down=down) for corner in corners), radii)
    text = _text(node.latex, node.at, down=down)
    return _group(node.symbol, node.role, f'<path d="{outline}"/>{text}')


def _label_svg(label: Label, *, down: bool) -> str:
    return _group(label.symbol, label.role, _text(label.latex, label.at, down=down))


def _arrow_svg(arrow: Arrow, *, down: bool) -> str:
    points = [_turned(point, down=down) for point in arrow.through]
    line = "M" + "L".join(map(_xy, points))
    drawn = f'class="figure-tie" d="{line}"' if arrow.tie else f'd="{line}{head(*points[-2:])}"'
    return _group(arrow.symbol, arrow.role, f"<path {drawn}/>")


def rounded(corners: tuple[Point, ...], radii: tuple[float, ...]) -> str:
    """The path of an upright box whose corners are rounded, each by its radius.

    >>> rounded(((0, 0), (8, 0), (8, 4), (0, 4)), (2, 0, 0, 0))
    'M0 2Q0 0 2 0L8 0L8 4L0 4Z'
    """
    path = ""
    for index, (corner, radius) in enumerate(zip(corners, radii, strict=True)):
        start = _towards(corner, corners[index - 1], radius)
        end = _towards(corner, corners[(index + 1) % len(corners)], radius)
        path += f"{'L' if path else 'M'}{_xy(start)}"
        path += f"Q{_xy(corner)} {_xy(end)}" if radius else ""
    return path + "Z"


def head(start: Point, end: Point) -> str:
    """The two strokes of the head of an arrow from `start` to `end`.

    >>> head((0, 0), (20, 0)), head((0, 0), (16, 12))
    ('M14 4L20 0L14 -4', 'M8.8 11.6L16 12L13.6 5.2')
    """
    share = 6 / hypot(end[0] - start[0], end[1] - start[1])
    along = (end[0] - start[0]) * share, (end[1] - start[1]) * share
    back = end[0] - along[0], end[1] - along[1]
    side = -along[1] * 2 / 3, along[0] * 2 / 3
    left, right = (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])
    return f"M{_xy(left)}L{_xy(end)}L{_xy(right)}"


def _towards(point: Point, other: Point, length: float) -> Point:
    share = length / (abs(other[0] - point[0]) + abs(other[1] - point[1]))
    return point[0] + share * (other[0] - point[0]), point[1] + share * (other[1] - point[1])


def _xy(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"


_TOKEN = re.compile(
    r"\\hat\{(?P<hatted>\w)\}|\\(?P<greek>[a-z]+)|\^\{(?P<index>[^}]*)\}|(?P<prime>')"
    r"|_\{?(?P<below>[\d,]+)\}?|(?P<letter>[a-zA-Z])|(?P<other>[^a-zA-Z\\^_']+)"
)
_GREEK = {"theta": "θ", "delta": "δ", "sigma": "σ"}
_RAISED = 7
_LOWERED = 5
_BELOW = ' dx="-1.28em"'  # back under a raised index of one digit in brackets
# The hat stands over the middle of the slanted letter and takes no room: the fonts' own widths.
_HAT = '<tspan class="hat" dx="-.44em">^</tspan><tspan dx="-.06em">\u200b</tspan>'


def _text(latex: str, at: Point, *, down: bool) -> str:
    x, y = _turned(at, down=down)
    return f'<text x="{x:g}" y="{y + 6:g}">{typeset(latex)}</text>'


def typeset(latex: str) -> str:
    """A symbol as the content of an SVG text: italic letters in their roles, indices, hats.

    >>> typeset("z^{(3)}")
    '<tspan class="it role-forward">z</tspan><tspan class="up role-forward" dy="-7">(3)</tspan>'
    """
    spans, raised, role = "", 0, ""
    for found in _TOKEN.finditer(latex):
        kind, text = _glyphs(found)
        rise = {"up": _RAISED, "low": -_LOWERED}.get(kind, 0)
        # An index has the role of its symbol.
        role = role if rise else ROLE_OF_SYMBOL.get(found[0], "")
        shift = f' dy="{raised - rise}"' if raised != rise else ""
        shift += _BELOW if raised > 0 > rise else ""
        spans += f'<tspan class="{kind}{role and f" role-{role}"}"{shift}>{text}</tspan>'
        raised = rise
    return spans


def _glyphs(token: re.Match[str]) -> tuple[str, str]:
    """A class of the stylesheet (italic, raised, lowered, roman) and the characters."""
    if token["hatted"]:
        return "it", token["hatted"] + _HAT
    if token["greek"] or token["letter"]:
        return "it", token["letter"] or _GREEK[token["greek"]]
    if token["index"] or token["prime"]:
        return "up", token["index"] or "\u2032"
    if token["below"]:
        return "low", token["below"]
    return "rm", html.escape(token["other"].replace("-", "\u2212").replace(" ", "\u2009"))
