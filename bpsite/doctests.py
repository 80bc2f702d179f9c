"""Runs a page's cells as the stock doctest module would, and says where an output differs."""

from __future__ import annotations

import code
import contextlib
import doctest
import io
import os
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any
from unittest import mock

from bpsite.pages import Fence, Page
from bpsite.source import AuthorError, PageError

# What the stock parser says of a prompt that it can't read.
_UNREADABLE = re.compile(r"line (\d+) of the doc\w+ for .*? ((?:has|lacks) .*)", re.DOTALL)
_Difference = tuple[doctest.Example, str]


def run(page: Page) -> list[AuthorError]:
    """Every difference between what the page prints and what its cells print, in one namespace.

    A `python` fence of a lab is executed too, in its turn: later cells use its names.
    """
    return [*unclosed(page), *_differences(page)]


def check(page: Page) -> None:
    """Raises `PageError` with all that `run` finds."""
    errors = run(page)
    if errors:
        raise PageError(errors)


def unclosed(page: Page) -> Iterator[AuthorError]:
    """Cells without the blank line that ends the last output for the stock module."""
    for cell in page.cells:
        if page.line(cell.end - 1).strip():
            message = "a cell ends with a blank line, else doctest takes the fence for output"
            yield page.error(message, cell.end, remedy="Put a blank line before the closing fence.")


def _differences(page: Page) -> Iterator[AuthorError]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    lab = "jupyter" in page.meta
    for fence in page.fences:
        if fence.info == "pycon":
            for example, got in _run(fence, page, namespace):
                yield _error(page, fence, example, got)
        elif lab and fence.info.split(" ")[0] == "python":
            _execute(fence, page, namespace)


def _execute(fence: Fence, page: Page, namespace: dict[str, Any]) -> None:
    """Runs a lab's cell for its names; what it prints and plots is the notebook's to show."""
    undrawn = mock.patch.dict(os.environ, MPLBACKEND="template")
    with undrawn, contextlib.redirect_stdout(io.StringIO()):
        _Cell(page, namespace).run(fence)


class _Cell(code.InteractiveInterpreter):
    """Executes a cell; what it raises is an error of the page at the line that raised it."""

    def __init__(self, page: Page, namespace: dict[str, Any]) -> None:
        super().__init__(namespace)
        self.page = page
        self.raised: AuthorError | None = None

    def run(self, fence: Fence) -> None:
        """Raises `AuthorError` where the cell raises or is no Python."""
        try:
            compiled = compile("\n" * fence.line + fence.body, self.page.path, "exec")
        except SyntaxError as error:
            raise self.page.error(error.msg, error.lineno or fence.line) from None
        self.runcode(compiled)
        if self.raised is not None:
            raise self.raised

    def showtraceback(self) -> None:
        kind, error, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)
        lines = [frame.lineno or 1 for frame in frames if frame.filename == self.page.path]
        name = kind.__name__ if kind else ""
        remedy = "The cells before it run first, in one namespace."
        self.raised = self.page.error(f"this cell raises {name}: {error}", lines[-1], remedy=remedy)


def _run(cell: Fence, page: Page, namespace: dict[str, Any]) -> list[_Difference]:
    parser = doctest.DocTestParser()
    try:
        examples = parser.get_examples(cell.body + "\n", page.path)
    except ValueError as error:
        line, what = _UNREADABLE.fullmatch(str(error)).groups()  # type: ignore[union-attr]
        raise page.error(f"this line {what}", cell.line + int(line)) from None
    test = doctest.DocTest(examples, namespace, page.path, page.path, cell.line, None)
    runner = _Runner()
    runner.run(test, out=lambda _: None, clear_globs=False)
    namespace.update(test.globs)
    return runner.differences


class _Runner(doctest.DocTestRunner):
    """Collects what stock doctest would print."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.differences: list[_Difference] = []

    def report_failure(self, _out: Any, _test: Any, example: doctest.Example, got: str) -> None:
        self.differences.append((example, got.rstrip("\n")))

    def report_unexpected_exception(
        self, _out: Any, _test: Any, example: doctest.Example, exc_info: Any
    ) -> None:
        self.differences.append((example, f"{exc_info[0].__name__}: {exc_info[1]}"))


def _error(page: Page, cell: Fence, example: doctest.Example, got: str) -> AuthorError:
    line = cell.line + 1 + example.lineno
    return page.error(
        "this cell prints something else",
        line,
        remedy=f"printed on the page: {example.want.rstrip()!r}\n    printed by the code: {got!r}",
    )
