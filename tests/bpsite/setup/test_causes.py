from __future__ import annotations

import pytest

from bpsite.setup.causes import INDEX, REGISTRY, Place, explain

UNREACHABLE = "can't be reached. Connect, or name another in {}, then run make again."
NONE_FOUND = "ERROR: No matching distribution found for lark==1.3.1"
SAID = [
    (
        INDEX,
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(': "
        "Failed to establish a new connection: [Errno 111] Connection refused')': /simple/lark/\n"
        + NONE_FOUND,
        f"{INDEX.name} " + UNREACHABLE.format("PIP_INDEX_URL"),
    ),
    (
        INDEX,
        "WARNING: Retrying after connection broken by 'NewConnectionError(': Failed to establish "
        "a new connection: [Errno 13] Permission denied')\n" + NONE_FOUND,
        f"{INDEX.name} " + UNREACHABLE.format("PIP_INDEX_URL"),
    ),
    (
        INDEX,
        "WARNING: Retrying after connection broken by 'ReadTimeoutError(\"Read timed out.\")'\n"
        + NONE_FOUND,
        f"{INDEX.name} " + UNREACHABLE.format("PIP_INDEX_URL"),
    ),
    (
        INDEX,
        NONE_FOUND,
        f"{INDEX.name} doesn't have it, or not for this system and Python. Name another in "
        "PIP_INDEX_URL, or try another Python: make PYTHON=..., then run make again.",
    ),
    (
        INDEX,
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n  lark==1.3.1",
        f"what {INDEX.name} sent broke off, or is not the file that the lock names. Try again; if "
        "that doesn't help, its copy is wrong: name another in PIP_INDEX_URL, then run make again.",
    ),
    (
        INDEX,
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "the disk is full. Free some space, here or in the folder for temporary files (TMPDIR), "
        "then run make again.",
    ),
    (
        INDEX,
        "Error: [Errno 13] Permission denied: '/srv/bp/.venv'",
        "you may not write or run /srv/bp/.venv. Take the right to it, or use a copy of the "
        "project in a folder of your own, then run make again.",
    ),
    (
        INDEX,
        "[Errno 30] Read-only file system: '.cache'",
        "the file system of .cache is read-only. Use a copy of the project where you may write, "
        "then run make again.",
    ),
    (
        INDEX,
        "Error: [Errno 20] Not a directory: '.venv/bin'",
        ".venv/bin is no folder, and one is needed there. Move it away, then run make again.",
    ),
    (
        INDEX,
        "The virtual environment was not created successfully because ensurepip is not\navailable.",
        "this Python comes without venv and ensurepip. Install your system's package for them "
        "(often python3-venv), or make PYTHON=..., then run make again.",
    ),
    (
        REGISTRY,
        "npm error code EAI_AGAIN\nnpm error request failed, reason: getaddrinfo EAI_AGAIN",
        f"{REGISTRY.name} " + UNREACHABLE.format("npm_config_registry"),
    ),
    (
        REGISTRY,
        "npm error code FETCH_ERROR\nnpm error network timeout at: http://127.0.0.1:8999/ws",
        f"{REGISTRY.name} " + UNREACHABLE.format("npm_config_registry"),
    ),
    (
        REGISTRY,
        "npm error code EINTEGRITY\nnpm error Integrity checksum failed when using sha512",
        f"what {REGISTRY.name} sent broke off, or is not the file that the lock names. Try again; "
        "if that doesn't help, its copy is wrong: name another in npm_config_registry, then run "
        "make again.",
    ),
    (
        REGISTRY,
        "npm error Error: EACCES: permission denied, mkdir '/srv/bp/node_modules'",
        "you may not write or run /srv/bp/node_modules. Take the right to it, or use a copy of "
        "the project in a folder of your own, then run make again.",
    ),
    (
        REGISTRY,
        "npm error code SELF_SIGNED_CERT_IN_CHAIN",
        f"the certificate of {REGISTRY.name} is not trusted. Let NODE_EXTRA_CA_CERTS name the "
        "file of certificates that your network needs, then run make again.",
    ),
    (INDEX, "Downloading a (404 kB)\nlast\n\n", "last."),
    (INDEX, "", "it said nothing."),
]


@pytest.mark.parametrize(("place", "said", "line"), SAID)
def test_what_a_tool_says_becomes_a_line_with_a_remedy(place: Place, said: str, line: str) -> None:
    assert explain(said, place) == line
