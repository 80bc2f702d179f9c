"""Says by its exit code whether all is installed: `.venv/bin/python -m bpsite.setup.current`."""

from __future__ import annotations

import sys

from bpsite.setup import parts

if __name__ == "__main__":
    sys.exit(not parts.are_current())
