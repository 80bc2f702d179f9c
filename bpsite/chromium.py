"""Finds a Chromium for the tests and for the book, or gets one: `python -m bpsite.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from bpsite.setup.causes import BROWSERS
from bpsite.setup.tools import SetupError, run, say

WANTED = "a Chromium for the tests of the built site (about 150 MB, once)"
PACKAGES = ("chromium", "chromium-headless-shell")  # Debian's: the whole, and the lighter one
WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAMES = ("chromium-headless-shell", *WHOLE)
NONE = "no browser: no Chromium on the PATH, none of Playwright's, none from the system's packages"


def find(names: Sequence[str] = NAMES) -> Path | None:
    """The browser that this machine has: one on the PATH, else the one Playwright downloaded."""
    on_path = filter(None, map(shutil.which, names))
    return next(filter(_runs, map(Path, on_path)), None) or _playwrights_own()


def get() -> Path | None:
    """The browser that this machine has, or that it could be given."""
    return find() or _downloaded() or _from_packages()


def _runs(browser: Path) -> bool:
    """A stub that only names a package to install, or one that lacks libraries, is no browser."""
    return browser.exists() and _call(str(browser), "--version")


def _playwrights_own() -> Path | None:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if _runs(own) else None


def _downloaded() -> Path | None:
    os.environ.setdefault("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "15000")  # of a silent host
    try:
        run(WANTED, BROWSERS, [sys.executable, "-m", "playwright", "install", "chromium"])
    except SetupError as error:
        say(str(error))
        return None
    return _playwrights_own()


def _from_packages() -> Path | None:
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _call("apt-get", "update", seconds=120, **quiet)
    for package in PACKAGES:
        _call("apt-get", "install", "--yes", package, seconds=600, **quiet)
    return find()


def _call(*command: str, seconds: int = 30, **variables: str) -> bool:
    try:
        process = subprocess.run(
            command, capture_output=True, timeout=seconds, env=os.environ | variables, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return process.returncode == 0


def main() -> int:
    """Says what it found; without a browser it fails only where CI is true."""
    found = get()
    needed = os.environ.get("CI") == "true"
    missing = NONE if needed else f"{NONE}; its tests will be skipped"
    sys.stdout.write(f"browser: {found}\n" if found else f"{missing}\n")
    return int(found is None and needed)


if __name__ == "__main__":
    sys.exit(main())
