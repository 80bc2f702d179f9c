"""The wheel of `bpcore`, which the site serves: notebooks and the page's own Python install it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder


def build(root: Path) -> tuple[str, bytes]:
    """The wheel's file name and content, from the project in `root`.

    The same source gives the same bytes; their date is SOURCE_DATE_EPOCH, or else a fixed one.
    """
    with tempfile.TemporaryDirectory() as directory:
        paths = list(WheelBuilder(str(root)).build(directory=directory, versions=["standard"]))
        path = Path(paths[0])
        return path.name, path.read_bytes()
