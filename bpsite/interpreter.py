"""Runs pages' cells as the stock doctest module would: in a process that `doctests` asks and ends.

A line of JSON asks for a page; lines of JSON answer: the line of each example before it begins,
what is wrong at which line, and `null` when the page is done. A cell that takes longer than it may
is ended by the system's alarm, which no loop of Python or of C can put off.
"""

from __future__ import annotations

import ast
import code
import contextlib
import doctest
import io
import json
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from types import CodeType
from typing import IO, Any
from unittest import mock

from bpsite.pages import Fence, Page, parse
from bpsite.source import AuthorError

# What the stock parser says of a prompt that it can't read.
_UNREADABLE = re.compile(r"line (\d+) of the doc\w+ for .*? ((?:has|lacks) .*)", re.DOTALL)
_Tell = Callable[[Any], None]


def main() -> None:
    """Answers until nobody asks any more, or until a cell ends this process."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever asked hears of it, and says so
    asked, told = _apart()

    def tell(answer: Any) -> None:
        told.write(json.dumps(answer) + "\n")
        told.flush()

    with contextlib.suppress(KeyboardInterrupt, SystemExit):  # raised by a cell
        for line in asked:
            _answer(json.loads(line), tell)
            tell(None)
    os._exit(0)  # a thread that a cell has left behind is not waited for


def _apart() -> tuple[IO[str], IO[str]]:
    """The two pipes, out of the reach of cells: these read nothing, and print to standard error."""
    asked, told = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return os.fdopen(asked, encoding="utf-8"), os.fdopen(told, "w", encoding="utf-8")


def _answer(request: dict[str, Any], tell: _Tell) -> None:
    page = parse(request["text"], request["path"])
    try:
        _run(page, request["limit"], tell)
    except AuthorError as error:
        tell(_told(error))


def _told(error: AuthorError) -> dict[str, Any]:
    return {"message": error.message, "line": error.place.line, "remedy": error.remedy}


def _run(page: Page, limit: float, tell: _Tell) -> None:
    """Runs the page's cells in one namespace. Raises `AuthorError` for the first without answer."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    lab = "jupyter" in page.meta
    for fence in page.fences:
        signal.setitimer(signal.ITIMER_REAL, limit)
        if fence.info == "pycon":
            _test(fence, page, namespace, tell)
        elif lab and fence.info.split(" ")[0] == "python":
            _execute(fence, page, namespace, tell)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _execute(fence: Fence, page: Page, namespace: dict[str, Any], tell: _Tell) -> None:
    """Runs a lab's cell for its names; what it prints and plots is the notebook's to show."""
    undrawn = mock.patch.dict(os.environ, MPLBACKEND="template")
    with undrawn, contextlib.redirect_stdout(io.StringIO()):
        _Cell(page, namespace).run(fence, tell)


class _Cell(code.InteractiveInterpreter):
    """Executes a cell; what it raises is an error of the page at the line that raised it."""

    def __init__(self, page: Page, namespace: dict[str, Any]) -> None:
        super().__init__(namespace)
        self.page = page
        self.raised: AuthorError | None = None

    def run(self, fence: Fence, tell: _Tell) -> None:
        """Raises `AuthorError` where the cell raises or is no Python."""
        try:
            statements = list(_compiled(fence, self.page.path))
        except SyntaxError as error:
            raise self.page.error(error.msg, error.lineno or fence.line) from None
        for line, statement in statements:
            tell(line)
            self.runcode(statement)
            if self.raised is not None:
                raise self.raised

    def showtraceback(self) -> None:
        kind, error, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)
        lines = [frame.lineno or 1 for frame in frames if frame.filename == self.page.path]
        name = kind.__name__ if kind else ""
        remedy = "The cells before it run first, in one namespace."
        self.raised = self.page.error(f"this cell raises {name}: {error}", lines[-1], remedy=remedy)


def _compiled(fence: Fence, path: str) -> Iterator[tuple[int, CodeType]]:
    """The cell's statements, each with its line in the page."""
    for statement in ast.parse("\n" * fence.line + fence.body, path).body:
        yield statement.lineno, compile(ast.Module([statement], []), path, "exec")


def _test(cell: Fence, page: Page, namespace: dict[str, Any], tell: _Tell) -> None:
    """Runs a cell's examples, and tells of each that prints something else than the page."""
    parser = doctest.DocTestParser()
    try:
        examples = parser.get_examples(cell.body + "\n", page.path)
    except ValueError as error:
        line, what = _UNREADABLE.fullmatch(str(error)).groups()  # type: ignore[union-attr]
        raise page.error(f"this line {what}", cell.line + int(line)) from None
    test = doctest.DocTest(examples, namespace, page.path, page.path, cell.line, None)
    _Runner(page, cell, tell).run(test, out=lambda _: None, clear_globs=False)
    namespace.update(test.globs)


class _Runner(doctest.DocTestRunner):
    """Tells what stock doctest would print."""

    def __init__(self, page: Page, cell: Fence, tell: _Tell) -> None:
        super().__init__(verbose=False)
        self.page = page
        self.cell = cell
        self.tell = tell

    def report_start(self, _out: Any, _test: Any, example: doctest.Example) -> None:
        self.tell(self._line(example))

    def report_failure(self, _out: Any, _test: Any, example: doctest.Example, got: str) -> None:
        self._differs(example, got.rstrip("\n"))

    def report_unexpected_exception(
        self, _out: Any, _test: Any, example: doctest.Example, exc_info: Any
    ) -> None:
        self._differs(example, f"{exc_info[0].__name__}: {exc_info[1]}")

    def _line(self, example: doctest.Example) -> int:
        return self.cell.line + 1 + example.lineno

    def _differs(self, example: doctest.Example, got: str) -> None:
        want = example.want.rstrip()
        remedy = f"printed on the page: {want!r}\n    printed by the code: {got!r}"
        message = "this cell prints something else"
        self.tell(_told(self.page.error(message, self._line(example), remedy=remedy)))


if __name__ == "__main__":
    main()
