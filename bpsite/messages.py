"""What a build says names files from where it was started, whoever says it."""

from __future__ import annotations

import logging
import os
from pathlib import Path


def shorten() -> None:
    """Makes MkDocs and its plugins print paths below the working directory without it."""
    for handler in logging.getLogger("mkdocs").handlers:
        if _relative not in handler.filters:
            handler.addFilter(_relative)


def _relative(record: logging.LogRecord) -> bool:
    record.msg = record.getMessage().replace(f"{Path.cwd()}{os.sep}", "")
    record.args = ()
    return True
