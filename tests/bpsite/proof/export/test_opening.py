"""What is differentiated is opened as far as it rests on the variable, and no further."""

from __future__ import annotations

import pytest

from bpsite.proof.export.opening import opened
from bpsite.proof.export.shapes import UntranslatableError
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind

X, Y = t.Sym("x"), t.Sym("y")
K, J = t.Sym("k"), t.Sym("j")


def member(base: str, index: t.Node) -> t.Sym:
    return t.Sym(base, (), (index,))


def layer(base: str, index: t.Node) -> t.Sym:
    return t.Sym(base, (index,))


def scope(*definitions: tuple[t.Sym, t.Node]) -> Scope:
    made = Scope()
    made.lexicon.kinds |= {name: Kind("index", "1", "n") for name in ("j", "k")}
    for target, body in definitions:
        made.define(Definition(target, (), body))
    return made


def test_a_definition_that_rests_on_the_variable_is_put_in_its_place() -> None:
    known = scope((Y, t.Pow(X, t.Num("2"))))
    assert opened(t.Neg(Y), X, known) == t.Neg(t.Pow(X, t.Num("2")))


def test_a_definition_that_does_not_rest_on_the_variable_keeps_its_name() -> None:
    known = scope((Y, t.Pow(X, t.Num("2"))))
    both = t.Mul((Y, t.Sym("w")))
    assert opened(both, t.Sym("w"), known) == both


def test_the_variable_itself_is_not_opened() -> None:
    known = scope((Y, t.Pow(X, t.Num("2"))))
    assert opened(Y, Y, known) == Y


def test_a_sum_makes_way_for_the_index_of_the_variable() -> None:
    total = t.Big("sum", "j", None, None, member("x", J))
    found = opened(Y, member("x", J), scope((Y, total)))
    own = t.Sym("j_")
    assert found == t.Big("sum", "j_", t.Num("1"), t.Sym("n"), member("x", own))


def test_a_sum_makes_way_for_an_index_that_is_put_into_it() -> None:
    total = t.Big("sum", "j", t.Num("1"), t.Num("3"), t.Mul((member("x", K), member("w", J))))
    found = opened(member("r", J), X, scope((member("r", K), t.Mul((X, total)))))
    inner = t.Mul((member("x", J), member("w", t.Sym("j_"))))
    assert found == t.Mul((X, t.Big("sum", "j_", t.Num("1"), t.Num("3"), inner)))


def test_a_general_definition_is_opened_for_one_layer() -> None:
    after = layer("z", t.Add((t.Sym("l"), t.Num("1"))))
    known = scope((after, t.Mul((layer("w", t.Sym("l")), X))))
    assert opened(layer("z", t.Num("3")), X, known) == t.Mul((layer("w", t.Num("2")), X))


def test_a_function_that_holds_the_variable_is_opened_at_its_argument() -> None:
    known = Scope()
    body = t.Mul((t.Sym("u"), X))
    known.define(Definition(t.Sym("f"), (t.Sym("u"),), body))
    assert opened(t.Call("f", 0, (Y,)), X, known) == t.Mul((Y, X))
    assert opened(t.Call("f", 0, (Y,)), Y, known) == t.Call("f", 0, (Y,))


def test_layers_without_a_number_that_rest_on_one_another_are_not_opened() -> None:
    after = layer("z", t.Add((t.Sym("l"), t.Num("1"))))
    known = scope((after, layer("z", t.Sym("l"))), (Y, layer("z", t.Num("3"))))
    with pytest.raises(UntranslatableError):
        opened(Y, layer("z", t.Sym("l")), known)
    with pytest.raises(UntranslatableError):
        opened(layer("z", t.Sym("l")), X, known)


def test_a_derivative_inside_is_not_opened() -> None:
    with pytest.raises(UntranslatableError):
        opened(t.Deriv(t.Pow(X, Y), Y), X, Scope())


def test_definitions_that_double_at_each_step_are_not_opened() -> None:
    doubled = [(t.Sym(f"y{n + 1}"), t.Add((t.Sym(f"y{n}"), t.Sym(f"y{n}")))) for n in range(60)]
    with pytest.raises(UntranslatableError):
        opened(t.Sym("y60"), t.Sym("y0"), scope(*doubled))
