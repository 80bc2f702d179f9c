"""A Python-Markdown extension: the figures that a reader can move.

`figure:moving-network` moves together with the list of equations after it; `figure:moving-sigmoid`
is the sigmoid with its tangent, `figure:moving-layers` a layered network that learns. A network
whose steps take no derivative by a weight is without the update, the cost's curves and the gradient
check, and its way back is drawn as far as the steps go.

Everything is drawn here as it starts, so that nothing jumps when the page's script wakes it, and a
page without scripts is complete. The numbers come from that very script, run once in Node.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from bpsite import source
from bpsite.render import figures, formula, katex, learning, numbered, sigmoid, starting
from bpsite.render.drawing import typeset

_NETWORK, *_ALONE = (f"figure:{name}" for name in figures.MOVING)
_DRAWN = dict(zip(_ALONE, (sigmoid.figure, learning.figure), strict=True))
"""The figures that stand by themselves, each by what draws it with its text alternative."""

_ADDRESS = re.compile("|".join((_NETWORK, *_ALONE)))
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")
_LATEX = re.compile(r"<annotation[^>]*>(.*?)</annotation>", re.DOTALL)

START = {"x": 0.5, "y": 1, "eta": 0.1, "theta": {1: 0.8, 2: -1.2, 3: 1.5}}
"""The numbers of the derivations' pages."""

# LaTeX, name in the script, what a screen reader says, and the slider's ends.
_INPUTS = (
    ("x^{(i)}", "x", "x, the input", -4, 4),
    ("y^{(i)}", "y", "y, the target", -4, 4),
    (r"\eta", "eta", "eta, the learning rate", 0, 4),
    (r"\theta^{(1)}", "theta1", "theta 1, the first weight", -4, 4),
    (r"\theta^{(2)}", "theta2", "theta 2, the second weight", -4, 4),
    (r"\theta^{(3)}", "theta3", "theta 3, the third weight", -4, 4),
)


class MovingExtension(Extension):
    """Draws the figures that move."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processor."""
        # 16: right before the figures (15), which would not know this one.
        md.treeprocessors.register(_Moving(md), "moving", 16)


class _Moving(Treeprocessor):
    def run(self, root: Element) -> None:
        found = [image.get("src", "") for image in root.iter("img")]
        if len([address for address in found if _ADDRESS.fullmatch(address)]) > 1:
            raise _refused("a page has one figure that moves", "Put this one on another page.", 1)
        for parent in list(root.iter()):
            children = list(parent)
            for child, after in zip_longest(children, children[1:]):
                image = child.find("img") if child.tag == "p" else None
                address = "" if image is None else image.get("src", "")
                if image is not None and address in _DRAWN:
                    child.clear()
                    child.tag = address.removeprefix("figure:")
                    child.attrib = {"class": "moving", "id": "moving"}
                    self._add(child, _DRAWN[address](image.get("alt", "")))
                elif image is not None and address == _NETWORK:
                    if after is None or after.tag != "ol":
                        raise _refused("this figure moves by the steps of a list, and has none")
                    self._move(parent, child, after, image.get("alt", ""))

    def _move(self, parent: Element, paragraph: Element, steps: Element, alternative: str) -> None:
        """Puts the figure, what moves it, and the list into one element in their place."""
        names = [self._read(item) for item in steps]
        learns = any(step["name"].startswith("gradient") for step in names)
        shown = starting.state(point=START, steps=names)
        moving = Element("moving-network", {"class": "moving", "id": "moving"})
        parent[list(parent).index(paragraph)] = moving
        parent.remove(steps)
        stepper = _STEPPER.format(count=len(names))
        # What moves it stands right below it: on a screen that shows both, and above all that may
        # become longer or shorter by a line while a slider is held.
        ahead = set() if learns else _ahead({step["name"] for step in names})
        figure = numbered.figure(alternative, shown["texts"], ahead)
        inputs = inputs_html(shown["inputs"], learns=learns)
        self._add(moving, figure + inputs + stepper)
        steps.set("class", "moving-steps")
        for item, step, numbers in zip(steps, names, shown["numbers"], strict=True):
            _with_numbers(item, step, numbers)
        moving.append(steps)
        below = [_bar(learns=learns)]
        if learns:
            below += [curves_html(shown["panels"]), checks_html(shown["checks"])]
        self._add(moving, "".join(below))

    def _add(self, moving: Element, markup: str) -> None:
        # A paragraph that holds nothing but stashed blocks gives way to them.
        SubElement(moving, "p").text = self.md.htmlStash.store(f"<div>{markup}</div>")

    def _read(self, item: Element) -> dict[str, str]:
        """The name of what a step gives, and the formula that gives it."""
        stashed = _STASHED.search(item.text or "")
        markup = str(self.md.htmlStash.rawHtmlBlocks[int(stashed[1])]) if stashed else ""
        latex = _LATEX.search(markup)
        left, right = formula.sides(html.unescape(latex[1]) if latex else "")
        if not right:
            raise _refused("a step of this figure is no equation")
        try:
            return _known({"name": formula.name_of(left), "formula": formula.plain(right)})
        except formula.UnreadableError as error:
            raise _refused(str(error)) from None


def _ahead(names: AbstractSet[str]) -> set[str]:
    """What the figure leaves out: the part of the way back that the steps do not go."""
    layers = [layer for layer in (2, 3, 4) if f"delta{layer}" not in names]
    return {f"{part}{layer}" for layer in layers for part in ("delta", "back")}


@functools.cache
def _symbols() -> frozenset[str]:
    """All that the network has; asked once for all steps, for the answer starts a process."""
    return frozenset(starting.state(point=START, steps=[])["texts"])


def _known(step: dict[str, str]) -> dict[str, str]:
    """The step, if the network has all that it names."""
    for symbol in [step["name"], *formula.symbols(step["formula"])]:
        if symbol not in _symbols():
            raise _refused(f"the network of this figure has no {symbol}")
    return step


_FOLLOWED = "Let a numbered list follow it, each item an equation as inline mathematics."


def _refused(message: str, remedy: str = _FOLLOWED, which: int = 0) -> source.AuthorError:
    """The error at the first moving figure of the page, or at a later one."""
    reading = source.reading.get()
    places = [
        (number, place.start() + 1)
        for number, line in enumerate(reading.text.splitlines(), 1)
        for place in _ADDRESS.finditer(line)
    ]
    return source.error_here(message, *places[which], remedy)


def _with_numbers(item: Element, step: dict[str, str], numbers: Sequence[str]) -> None:
    """Splits an item into its formula, its link, and a line with the numbers."""
    item.set("data-step", step["name"])
    item.set("data-formula", step["formula"])
    tall = r"\frac" in step["formula"]
    words = Element("span", {"class": "moving-formula" + " with-fraction" * tall})
    words.text, item.text = item.text, None
    item.insert(0, words)
    line = SubElement(item, "span", {"class": "moving-numbers", "data-search-exclude": ""})
    for place in range(2):
        part = SubElement(line, "span", {"class": "moving-number"})
        part.text, part.tail = numbers[place] if place < len(numbers) else "", " "


_STEPPER = (
    '<div class="moving-bar moving-stepper" role="group" aria-label="Step through the network"'
    " data-search-exclude>"
    '<button type="button" data-do="back">Back</button>'
    '<button type="button" data-do="next">Next step</button>'
    '<button type="button" data-do="all">Show all</button>'
    '<span class="moving-place">{count} steps</span>'
    '<label class="moving-digits"><input type="checkbox" data-do="digits" autocomplete="off">'
    " All digits</label>"
    '<div class="moving-now" aria-hidden="true"></div>'
    '<div class="moving-unseen" role="status"></div></div>'
)
_UPDATE = '<button type="button" data-do="update">Update the weights</button>'


def _bar(*, learns: bool) -> str:
    return (
        f'<div class="moving-bar moving-update" data-search-exclude>{_UPDATE * learns}'
        '<button type="button" data-do="reset">Start again</button>'
        '<a class="moving-link" href="#moving">Link to this moment</a></div>'
    )


def inputs_html(texts: dict[str, str], *, learns: bool) -> str:
    """A slider and a number field for each number to choose; the rate, where the weights learn."""
    rows = "".join(_input_html(row, texts[row[1]]) for row in _INPUTS if learns or row[1] != "eta")
    return (
        '<div class="moving-inputs" role="group" aria-label="Numbers to choose"'
        f" data-search-exclude>{rows}</div>"
    )


def _input_html(row: tuple[str, str, str, int, int], text: str) -> str:
    latex, name, label, low, high = row
    value = START["theta"][int(name[5:])] if name.startswith("theta") else START[name]  # type: ignore[index] # its values differ in type
    common = f'data-input="{name}" value="{value}" autocomplete="off"'
    return (
        f'<div class="moving-input" data-symbol="{name}">'
        f"<span>{katex.render(latex, display=False)}</span>"
        f'<input type="range" {common} min="{low}" max="{high}" step="0.05" aria-label="{label}"'
        f' aria-valuetext="{text}">'
        f'<input type="number" {common} step="any" inputmode="decimal"'
        f' aria-label="{label}, as a number"></div>'
    )


def curves_html(panels: Sequence[dict[str, Any]]) -> str:
    """The cost along each weight, with its tangent and the step to come."""
    drawn = "".join(_curve_svg(layer, panel) for layer, panel in enumerate(panels, 1))
    caption = "The cost along each weight, with the tangent and the step that an update would take."
    return f'<p class="moving-caption">{caption}</p><div class="moving-curves">{drawn}</div>'


def _curve_svg(layer: int, panel: dict[str, Any]) -> str:
    left, right = (f"{end:g}".replace("-", "−") for end in panel["domain"])
    alternative = f"The cost as the weight theta {layer} moves, with its tangent at the weight."
    weight = rf"\theta^{{({layer})}}"
    x, y = panel["point"]
    return (
        f'<svg class="moving-curve" viewBox="0 0 220 136" role="img" aria-label="{alternative}"'
        ' data-search-exclude><path class="curve-axis" d="M12 108L208 108M110 108L110 112"/>'
        f'<path class="curve-before" d=""/><path class="curve" d="{panel["curve"]}"/>'
        f'<path class="curve-tangent" data-symbol="gradient{layer}" d="{panel["tangent"]}"/>'
        f'<path class="curve-step" data-symbol="eta" d="{panel["step"]}"/>'
        f'<circle cx="{x}" cy="{y}" r="4"/>'
        '<text class="start" x="12" y="5"><tspan class="it role-cost">J</tspan></text>'
        '<text class="start small" x="25" y="5">0 to '
        f'<tspan class="curve-top">{panel["top"]:g}</tspan></text>'
        f'<text class="start small curve-end" x="12" y="126">{left}</text>'
        f'<text x="110" y="129" data-symbol="theta{layer}">{typeset(weight)}</text>'
        f'<text class="end small curve-end" x="208" y="126">{right}</text></svg>'
    )


_HEADS = ("Weight", "By the equations", "Central difference", "Complex step", "Digits that agree")
_CHECK = (
    "The derivative of the cost for each weight, and two measurements of it; the digits that agree"
    " are underlined."
)


def checks_html(rows: Sequence[dict[str, Any]]) -> str:
    """The gradient check as a table."""
    head = "".join(f'<th scope="col">{text}</th>' for text in _HEADS)
    body = "".join(map(_check_html, rows))
    return (
        f'<table class="moving-check" data-search-exclude><caption>{_CHECK}</caption>'
        f"<thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _check_html(row: dict[str, Any]) -> str:
    cells = ""
    for kind, head in zip(("analytic", "central", "complex"), _HEADS[1:4], strict=True):
        agreeing, rest = row[kind]
        place = f' data-symbol="gradient{row["layer"]}"' * (kind == "analytic")
        cells += (
            f'<td data-check="{kind}" data-head="{head}"{place}><b>{agreeing}</b><i>{rest}</i></td>'
        )
    digits = "{central} and {complex}".format(**row["digits"])
    weight = katex.render(rf"\theta^{{({row['layer']})}}", display=False)
    return (
        f'<tr><th scope="row">{weight}</th>{cells}'
        f'<td data-check="digits" data-head="{_HEADS[4]}">{digits}</td></tr>'
    )


def makeExtension() -> MovingExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return MovingExtension()
