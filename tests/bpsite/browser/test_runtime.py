"""The files that the reader's browser asks for on Run."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bpsite.browser import editor, runtime
from bpsite.browser.kept import kept

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def served() -> dict[str, bytes]:
    """Each file by its name in the folder."""
    made = runtime.files(ROOT, ROOT / ".cache" / "browser")
    return {path.removeprefix(f"{runtime.FOLDER}/"): content for path, content in made}


def test_the_lock_names_the_served_wheels_with_their_hashes(served: dict[str, bytes]) -> None:
    packages = json.loads(served["pyodide-lock.json"])["packages"]
    assert sorted(packages) == ["bpcore", "cells", "numpy"]
    for entry in packages.values():
        assert entry["sha256"] == hashlib.sha256(served[entry["file_name"]]).hexdigest()


def test_the_wheels_are_compiled_and_say_nothing_of_the_moment(served: dict[str, bytes]) -> None:
    for name, content in served.items():
        if name.endswith((".whl", ".zip")):
            archive = zipfile.ZipFile(BytesIO(content))
            compiled = [member for member in archive.infolist() if member.filename.endswith(".pyc")]
            assert len(compiled) >= 2, name
            assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert all(archive.read(member)[4:12] == bytes(8) for member in compiled)


def test_no_source_is_left_in_the_wheels(served: dict[str, bytes]) -> None:
    for name, content in served.items():
        if name.endswith(".whl"):
            names = zipfile.ZipFile(BytesIO(content)).namelist()
            assert not [member for member in names if member.endswith((".py", ".pyi", ".h"))], name


def test_progress_is_counted_against_what_is_fetched(served: dict[str, bytes]) -> None:
    sizes = json.loads(served["sizes.json"])
    assert sizes == {
        name: len(served[name])
        for name in served
        if name.endswith((".wasm", ".zip", ".whl", "lock.json"))
    }


def test_licences_go_along_and_are_no_pages(served: dict[str, bytes]) -> None:
    assert b"NumPy Developers" in served["licences/numpy/LICENSE.txt"]
    assert b"Mozilla Public License" in served["licences/NOTICE.txt"]
    assert not [name for name in served if name.endswith(".md")]


def test_the_editor_is_one_module_that_asks_for_nothing() -> None:
    files = dict(editor.files(ROOT, ROOT / ".cache" / "browser"))
    script = files["assets/editor/editor.js"].decode()
    assert "export{" in script
    assert "import(" not in script
    assert not script.startswith("import")
    assert b"Permission is hereby granted" in files["assets/editor/LICENSE"]


def test_a_folder_is_made_again_only_when_a_source_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    made: list[Path] = []
    for text in ("one", "one", "two"):
        source.write_text(text, encoding="utf-8")
        folder = kept(tmp_path / "cache", "name", [source], made.append)
        assert folder.is_dir()
    assert len(made) == 2


def test_a_folder_that_could_not_be_filled_is_not_kept(tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 # it has no message
        kept(tmp_path, "name", [], fail)
    assert list(tmp_path.iterdir()) == []
