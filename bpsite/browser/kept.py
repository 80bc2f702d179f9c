"""Folders that are made once for the files they are made from, and kept in a cache."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path


def kept(cache: Path, name: str, sources: Iterable[Path], make: Callable[[Path], None]) -> Path:
    """The cache's folder for the sources as they are; `make` fills it if it is not there yet."""
    state = hashlib.sha256()
    for path in sorted(sources):
        state.update(path.name.encode() + b"\0" + path.read_bytes())
    done = cache / f"{name}-{state.hexdigest()[:16]}"
    if not done.exists():
        cache.mkdir(parents=True, exist_ok=True)
        # Filled elsewhere first: a build that breaks off, or another at its side, leaves it whole.
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            making = Path(folder) / name
            making.mkdir()
            make(making)
            making.rename(done)
    return done
