"""Has code run apart, so that what does not end can be ended."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

from bpsite.doctests import environment

LIMIT = 60.0  # seconds for all that a page asks to be run


class EndlessError(Exception):
    """Code that does not end."""


def run(jobs: Sequence[Sequence[str]], limit: float = LIMIT) -> list[list[str]]:
    """What the pieces of each job print, a namespace for each job. Raises `EndlessError`."""
    if not jobs:
        return []
    command = [sys.executable, "-P", "-m", "bpsite.exercises.runner"]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(list(map(list, jobs))),
            capture_output=True,
            encoding="utf-8",
            env=environment(),
            timeout=limit,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise EndlessError from None
    found: list[list[str]] = json.loads(done.stdout)
    return found
