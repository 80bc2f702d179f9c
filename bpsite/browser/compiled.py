"""Python's archives, byte-compiled by the Python in the browser that will read them."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bpsite import sources
from bpsite.cache import Cache, digest
from bpsite.node import node

_SCRIPT = Path(__file__).with_name("compile.mjs")  # which runs compile.py


class NotCompiledError(Exception):
    """The Python for the page can't be compiled; the message says what the compiler said."""


def compiled(archives: Mapping[str, bytes], pyodide: Path, cache: Cache) -> dict[str, bytes]:
    """The archives by their names, as they were but compiled. Raises `NotCompiledError`."""
    code = sources.state("bpsite.browser.compiled")
    key = digest(code, (pyodide / "pyodide-lock.json").read_bytes(), files=archives)
    return _split(cache.kept(key, lambda: _joined(_compiled(archives, pyodide))))


def _compiled(archives: Mapping[str, bytes], pyodide: Path) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for archive, content in archives.items():
            (folder / archive).write_bytes(content)
        done = subprocess.run(
            [node(), str(_SCRIPT), str(pyodide), name],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            raise NotCompiledError(f"Python for the page can't be compiled:\n{done.stdout.strip()}")
        return {archive: (folder / archive).read_bytes() for archive in archives}


def _joined(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def _split(joined: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(joined)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
