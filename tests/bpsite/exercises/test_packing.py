"""What the page's Python is told of a problem."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bpsite.exercises.packing import packed, unpacked
from bpsite.exercises.problems import problems
from bpsite.exercises.reading import of_page
from bpsite.proof.site import Library
from bpsite.source import shown

PAGE = Path(__file__).parents[3] / "docs/exercises/error-signal.md"
PRINTED = """
from tests.bpsite.exercises.test_packing import told
print(told())
"""


def told() -> str:
    read = Library().read(Path(shown(PAGE)))
    return packed(problems(read.page, read.scope.copy(), of_page(read.page)))


def test_a_problem_comes_back_as_it_was() -> None:
    text = told()
    assert packed(unpacked(text)) == text
    assert len(unpacked(text)) > 1


def test_every_build_tells_the_same() -> None:
    """Sets have another order in another process."""
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", PRINTED], env=environment, capture_output=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1
