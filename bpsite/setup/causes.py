"""Why a step of the set-up failed, in one line, told from what the tool said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A kind of place that things come from: its name, and the settings that name another."""

    name: str
    setting: str
    certificates: str


INDEX = Place("the Python package index that pip is configured for", "PIP_INDEX_URL", "PIP_CERT")
REGISTRY = Place(
    "the npm registry that npm is configured for", "npm_config_registry", "NODE_EXTRA_CA_CERTS"
)
BROWSERS = Place(
    "the place that Playwright's browsers come from",
    "PLAYWRIGHT_DOWNLOAD_HOST",
    "NODE_EXTRA_CA_CERTS",
)


@dataclass(frozen=True)
class Cause:
    """How a cause shows in a tool's output, what has happened, and what to do about it."""

    shown_by: str
    happened: str
    remedy: str


_UNREACHABLE = (
    r"NewConnectionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|RemoteDisconnected"
    r"|ConnectionResetError|Max retries exceeded|Connection (?:refused|reset|aborted|timed out)"
    r"|E(?:CONN\w+|TIMEDOUT|SOCKET\w*|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|\w*TIMEOUT)\b"
    r"|network timeout|Response timeout|socket hang up"
)
# What ends a download for certain comes first: pip may have warned of a connection before it.
_CAUSES = (
    Cause(
        r"No space left on device|ENOSPC|\[Errno 28\]|[Dd]isk quota exceeded|EDQUOT",
        "the disk is full",
        "Free some space, here or in the folder for temporary files (TMPDIR)",
    ),
    Cause(
        r"Read-only file system|EROFS|\[Errno 30\]",
        "the file system of {path} is read-only",
        "Use a copy of the project where you may write",
    ),
    Cause(
        r"(?<!connection: )\[Errno 13\]|(?<!connection: )\[Errno 1\] |EACCES|EPERM",
        "you may not write or run {path}",
        "Take the right to it, or use a copy of the project in a folder of your own",
    ),
    Cause(
        r"\[Errno (?:17|20)\]|ENOTDIR",
        "{path} is no folder, and one is needed there",
        "Move it away",
    ),
    Cause(
        r"DO NOT MATCH THE HASHES|EINTEGRITY|BadZipFile|Wheel .* is invalid|IncompleteRead"
        r"|incomplete-download|TAR_BAD_ARCHIVE|Z_(?:DATA|BUF)_ERROR|PREMATURE_CLOSE",
        "what {place} sent broke off, or is not the file that the lock names",
        "Try again; if that doesn't help, its copy is wrong: name another in {setting}",
    ),
    Cause(
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SELF_SIGNED_CERT|UNABLE_TO_\w+_CERT|CERT_HAS_EXPIRED"
        r"|UNABLE_TO_VERIFY",
        "the certificate of {place} is not trusted",
        "Let {certificates} name the file of certificates that your network needs",
    ),
    Cause(
        _UNREACHABLE,
        "{place} can't be reached",
        "Connect, or name another in {setting}",
    ),
    Cause(
        r"\bE40[137]\b|\b40[137] (?:Client Error|Unauthorized|Forbidden|Proxy)|HTTP error 40[137]",
        "{place} refuses to send it",
        "Log in there, or name another in {setting}",
    ),
    Cause(
        r"No matching distribution|\bE404\b|404 Client Error|ETARGET",
        "{place} doesn't have it, or not for this system and Python",
        "Name another in {setting}, or try another Python: make PYTHON=...",
    ),
    Cause(
        r"can only install packages when your package\.json and package-lock\.json",
        "package-lock.json doesn't belong to package.json",
        "Undo the change of package.json, or renew the lock: make lock",
    ),
    Cause(
        r"ensurepip|No module named '?venv",
        "this Python comes without venv and ensurepip",
        "Install your system's package for them (often python3-venv), or make PYTHON=...",
    ),
)
_PATH = re.compile(r"(?:\[Errno \d+\][^'\n]*|E\w+: [^'\n]*)'([^'\n]+)'")


def explain(said: str, place: Place) -> str:
    """What has happened and what to do, from what a tool said; its last line where that is new."""
    for cause in _CAUSES:
        if re.search(cause.shown_by, said):
            words = f"{cause.happened}. {cause.remedy}, then run make again."
            return words.format(
                place=place.name,
                path=_path(said),
                setting=place.setting,
                certificates=place.certificates,
            )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return f"{lines[-1] if lines else 'it said nothing'}."


def _path(said: str) -> str:
    """The path that the tool named, short where it is the project's own."""
    named = _PATH.search(said)
    if named is None:
        return "the project's folder"
    path = Path(named[1])
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
