"""Starts and ends the process that builds, and listens to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

_GRACE = 5.0


class Child:
    """A builder for a folder; what it says is heard in a thread.

    When it ends by itself, it is heard to say what went wrong, as `{"site": ...}`.
    """

    def __init__(self, folder: Path, url: str, heard: Callable[[dict[str, Any]], None]) -> None:
        self._heard = heard
        self._ended = False
        self._trouble: deque[str] = deque(maxlen=60)
        # A session of its own: Ctrl-C is for us alone, and we end all that it has started.
        process = subprocess.Popen(
            [sys.executable, "-m", "bpsite.serve.builder", str(folder), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self._process = process
        self._told = cast("IO[str]", process.stdin)
        errors = threading.Thread(target=self._note, args=(process.stderr,), daemon=True)
        errors.start()
        threading.Thread(target=self._listen, args=(process.stdout, errors), daemon=True).start()

    def _note(self, errors: IO[str]) -> None:
        for line in errors:
            self._trouble.append(line)
            sys.stderr.write(line)

    def _listen(self, words: IO[str], errors: threading.Thread) -> None:
        for line in words:
            if not self._ended:
                self._heard(json.loads(line))
        errors.join()
        if not self._ended:
            self._heard({"site": "".join(self._trouble) or "the process that builds was ended"})

    @property
    def is_alive(self) -> bool:
        """Whether it still listens."""
        return self._process.poll() is None

    def tell(self, paths: Iterable[str]) -> None:
        """Says which files have changed."""
        with suppress(BrokenPipeError):  # it ends, and is heard to say why
            self._told.write(json.dumps(sorted(paths)) + "\n")
            self._told.flush()

    def end(self) -> None:
        """Ends it with all that it has started."""
        self._ended = True
        if not self.is_alive:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
