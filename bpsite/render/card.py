"""The picture that a link to the site is shown with elsewhere, drawn when the site is built."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from bpsite import sources
from bpsite.cache import Cache, digest

PATH = "assets/images/card.png"
_FONT = "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"
_WIDTH, _HEIGHT, _DOTS = 1200, 630, 100
_PAGE, _INK, _QUIET, _PROVED, _LINE = "#fdfcfa", "#23262c", "#5d6069", "#0b655a", "#dedad1"
_RECURSION = r"$\delta^{(l)} = \left(\theta^{(l)}\right)^{\!\top} \delta^{(l+1)} \odot f'(z^{(l)})$"


def kept(name: str, about: str, packages: Path, cache: Cache) -> bytes:
    """The picture as `drawn` draws it, once for each state of what it shows and of its code."""
    key = digest(sources.state("bpsite.render.card"), name, about, (packages / _FONT).read_bytes())
    return cache.kept(key, lambda: drawn(name, about, packages))


def drawn(name: str, about: str, packages: Path) -> bytes:
    """A PNG with the site's name, what it is about, and an equation with its verdict.

    `packages` is the folder of npm's, where the site's font is.
    """
    figure = Figure((_WIDTH / _DOTS, _HEIGHT / _DOTS), dpi=_DOTS, facecolor=_PAGE)
    FigureCanvasAgg(figure)  # draws without a screen
    into = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        serif = _serif(packages / _FONT, Path(folder))
        figure.text(0.07, 0.78, name, fontproperties=serif, fontsize=46, color=_INK)
        figure.text(0.07, 0.46, _RECURSION, fontsize=44, color=_INK, math_fontfamily="cm")
        figure.text(0.07, 0.29, "\N{CHECK MARK}", fontsize=24, color=_PROVED)
        words = "proved, for every number of layers and units"
        figure.text(0.105, 0.29, words, fontproperties=serif, fontsize=26, color=_PROVED)
        figure.text(0.07, 0.1, about, fontproperties=serif, fontsize=19, color=_QUIET)
        figure.add_artist(Line2D([0.07, 0.93], [0.2, 0.2], color=_LINE))
        figure.savefig(into, format="png", facecolor=_PAGE, metadata={"Software": None})
    return into.getvalue()


def _serif(font: Path, folder: Path) -> FontProperties:
    """The site's font in the weight of its headings, as a file that Matplotlib reads."""
    whole = TTFont(font, recalcTimestamp=False)
    whole.flavor = None
    instancer.instantiateVariableFont(whole, {"wght": 600}, inplace=True)
    path = folder / "serif.ttf"
    whole.save(path)
    return FontProperties(fname=path)
