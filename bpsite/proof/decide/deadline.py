"""A limit on the processor time that deciding one relation may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0


class OutOfTimeError(BaseException):
    """The time is up; not an `Exception`, so that no library can take it for one of its own."""


@contextmanager
def deadline(seconds: float = SECONDS) -> Iterator[None]:
    """Raises `OutOfTimeError` inside the block when the time is up, where signals are to be had."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError
