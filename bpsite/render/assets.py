"""Fonts, styles and scripts from the pinned packages, as files that the site itself serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_OTHER_FONT_FORMATS = re.compile(r",url\([^)]*\.(?:woff|ttf)\) format\(\"[a-z]+\"\)")
_READING_FONTS = ("latin-wght-normal", "latin-wght-italic", "greek-wght-normal")
_FONT_FACE = """@font-face {{
  font-family: "Source Serif 4";
  font-style: {style};
  font-weight: 200 900;
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
_OTHER_HOSTS = re.compile(r"https://(?:unpkg\.com|api\.github\.com|[a-z.]*gitlab\.com)")


def files(node_modules: Path) -> Iterator[tuple[str, bytes]]:
    """Each asset's path in the site and its content."""
    katex = node_modules / "katex" / "dist"
    style = (katex / "katex.min.css").read_text(encoding="utf-8")
    yield "assets/katex/katex.min.css", _OTHER_FONT_FORMATS.sub("", style).encode()
    for font in sorted((katex / "fonts").glob("*.woff2")):
        yield f"assets/katex/fonts/{font.name}", font.read_bytes()
    yield from _reading_fonts(node_modules / "@fontsource-variable" / "source-serif-4")


def _reading_fonts(package: Path) -> Iterator[tuple[str, bytes]]:
    faces = []
    for name in _READING_FONTS:
        file = f"source-serif-4-{name}"
        script, _, style = name.split("-")
        faces.append(_FONT_FACE.format(style=style, name=file, range=_RANGES[script]))
        yield f"assets/fonts/{file}.woff2", (package / "files" / f"{file}.woff2").read_bytes()
    yield "assets/fonts/fonts.css", "".join(faces).encode()
    yield "assets/fonts/LICENSE", (package / "LICENSE").read_bytes()


def without_other_hosts(script: str) -> str:
    """Material's script without the addresses that it could ask: diagrams and repository facts."""
    return _OTHER_HOSTS.sub("", script)
