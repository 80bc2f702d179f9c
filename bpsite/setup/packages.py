"""The environment: a Python of its own, the packages of the lock, and the project itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bpsite.cache import contents, digest
from bpsite.setup.causes import INDEX
from bpsite.setup.tools import BIN, Patience, pip, run

LOCK = Path("requirements.txt")
PROJECT = Path("pyproject.toml")


def lock_state() -> str:
    """Changes with the lock, with the folder, and with the Python that made the environment."""
    return digest(str(Path.cwd()), _python(), files=contents([LOCK]))


def install_lock(patience: Patience) -> None:
    """Makes the environment anew: pip takes what was half installed for installed."""
    version = sys.version.split()[0]
    venv = [sys.executable, "-I", "-m", "venv", "--clear", str(BIN.parent)]
    run(f"an environment of Python {version} in {BIN.parent}", INDEX, venv)
    wanted = f"the packages of {LOCK} (about 150 MB, once)"
    pip(wanted, INDEX, patience, "--require-hashes", f"--requirement={LOCK}")


def project_state() -> str:
    """Changes with the project's own description."""
    return digest(files=contents([PROJECT]))


def install_project(patience: Patience) -> None:
    """Lets the environment import the project from this folder."""
    own = ["--no-deps", "--no-build-isolation", "--ignore-installed", "--editable=."]
    pip("the project itself, editable", INDEX, patience, *own)


def _python() -> str:
    """The environment's Python as it is now; nothing where its system's one is gone."""
    asked = [str(BIN / "python"), "-I", "-c", "import sys; print(sys.version, sys.base_prefix)"]
    try:
        return subprocess.run(asked, capture_output=True, encoding="utf-8", check=False).stdout
    except OSError:
        return ""
