"""The files that the reader's browser asks for on Run."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from bpsite.browser import editor, runtime
from bpsite.cache import Cache

ROOT = Path(__file__).parents[3]
PACKED = ("library.bin", "files.bin", "checker.bin")


@pytest.fixture(scope="module")
def served() -> dict[str, bytes]:
    """Each file by its name in the folder."""
    made = runtime.files(ROOT, Cache(ROOT / ".cache" / "browser"))
    return {path.removeprefix(f"{runtime.FOLDER}/"): content for path, content in made}


@pytest.fixture(scope="module")
def packed(served: dict[str, bytes]) -> dict[str, bytes]:
    """Each packed file's content by its path, read as run-files.js reads them."""
    found = {}
    for name in PACKED:
        whole = gzip.decompress(served[name])
        at = 4 + int.from_bytes(whole[:4], "little")
        for path, size in json.loads(whole[4:at]):
            assert path not in found
            found[path] = whole[at : at + size]
            at += size
        assert at == len(whole)
    return found


def test_the_lock_asks_for_nothing_beyond_what_is_packed(served: dict[str, bytes]) -> None:
    lock = json.loads(served["pyodide-lock.json"])
    assert lock["info"]["platform"].startswith("emscripten")
    assert lock["packages"] == {}


def test_the_library_and_the_packages_stand_where_python_looks(packed: dict[str, bytes]) -> None:
    library = "/lib/python3.14/"
    found = {f"{library}encodings/__init__.pyc"}
    found |= {
        f"{library}site-packages/{name}"
        for name in ("numpy/__init__.pyc", "cells.pyc", "checking.pyc")
    }
    assert found | {f"{library}site-packages/bpcore/path.pyc"} <= set(packed)


def test_what_is_packed_says_nothing_of_the_moment() -> None:
    made = []
    for year in (1990, 2020):
        archives = {}
        for name in ("one", "two"):
            content = io.BytesIO()
            with zipfile.ZipFile(content, "w") as archive:
                archive.writestr(zipfile.ZipInfo(f"{name}.py", (year, 1, 1, 0, 0, 0)), "text")
            archives[f"{name}.whl"] = content.getvalue()
        made.append(runtime.pack(runtime.contents(archives)))
    assert made[0] == made[1]


def test_compiled_files_say_nothing_of_the_moment(packed: dict[str, bytes]) -> None:
    compiled = [content for path, content in packed.items() if path.endswith(".pyc")]
    assert len(compiled) > 450
    assert all(content[4:12] == bytes(8) for content in compiled)


def test_no_source_of_a_package_is_left(packed: dict[str, bytes]) -> None:
    sources = (".py", ".pyi", ".h")
    assert not [path for path in packed if "/site-packages/" in path and path.endswith(sources)]


def test_progress_is_counted_against_what_is_fetched(served: dict[str, bytes]) -> None:
    counted = (*PACKED, "pyodide.asm.wasm")
    sizes = json.loads(served["sizes.json"])
    assert sizes == {name: len(served[name]) for name in counted}


def test_licences_go_along_and_are_no_pages(served: dict[str, bytes]) -> None:
    assert b"NumPy Developers" in served["licences/numpy/LICENSE.txt"]
    assert b"Mozilla Public License" in served["licences/NOTICE.txt"]
    assert not [name for name in served if name.endswith(".md")]


def test_the_editor_is_one_module_that_asks_for_nothing() -> None:
    files = dict(editor.files(ROOT, Cache(ROOT / ".cache" / "browser")))
    script = files["assets/editor/editor.js"].decode()
    assert "export{" in script
    assert "import(" not in script
    assert not script.startswith("import")
    assert b"Permission is hereby granted" in files["assets/editor/LICENSE"]
