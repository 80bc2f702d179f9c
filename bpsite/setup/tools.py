"""Runs the tools that install: what they say goes to a log, a failure is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bpsite.setup.causes import Place, explain

LOG = Path(".cache/setup.log")
BIN = Path(".venv/bin")


class SetupError(Exception):
    """A step of the set-up failed; the message is the one line that explains it."""


@dataclass(frozen=True)
class Patience:
    """How long a host may stay silent, and how often it is asked again."""

    seconds: float = 15
    retries: int = 1


PATIENCE = Patience()


def say(words: str) -> None:
    """Shows what is being done, one line for each step."""
    sys.stdout.write(f"set-up: {words}\n")
    sys.stdout.flush()


def run(wanted: str, place: Place, command: list[str]) -> None:
    """Runs one step. Raises `SetupError` with what was wanted, why not, and the remedy."""
    say(wanted)
    process = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment(),
        close_fds=False,  # it holds the lock as long as it runs
        check=False,
    )
    _log(command, process.stdout)
    if process.returncode:
        raise SetupError(f"{wanted}: {explain(process.stdout, place)} (All it said: {LOG}.)")


def pip(wanted: str, place: Place, patience: Patience, *what: str) -> None:
    """Installs into the environment, and never asks. Raises `SetupError`."""
    command = [str(BIN / "python"), "-I", "-m", "pip", "install", "--no-input", "--no-user"]
    quiet = ["--disable-pip-version-check", "--progress-bar=off"]
    waits = [f"--timeout={patience.seconds}", f"--retries={patience.retries}"]
    run(wanted, place, [*command, *quiet, *waits, *what])


def environment() -> dict[str, str]:
    """The variables of a step: the environment's own commands come first."""
    return os.environ | {"PATH": os.pathsep.join([str(BIN.absolute()), os.environ.get("PATH", "")])}


def _log(command: list[str], said: str) -> None:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{said}\n")
