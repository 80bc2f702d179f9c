"""Whoever copies an equation as code needs NumPy or SymPy, and nothing of the site."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite.render.copies import numpy_program, sympy_program
from tests.bpsite.proof.export.printed import formulas

# One interpreter for all, which knows NumPy and SymPy alone; each text begins with no names.
RUNNER = """
import contextlib, io, json, sys, traceback
sys.modules.update(dict.fromkeys(("bpcore", "bpsite", "tests")))

def output(text):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try:
            exec(text, {"__name__": "__main__"})
        except BaseException:
            traceback.print_exc(file=printed)
    return printed.getvalue()

json.dump([output(text) for text in json.load(sys.stdin)], sys.stdout)
"""


def outputs(texts: list[str], folder: Path) -> list[str]:
    """What each text prints by itself."""
    done = subprocess.run(  # this interpreter
        [sys.executable, "-I", "-c", RUNNER],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        text=True,
        cwd=folder,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_every_equation_as_numpy_runs_with_numpy_alone(tmp_path: Path) -> None:
    texts = [
        numpy_program([(v.step, v.numpy) for v in found], "e") for found in formulas().values()
    ]
    assert outputs(texts, tmp_path) == [""] * len(texts)


@pytest.mark.slow
def test_every_equation_as_sympy_prints_that_each_step_holds_unless_it_is_marked_false(
    tmp_path: Path,
) -> None:
    expected: dict[str, tuple[str, str]] = {}
    for place, found in formulas().items():
        printed = [verdict for verdict in found if verdict.sympy]
        answers = "".join(f"{verdict.verdict != 'false'}\n" for verdict in printed)
        text = sympy_program([(v.sympy, v.verdict == "false") for v in found])
        expected.setdefault(text, (str(place), answers))
    found_ = dict(zip(expected, outputs(list(expected), tmp_path), strict=True))
    assert [(expected[text][0], found_[text]) for text in expected] == [*expected.values()]


def test_a_text_that_needs_the_site_is_found_out(tmp_path: Path) -> None:
    (found,) = outputs(["import bpcore"], tmp_path)
    assert "ModuleNotFoundError" in found


@pytest.mark.parametrize(("text", "without"), [("numpy", 18), ("sympy", 135)])
def test_how_many_relations_have_no_text(text: str, without: int) -> None:
    verdicts = [verdict for found in formulas().values() for verdict in found]
    assert sum(not getattr(verdict, text) for verdict in verdicts) == without
