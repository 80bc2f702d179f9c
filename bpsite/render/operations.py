"""Where everything stands in the figure of a formula as a graph of operations, as data."""

from __future__ import annotations

from bpsite.render.drawing import Arrow, Drawing, Label, Node, Point

ALONG = {"u": 28.0, "v": 28.0, "s": 168.0, "p": 308.0, "t": 448.0}
ACROSS = {"u": 32.0, "p": 32.0, "v": 142.0, "s": 142.0, "t": 87.0}
MADE = {"s": ("u v", ("u", "v")), "p": ("s + u", ("s", "u")), "t": ("p s", ("p", "s"))}
_HALF = 21.0


def operations(*, down: bool) -> Drawing:
    """The graph of (67): an arrow leads from each value to those that are made from it."""
    scale = 0.62 if down else 1.0
    at = {name: (28 + (ALONG[name] - 28) * scale, ACROSS[name]) for name in ALONG}
    roles = {"u": "forward", "v": "forward", "t": "cost"}
    nodes = tuple(
        Node(name, at[name], (2 * _HALF, 2 * _HALF), name, roles.get(name, "neutral"))
        for name in ALONG
    )
    beside = (0.0, 54.0) if down else (0.0, 36.0)
    labels = tuple(
        Label(name, (at[name][0] + beside[0], at[name][1] + beside[1]), latex)
        for name, (latex, _) in MADE.items()
    )
    arrows = tuple(
        _arrow(start, at[start], at[end]) for end, (_, made) in MADE.items() for start in made
    )
    return Drawing(nodes, labels, arrows, (at["t"][0] + 28, 230 if down else 190), down)


def _arrow(symbol: str, start: Point, end: Point) -> Arrow:
    """From the edge of one node to the edge of another, both squares."""
    along, across = end[0] - start[0], end[1] - start[1]
    share = (_HALF + 3) / max(abs(along), abs(across))
    near = start[0] + share * along, start[1] + share * across
    far = end[0] - share * along, end[1] - share * across
    return Arrow(symbol, (near, far), "neutral")
