"""The figure of the network with a number beside each symbol, as the moving figure begins."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bpsite.render.drawing import Drawing, Label, Node, Point, svg
from bpsite.render.single_path import ACROSS, DOWN, Measures, single_path

_WIDE = replace(
    ACROSS, node=54, weight=72, thick=40, target=12, activation=33, weight_label=50,
    forward=70, back=162, factor=187, width=228,
)  # fmt: skip
_TALL = replace(DOWN, node=38, weight=54, back=192, factor=206, width=322)

# How far right of the middle of what it belongs to and how far below it a number stands, by the
# kind of symbol, and which end of the number that place is.
_Offset = tuple[float, float, str]


def _across(measures: Measures) -> dict[str, _Offset]:
    below = measures.thick / 2 + 19
    return {
        **dict.fromkeys(("a", "z", "delta"), (0, below, "")),
        "J": (-7, below, "before"),  # beside the line that leads back, not on it
        "theta": (0, measures.forward + 17 - measures.weight_label, ""),
        "back": (0, 25, ""),
        "y": (-7, 21, "before"),
    }


def _down(measures: Measures) -> dict[str, _Offset]:
    beside = measures.thick / 2 + 6
    return {
        **dict.fromkeys(("a", "z", "delta"), (beside, 4, "aside")),
        "J": (beside, 19, "aside"),
        "theta": (measures.forward + 8 - measures.weight_label, 4, "aside"),
        "back": (0, 22, "aside"),
        "y": (-8, 25, "aside"),
    }


def figure(alternative: str, texts: dict[str, str], ahead: AbstractSet[str]) -> str:
    """The figure with its alternative and the symbols' numbers, without the symbols `ahead`."""
    drawn = ""
    for measures, offsets in ((_WIDE, _across(_WIDE)), (_TALL, _down(_TALL))):
        drawing = _without(ahead, _with_room(single_path(measures)))
        values = "".join(_values(drawing, offsets, texts))
        drawn += svg(drawing, alternative).replace("</svg>", f"{values}</svg>")
    return f'<figure class="figure moving-figure" data-figure="moving-network">{drawn}</figure>'


def _with_room(drawing: Drawing) -> Drawing:
    """Down the page, the numbers of the last row stand below what they belong to."""
    return replace(drawing, size=(drawing.size[0] + 8 * drawing.down, drawing.size[1]))


def _without(symbols: AbstractSet[str], drawing: Drawing) -> Drawing:
    return replace(
        drawing,
        nodes=tuple(node for node in drawing.nodes if node.symbol not in symbols),
        labels=tuple(label for label in drawing.labels if label.symbol not in symbols),
        arrows=tuple(arrow for arrow in drawing.arrows if arrow.symbol not in symbols),
    )


def _values(drawing: Drawing, offsets: dict[str, _Offset], texts: dict[str, str]) -> Iterator[str]:
    parts: tuple[Node | Label, ...] = (*drawing.nodes, *drawing.labels)
    for part in parts:
        kind = part.symbol.rstrip("0123456789")
        if kind in offsets and part.symbol in texts:
            yield _value(part.symbol, _on_page(part.at, drawing), offsets[kind], texts[part.symbol])


def _value(symbol: str, middle: Point, offset: _Offset, text: str) -> str:
    right, below, end = offset
    side = f' class="{end}"' if end else ""
    x, y = middle[0] + right, middle[1] + below
    return f'<text data-value="{symbol}" x="{x:g}" y="{y:g}"{side}>{text}</text>'


def _on_page(at: Point, drawing: Drawing) -> Point:
    return (at[1], at[0]) if drawing.down else at
