from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpcore import (
    binary_cross_entropy,
    cross_entropy,
    half_squared_error,
    identity,
    output_delta,
    path,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softmax,
    softmax_prime,
    tanh_prime,
)
from bpsite.proof.export.differences import DIFFERENCES
from bpsite.proof.verdict import Verdict
from bpsite.render.copies import numpy_program, sympy_program
from tests.bpsite.proof.export.printed import formulas

DOCS = Path(__file__).parents[3] / "docs"
Equations = dict[str, list[Verdict]]


@pytest.fixture(scope="module")
def equations() -> Equations:
    """The relations of each of the site's formulas, without those in its reasons."""
    return {_name(found[0]): found for found in formulas().values()}


def _name(first: Verdict) -> str:
    """A number, what a formula with a counterpart in bpcore begins with, or a place."""
    text = f"{first.left} {first.sign} {first.right}"
    return first.tag or (text if first.bpcore else f"{first.file}:{first.equation_line}")


def numpy_of(equations: Equations, tag: str) -> dict[str, Callable[..., Any]]:
    """The functions that a reader has who copied the equation as NumPy."""
    program = numpy_program([(v.step, v.numpy) for v in equations[tag]], "equation")
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 # what a reader runs
    made = {name: value for name, value in names.items() if inspect.isfunction(value)}
    return {
        name: value
        for name, value in made.items()
        if value.__globals__ is names and name not in DIFFERENCES
    }


def test_a_function_copied_as_numpy_takes_everything_that_it_uses(equations: Equations) -> None:
    for tag in equations:
        for name, function in numpy_of(equations, tag).items():
            found = inspect.getclosurevars(function)
            # What it takes from outside: imports, and attributes of them and of arrays.
            assert set(found.globals) <= {"np", *DIFFERENCES}, (tag, name)
            assert found.unbound <= {*dir(np), *dir(np.ndarray)}, (tag, name)


def test_no_function_copied_as_numpy_hides_another(equations: Equations) -> None:
    for tag, verdicts in equations.items():
        program = numpy_program([(v.step, v.numpy) for v in verdicts], "equation")
        own = sum(f"def {name}(" in program for name in DIFFERENCES)
        assert program.count("def ") - own == len(numpy_of(equations, tag)), tag


def test_the_five_lines_of_5_copied_as_numpy_agree_with_bpcore(equations: Equations) -> None:
    functions = numpy_of(equations, "5")
    known = {"x": 0.7, "sigma": sigmoid}
    values = [f(**{n: known[n] for n in inspect.signature(f).parameters})
              for f in functions.values()]  # fmt: skip
    assert len(values) == 5
    assert np.allclose(values, sigmoid(0.7) * (1 - sigmoid(0.7)), rtol=1e-12)


def test_the_network_6_copied_as_numpy_is_one_forward_pass(equations: Equations) -> None:
    given = {name: NETWORK[name] for name in ("x", "theta", "sigma", "g")}
    a, z = numpy_of(equations, "6")["equation"](**given)
    assert (z, a) == (Z, A)


X, Y, ETA, THETA = 0.5, 1.0, 0.1, {1: 0.8, 2: -1.2, 3: 1.5}
Z, A = path.forward(X, THETA)
DELTA = path.error_signals(Z, Y, THETA)
GRADIENTS = path.gradients(DELTA, A)
NEW = path.update(THETA, GRADIENTS, ETA)
CHANGES = {layer: NEW[layer] - THETA[layer] for layer in THETA}
NETWORK: dict[str, Any] = {
    "x": X,
    "y": Y,
    "eta": ETA,
    "theta": THETA,
    "z": Z,
    "a": A,
    "yhat": A[4],
    "delta": DELTA,
    "l": 4,
    "sigma": sigmoid,
    "sigma_prime": sigmoid_prime,
    "g": lambda z: z,
    "J": lambda z: half_squared_error(z[4], Y),
}
WIDE = [-700.0, -30.0, -1.0, 0.0, 0.5, 1.0, 30.0, 700.0]
SCORES, SHARES = np.array([0.3, -1.2, 2.0]), np.array([0.0, 0.25, 0.75])

AT_SIGMOID = {
    "z": 0.4,
    "y": 0.3,
    "yhat": sigmoid(0.4),
    "sigma": sigmoid,
    "sigma_prime": sigmoid_prime,
}

Case = tuple[dict[str, Any], Any]  # the arguments, and what bpcore gives for them
AGREEING: dict[str, list[Case]] = {
    "1": [({"x": x}, sigmoid(x)) for x in WIDE],
    "5": [({"x": x, "sigma": sigmoid}, sigmoid_prime(x)) for x in WIDE[1:-1]],
    "g(x) = x": [({"x": x}, identity(x)) for x in WIDE],
    "7": [({"yhat": yhat, "y": 2.0}, half_squared_error(yhat, 2.0)) for yhat in WIDE],
    "8": [(NETWORK, DELTA[4])],
    "9": [(NETWORK, GRADIENTS[3])],
    "10": [(NETWORK, GRADIENTS[2])],
    "11": [(NETWORK, GRADIENTS[1])],
    "13": [(NETWORK, DELTA[4])],
    "14": [(NETWORK, DELTA[4])],
    "15": [(NETWORK, DELTA[3])],
    "16": [(NETWORK, DELTA[2])],
    "18": [
        (
            {"z": 0.4, "yhat": 0.4, "y": 0.3},
            output_delta(0.4, 0.3, "identity", "half_squared_error"),
        )
    ],
    "20": [(AT_SIGMOID, output_delta(0.4, 0.3, "sigmoid", "binary_cross_entropy"))],
    "21": [(AT_SIGMOID, output_delta(0.4, 0.3, "sigmoid", "half_squared_error"))],
    "19": [({"yhat": yhat, "y": 0.3}, binary_cross_entropy(yhat, 0.3)) for yhat in (0.01, 0.6)],
    "24": [({"x": x}, relu(x)) for x in WIDE],
    "25": [({"x": x}, relu_prime(x)) for x in WIDE if x],
    "26": [({"x": x, "sigma": sigmoid, "sigma_prime": sigmoid_prime}, tanh_prime(x)) for x in WIDE],
    "27": [({"z": SCORES, "n": 3, "k": k}, softmax(SCORES)[k - 1]) for k in (1, 2, 3)],
    "28": [
        (
            {"z": SCORES, "yhat": softmax(SCORES), "n": 3, "k": k, "j": j},
            softmax_prime(SCORES)[k - 1, j - 1],
        )
        for k in (1, 2, 3)
        for j in (1, 2, 3)
    ],
    "29": [
        (
            {"y": SHARES, "yhat": softmax(SCORES), "n": 3},
            cross_entropy(softmax(SCORES), SHARES),
        )
    ],
    "30": [
        (
            {"y": SHARES, "z": SCORES, "yhat": softmax(SCORES), "n": 3, "j": j},
            output_delta(SCORES, SHARES, "softmax", "cross_entropy")[j - 1],
        )
        for j in (1, 2, 3)
    ],
    "31": [({**NETWORK, "l": layer}, DELTA[layer]) for layer in (2, 3)],
    "32": [({**NETWORK, "l": layer}, GRADIENTS[layer]) for layer in (1, 2, 3)],
}


@pytest.mark.parametrize("tag", AGREEING)
def test_each_step_copied_as_numpy_agrees_with_bpcore(equations: Equations, tag: str) -> None:
    functions = numpy_of(equations, tag)
    assert functions
    for known, expected in AGREEING[tag]:
        for name, function in functions.items():
            found = function(**{n: known[n] for n in inspect.signature(function).parameters})
            if isinstance(found, dict):
                (found,) = found.values()
            assert found == pytest.approx(expected, rel=1e-6, abs=1e-9), name


def test_each_equation_with_a_counterpart_in_bpcore_was_held_against_it(
    equations: Equations,
) -> None:
    with_counterpart = {tag for tag, steps in equations.items() if any(v.bpcore for v in steps)}
    assert with_counterpart <= {*AGREEING, "6"}  # (6) is held against it as a whole


def test_the_notation_page_shows_what_the_button_of_9_copies(equations: Equations) -> None:
    page = (DOCS / "reference" / "notation.md").read_text(encoding="utf-8")
    cell = "\n".join(line[4:] for line in page.splitlines() if line.startswith((">>> ", "... ")))
    program = numpy_program([(v.step, v.numpy) for v in equations["9"]], "equation_9")
    imports, one, of_layers, first, _, last = program.split("\n\n")
    assert "\n".join([imports, one, of_layers, first, last]) in cell


def test_the_updates_12_copied_as_numpy_agree_with_bpcore(equations: Equations) -> None:
    values: list[float] = []
    for function in numpy_of(equations, "12").values():
        found = function(**{n: NETWORK[n] for n in inspect.signature(function).parameters})
        values += found.values() if isinstance(found, dict) else [found]
    assert values == pytest.approx([CHANGES[layer] for layer in (1, 1, 2, 2, 3, 3)], rel=1e-6)


def test_the_updates_17_copied_as_numpy_agree_with_bpcore(equations: Equations) -> None:
    assert numpy_of(equations, "17")["equation"](ETA, DELTA, A) == pytest.approx(CHANGES)


def test_a_layer_that_is_not_assigned_before_is_given() -> None:
    program = numpy_program([(1, "d[2] = d[3] * w[2]"), (2, "d[1] = d[2] * w[1]")], "equation")
    assert program.splitlines()[:2] == ["def equation(d, w):", "    d = d.copy()"]
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 # what a reader runs
    given = {3: 2.0}
    assert names["equation"](given, {1: 5.0, 2: 3.0}) == {3: 2.0, 2: 6.0, 1: 30.0}
    assert given == {3: 2.0}


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


def test_a_step_whose_name_is_taken_goes_by_its_number() -> None:
    program = numpy_program([(1, "x = y + 1"), (2, "x = 2 * y")], "equation")
    assert [line for line in program.splitlines() if "def " in line] == [
        "def x(y):",
        "def step_2(y):",
    ]


def test_two_relations_of_one_step_have_a_function_each_and_equal_ones_share_it() -> None:
    program = numpy_program([(1, "x[0]"), (1, "x[1]"), (1, "x[0]")], "equation")
    assert [line for line in program.splitlines() if "def " in line] == [
        "def step_1(x):",
        "def step_1_2(x):",
    ]


def test_a_name_that_means_something_else_in_a_later_step_begins_a_new_program() -> None:
    number = 'from sympy import *\nJ = symbols("J", real=True)\nprint(J < 1)'
    function = 'from sympy import *\nJ = IndexedBase("J", real=True)\nprint(J[2] < 3)'
    assert sympy_program([(number, False), (function, False)]) == f"{number}\n\n{function}"


def test_what_is_given_stands_before_what_it_uses_whatever_the_order_of_the_steps() -> None:
    head = 'from sympy import *\nx, y, z = symbols("x y z", real=True)\ngiven = [\n'
    first = "    (y, 2 * x),\n    (x, 3),\n]\n"
    second = "    (z, y + 1),\n    (y, 2 * x),\n    (x, 3),\n]\n"
    program = sympy_program(
        [
            (head + first + "print(equal(y, 6))", False),
            (head + second + "print(equal(z, 7))", False),
        ]
    )
    assert "given = [\n    (z, y + 1),\n    (y, 2 * x),\n    (x, 3),\n]" in program
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})  # noqa: S102 # what a reader runs
    assert printed.getvalue() == "True\nTrue\n"


def test_a_program_without_some_of_the_steps_says_so() -> None:
    text = 'from sympy import *\nx = symbols("x", real=True)\nprint(x < 1)'
    assert sympy_program([("", False), (text, False)]) == (
        f"{text}\n# The equation's other steps are not here: SymPy can't prove them."
    )


def test_numpy_is_imported_where_it_is_used() -> None:
    assert numpy_program([(1, "np.exp(x)")], "e").startswith("import numpy as np\n\ndef step_1(x)")
    assert "import" not in numpy_program([(1, "x")], "e")


def test_what_has_no_text_has_no_program() -> None:
    assert numpy_program([(1, "")], "equation") == ""
    assert sympy_program([("", False), ("", True)]) == ""


def test_what_the_checker_never_prints_is_a_fault_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="prints no For"):
        numpy_program([(1, "for x in y: pass")], "equation")
