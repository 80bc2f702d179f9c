"""Joins what every page asks for before it can be read: one style sheet, and two scripts.

The parts stay files of their own in `docs`, one idea each; only what is published is joined, since
under `make serve` a changed part is to be seen without another build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_URL = re.compile(r"url\(([\"']?)(?!data:|#)([^\"')]+)\1\)")
_STATIC = re.compile(r"^\s*(?:import|export)\b(?!\()", re.MULTILINE)


class NotJoinableError(Exception):
    """What a page asks for and isn't there, or can't stand in one file with others."""


@dataclass(frozen=True)
class _Kind:
    """A kind of element that names a file, and how files of the kind become one in a folder."""

    element: re.Pattern[str]
    folder: str
    suffix: str
    text: Callable[[Path, Sequence[str], str], str]


def join(site: Path) -> None:
    """Joins the styles and scripts of all pages, whose parts are gone then.

    Raises `NotJoinableError`.
    """
    parts: set[str] = set()
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for kind in _KINDS:
            html, found = _joined(html, kind, site)
            parts.update(found)
        page.write_text(html, encoding="utf-8")
    for part in parts:
        (site / part).unlink()


def _joined(html: str, kind: _Kind, site: Path) -> tuple[str, Sequence[str]]:
    """The page with one file in the place of the last of a kind, and what it was made from."""
    found = list(kind.element.finditer(html))
    if len(found) < 2:
        return html, []
    root = found[0][1].partition("assets/")[0]
    parts = [match[1].removeprefix(root) for match in found]
    missing = [part for part in parts if not (site / part).is_file()]
    if missing:
        raise NotJoinableError(f"Every page asks for {missing[0]}, which is not in docs.")
    text = kind.text(site, parts, kind.folder)
    path = f"{kind.folder}/{sha256(text.encode()).hexdigest()[:8]}{kind.suffix}"
    (site / path).write_text(text, encoding="utf-8")
    last = found[-1]
    whole = last[0].replace(last[1], root + path)
    before = kind.element.sub("", html[: last.start()])
    return before + whole + html[last.end() :], parts


def _styles(site: Path, parts: Sequence[str], folder: str) -> str:
    """The style sheets one after the other, with addresses as the folder sees them."""

    def sheet(part: str) -> str:
        def moved(found: re.Match[str]) -> str:
            there = posixpath.join(posixpath.dirname(part), found[2])
            return f'url("{posixpath.relpath(there, folder)}")'

        return _URL.sub(moved, (site / part).read_text(encoding="utf-8"))

    return "\n".join(map(sheet, parts))


def _scripts(site: Path, parts: Sequence[str], folder: str) -> str:
    """The scripts one after the other; those that ask where they are have to be in the folder."""
    texts = {part: (site / part).read_text(encoding="utf-8") for part in parts}
    for part, text in texts.items():
        if "currentScript" in text and posixpath.dirname(part) != folder:
            raise NotJoinableError(f"{part} asks where it is, and is joined with others elsewhere.")
    return ";\n".join(texts.values())


def _modules(site: Path, parts: Sequence[str], folder: str) -> str:
    """The modules one after the other, each with its names to itself."""
    return "\n".join(f"{{\n{_module(site, part, folder)}}}" for part in parts)


def _module(site: Path, part: str, folder: str) -> str:
    text = (site / part).read_text(encoding="utf-8")
    if _STATIC.search(text) or posixpath.dirname(part) != folder:
        message = "what a page asks for at once is in assets/js, and imports only when it needs to"
        raise NotJoinableError(f"{part}: {message}.")
    return text


_OWN = r'((?!\w+:|//)[^"]*?assets/[^"]+)'
_KINDS = (
    _Kind(re.compile(rf'\s*<link rel="stylesheet" href="{_OWN}">'), "assets/css", ".css", _styles),
    _Kind(re.compile(rf'\s*<script src="{_OWN}"></script>'), "assets/js/inline", ".js", _scripts),
    _Kind(
        re.compile(rf'\s*<script src="{_OWN}" type="module"></script>'),
        "assets/js",
        ".js",
        _modules,
    ),
)
