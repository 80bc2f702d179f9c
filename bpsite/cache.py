"""Results that take long, kept in files under keys that say what they rest on.

An entry begins with the hash of its key and content. One that is half, empty or another's is
therefore no entry, and its result is made again. Readers get the content, never the file, so that
another build at the same time may replace or remove any entry.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from bpsite.source import shown

_REMEDIES = {
    errno.ENOSPC: "Make room, then build again.",
    errno.EDQUOT: "Make room, then build again.",
    errno.EEXIST: "{} is to be a folder: remove what stands in its place, then build again.",
    errno.ENOTDIR: "{} is to be a folder: remove what stands in its place, then build again.",
}
_NO_RIGHT = "Make {} and all in it writable for you, or remove it, then build again."


class CacheError(Exception):
    """A result can't be kept; the message says which, why, and what to do."""


@dataclass
class Cache:
    """The entries of one kind, in a folder that holds nothing else."""

    folder: Path
    asked: set[str] = field(default_factory=set)

    def get(self, key: str) -> bytes | None:
        """The content of a whole entry with this key, if there is one."""
        self.asked.add(key)
        path = self.folder / key
        with suppress(OSError):
            if path.is_file():
                found, _, content = path.read_bytes().partition(b"\n")
                return content if found == _seal(key, content) else None
        return None

    def put(self, key: str, content: bytes) -> None:
        """Keeps the content. Raises `CacheError` where it can't be written."""
        self.asked.add(key)
        with suppress(FileNotFoundError):  # another build sweeps: it is not kept, and no harm done
            write(self.folder / key, _seal(key, content) + b"\n" + content)

    def kept(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The content that is kept, or else what `make` gives, which is kept from now on."""
        content = self.get(key)
        if content is None:
            content = make()
            self.put(key, content)
        return content

    def sweep(self) -> None:
        """Removes what was not asked for: entries of other states, and what a broken build left."""
        path = self.folder
        try:
            for path in _inside(self.folder):
                if path.name not in self.asked:
                    _remove(path)
        except OSError as error:
            raise _error(path, "swept", error) from error


def digest(*parts: object, files: Mapping[str, bytes] | None = None) -> str:
    """A key that changes when a part does, or the name or the content of a file."""
    hashed = {name: hashlib.sha256(content).hexdigest() for name, content in (files or {}).items()}
    return hashlib.sha256(repr((parts, sorted(hashed.items()))).encode()).hexdigest()[:32]


def contents(paths: Iterable[Path], root: Path = Path()) -> dict[str, bytes]:
    """The files' contents by their paths below the root."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def write(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all, its folder too. Raises `CacheError` where it can't."""
    part = path.with_name(f".{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            _remove(path)
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _error(path, "written", error) from error


def _seal(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + content).hexdigest().encode()


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _error(path: Path, what: str, error: OSError) -> CacheError:
    remedy = _REMEDIES.get(error.errno or 0, _NO_RIGHT).format(shown(path.parent))
    return CacheError(f"{shown(path)} could not be {what}: {error.strerror}. {remedy}")
