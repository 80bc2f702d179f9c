"""Leaves in a published site's style sheets only what one of its pages or scripts could use.

Most of the theme's sheet is for what these pages don't have.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from bpsite.node import node

_PRUNE = Path(__file__).with_suffix(".mjs")


def prune(site: Path) -> None:
    """Rewrites every style sheet of the site, once all pages and scripts are there."""
    subprocess.run([node(), str(_PRUNE), str(site)], check=True)
