"""Which Node to run."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def node() -> str:
    """The Node to run: the environment's own, from its wheel, or else the system's."""
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if found is None:
        raise RuntimeError("no Node found; `make site` installs one")
    return found
