"""Short names for the classes that stand for inline styles, in what is published.

While pages are written one by one a class is named by its style, so that two pages agree. Names
that look random are most of what a compressed sheet of them weighs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

_CLASSES = re.compile(r'(?<= class=")[^"]*')


def shorten(site: Path, names: Collection[str], sheet: str) -> None:
    """Renames the classes on all pages and in their sheet: the most frequent gets the shortest."""
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    found = Counter(name for html in pages.values() for name in _used(html, names))
    often = sorted(names, key=lambda name: (-found[name], name))
    short = {name: f"_{number}" for number, name in enumerate(often)}  # no class of ours begins so

    def renamed(classes: re.Match[str]) -> str:
        return " ".join(short.get(name, name) for name in classes[0].split(" "))

    for path, html in pages.items():
        path.write_text(_CLASSES.sub(renamed, html), encoding="utf-8")
    rules = (site / sheet).read_text(encoding="utf-8")
    text = re.sub(r"^\.(\w+)", lambda name: f".{short[name[1]]}", rules, flags=re.MULTILINE)
    (site / sheet).write_text(text, encoding="utf-8")


def _used(html: str, names: Collection[str]) -> Iterator[str]:
    for classes in _CLASSES.findall(html):
        yield from (name for name in classes.split(" ") if name in names)
