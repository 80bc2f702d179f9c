"""The site is built in a hidden folder beside the one that readers see, and exchanged for it whole.

A build that fails or is killed, at any moment, leaves the old site or the new one. Every build has
a folder of its own, so that two at once do not meet: the last one to end is what stands. While a
build runs it holds a lock on its folder, by which another knows what a killed one left behind.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bpsite.source import shown

_NEW, _OLD = "building", "before"
_ELSEWHERE = "name another folder with `mkdocs build -d FOLDER`"
_RIGHT = f"Give yourself the right to it, or {_ELSEWHERE}"
_ROOM = "Make room and build again"
_REMEDIES = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EROFS: _RIGHT,
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
}
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_WORKING_FOLDER = -100 if sys.platform == "linux" else -2  # the system's AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
_UNCHANGED = "Nothing was changed there."
_WRITE = os.W_OK | os.X_OK


class SiteFolderError(Exception):
    """The site can't be put where it belongs; the message says why and what to do."""


@dataclass(frozen=True)
class SiteFolder:
    """The folder `site` and the one beside it, `path`, in which the new site is built."""

    site: Path
    path: Path
    _lock: int

    @classmethod
    def beside(cls, site: Path) -> SiteFolder:
        """A new folder to build in; removes what killed builds left.

        Raises `SiteFolderError` where no site can be built, before anything has been written.
        """
        real = Path(os.path.realpath(site))  # a link stays, and what it leads to is exchanged
        hindrance = _hindrance(site, real)
        if hindrance:
            raise SiteFolderError(hindrance)
        try:
            real.parent.mkdir(parents=True, exist_ok=True)
            _recover(real)
            path, lock = _locked(real)
        except OSError as error:
            raise SiteFolderError(explained(error, site)) from None
        return cls(real, path, lock)

    def publish(self) -> None:
        """Puts the new site in the place of the old one, whose hidden entries it takes over.

        Raises `SiteFolderError` where that can't be done; then the old site stands as it was.
        """
        try:
            if self.site.exists():
                _take_over(self.site, self.path)
            _put(self.path, self.site)
        except OSError as error:
            raise SiteFolderError(explained(error, self.site)) from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Removes what now stands beside the site, and lets go of the lock."""
        _remove(self.path)
        os.close(self._lock)


def explained(error: OSError, site: Path | None = None) -> str:
    """What the system refused, why, and what to do, in one line."""
    place = error.filename or site
    name = shown(place) if place else "a file of the site"
    remedy = _REMEDIES.get(error.errno or 0, f"Move it away, or {_ELSEWHERE}")
    return f"{name}: {error.strerror}. {remedy}. {_UNCHANGED}"


def is_the_disks(error: OSError) -> bool:
    """Whether it is the disk's fault or a missing right, and not the program's."""
    return error.errno in _REMEDIES


def _hindrance(site: Path, real: Path) -> str:
    """What is in the way of a site there, if it can be seen before anything is built."""
    name = shown(site)
    if not real.exists():
        return ""
    if not real.is_dir():
        return f"{name} is a file, and the site is a folder. Move it away, or {_ELSEWHERE}."
    if real.is_mount():
        return f"{name} is a mount point, which can't be exchanged. Build into a folder inside it."
    if not os.access(real, _WRITE):
        return f"{name} can't be written in. {_RIGHT}. {_UNCHANGED}"
    if not os.access(real.parent, _WRITE):
        why = f"{shown(real.parent)} can't be written in, and a site is built beside the old one"
        return f"{why}. {_RIGHT}. {_UNCHANGED}"
    return ""


def _left(site: Path, kind: str) -> Iterator[Path]:
    """The folders of that kind which builds of this site have made."""
    start = f".{site.name}.{kind}-"
    return (path for path in sorted(site.parent.iterdir()) if path.name.startswith(start))


def _new_name(site: Path, kind: str) -> Path:
    return site.with_name(f".{site.name}.{kind}-{secrets.token_hex(4)}")


def _recover(site: Path) -> None:
    """Brings back a site that was put aside by a build that was killed; removes the rest."""
    for old in _left(site, _OLD):
        if not site.exists():
            old.rename(site)
        else:
            _remove(old)
    for folder in _left(site, _NEW):
        lock = _lock(folder)
        if lock is not None:
            _remove(folder)
            os.close(lock)


def _locked(site: Path) -> tuple[Path, int]:
    """A new empty folder that other builds leave alone."""
    while True:
        path = _new_name(site, _NEW)
        path.mkdir()
        lock = _lock(path)
        if lock is not None and path.exists():
            return path, lock
        # Another build that began just now took it for a left-over.


def _lock(folder: Path) -> int | None:
    """The folder's lock, which ends with the process; nothing if another build has it."""
    try:
        found = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(found, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(found)
        return None
    return found


def _take_over(site: Path, new: Path) -> None:
    """Gives the new site what MkDocs would have kept: the old one's mode and hidden entries.

    They are linked and not moved, so that both sites are whole until the old one is removed.
    """
    shutil.copymode(site, new)
    for entry in site.glob(".*"):
        if (new / entry.name).exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True, copy_function=_link)
        else:
            _link(str(entry), str(new / entry.name))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without links
        shutil.copy2(source, target, follow_symlinks=False)


def _put(new: Path, site: Path) -> None:
    if not site.exists():
        new.rename(site)
    elif not exchange(new, site):
        old = _new_name(site, _OLD)
        site.rename(old)
        new.rename(site)
        _remove(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one call; whether the system can. Raises `OSError` otherwise."""
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameat2" if sys.platform == "linux" else "renameatx_np", None)
    if call is None:
        return False
    here = ctypes.c_int(_WORKING_FOLDER)
    names = os.fsencode(one), os.fsencode(other)
    if call(here, names[0], here, names[1], ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    failed = ctypes.get_errno()
    if failed in _NO_EXCHANGE:
        return False
    raise OSError(failed, os.strerror(failed), str(other))


def _remove(folder: Path) -> None:
    """Removes the folder; what can't be removed now is tried again by the next build."""
    for inside, folders, _ in os.walk(folder):
        for path in (Path(inside, name) for name in folders):
            if not path.is_symlink() and not os.access(path, os.R_OK | _WRITE):
                with suppress(OSError):
                    path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)
