"""The editor, bundled from its npm packages into one module."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from bpsite.browser.kept import kept
from bpsite.render.katex import node

FOLDER = "assets/editor"
_ENTRY = Path(__file__).with_name("editor.mjs")


def files(root: Path, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content."""
    packages = root / "node_modules"

    def bundle(folder: Path) -> None:
        esbuild = [node(), str(packages / "esbuild" / "bin" / "esbuild"), "--log-level=warning"]
        shape = ["--bundle", "--minify", "--format=esm", "--target=es2022"]
        out = f"--outfile={folder / 'editor.js'}"
        subprocess.run([*esbuild, *shape, out, str(_ENTRY)], check=True)

    made = kept(cache, "editor", [_ENTRY, root / "package-lock.json"], bundle)
    yield f"{FOLDER}/editor.js", (made / "editor.js").read_bytes()
    # One text for all of its parts, which are of the same authors.
    yield f"{FOLDER}/LICENSE", (packages / "@codemirror" / "view" / "LICENSE").read_bytes()
