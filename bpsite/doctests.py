"""Says where a page prints something else than its cells do, which run in a Python of their own."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from bpsite.pages import Page
from bpsite.source import AuthorError, PageError

LIMIT = 60.0  # seconds that a cell may take
_ROOT = str(Path(__file__).parent.parent)


def run(page: Page, limit: float = LIMIT) -> list[AuthorError]:
    """Every difference between what the page prints and what its cells print, in one namespace.

    A `python` fence of a lab is executed too, in its turn: later cells use its names. Where one
    raises, or where any cell ends Python or takes more than `limit` seconds, nothing below is run.
    """
    return [*unclosed(page), *_differences(page, limit)]


def check(page: Page, limit: float = LIMIT) -> None:
    """Raises `PageError` with all that `run` finds."""
    errors = run(page, limit)
    if errors:
        raise PageError(errors)


def unclosed(page: Page) -> Iterator[AuthorError]:
    """Cells without the blank line that ends the last output for the stock module."""
    for cell in page.cells:
        if page.line(cell.end - 1).strip():
            message = "a cell ends with a blank line, else doctest takes the fence for output"
            yield page.error(message, cell.end, remedy="Put a blank line before the closing fence.")


def environment() -> dict[str, str]:
    """The environment in which a Python finds this checkout's packages before others so named."""
    others = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    path = [_ROOT, *(other for other in others if other not in {"", _ROOT})]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def unending(page: Page, line: int, limit: float) -> AuthorError:
    """The error of a cell that was stopped."""
    message = f"this cell does not end: stopped after {limit:g} s"
    remedy = f"A cell may take {limit:g} s: leave the loop, or compute less."
    return page.error(message, line, remedy=remedy)


def ended(page: Page, line: int, how: str) -> AuthorError:
    """The error of a cell behind which nothing can run."""
    remedy = "The cells below need the same Python: exit nothing, and take less memory."
    return page.error(f"this cell ended Python ({how})", line, remedy=remedy)


def _differences(page: Page, limit: float) -> list[AuthorError]:
    errors = []
    begun = 1  # the line of the example that runs
    for told in _answers(page, limit):
        match told:
            case int():
                begun = told
            case {"exit": code} if code == -signal.SIGALRM:
                errors.append(unending(page, begun, limit))
            case {"exit": int(code)}:
                how = f"exit code {code}" if code >= 0 else str(signal.strsignal(-code))
                errors.append(ended(page, begun, how))
            case {"message": message, "line": line, "remedy": remedy}:
                errors.append(page.error(message, line, remedy=remedy))
    return errors


def _answers(page: Page, limit: float) -> Iterator[Any]:
    """What the interpreter tells of the page; its exit code is the last if it has ended."""
    process = _interpreter()
    request = {"path": page.path, "text": page.text, "limit": limit}
    is_done = False
    try:
        with contextlib.suppress(BrokenPipeError):
            _write(process, request)
        for line in cast("IO[str]", process.stdout):
            told = json.loads(line)
            is_done = told is None
            if is_done:
                return
            yield told
    finally:
        if not is_done:
            _end(process)
    yield {"exit": process.returncode}


def _write(process: subprocess.Popen[str], request: dict[str, Any]) -> None:
    requests = cast("IO[str]", process.stdin)
    requests.write(json.dumps(request) + "\n")
    requests.flush()


def _interpreter() -> subprocess.Popen[str]:
    """The Python that runs cells, which has imported what earlier pages needed."""
    process = _started()
    if process.poll() is None:
        return process
    _end(process)
    return _started()


@functools.cache
def _started() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bpsite.interpreter"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    _started.cache_clear()
    atexit.unregister(_end)
    with contextlib.suppress(BrokenPipeError), process:
        process.kill()
