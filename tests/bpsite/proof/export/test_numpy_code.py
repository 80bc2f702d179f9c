"""The NumPy texts that a reader copies compute what the equation says."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bpsite.proof.export import numpy_text
from bpsite.proof.export.differences import DIFFERENCES
from bpsite.proof.export.printer import POINT
from bpsite.proof.export.shapes import Shape, shape
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import COMMON_POINT
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.chance import MOMENTS
from bpsite.proof.syntax.lexicon import Kind, Lexicon
from bpsite.proof.syntax.reading import expression
from tests.bpsite.proof.export.printed import (
    Point,
    Printed,
    functions,
    half_a_unit,
    points,
    site,
    symbols,
)

SIGNS = {
    r"\le": operator.le,
    r"\ge": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    r"\ne": operator.ne,
}
TEXTS = [pytest.param(printed, id=printed.name) for printed in site() if printed.numpy]


@pytest.mark.slow
@pytest.mark.parametrize("printed", TEXTS)
def test_the_numpy_text_has_the_equations_value(printed: Printed) -> None:
    tried = 0
    for point in points(printed):
        try:
            expected = _expected(printed, point)
            names = _names(printed, point)
        except UndefinedValueError:
            continue
        found = eval(_expression(printed.numpy), names)  # noqa: S307 # the text is what is tested
        if np.ndim(found) == 1 and 1 in np.shape(expected):  # a vector, as NumPy has it
            expected = expected.ravel()
        assert np.shape(found) == np.shape(expected)
        exact = not any(name in printed.numpy for name in DIFFERENCES)
        assert found == pytest.approx(expected, rel=1e-9 if exact else 1e-5, abs=1e-9)
        tried += 1
    assert tried


def _expression(text: str) -> str:
    """The value of a text that is a function, an assignment or a value."""
    match ast.parse(text).body[0]:
        case ast.FunctionDef(body=[ast.Return(ast.expr() as value)]):
            return ast.unparse(value)
        case ast.Assign(value=value) | ast.Expr(value):
            return ast.unparse(value)
    raise AssertionError(text)


def _expected(printed: Printed, point: Point) -> Any:
    right = point.value(point.world.relation.right)
    if printed.relation.sign in SIGNS:
        return bool(SIGNS[printed.relation.sign](point.value(point.world.relation.left), right))
    if printed.relation.sign == r"\approx":
        left = point.value(point.world.relation.left)
        return bool(abs(left - right) <= half_a_unit(printed))
    return right if hasattr(right, "shape") else float(right)


def _numpy(value: Any, form: Shape) -> Any:
    """A number or an array; a vector has one axis."""
    if not form:
        return float(value)
    return np.ravel(value) if "" in form else value


def _names(printed: Printed, point: Point) -> dict[str, Any]:
    """What the names of a text stand for."""
    names: dict[str, Any] = {"np": np}
    exec("\n".join(DIFFERENCES.values()), names)  # noqa: S102 # what stands above such a text
    nodes = list(ast.walk(ast.parse(printed.numpy)))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    measured = [node for node in calls if ast.unparse(node.func) in DIFFERENCES]
    called = {ast.unparse(node.func) for node in calls}
    called |= {ast.unparse(node.args[0]) for node in measured}
    if POINT in used:
        names[POINT] = float(point.meaning.domain.leaf(COMMON_POINT, Kind("real")))
    for name, symbol in symbols(printed).items():
        if name in used and name not in functions(printed):
            layers = name in called
            names[name] = _of_layers(symbol, printed, point) if layers else _value(symbol, point)
    for name, (base, primes) in functions(printed).items():
        if name in called:
            names[name] = _rounded(point.function(base, primes))
    return {**point.world.binding, **names}


def _rounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of numbers, which takes an array entry by entry."""
    return np.vectorize(lambda *at: float(function(*at)), otypes=[float])


def _value(symbol: t.Sym, point: Point) -> Any:
    """A number, an array, a dict by layers, or an array by indices from 1."""
    kind, form = point.world.scope.kind(symbol), shape(symbol, point.world.scope)
    if not symbol.upper and not symbol.lower:
        if symbol.base in point.world.binding:
            return point.world.binding[symbol.base]
        found = point.value(symbol)
        return int(found) if kind.name == "natural" else _numpy(found, form)
    if kind.name == "natural":
        sizes = (name.split("_") for name in point.world.binding if "_" in name)
        return {int(at): point.world.binding[f"{base}_{at}"] for base, at in sizes}
    members, axes = point.members(symbol), len(symbol.upper)
    if not axes:
        return _array(members, form)
    layers: dict[int, dict[tuple[int, ...], Any]] = {}
    for indices, value in members.items():
        layers.setdefault(indices[0], {})[indices[axes:]] = value
    return {layer: _array(entries, form) for layer, entries in layers.items()}


def _array(entries: dict[tuple[int, ...], Any], form: Shape) -> Any:
    """An array of its entries by their places, or what has none."""
    if () in entries:
        return _numpy(entries[()], form)
    array = np.zeros([max(places) for places in zip(*entries, strict=True)])
    for places, value in entries.items():
        array[tuple(place - 1 for place in places)] = float(value)
    return array


def _of_layers(symbol: t.Sym, printed: Printed, point: Point) -> Callable[[Any], float]:
    """J as a function of a family: the member that differs from the point's is held."""
    by = next(n.by for n in t.walk(printed.relation) if isinstance(n, t.Deriv))
    here = _value(by, point)

    def function(family: dict[int, Any]) -> float:
        held = {
            t.Sym(by.base, (t.Num(str(layer)),)).member: point.held(value)
            for layer, value in family.items()
            if np.any(value != here[layer])
        }
        return float(point.at(symbol, **held))

    return function


def test_every_equation_of_the_site_has_a_numpy_text_but_those_that_have_no_value() -> None:
    without = [printed.name for printed in site() if not (printed.numpy or _of_means(printed))]
    misfits = ["matrices.md: "] + ["errata.md: "] * 3  # marked false: their shapes do not fit
    assert without == misfits


def _of_means(printed: Printed) -> bool:
    calls = (part for part in t.walk(printed.relation) if isinstance(part, t.Call))
    return any(call.fn in MOMENTS for call in calls)


def test_a_formula_without_a_numpy_form_has_no_text() -> None:
    limit = t.Lim(t.Sym("x"), t.Num("0"), t.Sym("x"))
    assert numpy_text(t.Rel(t.Sym("y"), "=", limit), Scope()) == ""


def test_a_derivative_of_what_no_definition_opens_takes_a_function() -> None:
    text = numpy_text(t.Rel(t.Sym("d"), "=", t.Deriv(t.Sym("J"), t.Sym("z"))), Scope())
    assert text == "d = central_difference(lambda z: J, z)"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("g(z)", "y", "y = g(z)"),
        ("g(x)", "x", "def g(x):\n    return x"),
        ("g(x)", "1", "def g(x):\n    return 1"),
    ],
)
def test_what_computes_nothing_is_not_what_a_copy_gives(
    left: str, right: str, expected: str
) -> None:
    lexicon = Lexicon({"g": Kind("function"), **dict.fromkeys("xyz", Kind("real"))})
    sides = expression(left, lexicon), expression(right, lexicon)
    assert numpy_text(t.Rel(sides[0], "=", sides[1]), Scope(lexicon)) == expected


def test_a_function_sees_its_argument_through_what_is_defined_by_it() -> None:
    g, x, y = (t.Sym(name) for name in "gxy")
    scope = Scope()
    scope.define(Definition(y, (), t.Pow(x, t.Num("2"))))
    text = numpy_text(t.Rel(t.Call("g", 0, (x,)), "=", t.Neg(y)), scope)
    assert text == "def g(x):\n    return -x**2"
    scope.define(Definition(g, (x,), t.Neg(y)))
    assert numpy_text(t.Rel(t.Neg(y), "=", t.Call("g", 0, (x,))), scope) == text


SLOPES = [
    ("central_difference(lambda x: x**3, 2.0)", 12.0),
    ("central_difference(lambda x: x**2, np.array([1.0, 700.0]))", [2.0, 1400.0]),
    ("differences_by_entry(lambda x: x @ x, [1, 2, 3])", [2.0, 4.0, 6.0]),
    ("differences_by_entry(lambda x: x**2, np.array([1.0, 3.0]))", [[2.0, 0.0], [0.0, 6.0]]),
    ("differences_by_entry(lambda X: np.trace(X @ X), [[1, 2], [3, 4]])", [[2, 6], [4, 8]]),
    ("differences_by_layer(lambda w: w[1] * w[3]**2, {1: 5.0, 3: 2.0})[3]", 20.0),
    ("differences_by_layer(lambda z: z[2] @ z[2], {2: [1, 1]}, differences_by_entry)[2]", [2, 2]),
]


@pytest.mark.parametrize(("call", "slopes"), SLOPES)
def test_a_derivative_is_measured_by_numbers_by_arrays_and_by_layers(
    call: str, slopes: Any
) -> None:
    names: dict[str, Any] = {"np": np}
    exec("\n".join(DIFFERENCES.values()), names)  # noqa: S102 # what stands above such a text
    found = eval(call, names)  # noqa: S307 # what is tested
    assert np.shape(found) == np.shape(slopes)
    assert found == pytest.approx(np.array(slopes), rel=1e-8)
