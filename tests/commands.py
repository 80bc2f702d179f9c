"""Runs a module as a command, in a process forked from one that has imported what takes long."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from subprocess import CompletedProcess

IMPORTED = ["mkdocs.commands.build", "mkdocs_jupyter.plugin", "bpsite.hooks"]


def run(command: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> CompletedProcess[str]:
    """`python -m` and the command's words, with its two streams as one."""
    with tempfile.NamedTemporaryFile() as said:
        process = _server().Process(target=_become, args=(command, cwd, dict(env), said.name))
        process.start()
        process.join()
        text = Path(said.name).read_text(encoding="utf-8")
    assert process.exitcode is not None
    return CompletedProcess(command, process.exitcode, text)


@cache
def _server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    return context


def _become(command: tuple[str, ...], cwd: Path, env: dict[str, str], said: str) -> None:
    """What the interpreter does before it runs a module."""
    stream = os.open(said, os.O_WRONLY | os.O_APPEND)
    os.dup2(stream, 1)
    os.dup2(stream, 2)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:] = [str(cwd), *(path for path in sys.path if path)]
    sys.argv = list(command)
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    finally:
        sys.stdout.flush()
