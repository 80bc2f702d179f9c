"""Byte-compiles the archives in /archives; runs in Pyodide, started by compile.mjs.

Python then starts in half the time. A compiled file says nothing of when it was made, and the
archives' order and dates are fixed, so that equal sources give equal archives.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib._bootstrap_external import _code_to_timestamp_pyc  # type: ignore[attr-defined] # CPython's own
from pathlib import Path

ARCHIVES = Path("/archives")
# What no cell can use: what needs a compiler, a terminal, processes or a socket, and tests.
UNUSED = (
    *("numpy/f2py/", "numpy/core/", "numpy/_pyinstaller/", "numpy/conftest.py"),
    *("numpy/_core/_simd.", "numpy/_core/_multiarray_tests.", "numpy/_core/_umath_tests."),
    *("numpy/_core/_rational_tests.", "numpy/_core/_struct_ufunc_tests."),
    *("numpy/_core/_operand_flag_tests.", "_pyrepl/", "multiprocessing/", "sqlite3/"),
    *("wsgiref/", "xmlrpc/"),
)
UNUSED_SUFFIXES = (".pyi", ".pxd", ".h", ".c", ".a", ".pyx", ".in", "py.typed", "RECORD")
# What a page's cells import at the first or at a later time, and what the checker does; what these
# import comes along.
USED = (
    *("numpy", "numpy.fft", "numpy.linalg", "numpy.ma", "numpy.polynomial", "numpy.random"),
    *("numpy.testing", "ast", "dataclasses", "itertools", "json", "linecache", "math", "random"),
    *("statistics", "textwrap", "traceback"),
    *("atexit", "base64", "bisect", "cmath", "colorsys", "contextlib", "contextvars", "copy"),
    *("datetime", "decimal", "fractions", "getpass", "hashlib", "html.parser", "inspect"),
    *("logging", "numbers", "pathlib", "pickle", "pkgutil", "signal", "string", "tempfile"),
    *("threading", "unicodedata", "urllib.parse", "weakref"),
)


def main() -> None:
    """Compiles every wheel whole, and of the standard library what pages use."""
    wheels = sorted(ARCHIVES.glob("*.whl"))
    library = ARCHIVES / "python_stdlib.zip"
    if library.exists():
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall("/lib/python3.14/site-packages")
        rewrite(library, 2, used_modules("/lib/python314.zip/").__contains__)
    for wheel in wheels:
        # NumPy's docstrings are a third of its size; a reader may ask for help on ours in cells.
        plain = wheel.name.startswith(("numpy", "checker"))
        rewrite(wheel, 2 if plain else 0, lambda _: True)


def used_modules(folder: str) -> set[str]:
    """The files below the folder that Python has read once everything in USED is imported."""
    for name in USED:
        import_module(name)
    origins = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    return {origin.removeprefix(folder) for origin in origins if origin.startswith(folder)}


def rewrite(path: Path, optimize: int, is_used: Callable[[str], bool]) -> None:
    """The archive again, its used modules compiled in the place of their sources."""
    with zipfile.ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in sorted(archive.namelist())]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in compiled(members, optimize, is_used):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)


def compiled(
    members: list[tuple[str, bytes]], optimize: int, is_used: Callable[[str], bool]
) -> Iterator[tuple[str, bytes]]:
    """The members that are of use, compiled where they can be."""
    for name, content in members:
        if name.startswith(UNUSED) or "/tests/" in name or name.endswith(UNUSED_SUFFIXES):
            continue
        if name.endswith(".py") and is_used(name):
            code = compile(content, name, "exec", dont_inherit=True, optimize=optimize)
            yield f"{name}c", bytes(_code_to_timestamp_pyc(code, 0, len(content)))
        else:
            yield name, content


main()
