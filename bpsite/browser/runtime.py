"""The files that the reader's browser asks for on Run."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from bpsite import sources
from bpsite.browser import checker, wheels
from bpsite.browser.compiled import compiled
from bpsite.browser.numpy_wheel import Wheel, numpy_wheel
from bpsite.cache import Cache, digest

FOLDER = "assets/python"
_HERE = Path(__file__).parent
_FROM_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_OTHER_HOST = b"https://cdn.jsdelivr.net/"  # whom it would ask for what it does not find here
_LIBRARY = "python_stdlib.zip"
_LOCK = "pyodide-lock.json"
_MODULES = "/lib/python3.14/"  # where Python looks for its library, in the browser
_PACKAGES = f"{_MODULES}site-packages/"


def files(root: Path, cache: Cache) -> Iterator[tuple[str, bytes]]:
    """Each file's path in the site and its content.

    Raises `NoNumpyError` where NumPy for the browser can't be had.
    """
    pyodide = root / "node_modules" / "pyodide"
    numpy = numpy_wheel(pyodide, cache)
    base = {numpy.name: numpy.content, _LIBRARY: (pyodide / _LIBRARY).read_bytes()}
    own = wheels.built(root)
    archives = compiled(base, pyodide, cache) | compiled(own, pyodide, cache)
    files = contents(archives)
    checks = contents(compiled(checker.built(), pyodide, cache))
    # The library that is compiled is what is known to be used; of the rest a cell may have use.
    library = {name: files.pop(name) for name in list(files) if _is_used(name)}
    # Under names that every host knows: one that serves .mjs as plain text is not rare.
    served = {name.replace(".mjs", ".js"): (pyodide / name).read_bytes() for name in _FROM_PYODIDE}
    served["pyodide.js"] = served["pyodide.js"].replace(_OTHER_HOST, b"/")
    # What both have, what a page's cells have, and what checks what a reader writes.
    packed = {"library": library, "files": files, "checker": checks}
    served |= {f"{name}.bin": _packed(held, cache) for name, held in packed.items()}
    # Those that the browser fetches, rather than imports: what its progress is counted against.
    sizes = {name: len(content) for name, content in served.items() if not name.endswith(".js")}
    served["sizes.json"] = json.dumps(sizes, indent=1).encode()
    served[_LOCK] = _lock((pyodide / _LOCK).read_text("utf-8"))
    served |= licences(pyodide, numpy)
    for name, content in served.items():
        yield f"{FOLDER}/{name}", content


def _lock(lock: str) -> bytes:
    """Pyodide's lock without packages: there are none to ask for beyond what is packed."""
    return json.dumps({"info": json.loads(lock)["info"], "packages": {}}, indent=1).encode()


def contents(archives: Mapping[str, bytes]) -> dict[str, bytes]:
    """The archives' files by the paths at which Python in the browser has them."""
    found: dict[str, bytes] = {}
    for name, content in sorted(archives.items()):
        folder = _MODULES if name == _LIBRARY else _PACKAGES
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            found |= {folder + name: archive.read(name) for name in names}
    return found


def _is_used(path: str) -> bool:
    return not path.startswith(_PACKAGES) and not path.endswith(".py")


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one: compressed, the length of its list, the list, and all contents.

    The browser unpacks this in a tenth of the time that Python in the browser needs for a wheel.
    """
    # Like beside like, which compresses better.
    names = sorted(files, key=lambda name: (name.rpartition(".")[2], name))
    listed = json.dumps([[name, len(files[name])] for name in names]).encode()
    head = len(listed).to_bytes(4, "little") + listed
    packed = io.BytesIO()
    # Not `gzip.compress`, whose header names the system in one Python and not in another.
    with gzip.GzipFile(fileobj=packed, mode="wb", filename="", mtime=0) as file:
        file.write(head + b"".join(files[name] for name in names))
    return packed.getvalue()


def _packed(files: Mapping[str, bytes], cache: Cache) -> bytes:
    key = digest(sources.state("bpsite.browser.runtime"), files=files)
    return cache.kept(key, lambda: pack(files))


def licences(pyodide: Path, wheel: Wheel) -> dict[str, bytes]:
    """The texts that have to be handed on with NumPy, and a notice of what the rest is."""
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        texts = {
            # MkDocs would take a file of Markdown for a page.
            name.split(".dist-info/licenses/")[1].removesuffix(".md"): archive.read(name)
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    lock = json.loads((pyodide / _LOCK).read_text("utf-8"))
    notice = (_HERE / "NOTICE.txt").read_text("utf-8")
    filled = notice.format(
        pyodide=json.loads((pyodide / "package.json").read_text("utf-8"))["version"],
        python=lock["info"]["python"].rpartition(".")[0],
        numpy=lock["packages"]["numpy"]["version"],
    )
    own = {"licences/NOTICE.txt": filled.encode()}
    return own | {f"licences/numpy/{name}": text for name, text in sorted(texts.items())}
