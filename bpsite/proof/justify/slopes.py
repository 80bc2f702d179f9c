"""One derivative while it is taken by the named rules; what they don't reach stays unopened.

An unopened derivative is an atom of the normal form: of what it is, and at which place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bpsite.proof.elaborate.env import Env, Held, always
from bpsite.proof.elaborate.values import Array, Value, array, each, entry
from bpsite.proof.justify.rules import ALL, RULES
from bpsite.proof.kernel import laws, sums
from bpsite.proof.kernel.affine import place
from bpsite.proof.kernel.algebra import times
from bpsite.proof.kernel.derivative import derivative
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Form,
    Symbol,
    indices_of,
    inner_atoms,
    plus,
    power_of,
    scaled,
    single,
    symbol,
    symbols_in,
    value_of,
)
from bpsite.proof.numbers.meaning import COMMON_POINT
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS

if TYPE_CHECKING:
    from bpsite.proof.justify.shut import Shut

UNOPENED = "derivative"
VARIABLE = "the variable "
LINEAR = ("tr", "diag")


class Slopes:
    """The derivative by one variable, at one place, of all that a reader can read."""

    def __init__(self, reader: Shut, by: t.Sym, variable: Symbol, at: Form) -> None:
        self.reader = reader
        self.by = by
        self.variable = variable
        self.at = at
        self.used: set[str] = set()
        self.inner: dict[Held, Value] = {}
        """The slopes of the values at which parameters are held."""

    def value(self, node: t.Node, env: Env) -> Value:
        """The value of a node."""
        return self.reader.value(node, env)

    def moves(self, node: t.Node, env: Env) -> bool:
        """Whether a node may depend on the variable."""
        return self._moves(self.value(node, env))

    def is_variable(self, node: t.Node, env: Env) -> bool:
        """Whether a node is the variable itself."""
        return self._is_variable(_form(self.value(node, env)))

    def of(self, node: t.Node, env: Env) -> Value:
        """The derivative of a node, as far as the rules go."""
        value = self.value(node, env)
        if not self._moves(value):
            return each([value], lambda _one: ZERO)
        if not self.reader.rules:
            return self._unopened(value)
        for rule in RULES:
            found = rule.slope(node, self, env) if rule.name in self.reader.rules else None
            if found is not None:
                self.used.add(rule.name)
                return found
        found = self._through(node, env)
        return self._left(value) if found is None else found

    def summed(self, node: t.Big, env: Env) -> Value:
        """The sum of the slopes of what is summed."""
        index = self.reader.range(node, env)
        inner = self.of(node.body, env.put({node.index: place(index)}))
        return each([inner], lambda one: sums.total(index, one))

    def of_power(self, before: t.Node, base: t.Node, exponent: t.Node, env: Env) -> Value:
        """The slope of a power whose exponent stays, times what stands before it and stays."""
        above = self._number(exponent, env)
        lowered = self._number(t.Pow(base, t.Add((exponent, t.Num("-1")))), env)
        return each(
            [self.value(before, env), self.of(base, env)],
            lambda one, slope: times(one, above, lowered, slope),
        )

    def of_function(self, node: t.Node, env: Env) -> Value | None:
        """The slope of a function that is known or general, by its arguments' slopes."""
        if isinstance(node, t.Pow):
            return self._of_exponential(node, env)
        if not isinstance(node, t.Call) or node.fn in OF_ARRAYS or self.reader.is_choice(node.fn):
            return None
        if self.reader.body_of(node.fn, node.primes) is not None:
            return None
        moving = [n for n, arg in enumerate(node.args) if self.moves(arg, env)]
        return each([self._by_argument(node, n, env) for n in moving], plus) if moving else None

    def _of_exponential(self, node: t.Pow, env: Env) -> Value | None:
        if self.moves(node.base, env):
            return None
        rate = ONE if node.base == t.Const("e") else laws.logarithm(self._number(node.base, env))
        value = self._number(node, env)
        return each([self.of(node.exp, env)], lambda slope: times(value, rate, slope))

    def _number(self, node: t.Node, env: Env) -> Form:
        return self.reader.number(node, env)

    def _by_argument(self, node: t.Call, position: int, env: Env) -> Value:
        """A function's slope by one argument, times that argument's."""
        if self.reader.body_of(node.fn, node.primes + 1) is not None:
            outer = self.reader.applied(node.fn, node.primes + 1, self._values(node, env), env)
            return each([self.of(node.args[position], env), outer], times)
        slots = [symbol(f"slot {n}") for n in range(len(node.args))]
        outer = self.reader.applied(node.fn, node.primes, list(map(power_of, slots)), env)
        slope = derivative(_form(outer), slots[position])

        def at(own: Form, *arguments: Form) -> Form:
            pairs = zip(slots, arguments, strict=True)
            change = {slot.name: partial(_instead, argument) for slot, argument in pairs}
            return times(sums.mapped(slope, {}, change), own)

        return each([self.of(node.args[position], env), *self._values(node, env)], at)

    def _values(self, node: t.Call, env: Env) -> list[Value]:
        return [self.value(arg, env) for arg in node.args]

    def _through(self, node: t.Node, env: Env) -> Value | None:
        """The slope of what is only another way of writing, or opened: no rule is needed."""
        match node:
            case t.Sym():
                return self._of_symbol(node, env)
            case t.Call():
                return self._of_call(node, env)
            case t.Fn():
                found = self.of(t.Call(node.base, node.primes, (t.Sym(COMMON_POINT),)), env)
            case t.Neg():
                found = each([self.of(node.arg, env)], lambda one: scaled(one, -1))
            case t.Transpose():
                found = _transposed(self.of(node.arg, env))
            case t.Entry():
                at = [self.reader.place(index, env) for index in node.indices]
                found = entry(self.of(node.arg, env), at)
            case t.Cases():
                found = self.of(self.reader.branch(node, env), env)
            case _:
                return None
        return found

    def _of_call(self, node: t.Call, env: Env) -> Value | None:
        if node.fn in LINEAR:
            return OF_ARRAYS[node.fn].component(self.of(node.args[0], env))
        known = self.reader.body_of(node.fn, node.primes)
        if known is None or any(isinstance(self.value(arg, env), Array) for arg in node.args):
            return None
        inner = env
        for param, arg in zip(known.params, node.args, strict=True):
            held = Held(param.family, (), always(self.value(arg, env)))
            self.inner[held] = self.of(arg, env)
            inner = inner.hold(held)
        return self.of(known.body, replace(self.reader.start, held=inner.held))

    def _of_symbol(self, node: t.Sym, env: Env) -> Value:
        indices = tuple(self.reader.place(index, env) for index in (*node.upper, *node.lower))
        for held in env.held:
            if held.family == node.family and held.holds(indices):
                slope = self.inner.get(held)
                return self._unopened(self.value(node, env)) if slope is None else slope
        body = self.reader.opened(node, indices)
        if body is None:
            return self._unopened(self.value(node, env))
        return self.of(body[0], replace(body[1], held=env.held))

    def _left(self, value: Value) -> Value:
        """The slope of what no rule rewrites: taken by the kernel where every rule is named."""
        every = self.reader.rules >= ALL
        if not every or not all(map(self._is_open, _forms(value))):
            return self._unopened(value)
        self.used |= ALL
        return each([value], lambda one: derivative(one, self.variable))

    def _is_open(self, form: Form) -> bool:
        """Whether nothing but the variable itself moves in it."""
        moving = [one for one in symbols_in(form) if self._symbol_moves(one)]
        derived = any(
            isinstance(atom, Applied) and atom.name.startswith(UNOPENED)
            for atom in inner_atoms(form)
        )
        return not derived and all(one.name == self.variable.name for one in moving)

    def _unopened(self, value: Value) -> Value:
        return each([value], self._unopened_form)

    def _unopened_form(self, form: Form) -> Form:
        """The derivative of a form as an atom, without what doesn't move where a rule is named."""
        if not self.reader.rules:
            return self._atom(form)
        found = [ZERO]
        for monomial, count in form.terms.items():
            moving = tuple(f for f in monomial if self._moves(power_of(f[0])))
            fixed = tuple(f for f in monomial if f not in moving)
            if moving:
                slope = self._of_product(Form({moving: 1}))
                found.append(scaled(times(Form({fixed: 1}), slope), count))
        return plus(*found)

    def _of_product(self, moving: Form) -> Form:
        return (
            derivative(moving, self.variable) if self._is_variable(moving) else self._atom(moving)
        )

    def _atom(self, form: Form) -> Form:
        known = [one.name for one in symbols_in(form) if one.name.startswith(VARIABLE)]
        height = 1 + max((int(name.removeprefix(VARIABLE)) for name in known), default=0)
        bound = f"{VARIABLE}{height}"
        change = {self.variable.name: lambda one: power_of(one._replace(name=bound))}
        renamed = sums.mapped(form, {}, change)
        if not any(one.name in self.reader.closed for one in symbols_in(form)):
            return laws.applied(UNOPENED, (0, 0), (renamed, self.at))
        # What rests on the variable without showing it rests on that one, not on any of its value.
        arguments = (renamed, self.at, *map(value_of, self.variable.indices))
        name = f"{UNOPENED} by {self.by.family}"
        return laws.applied(name, (0,) * len(arguments), arguments)

    def _moves(self, value: Value) -> bool:
        return any(map(self._form_moves, _forms(value)))

    def _form_moves(self, form: Form) -> bool:
        if any(map(self._symbol_moves, symbols_in(form))):
            return True
        names = {atom.name for atom in inner_atoms(form) if isinstance(atom, Applied)}
        return any(self.reader.function_rests(name, self.by) for name in names)

    def _symbol_moves(self, one: Symbol) -> bool:
        return one.name == self.variable.name or self.reader.rests(one, self.by)

    def _is_variable(self, form: Form) -> bool:
        alone = single(form)
        if alone is None or alone[1] != 1 or len(alone[0]) != 1:
            return False
        ((atom, exponent),) = alone[0]
        return isinstance(atom, Symbol) and atom.name == self.variable.name and exponent == 1

    def key(self, value: Value) -> tuple[Form, ...]:
        """What is differentiated and where, whatever its bound names are."""
        return (*(self._atom(_named_alike(form)) for form in _forms(value)),)


def _instead(value: Form, _of: Symbol) -> Form:
    return value


def _named_alike(form: Form) -> Form:
    """A form whose bound indices, met outside of their sum, bear names by their order."""
    bound = sorted(index for index in indices_of(form) if index.height)
    names = {index: place(index._replace(name=str(n), height=0)) for n, index in enumerate(bound)}
    return sums.mapped(form, names)


def _forms(value: Value) -> Iterator[Form]:
    yield value.entry if isinstance(value, Array) else value


def _form(value: Value) -> Form:
    return value.entry if isinstance(value, Array) else value


def _transposed(value: Value) -> Value:
    if not isinstance(value, Array):
        return value
    inner = value
    return array(value.columns, value.rows, lambda i, j: inner.at(j, i))
