"""What a moving figure shows at first is asked of its scripts once, and again when they change."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from bpsite.render import starting

ROOT = Path(__file__).parents[3]


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The Nodes that were begun; the page's scripts are copies."""
    found: list[object] = []
    run = subprocess.run

    def noted(*command: Any, **settings: Any) -> Any:
        found.append(command)
        return run(*command, **settings)

    copytree(ROOT / "docs/assets/js", tmp_path / "js")
    monkeypatch.setattr(starting, "_PAGES_OWN", tmp_path / "js")
    monkeypatch.setattr(subprocess, "run", noted)
    starting._said.cache_clear()
    yield found
    starting._said.cache_clear()


def test_what_was_said_before_begins_no_node(begun: list[object]) -> None:
    first = starting.state(at=2)
    assert starting.state(at=2) == first
    assert len(begun) == 1
    assert starting.state(at=3) != first
    assert len(begun) == 2


def test_after_a_script_has_changed_it_is_asked_again(begun: list[object], tmp_path: Path) -> None:
    starting.state(at=2)
    (tmp_path / "js/numbers.js").write_text("// another\n", encoding="utf-8")
    starting.state(at=2)
    assert len(begun) == 2


def test_who_changes_the_answer_changes_no_other(begun: list[object]) -> None:
    starting.state(at=2).clear()
    assert starting.state(at=2)
    assert begun
