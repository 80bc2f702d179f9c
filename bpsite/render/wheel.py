"""The wheel of `bpcore` alone, which the site serves to notebooks and to the page's own Python."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.wheel import WheelBuilder
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager


def build(root: Path) -> tuple[str, bytes]:
    """The wheel's file name and content, from the project in `root`.

    The same source gives the same bytes; their date is SOURCE_DATE_EPOCH, or else a fixed one.
    """
    metadata = ProjectMetadata(str(root), PluginManager(), _of_bpcore(root))
    with tempfile.TemporaryDirectory() as directory:
        builder = WheelBuilder(str(root), metadata=metadata)
        path = Path(next(iter(builder.build(directory=directory, versions=["standard"]))))
        return path.name, path.read_bytes()


def _of_bpcore(root: Path) -> dict[str, Any]:
    """The project's settings without the checker, its command and what it needs."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    for table in ("scripts", "optional-dependencies"):
        del settings["project"][table]
    settings["tool"]["hatch"]["build"]["targets"]["wheel"] = {"packages": ["bpcore"]}
    return settings
