"""The editor, bundled from its npm packages into one module."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from bpsite import sources
from bpsite.cache import Cache, digest
from bpsite.node import node

FOLDER = "assets/editor"
_ENTRY = Path(__file__).with_name("editor.mjs")


def files(root: Path, cache: Cache) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content."""
    packages = root / "node_modules"
    installed = (packages / ".package-lock.json").read_bytes()
    key = digest(sources.state("bpsite.browser.editor"), installed)
    yield f"{FOLDER}/editor.js", cache.kept(key, lambda: _bundled(packages))
    # One text for all of its parts, which are of the same authors.
    yield f"{FOLDER}/LICENSE", (packages / "@codemirror" / "view" / "LICENSE").read_bytes()


def _bundled(packages: Path) -> bytes:
    esbuild = [node(), str(packages / "esbuild" / "bin" / "esbuild"), "--log-level=warning"]
    shape = ["--bundle", "--minify", "--format=esm", "--target=es2022"]
    command = [*esbuild, *shape, str(_ENTRY)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
