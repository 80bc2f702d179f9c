"""The Pythons that this machine has. Older ones read this file too, to say what they lack."""

import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 14)


def is_supported(version: "tuple[object, ...]") -> bool:
    """Whether a Python of this version can make the project's environment."""
    return tuple(version[:2]) >= OLDEST


def found() -> "list[Path]":
    """The supported Pythons on the PATH and among pyenv's, one of each, the oldest first."""
    minors = range(OLDEST[1], NEWEST[1] + 1)
    names = [f"python3.{minor}" for minor in minors]
    folders = [Path(folder) for folder in os.get_exec_path()] + _of_pyenv()
    folders = [folder for folder in folders if not Path(folder.parent, "pyvenv.cfg").exists()]
    runs = {}
    for path in [folder / name for name in names for folder in folders]:
        if path.name not in runs and _is(path.name, path):
            runs[path.name] = path
    return [runs[name] for name in names if name in runs]


def refusal() -> str:
    """Says which Python is needed, and one that is there."""
    there = found()
    remedy = (
        f"Try: make PYTHON={there[-1]} ..."
        if there
        else f"Install one, then: make PYTHON=python3.{NEWEST[1]} ..."
    )
    return f"Python 3.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}. {remedy}"


def _of_pyenv() -> "list[Path]":
    root = Path(os.environ.get("PYENV_ROOT", str(Path("~/.pyenv").expanduser())))
    return sorted(root.glob("versions/*/bin"), reverse=True)


def _is(name: str, path: Path) -> bool:
    """A stub that only names a Python to install is none."""
    if not path.exists():
        return False
    asked = [str(path), "-c", "import sys; print('python{}.{}'.format(*sys.version_info))"]
    try:
        said = subprocess.check_output(asked, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return said.decode().strip() == name
