"""Fonts, styles and scripts from the pinned packages, as files that the site itself serves."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from bpsite.render.fonts import WEIGHTS

_OTHER_FONT_FORMATS = re.compile(r",url\([^)]*\.(?:woff|ttf)\) format\(\"[a-z]+\"\)")
_READING_FONTS = ("latin-wght-normal", "latin-wght-italic", "greek-wght-normal")
_FONT_FACE = """@font-face {{
  font-family: "Source Serif 4";
  font-style: {style};
  font-weight: {lightest} {heaviest};
  font-display: swap;
  src: url("{name}.woff2") format("woff2-variations");
  unicode-range: {range};
}}
"""
# What the reading font is asked for; a symbol outside these is the system's.
_RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+2000-206F, U+20AC, U+2122, U+2212",
    "greek": "U+0370-03FF",
}
# A string that is an address of another host. Comments, licences among them, stay, and so do the
# names of XML's vocabularies, which look like addresses and are never asked.
_ADDRESS = re.compile(r"""(["'`])https?://(?!www\.w3\.org/)[^"'`]*\1""")
_NOTHING = "data:,"  # what is asked in its place: an empty answer without a request
# For those who hear a page: a code block's buttons are no part of a site that one could wish to be
# led to, and what opens beside a word has a name.
HEARD = {
    '"nav",{class:"md-code__nav"}': '"div",{class:"md-code__nav"}',
    'class:"md-tooltip2",role:"dialog"': 'class:"md-tooltip2",role:"dialog","aria-label":"Preview"',
}
# For a moment of each start, a rule for all elements: the browser then looks at each of them twice.
_SWITCHING = re.compile(r"\[data-md-color-switching\] \*[^{}]*\{[^{}]*\}")
# The scripts of the theme's own search, in whose place another one stands.
UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers")
_SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")


def files(node_modules: Path) -> Iterator[tuple[str, bytes]]:
    """Each asset's path in the site and its content."""
    katex = node_modules / "katex" / "dist"
    style = (katex / "katex.min.css").read_text(encoding="utf-8")
    yield "assets/katex/katex.min.css", _OTHER_FONT_FORMATS.sub("", style).encode()
    yield "assets/katex/copy-tex.js", (katex / "contrib" / "copy-tex.mjs").read_bytes()
    # For the one page that draws what its reader writes.
    yield "assets/katex/katex.js", (katex / "katex.min.js").read_bytes()
    for font in sorted((katex / "fonts").glob("*.woff2")):
        yield f"assets/katex/fonts/{font.name}", font.read_bytes()
    yield from _reading_fonts(node_modules / "@fontsource-variable" / "source-serif-4")


def _reading_fonts(package: Path) -> Iterator[tuple[str, bytes]]:
    faces = []
    for name in _READING_FONTS:
        file = f"source-serif-4-{name}"
        script, _, style = name.split("-")
        lightest, heaviest = WEIGHTS[style]
        face = {"style": style, "lightest": lightest, "heaviest": heaviest}
        faces.append(_FONT_FACE.format(name=file, range=_RANGES[script], **face))
        yield f"assets/fonts/{file}.woff2", (package / "files" / f"{file}.woff2").read_bytes()
    yield "assets/fonts/fonts.css", "".join(faces).encode()
    yield "assets/fonts/LICENSE", (package / "LICENSE").read_bytes()


def shut_in(site: Path) -> None:
    """Leaves no address of another host in what is Material's, and nothing that no reader needs."""
    for source_map in site.rglob("*.map"):
        source_map.unlink()
    for folder in UNUSED:
        shutil.rmtree(site / folder, ignore_errors=True)  # is gone where a page alone is built anew
    material = site / "assets"
    for path in [*material.glob("javascripts/**/*.js"), *material.glob("stylesheets/*.css")]:
        renew(path, _shut_in(path.read_text(encoding="utf-8")))


def renew(path: Path, text: str) -> None:
    """Writes a file that holds something else; under `make serve` most of them are read just then.

    A browser would get what is half written, and the disk takes longer than all else here.
    """
    if not path.is_file() or path.read_bytes() != text.encode():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _shut_in(text: str) -> str:
    text = _SWITCHING.sub("", _SOURCE_MAP.sub("\n", text))
    for theirs, ours in HEARD.items():
        text = text.replace(theirs, ours)
    return without_other_hosts(text)


def without_other_hosts(script: str) -> str:
    """The script with nothing to ask: Material's diagrams, polyfill and repository facts.

    >>> without_other_hosts('load("https://unpkg.com/mermaid@11"), get(`https://${host}/api`)')
    'load("data:,"), get(`data:,`)'
    """
    return _ADDRESS.sub(lambda found: f"{found[1]}{_NOTHING}{found[1]}", script)
