"""The Markdown of a Jupyter notebook, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bpsite.source import AuthorError, Place


def cells(text: str, path: str) -> Iterator[tuple[int, str]]:
    """The number and the Markdown of each cell that has any. Raises `AuthorError`."""
    for number, cell in enumerate(_cells(text, path), 1):
        source = cell.get("source", "") if isinstance(cell, dict) else ""
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        kind = cell.get("cell_type") if isinstance(cell, dict) else ""
        if kind == "markdown" or (kind == "raw" and number == 1 and source.startswith("---")):
            yield number, source


def _cells(text: str, path: str) -> list[Any]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        column = getattr(error, "colno", 1)
        message = f"this notebook is not JSON: {getattr(error, 'msg', 'nested too deeply')}"
        remedy = "Save it once more, or export it as Markdown."
        raise AuthorError(message, Place(path, line, column), "", remedy) from None
    sheets = found.get("worksheets") if isinstance(found, dict) else None
    if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict):
        found = sheets[0]  # as notebooks were before 2015
    listed = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(listed, list):
        message, remedy = "this notebook has no cells", "Is it a notebook?"
        raise AuthorError(message, Place(path, 1), "", remedy)
    return listed
