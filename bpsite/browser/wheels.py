"""The site's own wheels for the browser: bpcore, and what runs its cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

from bpsite.render import wheel

CELLS = "cells-0-py3-none-any.whl"
_PYTHON = Path(__file__).with_name("python")
_METADATA = "Metadata-Version: 2.1\nName: cells\nVersion: 0\n"
_WHEEL = "Wheel-Version: 1.0\nGenerator: bpsite\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def write(root: Path, folder: Path) -> None:
    """Builds both into the folder."""
    name, content = wheel.build(root)
    (folder / name).write_bytes(content)
    with zipfile.ZipFile(folder / CELLS, "w") as archive:
        for path in sources():
            archive.writestr(path.name, path.read_bytes())
        archive.writestr("cells-0.dist-info/METADATA", _METADATA)
        archive.writestr("cells-0.dist-info/WHEEL", _WHEEL)


def sources() -> list[Path]:
    """The Python files of the wheel that runs cells."""
    return sorted(_PYTHON.glob("*.py"))
