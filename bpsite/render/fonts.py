"""Takes from the fonts what no page shows: each keeps the characters of the site, and its weights.

A character that a reader's own code prints beyond these is drawn from the system's fonts.
"""

from __future__ import annotations

import html
import io
from functools import partial
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from bpsite import sources
from bpsite.cache import Cache, digest

# From that of text to that of the heaviest headings; nothing slanted is bold.
WEIGHTS = {"normal": (400, 700), "italic": (400, 400)}
_ASCII = "".join(map(chr, range(32, 127)))  # what a cell or a figure may print
_WRITTEN = ("*.html", "assets/js/*.js")
_NAMES = [0, 13, 14]  # the copyright and the licence; a name is the original's
_FEATURES = ["kern", "liga", "lnum", "tnum"]


def shrink(site: Path, cache: Cache) -> None:
    """Makes each font of a built site smaller."""
    shown, code = characters(site), sources.state("bpsite.render.fonts")
    for path in sorted(site.rglob("*.woff2")):
        font = path.read_bytes()
        key = digest(shown, code, files={path.name: font})
        path.write_bytes(cache.kept(key, partial(smaller, font, shown)))
    cache.sweep()


def characters(site: Path) -> str:
    """All characters that the pages show, or a figure writes while it moves."""
    found = set(_ASCII)
    for pattern in _WRITTEN:
        for path in site.rglob(pattern):
            found.update(html.unescape(path.read_text(encoding="utf-8")))
    return "".join(sorted(found))


def smaller(font: bytes, shown: str) -> bytes:
    """The font with these characters alone, where it has them, as WOFF2."""
    options = subset.Options(name_IDs=_NAMES, layout_features=_FEATURES)
    whole = _read(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=shown)
    subsetter.subset(whole)
    return _packed(_of_our_weights(whole))


def _of_our_weights(font: TTFont) -> TTFont:
    """A font that can have any weight, with those between ours."""
    if "fvar" not in font:
        return font
    font.flavor = None
    loaded = _read(_saved(font))  # what was left out is only then gone
    weights = WEIGHTS["italic" if loaded["post"].italicAngle else "normal"]
    instancer.instantiateVariableFont(loaded, {"wght": weights}, inplace=True)
    return loaded


def _read(font: bytes) -> TTFont:
    return TTFont(io.BytesIO(font), recalcTimestamp=False)  # it says nothing of the moment


def _packed(font: TTFont) -> bytes:
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    into = io.BytesIO()
    font.save(into)
    return into.getvalue()
