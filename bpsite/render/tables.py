"""Lets a table scroll in its own place, as the theme's script otherwise does in the browser.

A table gets a class too. By the theme's rules for tables without one, a browser looks at every
element below one whose class changes, of whatever kind: that was most of what a page did when it
was touched.
"""

from __future__ import annotations

import re
from pathlib import Path

from bpsite.render.assets import renew

_TABLE = re.compile(r"<table>(.*?</table>)", re.DOTALL)
_PLAIN, _WITHOUT = "table.plain", "table:not([class])"  # of the same strength
_WRAPPED = (
    r'<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
    r'<table class="plain">\1</div></div>'
)


def wrapped(html: str) -> str:
    """A page with its plain tables marked, and as wide as they need to be."""
    return _TABLE.sub(_WRAPPED, html)


def select(site: Path) -> None:
    """Has every style sheet mean the tables so marked."""
    for sheet in (site / "assets").rglob("*.css"):
        renew(sheet, sheet.read_text(encoding="utf-8").replace(_WITHOUT, _PLAIN))
