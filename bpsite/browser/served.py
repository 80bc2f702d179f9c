"""All files that the reader's browser asks for to run cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsite.browser import editor, runtime
from bpsite.cache import Cache


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content.

    Raises `NoNumpyError` where NumPy for the browser can't be had, and `CacheError` where what was
    made can't be kept.
    """
    cache = Cache(root / ".cache" / "browser")
    yield from runtime.files(root, cache)
    yield from editor.files(root, cache)
    cache.sweep()
