"""Two set-ups at once, and one that was killed while its tool goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TOOL = "open('go').read()"
# A set-up whose one step ends when the pipe `go` has been opened and closed.
SETUP = f"""
import os, subprocess, sys
from pathlib import Path
from bpsite.setup import parts, tools

def make(patience):
    with Path("order").open("a") as order:
        order.write("made\\n")
    print("makes", flush=True)
    tools.run("a step", None, [sys.executable, "-c", {TOOL!r}])

parts.PARTS = (parts.Part(Path("stamp"), lambda: "state", make),)
sys.exit(parts.install())
"""
WAITS = "set-up: another one still installs in this folder; waiting for it\n"


@contextmanager
def begun() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", SETUP],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a tool waits for: a pipe to write into."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("go")
    return tmp_path / "go"


def test_a_second_set_up_waits_for_the_first_and_finds_all_there(go: Path) -> None:
    with begun() as first, go.open("w") as tool:
        assert line(first) == "makes\n"
        with begun() as second:
            assert line(second) == WAITS
            tool.close()
            assert (first.wait(), second.wait()) == (0, 0)
    assert Path("order").read_text() == "made\n"


def test_a_set_up_waits_for_the_tool_of_one_that_was_killed(go: Path) -> None:
    with begun() as first, go.open("w") as tool:
        first.kill()
        first.wait()
        with begun() as second:
            assert line(second) == WAITS
            assert Path("order").read_text() == "made\n"
            tool.close()
            assert line(second) == "makes\n"
            go.write_text("on")
            assert second.wait() == 0
    assert Path("order").read_text() == "made\nmade\n"
