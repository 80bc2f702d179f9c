"""Keeps what a page's buttons copy in a file beside it, which comes when somebody opens a verdict.

The programs of a page's equations are longer than the page, and few of its readers copy one.
"""

from __future__ import annotations

import html
import json
import re
from itertools import count
from pathlib import Path

FILE = "copies.json"
_BUTTON = re.compile(r'<button data-clipboard-text="([^"]*)" type="button">')


def keep(site: Path) -> None:
    """Takes the texts from the site's pages: a page's n-th button copies the n-th of its file."""
    for page in site.rglob("*.html"):
        found = page.read_text(encoding="utf-8")
        texts = [html.unescape(text) for text in _BUTTON.findall(found)]
        if texts:
            page.write_text(_numbered(found), encoding="utf-8")
            page.with_name(FILE).write_text(json.dumps(texts), encoding="utf-8")


def _numbered(page: str) -> str:
    numbers = count()
    button = '<button data-copy="{}" disabled type="button">'
    return _BUTTON.sub(lambda _: button.format(next(numbers)), page)
