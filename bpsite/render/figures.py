"""A Python-Markdown extension: an image with the address `figure:NAME` is drawn, as inline SVG."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from bpsite import pages, source
from bpsite.render import operations, products, single_path, two_units
from bpsite.render.drawing import Drawing, svg
from bpsite.render.graphs import GRAPHS, graph_svg

_ADDRESS = "figure:"

_DRAWINGS: dict[str, Callable[[], tuple[Drawing, ...]]] = {
    "single-path-network": lambda: (
        single_path.single_path(single_path.ACROSS),
        single_path.single_path(single_path.DOWN),
    ),
    "two-units": lambda: (
        two_units.two_units(two_units.ACROSS),
        two_units.two_units(two_units.DOWN),
    ),
    "two-products": lambda: (
        products.products((products.FORWARD, products.BACK), down=False),
        products.products((products.FORWARD, products.BACK), down=True),
    ),
    "sum-over-examples": lambda: (
        products.products((products.BATCH,), down=False),
        products.products((products.BATCH,), down=True),
    ),
    "operations": lambda: (operations.operations(down=False), operations.operations(down=True)),
}
"""Each figure's drawings, of which the stylesheet shows the one that fits."""

FIGURES = (*_DRAWINGS, *GRAPHS)

MOVING = ("moving-network", "moving-sigmoid", "moving-layers")
"""The figures that a reader can move, which `bpsite.render.moving` draws."""


def figure_svg(name: str, alternative: str) -> str:
    """The figure with its text alternative. Raises `KeyError` for a name not in `FIGURES`.

    >>> figure_svg("single-path-network", "A chain.").count('aria-label="A chain."')
    2
    """
    if name in GRAPHS:
        return graph_svg(name, alternative)
    drawn = "".join(svg(drawing, alternative) for drawing in _DRAWINGS[name]())
    return f'<figure class="figure" data-figure="{name}">{drawn}</figure>'


class FigureExtension(Extension):
    """Draws the images whose address is `figure:NAME`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processor."""
        # 15: after inline patterns (20) have made images, before MkDocs reads addresses (0).
        md.treeprocessors.register(_Figures(md), "figures", 15)


class _Figures(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.stash = md.htmlStash

    def run(self, root: Element) -> None:
        for paragraph in root.iter("p"):
            for image in paragraph.findall("img"):
                address = image.get("src", "")
                if address.startswith(_ADDRESS):
                    name = address.removeprefix(_ADDRESS)
                    if name not in FIGURES:
                        raise _unknown(name)
                    # A figure is a block of its own: its paragraph gives way to it.
                    paragraph.clear()
                    paragraph.text = self.stash.store(figure_svg(name, image.get("alt", "")))


def _unknown(name: str) -> source.AuthorError:
    reading = source.reading.get()
    page = pages.parse(reading.text, reading.path)
    fenced = {number for fence in page.fences for number in range(fence.line, fence.end + 1)}
    line, column = next(
        (number, text.index(_ADDRESS + name) + 1)
        for number, text in enumerate(page.text.splitlines(), 1)
        if number not in fenced and _ADDRESS + name in text
    )
    remedy = f"The figures are: {', '.join(sorted([*FIGURES, *MOVING]))}."
    return page.error(f"there is no figure {name!r}", line, column, remedy)


def makeExtension() -> FigureExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return FigureExtension()
