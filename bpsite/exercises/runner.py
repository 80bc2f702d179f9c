"""Runs pieces of code and says what each prints; a process of its own, which `running` asks."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from collections.abc import Iterator, Sequence
from types import CodeType


def run(pieces: Sequence[str]) -> Iterator[str]:
    r"""What each piece prints, in one namespace; of an error its type, and nothing behind it.

    >>> list(run(["x = 2", "x + 1", "print(x)\nprint(y)", "x"]))
    ['', '3\n', '2\nNameError\n', '']
    """
    names: dict[str, object] = {"__name__": "__main__"}
    failed = False
    for piece in pieces:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            try:
                for statement in [] if failed else _statements(piece):
                    exec(statement, names)  # noqa: S102 # the page's own code
            except Exception as error:  # noqa: BLE001 # whatever the code raises is its answer
                sys.stdout.write(f"{type(error).__name__}\n")
                failed = True
        yield told.getvalue()


def _statements(piece: str) -> Iterator[CodeType]:
    """A piece's statements, of which each prints its value as at a prompt."""
    for statement in ast.parse(piece).body:
        yield compile(ast.Interactive([statement]), "<piece>", "single")


def main() -> None:
    """Reads jobs as JSON and writes what their pieces print."""
    jobs = json.load(sys.stdin)
    json.dump([list(run(job)) for job in jobs], sys.stdout)


if __name__ == "__main__":
    main()
