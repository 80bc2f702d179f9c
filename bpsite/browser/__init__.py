"""What runs in the reader's browser: Python, NumPy and bpcore compiled for it, and the editor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsite.browser import editor, runtime
from bpsite.browser.carrier import NoNumpyError

__all__ = ["NoNumpyError", "files"]


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content.

    Raises `NoNumpyError`, which says what to do, where NumPy for the browser can't be had.
    """
    cache = root / ".cache" / "browser"
    yield from runtime.files(root, cache)
    yield from editor.files(root, cache)
