"""The site's own wheels for the browser: bpcore, and what runs its cells."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from bpsite.render import wheel

_MODULES = ("cells.py", "page.py")
CELLS = "cells-0-py3-none-any.whl"
_PYTHON = Path(__file__).with_name("python")
_METADATA = "Metadata-Version: 2.1\nName: cells\nVersion: 0\n"
_WHEEL = "Wheel-Version: 1.0\nGenerator: bpsite\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def built(root: Path) -> dict[str, bytes]:
    """Both by their file names; the same sources give the same bytes."""
    name, content = wheel.build(root)
    return {name: content, CELLS: _cells()}


def _cells() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for module in _MODULES:
            archive.writestr(zipfile.ZipInfo(module), (_PYTHON / module).read_bytes())
        for name, text in (("METADATA", _METADATA), ("WHEEL", _WHEEL)):
            archive.writestr(zipfile.ZipInfo(f"cells-0.dist-info/{name}"), text)
    return made.getvalue()
