from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpsite import messages


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """What MkDocs' logger prints."""
    handler = logging.StreamHandler(io.StringIO())
    logging.getLogger("mkdocs").addHandler(handler)
    yield handler.stream
    logging.getLogger("mkdocs").removeHandler(handler)


def test_a_plugins_message_names_files_from_where_the_build_was_started(
    printed: io.StringIO,
) -> None:
    for _ in range(2):  # builds of one process
        messages.shorten()
    log = logging.getLogger("mkdocs.plugins.any")
    log.error("no %s, nor %s", Path.cwd() / "docs/labs/xor.md", "/elsewhere/docs/x.md")
    assert printed.getvalue() == "no docs/labs/xor.md, nor /elsewhere/docs/x.md\n"
