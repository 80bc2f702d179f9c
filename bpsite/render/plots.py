"""A plot that a lab drew, as inline SVG in the page's own colours."""

from __future__ import annotations

import hashlib
import html
import re

from bpsite.render.roles import COLOUR_OF_ROLE

_SVG = re.compile(r"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
_SIZE = re.compile(r'\b(?:viewBox|width|height)="[^"]*"')
_NOT_DRAWN = re.compile(r"\s*<metadata>.*?</metadata>|\s*<style\b.*?</style>|<!--.*?-->", re.DOTALL)
_IDENTIFIER = re.compile(r'(id="|url\(#|href="#)')
_FONT = re.compile(r" ?font-family: [^;\"]*;?")
_INK = "#010203"  # what the kernel's matplotlibrc draws axes and words in


def themed(svg: str, alternative: str) -> str:
    """The SVG with its text alternative, following light and dark."""
    found = _SVG.search(svg)
    if found is None:
        raise ValueError("a plot's output is not an SVG")
    size = " ".join(_SIZE.findall(found[1]))
    body = _FONT.sub("", _NOT_DRAWN.sub("", found[2]))
    body = _unique(body).replace(_INK, "currentColor")
    for role, colour in COLOUR_OF_ROLE.items():
        body = body.replace(colour, f"var(--role-{role})")
    label = html.escape(alternative)
    return f'<figure class="plot"><svg {size} role="img" aria-label="{label}">{body}</svg></figure>'


def _unique(body: str) -> str:
    """Matplotlib names the parts of every plot alike; two plots can stand on one page."""
    name = "p" + hashlib.sha256(body.encode()).hexdigest()[:6]
    return _IDENTIFIER.sub(lambda found: f"{found[1]}{name}-", body)
