"""What the tests of the proving wing share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpsite.proof.site import Report, check

Checker = Callable[..., Report]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """Checks a text as the page `page.md`, with other pages beside it by name."""
    monkeypatch.chdir(tmp_path)

    def run(text: str, **others: str) -> Report:
        for name, other in others.items():
            Path(f"{name}.md").write_text(other, encoding="utf-8")
        Path("page.md").write_text(text, encoding="utf-8")
        return check(["page.md"])

    return run
