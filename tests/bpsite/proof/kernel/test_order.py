"""A form is at least 0, or greater, where facts, signs and squares give it, and nowhere else."""

from __future__ import annotations

import pytest

from bpsite.proof.kernel.algebra import inverse, power, times
from bpsite.proof.kernel.laws import absolute, applied, exponential, logarithm
from bpsite.proof.kernel.means import mean
from bpsite.proof.kernel.order import Fact, follows
from bpsite.proof.kernel.terms import (
    DEPENDENT,
    ONE,
    Form,
    minus,
    number,
    plus,
    power_of,
    scaled,
    symbol,
)

x, y, p = (power_of(symbol(name, positive=name == "p")) for name in "xyp")
u = applied("u", (0,), (x,))
r = power_of(symbol("r", chance=DEPENDENT))


def at_least(form: Form) -> Fact:
    return Fact(form, strict=False)


def greater(form: Form) -> Fact:
    return Fact(form, strict=True)


def less(left: Form, right: Form | int) -> Form:
    return minus(left, right if isinstance(right, Form) else number(right))


ONE_LESS_U = minus(ONE, u)
SHRUNK = times(absolute(y), minus(ONE, absolute(u)))


@pytest.mark.parametrize(
    ("form", "facts", "strict", "expected"),
    [
        (power(x, 2), [], False, True),
        (power(x, 2), [], True, False),
        (mean(power(r, 2)), [], False, True),
        (mean(power(r, 2)), [], True, False),
        (mean(r), [at_least(r)], False, False),
        (plus(power(x, 2), p), [], True, True),
        (less(x, 1), [], False, False),
        (less(x, 1), [at_least(less(x, 1))], False, True),
        (less(x, 1), [at_least(less(x, 1))], True, False),
        (less(x, 1), [greater(less(x, 1))], True, True),
        (less(x, 1), [at_least(less(x, 2))], True, True),
        (less(x, 2), [at_least(less(x, 1))], False, False),
        (minus(ONE, x), [at_least(less(x, 1))], False, False),
        (times(x, y), [at_least(x), at_least(y)], False, True),
        (times(x, y), [at_least(x), at_least(scaled(y, -1))], False, False),
        (times(x, y), [at_least(x), greater(y)], True, False),
        (times(u, ONE_LESS_U), [greater(u), greater(ONE_LESS_U)], True, True),
        (SHRUNK, [at_least(ONE_LESS_U)], False, False),
        (SHRUNK, [at_least(ONE_LESS_U), greater(u)], False, True),
        (minus(y, x), [at_least(minus(y, u)), at_least(minus(u, x))], False, True),
        (inverse(x), [greater(x)], True, True),
        (inverse(less(x, 1)), [greater(less(x, 2))], True, False),
        (inverse(less(x, 3)), [greater(less(x, 2))], False, False),
        (less(power(x, 2), 4), [greater(less(x, 2))], True, True),
        (less(power(x, 2), 4), [greater(less(x, 1))], True, False),
        (plus(power(x, 2), times(x, y), power(y, 2)), [], False, True),
        (plus(power(x, 2), scaled(times(x, y), 3), power(y, 2)), [], False, False),
        (plus(exponential(scaled(x, 2)), scaled(exponential(x), -2), ONE), [], False, True),
        (plus(exponential(x), scaled(x, -1), number(-1)), [], False, False),
        (
            plus(y, number(5)),
            [at_least(minus(y, logarithm(x))), at_least(logarithm(x))],
            True,
            False,
        ),
    ],
)
def test_a_form_follows_from_facts(
    form: Form,
    facts: list[Fact],
    strict: bool,  # noqa: FBT001 # a parameter of the table
    expected: bool,  # noqa: FBT001 # so is this
) -> None:
    assert follows(form, facts, strict=strict) is expected


def test_a_fact_that_a_form_does_not_need_is_not_first() -> None:
    facts = [at_least(power(x, 2)), at_least(power(y, 2))]
    assert follows(power(x, 2), facts, strict=False, first=0)
    assert not follows(power(x, 2), facts, strict=False, first=1)
