from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.setup import pythons


def python(folder: Path, name: str, says: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))


def test_a_python_is_found_on_the_path_and_among_pyenvs_and_a_stub_is_none(tmp_path: Path) -> None:
    stub = python(tmp_path / "bin", "python3.12", "not installed")
    newer = python(tmp_path / "bin", "python3.13", "python3.13")
    older = python(tmp_path / "pyenv/versions/3.11.7/bin", "python3.11", "python3.11")
    assert stub.exists()
    assert pythons.found() == [older, newer]
    assert pythons.refusal().endswith(f"Try: make PYTHON={newer} ...")


def test_an_environments_python_is_not_offered(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3.13", "python3.13")
    (tmp_path / "pyvenv.cfg").touch()
    assert pythons.found() == []
    assert pythons.refusal().endswith("Install one, then: make PYTHON=python3.14 ...")


def test_older_pythons_are_told_apart() -> None:
    assert [pythons.is_supported(version) for version in ((3, 8), (3, 11), (3, 14))] == [0, 1, 1]
