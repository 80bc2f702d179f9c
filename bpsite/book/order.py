"""The pages of the site in the order of its navigation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mkdocs.config.defaults import MkDocsConfig


def addresses(config: MkDocsConfig) -> list[str]:
    """Where each page of the navigation stands below the site's: 'a/b/', and '' for home."""
    return [_address(page) for page in _pages(config.nav)]


def _pages(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
        return
    for inside in entry.values() if isinstance(entry, dict) else entry:
        yield from _pages(inside)


def _address(page: str) -> str:
    path = page.removesuffix(".md")
    return "" if path == "index" else path.removesuffix("/index") + "/"
