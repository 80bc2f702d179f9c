from __future__ import annotations

from pathlib import Path

from bpsite.state import digest


def test_a_changed_file_makes_the_cache_stale(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("a = 1")
    before = digest([file])
    assert digest([file]) == before
    file.write_text("a = 2")
    assert digest([file]) != before
