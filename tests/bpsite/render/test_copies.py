from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from bpcore import path, sigmoid
from bpsite.proof.verdicts import Verdict, check
from bpsite.render.copies import numpy_program, sympy_program

DOCS = Path(__file__).parents[3] / "docs"
Equations = dict[str, list[Verdict]]


@pytest.fixture(scope="module")
def equations() -> Equations:
    """The relations of each of the site's formulas, without those in its reasons."""
    stating = [v for v in check([DOCS]).verdicts if v.step and v.verdict != "bound"]
    of_formula = groupby(stating, lambda v: (v.file, v.equation_line, v.tag))
    return {tag or f"{file}:{line}": list(found) for (file, line, tag), found in of_formula}


def numpy_of(equations: Equations, tag: str) -> dict[str, Callable[..., Any]]:
    """The functions that a reader has who copied the equation as NumPy."""
    program = numpy_program([(v.step, v.numpy) for v in equations[tag]], "equation")
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 # what a reader runs
    return {name: value for name, value in names.items() if inspect.isfunction(value)}


def test_every_equation_as_sympy_runs_as_it_stands(equations: Equations) -> None:
    for place, verdicts in equations.items():
        texts = [verdict.sympy for verdict in verdicts]
        names: dict[str, Any] = {}
        exec(sympy_program(texts), names)  # noqa: S102 # what a reader runs
        steps = names.get("steps", [])
        assert all(isinstance(step, sympy.Basic) for step in steps), place
        assert len(steps) == (len(list(filter(None, texts))) if steps else 0), place


def test_every_equation_as_numpy_runs_as_it_stands(equations: Equations) -> None:
    for tag in equations:
        numpy_of(equations, tag)


def test_a_function_copied_as_numpy_takes_everything_that_it_uses(equations: Equations) -> None:
    for tag in equations:
        for name, function in numpy_of(equations, tag).items():
            found = inspect.getclosurevars(function)
            # What it takes from outside: NumPy, and attributes of it and of arrays.
            assert set(found.globals) <= {"np"}, (tag, name)
            assert found.unbound <= {*dir(np), *dir(np.ndarray)}, (tag, name)


def test_the_five_lines_of_5_copied_as_numpy_agree_with_bpcore(equations: Equations) -> None:
    functions = numpy_of(equations, "5")
    known = {"x": 0.7, "sigma": sigmoid}
    values = [f(**{n: known[n] for n in inspect.signature(f).parameters})
              for f in functions.values()]  # fmt: skip
    assert len(values) == 5
    assert np.allclose(values, sigmoid(0.7) * (1 - sigmoid(0.7)), rtol=1e-12)


def test_the_network_6_copied_as_numpy_is_one_forward_pass(equations: Equations) -> None:
    theta = {1: 0.8, 2: -1.2, 3: 1.5}
    a, z = numpy_of(equations, "6")["equation"](x=0.5, theta=theta, sigma=sigmoid, g=lambda z: z)
    assert (z, a) == path.forward(0.5, theta)


def test_a_bound_name_is_no_argument() -> None:
    text = "sum(y[k - 1] * f(k) for k in range(1, n + 1)) + np.prod([j for j in range(n)])"
    assert "def step_1(y, f, n):" in numpy_program([(1, text)], "equation")


def test_a_name_that_is_bound_in_one_place_and_free_in_another_is_an_argument() -> None:
    assert "def step_1(k, n):" in numpy_program([(1, "k + sum(k for k in range(n))")], "equation")


def test_assignments_with_other_steps_between_them_are_two_functions() -> None:
    steps = [(1, "a[1] = x"), (2, "yhat - y"), (3, "a[2] = y")]
    program = numpy_program(steps, "equation")
    assert program.count("def ") == 3


def test_a_scalar_that_is_assigned_names_its_function() -> None:
    program = numpy_program([(1, "J = 1 / 2 * (yhat - y)**2")], "equation_7")
    assert program == "def J(yhat, y):\n    return 1 / 2 * (yhat - y)**2"


def test_numpy_is_imported_where_it_is_used() -> None:
    assert numpy_program([(1, "np.exp(x)")], "e").startswith("import numpy as np\n\ndef step_1(x)")
    assert "import" not in numpy_program([(1, "x")], "e")


def test_what_has_no_text_has_no_program() -> None:
    assert numpy_program([(1, "")], "equation") == ""
    assert sympy_program(["", ""]) == ""


def test_what_the_checker_never_prints_is_a_fault_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="prints no For"):
        numpy_program([(1, "for x in y: pass")], "equation")
