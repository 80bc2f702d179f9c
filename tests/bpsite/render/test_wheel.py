"""The wheel that the site serves."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

from bpsite.render import wheel

ROOT = Path(__file__).parents[3]


def test_the_same_source_gives_the_same_wheel() -> None:
    first = wheel.build(ROOT)
    time.sleep(2)  # the resolution of a date in a zip file
    assert wheel.build(ROOT) == first


def test_the_wheel_holds_bpcore_and_nothing_else() -> None:
    name, content = wheel.build(ROOT)
    assert name.startswith("bpcore-")
    assert name.endswith("-py3-none-any.whl")
    files = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {file.split("/")[0].split("-")[0] for file in files} == {"bpcore"}
    assert {"bpcore/__init__.py", "bpcore/py.typed"} <= set(files)
    assert not [file for file in files if file.endswith(".pyc")]
