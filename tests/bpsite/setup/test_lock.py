from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

LOCK = Path(__file__).parents[3] / "requirements.txt"
PINNED = re.compile(r"^([\w.-]+)==\S+(?: ; (.*?))?(?: \\)?$", re.MULTILINE)


def test_a_package_stands_once_in_the_lock_for_all_pythons() -> None:
    pinned = PINNED.findall(LOCK.read_text("utf-8"))
    assert len(pinned) > 100
    assert [name for name, count in Counter(name for name, _ in pinned).items() if count > 1] == []
    assert [
        name for name, marker in pinned if "python_" in marker.replace("platform_python", "")
    ] == []


def test_the_lock_names_no_index_and_every_package_has_its_hash() -> None:
    lock = LOCK.read_text("utf-8")
    assert "://" not in lock
    packages = re.split(r"(?m)^(?=[\w.-]+==)", lock)[1:]
    assert [package for package in packages if "--hash=sha256:" not in package] == []
