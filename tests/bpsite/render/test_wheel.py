"""The wheel that the site serves."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from bpsite.render import wheel

ROOT = Path(__file__).parents[3]


def test_the_same_source_gives_the_same_wheel_whenever_it_was_written(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "bpcore", tmp_path / "bpcore")
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    assert wheel.build(tmp_path) == wheel.build(ROOT)


def test_the_wheel_holds_bpcore_and_nothing_else() -> None:
    name, content = wheel.build(ROOT)
    assert name.startswith("bpcore-")
    assert name.endswith("-py3-none-any.whl")
    files = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {file.split("/")[0].split("-")[0] for file in files} == {"bpcore"}
    assert {"bpcore/__init__.py", "bpcore/py.typed"} <= set(files)
    assert not [file for file in files if file.endswith(".pyc")]


def _metadata(content: bytes) -> Message:
    """The wheel's METADATA, which has the form of a message's head."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
    return message_from_bytes(archive.read(name))


def test_the_metadata_says_what_the_package_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/site/")
    monkeypatch.setenv("REPOSITORY_URL", "https://example.org/code")
    metadata = _metadata(wheel.build(ROOT)[1])
    for field in ("Summary", "Author", "License-Expression", "Keywords", "Requires-Python"):
        assert metadata[field], field
    assert "Programming Language :: Python :: 3.11" in metadata.get_all("Classifier", [])
    assert metadata.get_all("Project-URL") == [
        "Documentation, https://example.org/site/",
        "Source, https://example.org/code",
    ]


def test_a_link_that_the_environment_does_not_hold_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SITE_URL", "")
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    assert _metadata(wheel.build(ROOT)[1]).get_all("Project-URL") is None
