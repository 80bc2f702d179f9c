"""The checker that the page's Python has: it answers from its archive alone."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bpsite.browser import checker

ASKS = """
import sys
sys.path.insert(0, {archive!r})
import checking
sys.stdout.write(checking.start(print)({question!r}))
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checker")
    with zipfile.ZipFile(io.BytesIO(checker.built()[checker.NAME])) as wheel:
        wheel.extractall(folder)
    return folder


def asked(archive: Path, call: str, argument: Any) -> Any:
    """The answer with Python's own library (`-I -S`) and nothing that is installed."""
    question = json.dumps({"call": call, "argument": argument})
    script = ASKS.format(archive=str(archive), question=question)
    command = [sys.executable, "-I", "-S", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_derivation_is_decided_without_the_site_s_packages(archive: Path) -> None:
    text = "(x + 1)^2 + y\n= x^2 + 2 x + 1 + y\n= x^2 + x + 1 + y"
    steps = asked(archive, "derivation", {"text": text})["steps"]
    assert [(step["line"], step["status"]) for step in steps] == [(2, "proved"), (3, "failed")]


def test_the_same_sources_give_the_same_bytes() -> None:
    assert checker.built() == checker.built()
