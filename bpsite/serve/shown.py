"""What readers are shown: the last state of each page, or the message of what is wrong with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KEPT = 200
"""How many changes a browser may miss, asleep say, before it loads its page in any case."""


@dataclass(frozen=True)
class Page:
    """A page as it was built last, and what is wrong with it as it stands."""

    html: bytes = b""
    error: str = ""


@dataclass
class Shown:
    """The pages of a folder by their addresses, and what has changed since when."""

    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    site_error: str = ""
    version: int = field(default_factory=time.time_ns)  # a server begun later counts on
    _changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, words: Mapping[str, Any]) -> None:
        """Takes what a builder says."""
        if "site" in words:
            self._site(words["site"], words.get("pages"))
        elif "page" in words:
            self._page(words["page"], words["error"])
        else:
            self._tell({"files": words["files"]})

    def _site(self, error: str, addresses: list[str] | None) -> None:
        before, self.site_error = self.site_error, error
        if addresses is not None:
            self.pages = {address: self.pages.get(address, Page()) for address in addresses}
        if error != before:
            self._tell({"all": True})

    def _page(self, address: str, error: str) -> None:
        before = self.pages.get(address, Page())
        html = before.html if error else self._read(address)
        self.pages[address] = Page(html, error)
        if self.pages[address] != before:
            self._tell({"pages": [address]})

    def _read(self, address: str) -> bytes:
        return (self.folder / address.lstrip("/") / "index.html").read_bytes()

    def _tell(self, change: dict[str, Any]) -> None:
        with self._changed:
            self.version += 1
            self._changes[self.version] = change
            self._changes.pop(self.version - KEPT, None)
            self._changed.notify_all()

    def since(self, version: int, seconds: float) -> list[tuple[int, dict[str, Any]]]:
        """The changes after a version; waits for one, but not longer than that."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > version, seconds)
            found = [(at, change) for at, change in self._changes.items() if at > version]
        if found and found[0][0] > version + 1:  # some are forgotten
            return [(self.version, {"all": True})]
        return found
