"""What is said where the browser of the tests can't be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite import chromium
from bpsite.setup.causes import BROWSERS


@pytest.mark.slow
def test_a_browser_that_cannot_be_downloaded_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(BROWSERS.setting, "http://127.0.0.1:9")  # the port that takes nothing
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert chromium._downloaded() is None
    wanted, why = capsys.readouterr().out.splitlines()
    assert wanted == f"set-up: {chromium.WANTED}"
    assert f"{BROWSERS.name} can't be reached" in why
    assert BROWSERS.setting in why
