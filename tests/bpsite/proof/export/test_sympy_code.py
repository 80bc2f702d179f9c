"""The SymPy texts that a reader copies say what the equation says, side by side."""

from __future__ import annotations

import ast
import contextlib
import io
from typing import Any

import pytest
import sympy

from bpsite.proof.export import sympy_text
from bpsite.proof.export.printer import POINT
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import COMMON_POINT
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind
from tests.bpsite.proof.export.printed import (
    Point,
    Printed,
    functions,
    half_a_unit,
    points,
    site,
    symbols,
)

X = t.Sym("x")
TEXTS = {printed.sympy: printed for printed in site() if printed.sympy}  # each text once


@pytest.mark.slow
@pytest.mark.parametrize("printed", [pytest.param(p, id=p.name) for p in TEXTS.values()])
def test_both_sides_of_the_sympy_text_have_the_equations_values(printed: Printed) -> None:
    for point in points(printed, seeds=2):
        with contextlib.suppress(UndefinedValueError):
            expected = _expected(printed, point)  # from then on the point has its sizes
            for side, value in zip(_sides(printed, point), expected, strict=True):
                assert _number(side, printed, point) == pytest.approx(value, rel=1e-9, abs=1e-9)
            return  # one point, on which no two formulas agree by chance
    raise AssertionError


def _expected(printed: Printed, point: Point) -> list[Any]:
    relation = point.world.relation
    left, right = (point.value(side) for side in (relation.left, relation.right))
    if printed.relation.sign == r"\approx":
        return [float(abs(left - right)), half_a_unit(printed)]
    return [_listed(left), _listed(right)]


def _listed(value: Any) -> Any:
    """A number, or the entries of an array."""
    return value.flatten().tolist() if getattr(value, "shape", ()) else float(value)


def _sides(printed: Printed, point: Point) -> list[Any]:
    """The sides as SymPy's expressions, with the point's sizes and the values of its functions."""
    names: dict[str, Any] = {}
    *statements, last = ast.parse(printed.sympy).body
    sizes = {**getattr(point.meaning.domain, "dims", {}), **point.world.binding}
    for statement in statements:
        exec(ast.unparse(statement), names)  # noqa: S102 # the text is what is tested
        names.update({name: sympy.Integer(size) for name, size in sizes.items() if name in names})
        for name, (base, primes) in functions(printed).items():
            if isinstance(names.get(name), sympy.core.function.FunctionClass):
                names[name] = _function(base, primes, point)
    texts = [ast.unparse(side) for side in last.value.args[0].args]  # type: ignore[attr-defined] # print(equal(...))
    return [sympy.sympify(eval(text, names)) for text in texts]  # noqa: S307 # the text


def _function(base: str, primes: int, point: Point) -> Any:
    """A function whose derivatives are the page's."""

    def fdiff(self: Any, _index: int = 1) -> Any:
        return _function(base, primes + 1, point)(self.args[0])

    def evalf(self: Any, _precision: int) -> Any:
        at = self.args[0].evalf(30)
        return sympy.Float(str(point.function(base, primes)(str(at))), 30) if at.is_number else None

    return type(
        f"{base}_{primes}", (sympy.Function,), {"fdiff": fdiff, "_eval_evalf": evalf, "nargs": 1}
    )


def _number(side: Any, printed: Printed, point: Point) -> Any:
    """The value of a side where the symbols have their values."""
    arrays = {symbol: _matrix(symbol, printed, point) for symbol in side.atoms(sympy.MatrixSymbol)}
    if arrays:
        found = side.subs(arrays).doit()
        if not getattr(found, "shape", ()):
            return float(found)
        return [float(x) for x in found.as_explicit()]
    side = side.doit()
    values = {leaf: _value(leaf, printed, point) for leaf in _leaves(side)}
    return float(side.xreplace(values).evalf(30))


def _matrix(symbol: Any, printed: Printed, point: Point) -> Any:
    return sympy.Matrix(point.value(symbols(printed)[symbol.name]))


def _leaves(side: Any) -> set[Any]:
    members = side.atoms(sympy.Indexed)
    bases = {part for member in members for part in member.base.free_symbols}
    return {*members, *(symbol for symbol in side.free_symbols - members if symbol not in bases)}


def _value(leaf: Any, printed: Printed, point: Point) -> Any:
    if isinstance(leaf, sympy.Indexed):
        symbol = symbols(printed)[leaf.base.name]
        value = point.members(symbol)[tuple(int(index) for index in leaf.indices)]
    elif leaf.name == POINT and POINT not in symbols(printed):
        value = point.meaning.domain.leaf(COMMON_POINT, Kind("real"))
    else:
        value = point.value(symbols(printed)[leaf.name])
    return sympy.Float(str(value), 30)


@pytest.mark.parametrize(
    "right",
    [
        t.Call("y", 0, (X,)),
        t.Sym("y", (), (X,)),
        t.Mul((t.Fn("f"), t.Sym(POINT))),
        t.Mul((t.Const("e"), t.Sym("E"))),
        t.Sym("given"),
    ],
)
def test_a_name_that_would_stand_for_two_things_has_no_text(right: t.Node) -> None:
    assert sympy_text(t.Rel(t.Sym("y"), "=", right), Scope()) == ""


@pytest.mark.parametrize(
    ("right", "exact"),
    [
        (t.Div(t.Num("1"), t.Neg(t.Num("3"))), sympy.Rational(-1, 3)),
        (t.Div(t.Num("1"), t.Mul((t.Num("2"), t.Num("3")))), sympy.Rational(1, 6)),
        (t.Div(t.Div(t.Num("1"), t.Num("3")), t.Num("7")), sympy.Rational(1, 21)),
        (t.Pow(t.Num("10"), t.Neg(t.Num("3"))), sympy.Rational(1, 1000)),
        (t.Mul((t.Num("2"), t.Pow(t.Num("3"), t.Neg(t.Num("1"))))), sympy.Rational(2, 3)),
    ],
)
def test_numbers_stay_exact(right: t.Node, exact: Any) -> None:
    text = sympy_text(t.Rel(right, "=", right), Scope())
    call = ast.parse(text).body[-1].value.args[0]  # type: ignore[attr-defined] # print(equal(...))
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(text, names)  # noqa: S102 # the text is what is tested
    assert eval(ast.unparse(call.args[0]), names) == exact  # noqa: S307 # the text
