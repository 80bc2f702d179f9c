"""Runs a page's cells in one namespace and says what they print; loaded in the page's worker."""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.util
import io
import json
import linecache
import re
import sys
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from typing import Any, TextIO

MOST_OUTPUT = 1_000_000  # characters
PATIENCE = 0.05  # seconds between two messages of a cell that prints without end
NOT_HERE = ("matplotlib",)  # what a notebook has and the page doesn't

Send = Callable[[str], object]


class Output(io.TextIOBase):
    """What a cell prints: sent to the page in order, gathered, and cut past the limit."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.begin()

    def begin(self) -> None:
        """A new cell may print as much as the last one."""
        self.left, self.kind, self.last = MOST_OUTPUT, "out", time.monotonic()
        self.waiting: list[str] = []
        self.is_cut = False

    def write(self, text: str) -> int:
        """Standard output's."""
        return self.put(text, "out")

    def put(self, text: str, kind: str) -> int:
        """Keeps what still fits, and sends what has waited long enough."""
        if kind != self.kind:
            self.flush()
            self.kind = kind
        kept = text[: self.left]
        if kept:
            self.waiting.append(kept)
        self.take(len(text))
        if time.monotonic() - self.last > PATIENCE:
            self.flush()
        return len(text)

    def take(self, size: int) -> bool:
        """Whether that much more may be sent; says once that no more may."""
        fits = size <= self.left
        if not fits and not self.is_cut:
            self.flush()
            self.message(type="cut")
            self.is_cut = True
        self.left = max(self.left - size, 0)
        return fits

    def flush(self) -> None:
        """Sends what waits."""
        if self.waiting:
            self.message(type="output", kind=self.kind, text="".join(self.waiting))
            self.waiting = []
        self.last = time.monotonic()

    def draw(self, figure: dict[str, Any]) -> None:
        """Sends a figure, in its order among the text."""
        self.flush()
        if self.take(len(json.dumps(figure))):
            self.message(type="figure", figure=figure)

    def message(self, **message: object) -> None:
        """Sends a message."""
        self.send(json.dumps(message))


class Errors(io.TextIOBase):
    """Standard error: in its order among the output, and marked as what it is."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def write(self, text: str) -> int:
        """Standard error's."""
        return self.output.put(text, "err")


class NotHere(types.ModuleType):
    """Stands for a module that only the notebook has, until it is used."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        package = self.__name__.partition(".")[0]
        raise ModuleNotFoundError(f"{package} is not loaded in the page", name=package)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets a cell import what only the notebook has, so that the rest of the cell runs."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """A place for the modules that are not here."""
        if fullname.partition(".")[0] not in NOT_HERE:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> NotHere:
        """The module that stands for it."""
        return NotHere(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing is to be executed."""


class Session:
    """One page's namespace and its streams."""

    def __init__(self, send: Send) -> None:
        self.output = Output(send)
        self.main = types.ModuleType("__main__")
        self.runs = 0

    def install(self) -> None:
        """Makes this session the one that `print`, `plot` and warnings speak to."""
        sys.stdout, sys.stderr = self.output, Errors(self.output)
        sys.stdin = io.StringIO()
        sys.modules["__main__"] = self.main
        sys.meta_path.append(Finder())
        importlib.import_module("page").draw = self.output.draw  # type: ignore[attr-defined] # its stand-in
        warnings.showwarning = show_warning

    def run(self, number: int, parts: Sequence[str], *, echo: bool) -> dict[str, object] | None:
        """Runs the parts of a cell, which are what stands between two outputs; the error, if any.

        With `echo` every expression's value is shown, as doctest does; else the last one's.
        """
        self.runs += 1
        name = f"<cell {number}, run {self.runs}>"
        text = "\n".join(parts) + "\n"
        linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
        self.output.begin()
        try:
            self.execute(parts, name, echo=echo)
        except BaseException as error:  # noqa: BLE001 # the reader's code may raise anything
            self.output.flush()
            return failure(error, name)
        return None

    def execute(self, parts: Sequence[str], name: str, *, echo: bool) -> None:
        """Runs the parts one after another; their lines count as those of one text."""
        above = 0
        for index, part in enumerate(parts):
            self.output.message(type="part", part=index)
            for code in compiled("\n" * above + part, name, echo=echo):
                exec(code, self.main.__dict__)  # noqa: S102 # what the reader asked for
            self.output.flush()
            above += part.count("\n") + 1


def compiled(text: str, name: str, *, echo: bool) -> Iterator[types.CodeType]:
    """The code of a text, in pieces of which those that show their value are 'single'."""
    body = ast.parse(text, name).body
    silent = len(body) - (bool(body) and isinstance(body[-1], ast.Expr))
    if not echo and silent:
        yield compile(ast.Module(body[:silent], []), name, "exec")
    for statement in body if echo else body[silent:]:
        yield compile(ast.Interactive([statement]), name, "single")


def failure(error: BaseException, name: str) -> dict[str, object]:
    """An error as the page shows it: the reader's lines alone, and the line to mark."""
    report = traceback.TracebackException.from_exception(error, compact=True)
    for part in chain(report):
        part.stack[:] = [frame for frame in part.stack if frame.filename.startswith("<cell ")]
    lines = [frame.lineno for frame in report.stack if frame.filename == name]
    if isinstance(error, SyntaxError) and error.filename == name:
        lines = [error.lineno]
    text = "".join(report.format())
    text = re.sub(r'File "<cell (\d+), run \d+>"', r"Cell \1", text)
    return {
        "text": re.sub(r"(Cell \d+, line \d+), in <module>", r"\1", text),
        "said": "".join(report.format_exception_only()).strip().splitlines()[-1][:200],
        "line": lines[-1] if lines else 0,
        "needs": error.name if isinstance(error, ModuleNotFoundError) else None,
        "memory": isinstance(error, MemoryError),
    }


def chain(report: traceback.TracebackException | None) -> Iterator[traceback.TracebackException]:
    """The report and those of the errors that led to it."""
    while report:
        yield report
        report = report.__cause__ or report.__context__


def show_warning(  # noqa: PLR0913, PLR0917 # the arguments that Python passes
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 # Python's, as the next
    line: str | None = None,  # noqa: ARG001
) -> None:
    """A warning as the page shows it."""
    where = re.sub(r"<cell (\d+),.*>", r"Cell \1", filename)
    sys.stderr.write(f"{where}, line {lineno}: {category.__name__}: {message}\n")


def shut() -> None:
    """Takes away the modules through which Python code reaches JavaScript."""
    doors = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip"}
    for name in [*sys.modules, *doors]:
        if name.partition(".")[0] in doors:
            sys.modules[name] = None  # type: ignore[assignment] # so that an import fails
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "JsFinder"]


def start(send: Send) -> Callable[[str], str]:
    """What the worker calls: a function from a request to its answer, both JSON."""
    session = Session(send)
    session.install()
    shut()

    def answer(request: str) -> str:
        asked = json.loads(request)
        return json.dumps(session.run(asked["number"], asked["parts"], echo=asked["echo"]))

    return answer
