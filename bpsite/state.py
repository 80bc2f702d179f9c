"""Names for the state of files, by which a cache notices that one has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], more: object = None) -> str:
    """A short name that changes when a file's content or path does, or something more."""
    state = hashlib.sha256(repr(more).encode())
    for path in sorted(paths):
        state.update(path.as_posix().encode() + b"\0" + path.read_bytes())
    return state.hexdigest()[:16]
