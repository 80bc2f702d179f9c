"""The same pages as a stock Material site has them: their mathematics is made in the browser."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from bpsite import pages
from tests.site.building import DOCS, build

_INLINE = re.compile(r"\$`(.+?)`\$", re.DOTALL)
_DISPLAY = re.compile(r"^```math\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FIGURE = re.compile(r"^!\[.*?\]\(figure:[^)]*\)$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!#)[^)]*\)")  # to what is not among these pages
_AGAIN = "document$.subscribe"


@dataclass(frozen=True)
class Typesetter:
    """What makes the mathematics of a page in its reader's browser."""

    name: str
    package: Path  # of npm, from which the site serves it
    files: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    start: str  # as its own handbook and Material's tell


def katex(modules: Path) -> Typesetter:
    """KaTeX and its auto-render, as Material's handbook sets them up."""
    start = f"{_AGAIN}(({{ body }}) => renderMathInElement(body, {{ delimiters: [\
{{ left: '\\\\(', right: '\\\\)', display: false }}, \
{{ left: '\\\\[', right: '\\\\]', display: true }}] }}))"
    return Typesetter(
        "stock, KaTeX",
        modules / "katex/dist",
        "katex",
        ("katex.min.css",),
        ("katex.min.js", "contrib/auto-render.min.js"),
        start,
    )


def mathjax(modules: Path) -> Typesetter:
    """MathJax 3, as Material's handbook sets it up."""
    start = "window.MathJax = { tex: { inlineMath: [['\\\\(', '\\\\)']], \
displayMath: [['\\\\[', '\\\\]']] }, options: { ignoreHtmlClass: '.*|', \
processHtmlClass: 'arithmatex' } }"
    return Typesetter(
        "stock, MathJax", modules / "mathjax/es5", "mathjax", (), ("tex-mml-chtml.js",), start
    )


def build_stock(folder: Path, names: list[str], typesetter: Typesetter) -> None:
    """Builds the pages into `folder / "site"`. Raises `RuntimeError` with the build's words."""
    docs = folder / "docs"
    for name in names:
        file = docs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(stock_text(name), encoding="utf-8")
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    shutil.copytree(typesetter.package, docs / typesetter.files)
    (docs / "start.js").write_text(typesetter.start, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(_settings(typesetter)), encoding="utf-8")
    built = build(folder / "site", folder)
    if built.returncode:
        raise RuntimeError(built.stdout)


def stock_text(name: str) -> str:
    """A page's text with the delimiters that Arithmatex knows, without what is ours alone."""
    text = pages.read(DOCS / name).body
    text = _DISPLAY.sub(lambda found: f"$$\n{found[1]}$$", text)
    text = _INLINE.sub(lambda found: f"${found[1]}$", text)
    return _LINK.sub("](#)", _FIGURE.sub("", text))


def _settings(typesetter: Typesetter) -> dict[str, object]:
    at = [f"{typesetter.files}/{name}" for name in (*typesetter.scripts,)]
    first = typesetter.files == "mathjax"  # reads its settings when it comes; KaTeX is called
    return {
        "site_name": "Stock",
        "theme": {
            "name": "material",
            "font": False,  # which would come from another host
            "features": ["content.code.copy", "navigation.instant", "navigation.footer"],
            "palette": [
                {"scheme": "default", "toggle": {"icon": "material/weather-night", "name": "Dark"}},
                {"scheme": "slate", "toggle": {"icon": "material/weather-sunny", "name": "Light"}},
            ],
        },
        "plugins": ["search"],
        "markdown_extensions": [
            *("admonition", "attr_list", "md_in_html", "pymdownx.details", "pymdownx.highlight"),
            *("pymdownx.superfences", "tables"),
            {"pymdownx.arithmatex": {"generic": True}},
            {"toc": {"permalink": True}},
        ],
        "extra_css": [f"{typesetter.files}/{name}" for name in typesetter.styles],
        "extra_javascript": ["start.js", *at] if first else [*at, "start.js"],
    }
