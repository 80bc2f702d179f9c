"""Moves what stands inline in finished pages and stylesheets into files.

A host that forbids it, by a policy such as `default-src 'self'`, then changes nothing: KaTeX places
its glyphs by `style` attributes, the theme sets its colours by inline scripts and draws its icons
from addresses that hold the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bpsite.render import assets

FILE = "assets/css/inline.css"
_ROOT = re.compile(r'href="([^"]*)assets/css/base\.css')
# A tag with its quoted values whole: these may hold angle brackets.
_TAG = re.compile(r"""<[a-zA-Z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_STYLE = re.compile(r' style="([^"]*)"')
_CLASS = re.compile(r' class="')
_PICTURE = re.compile(r"""url\((["'])data:image/svg\+xml(?:;charset=utf-8)?,(<svg.*?</svg>)\1\)""")
# The address of the site's root, by folder as the theme writes it; seen from a file it is one.
_BASE = re.compile(r'new URL\("[^"]*",location\)')
_FROM_A_FILE = 'new URL("../../..",document.currentScript.src)'
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@dataclass
class Moved:
    """What was found inline on the pages so far, by the name that it has now."""

    styles: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)

    def from_page(self, html: str) -> str:
        """The page with classes for its styles and files for its scripts."""
        found = _ROOT.search(html)
        if found is None:  # a sitemap, say
            return html
        link = f'<link rel="stylesheet" href="{found[1]}{FILE}">'
        html = _SCRIPT.sub(lambda script: self._script(script[1], found[1]), html)
        html = _TAG.sub(lambda tag: self._tag(tag[0]), html)
        return html.replace("</head>", f"{link}</head>", 1)

    def _script(self, code: str, root: str) -> str:
        code = _BASE.sub(_FROM_A_FILE, code)
        path = f"assets/js/inline/{_name(code)}.js"
        self.scripts[path] = code
        return f'<script src="{root}{path}"></script>'

    def _tag(self, tag: str) -> str:
        found = _STYLE.search(tag)
        if found is None:
            return tag
        name = f"s{_name(found[1])}"
        self.styles[name] = found[1]
        bare = _STYLE.sub("", tag, count=1)
        if _CLASS.search(bare):
            return _CLASS.sub(f' class="{name} ', bare, count=1)
        end = len(bare) - (2 if bare.endswith("/>") else 1)
        return f'{bare[:end]} class="{name}"{bare[end:]}'

    def write(self, site: Path) -> None:
        """Writes the files that the pages and the theme's stylesheets now ask for."""
        files = {FILE: "".join(map(_rule, sorted(self.styles.items()))), **self.scripts}
        for sheet in (site / "assets").rglob("*.css"):
            root = "../" * len(sheet.relative_to(site).parent.parts)
            _draw(sheet, root, files)
        for path, text in files.items():
            assets.renew(site / path, text)


def _draw(sheet: Path, root: str, files: dict[str, str]) -> None:
    """Puts addresses for the pictures that a stylesheet holds."""

    def address(found: re.Match[str]) -> str:
        path = f"assets/images/inline/{_name(found[2])}.svg"
        files[path] = found[2]
        return f'url("{root}{path}")'

    assets.renew(sheet, _PICTURE.sub(address, sheet.read_text(encoding="utf-8")))


def _name(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _rule(named: tuple[str, str]) -> str:
    """As strong as an inline style is, so that no rule of a stylesheet comes before it."""
    name, style = named
    parts = [part.strip() for part in style.split(";") if part.strip()]
    return f".{name}{{{';'.join(f'{part}!important' for part in parts)}}}\n"
