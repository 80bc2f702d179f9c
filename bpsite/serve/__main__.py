"""The command line: `python -m bpsite.serve [--port PORT]`, in the project's folder."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from bpsite.serve.changes import changes, state, task
from bpsite.serve.child import Child
from bpsite.serve.server import PortError, Server
from bpsite.serve.shown import Shown

_SET_UP = ["make", "--no-print-directory", "installed"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until Ctrl-C; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bpsite.serve")
    parser.add_argument("--port", type=_port, default=8000)
    port = parser.parse_args(arguments).port
    try:
        with tempfile.TemporaryDirectory(prefix="serve-") as name:
            folder = Path(name) / "site"
            folder.mkdir()
            with Server(port, Shown(folder)) as server:
                _serve(server)
    except PortError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 0
    return _begin_anew(port)


def _begin_anew(port: int) -> NoReturn:
    """The same process with the server's new code: whoever started it need not know."""
    command = [sys.executable, "-m", "bpsite.serve", "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606 # our own command


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number < 2**16 - 1:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65534, not {text!r}")
    return number


def _serve(server: Server) -> None:
    """Serves until the server itself has changed, and could begin anew."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    known = state(Path.cwd())  # before the first build, which no change may escape
    project = _Project(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stderr.write(f"{server.url} shows the site as you write it; Ctrl-C ends it.\n")
    try:
        for paths in changes(Path.cwd(), known):
            if not project.change(paths):
                return
    finally:
        project.child.end()
        server.shutdown()


class _Project:
    """What is served, and the process that builds it."""

    def __init__(self, server: Server) -> None:
        self.shown, self.url = server.shown, server.url
        self.child = self._begun()

    def _begun(self) -> Child:
        return Child(self.shown.folder, self.url, self._hear)

    def _hear(self, words: dict[str, Any]) -> None:
        self.shown.take(words)
        error = words.get("error") or words.get("site")
        if error:
            sys.stderr.write(f"{error}\n")

    def change(self, paths: set[str]) -> bool:
        """Does what the changes ask for; False if that is to begin anew."""
        asked = task(paths)
        if asked == "server":
            return not self._works([sys.executable, "-c", "import bpsite.serve.__main__"])
        if asked == "set-up" and not self._works(_SET_UP):
            return True
        if asked == "pages" and self.child.is_alive:
            self.child.tell(paths)
        else:
            self.child.end()
            self.child = self._begun()
        return True

    def _works(self, command: list[str]) -> bool:
        """Whether a command succeeds; what it says is shown if it does not."""
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            self._hear({"site": done.stdout + done.stderr})
        return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
