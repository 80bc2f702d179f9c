"""The files that the reader's browser asks for on Run, made once and kept in a cache."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

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
_PACKED = "files.bin"
_MODULES = "/lib/python3.14/"  # where Python looks for its library, in the browser


def files(root: Path, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content.

    Raises `carrier.NoNumpyError` where NumPy for the browser can't be had.
    """
    pyodide = root / "node_modules" / "pyodide"
    numpy = carrier.numpy_wheel(pyodide, cache)
    archives = [*_base(pyodide, numpy, cache).iterdir(), *_own(root, pyodide, cache).iterdir()]
    served = {name: (pyodide / name).read_bytes() for name in _AS_THEY_ARE}
    served["pyodide.mjs"] = served["pyodide.mjs"].replace(_OTHER_HOST, b"/")
    served[_PACKED] = _packed(sorted(archives), cache)
    # Those that the browser fetches, rather than imports: what its progress is counted against.
    sizes = {name: len(content) for name, content in served.items() if not name.endswith(".mjs")}
    served["sizes.json"] = json.dumps(sizes, indent=1).encode()
    served[_LOCK] = _lock((pyodide / _LOCK).read_text("utf-8"))
    served |= licences(pyodide, numpy)
    for name, content in served.items():
        yield f"{FOLDER}/{name}", content


def _lock(lock: str) -> bytes:
    """Pyodide's lock without packages: there are none to ask for beyond what is packed."""
    return json.dumps({"info": json.loads(lock)["info"], "packages": {}}, indent=1).encode()


def pack(archives: list[Path]) -> bytes:
    """The archives' files as one: compressed, the length of its list, the list, and all contents.

    The browser unpacks this in a tenth of the time that Python in the browser needs for a wheel.
    """
    contents: dict[str, bytes] = {}
    for path in archives:
        folder = _MODULES if path.name == _LIBRARY else f"{_MODULES}site-packages/"
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            contents |= {folder + name: archive.read(name) for name in names}
    # Like beside like, which compresses better.
    names = sorted(contents, key=lambda name: (name.rpartition(".")[2], name))
    listed = json.dumps([[name, len(contents[name])] for name in names]).encode()
    head = len(listed).to_bytes(4, "little") + listed
    packed = io.BytesIO()
    # Not `gzip.compress`, whose header names the system in one Python and not in another.
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as file:
        file.write(head + b"".join(contents[name] for name in names))
    return packed.getvalue()


def _packed(archives: list[Path], cache: Path) -> bytes:
    def gather(folder: Path) -> None:
        (folder / _PACKED).write_bytes(pack(archives))

    made = kept(cache, "packed", [Path(__file__), *archives], gather)
    return (made / _PACKED).read_bytes()


def licences(pyodide: Path, wheel: Path) -> dict[str, bytes]:
    """The texts that have to be handed on with NumPy, and a notice of what the rest is."""
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            # MkDocs would take a file of Markdown for a page.
            name.split(".dist-info/licenses/")[1].removesuffix(".md"): archive.read(name)
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    lock = json.loads((pyodide / _LOCK).read_text("utf-8"))
    notice = (
        (_HERE / "NOTICE.txt")
        .read_text("utf-8")
        .format(
            pyodide=json.loads((pyodide / "package.json").read_text("utf-8"))["version"],
            python=lock["info"]["python"].rpartition(".")[0],
            numpy=lock["packages"]["numpy"]["version"],
        )
    )
    return {"licences/NOTICE.txt": notice.encode()} | {
        f"licences/numpy/{name}": text for name, text in sorted(texts.items())
    }


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
