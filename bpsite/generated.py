"""The site's files that nobody wrote: what comes from the pinned packages and from the build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsite.browser import served
from bpsite.browser.compiled import NotCompiledError
from bpsite.browser.numpy_wheel import NoNumpyError
from bpsite.cache import Cache, CacheError
from bpsite.exercises import sheets
from bpsite.render import assets, wheel

MISTAKES = (NoNumpyError, NotCompiledError, CacheError)
"""What keeps a file from being made, with a message that says what to do."""


def files(root: Path, docs: Path, exercises: Cache) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content; raises one of `MISTAKES`, or `AuthorError`."""
    yield from assets.files(root / "node_modules")
    name, content = wheel.build(root)
    yield f"assets/{name}", content
    yield from served.files(root)
    yield from sheets.files(docs, exercises)
