"""The wheel of `bpcore`, which the site serves: notebooks and the page's own Python install it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from unittest import mock

from hatchling.builders.wheel import WheelBuilder

# Any moment does, but always the same one: the same source gives the same bytes.
_MOMENT = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1577836800")}


def build(root: Path) -> tuple[str, bytes]:
    """The wheel's file name and content, from the project in `root`."""
    with tempfile.TemporaryDirectory() as directory, mock.patch.dict(os.environ, _MOMENT):
        paths = list(WheelBuilder(str(root)).build(directory=directory, versions=["standard"]))
        path = Path(paths[0])
        return path.name, path.read_bytes()
