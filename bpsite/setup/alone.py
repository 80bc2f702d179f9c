"""One set-up at a time in a folder, and none beside a tool that has outlived its own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bpsite.setup.tools import say

LOCK = Path(".cache/setup.lock")


@contextmanager
def alone() -> Iterator[None]:
    """Waits until nobody else installs here.

    Every tool that is begun meanwhile holds the lock too: pip goes on when its set-up is killed,
    and would write into the environment that the next one has just emptied.
    """
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 # it has no name
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another one still installs in this folder; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
