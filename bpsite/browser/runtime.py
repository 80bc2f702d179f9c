"""The files that the reader's browser asks for on Run, made once and kept in a cache."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bpsite.browser import carrier, wheels
from bpsite.browser.kept import kept
from bpsite.render.katex import node

FOLDER = "assets/python"
_HERE = Path(__file__).parent
_COMPILER = (_HERE / "compile.mjs", _HERE / "compile.py")
_AS_THEY_ARE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_OTHER_HOST = b"https://cdn.jsdelivr.net/"  # whom it would ask for what it does not find here
_LIBRARY = "python_stdlib.zip"
_LOCK = "pyodide-lock.json"


def files(root: Path, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content.

    Raises `carrier.NoNumpyError` where NumPy for the browser can't be had.
    """
    pyodide = root / "node_modules" / "pyodide"
    numpy = carrier.numpy_wheel(pyodide, cache)
    base, own = _base(pyodide, numpy, cache), _own(root, pyodide, cache)
    lock = (pyodide / _LOCK).read_text("utf-8")
    made = [*sorted(base.iterdir()), *sorted(own.iterdir())]
    served = {path.name: path.read_bytes() for path in made}
    served |= {name: (pyodide / name).read_bytes() for name in _AS_THEY_ARE}
    served["pyodide.mjs"] = served["pyodide.mjs"].replace(_OTHER_HOST, b"/")
    served[_LOCK] = trimmed(lock, served)
    # Those that the browser fetches, rather than imports: what its progress is counted against.
    counted = {name: len(content) for name, content in served.items() if not name.endswith(".mjs")}
    served["sizes.json"] = json.dumps(counted, indent=1).encode()
    served |= licences(numpy)
    for name, content in served.items():
        yield f"{FOLDER}/{name}", content


def trimmed(lock: str, served: dict[str, bytes]) -> bytes:
    """Pyodide's lock with our wheels alone, and with the hashes that they have now."""
    whole = json.loads(lock)
    packages = {}
    for name, content in served.items():
        if name.endswith(".whl"):
            project, version = name.split("-")[:2]
            entry = _entry(project, version, name, content)
            packages[project] = entry
    return json.dumps({"info": whole["info"], "packages": packages}, indent=1).encode()


def _entry(project: str, version: str, name: str, content: bytes) -> dict[str, Any]:
    return {
        "name": project,
        "version": version,
        "file_name": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": [project],
        "depends": ["numpy"] if project == "bpcore" else [],
        "unvendored_tests": False,
    }


def licences(wheel: Path) -> dict[str, bytes]:
    """The texts that have to be handed on with NumPy, and a notice of what the rest is."""
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            # MkDocs would take a file of Markdown for a page.
            name.split(".dist-info/licenses/")[1].removesuffix(".md"): archive.read(name)
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    notice = {"licences/NOTICE.txt": (_HERE / "NOTICE.txt").read_bytes()}
    return notice | {f"licences/numpy/{name}": text for name, text in sorted(texts.items())}


def _base(pyodide: Path, numpy: Path, cache: Path) -> Path:
    """The folder with the compiled standard library and NumPy."""

    def gather(folder: Path) -> None:
        shutil.copy(numpy, folder)
        shutil.copy(pyodide / _LIBRARY, folder)
        _compile(pyodide, folder)

    return kept(cache, "python", [*_COMPILER, pyodide / _LOCK, pyodide / _LIBRARY], gather)


def _own(root: Path, pyodide: Path, cache: Path) -> Path:
    """The folder with the site's own wheels, compiled."""

    def gather(folder: Path) -> None:
        wheels.write(root, folder)
        _compile(pyodide, folder)

    sources = [*_COMPILER, *root.glob("bpcore/**/*.py"), root / "pyproject.toml", *wheels.sources()]
    return kept(cache, "own", sources, gather)


def _compile(pyodide: Path, folder: Path) -> None:
    subprocess.run([node(), str(_COMPILER[0]), str(pyodide), str(folder)], check=True)
