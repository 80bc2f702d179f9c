"""Fonts with no more than the site shows."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bpsite.cache import Cache
from bpsite.render import fonts

PACKAGES = Path(__file__).parents[3] / "node_modules"
READING = PACKAGES / "@fontsource-variable/source-serif-4/files"
TEXT = READING / "source-serif-4-latin-wght-normal.woff2"
SLANTED = READING / "source-serif-4-latin-wght-italic.woff2"
MATHEMATICS = PACKAGES / "katex/dist/fonts/KaTeX_AMS-Regular.woff2"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose fonts were made smaller."""
    site = tmp_path_factory.mktemp("fonts") / "site"
    (site / "assets/js").mkdir(parents=True)
    (site / "index.html").write_text("<p>&ouml; \N{BLACK SQUARE}</p>", encoding="utf-8")
    (site / "assets/js/figure.js").write_text("'\N{SECTION SIGN}'", encoding="utf-8")
    for font in (TEXT, SLANTED, MATHEMATICS):
        (site / font.name).write_bytes(font.read_bytes())
    fonts.shrink(site, Cache(site.parent / "cache"))
    return site


def shrunk(site: Path, font: Path) -> TTFont:
    return TTFont(io.BytesIO((site / font.name).read_bytes()))


def characters(font: TTFont) -> set[str]:
    return set(map(chr, font.getBestCmap()))


def test_a_font_keeps_what_pages_and_figures_show_and_what_code_may_print(site: Path) -> None:
    found = characters(shrunk(site, TEXT))
    assert set("\N{LATIN SMALL LETTER O WITH DIAERESIS}\N{SECTION SIGN}aZ~09") <= found
    assert "\N{LATIN SMALL LETTER E WITH ACUTE}" not in found


def test_the_glyphs_are_those_of_the_package(site: Path) -> None:
    before, after = TTFont(MATHEMATICS), shrunk(site, MATHEMATICS)
    name = before.getBestCmap()[ord("\N{BLACK SQUARE}")]
    assert before.getGlyphSet()[name].width == after.getGlyphSet()[name].width
    assert before["hhea"].ascent == after["hhea"].ascent
    assert after.reader.flavor == "woff2"


def test_text_has_the_weights_of_the_style_sheet_and_those_between(site: Path) -> None:
    (axis,) = shrunk(site, TEXT)["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *fonts.WEIGHTS["normal"])
    assert "fvar" not in shrunk(site, SLANTED)


def test_the_copyright_stays(site: Path) -> None:
    copyright_of = 0
    assert "Adobe" in shrunk(site, TEXT)["name"].getDebugName(copyright_of)


def test_a_font_is_made_once_and_the_same_each_time(site: Path) -> None:
    made = (site / TEXT.name).read_bytes()
    assert fonts.smaller(TEXT.read_bytes(), fonts.characters(site)) == made
    for font in (TEXT, SLANTED, MATHEMATICS):
        (site / font.name).write_bytes(font.read_bytes())
    (kept,) = [path for path in (site.parent / "cache").iterdir() if made in path.read_bytes()]
    time = kept.stat().st_mtime_ns
    fonts.shrink(site, Cache(site.parent / "cache"))
    assert (site / TEXT.name).read_bytes() == made
    assert kept.stat().st_mtime_ns == time
