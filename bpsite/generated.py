"""The site's files that nobody wrote: what comes from the pinned packages and from the build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bpsite.browser import served
from bpsite.render import assets, wheel


def files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content; raises as `served.files` does."""
    yield from assets.files(root / "node_modules")
    name, content = wheel.build(root)
    yield f"assets/{name}", content
    yield from served.files(root)
