"""Regions: where every form on whose sign something depends has one sign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bpsite.proof.elaborate.env import Env, NotInKernelError, SplitError, UndefinedError
from bpsite.proof.elaborate.symbols import Symbols
from bpsite.proof.elaborate.values import COLUMN, ROW, Value
from bpsite.proof.kernel import sums
from bpsite.proof.kernel.affine import Affine
from bpsite.proof.kernel.algebra import positive, primitive, times
from bpsite.proof.kernel.laws import logarithm, reduced
from bpsite.proof.kernel.terms import (
    Applied,
    Form,
    Monomial,
    constant,
    indices_of,
    minus,
    plus,
    power_of,
    scaled,
    single,
)
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t

AXES = (ROW, COLUMN)
SIGNS = {
    "=": (0,),
    r"\ne": (-1, 1),
    "<": (-1,),
    ">": (1,),
    r"\le": (-1, 0),
    r"\ge": (0, 1),
}
"""The signs of left less right with which a relation holds."""


class Regions(Symbols):
    """Reads what depends on signs, in the region with these `signs`."""

    def __init__(self, scope: Scope, binding: Binding, signs: Mapping[Form, int]) -> None:
        super().__init__(scope, binding)
        self.signs = signs
        self.means = 0
        """How many means stand around what is read: in there, nothing has one sign."""
        self.actual: dict[str, Callable[[tuple[Affine, ...]], Form]] = {}
        """The values of what is held as independent, by its name."""

    def _cases(self, node: t.Cases, env: Env) -> Value:
        for value, condition in node.branches:
            if condition is None or self.all_hold(condition, env):
                return self.value(value, env)
        raise UndefinedError

    def all_hold(self, relations: Sequence[t.Rel], env: Env) -> bool:
        """Whether all relations hold in this region. Raises `SplitError`."""
        return all(self._holds(relation, env) for relation in relations)

    def _holds(self, relation: t.Rel, env: Env) -> bool:
        """Whether a relation of numbers holds in this region. Raises `SplitError`."""
        apart = minus(self.number(relation.left, env), self.number(relation.right, env))
        return self.sign(apart) in SIGNS[relation.sign]

    def sign(self, form: Form) -> int:
        """The sign of a form in this region: -1, 0 or 1. Raises `SplitError`, `UndefinedError`."""
        there = self._there(form)
        found = self._sign(there)
        if found == 0 and there != form:
            raise UndefinedError  # a derivative where two cases meet
        return found

    def _sign(self, form: Form) -> int:
        value = constant(form)
        if value is not None:
            return (value > 0) - (value < 0)
        rest, way = _directed(reduced(form))
        if positive(rest):
            return way
        if any(index.height or index.name in AXES for index in indices_of(rest)):
            raise NotInKernelError("a sign that may differ from entry to entry")
        if self.means:
            raise NotInKernelError("a sign that chance decides")
        if rest not in self.signs:
            raise SplitError(rest)
        return self.signs[rest] * way

    def known_sign(self, form: Form) -> int | None:
        """The sign of a form where the region tells it; it is not asked for."""
        try:
            return self.sign(form) if self.signs and not self.means else None
        except SplitError:
            return None

    def with_signs(self, form: Form) -> Form:
        """A sum of logarithms where those of |x| are those of x or -x, as far as it is known."""
        found = []
        for product, count in form.terms.items():
            inside = _log_of_absolute(product)
            sign = None if inside is None else self.known_sign(inside)
            if inside is None or not sign:
                found.append(Form({product: count}))
            else:
                found.append(scaled(logarithm(scaled(inside, sign)), count))
        return plus(*found)

    def _there(self, form: Form) -> Form:
        """The form with the actual values of all that is held."""
        for name, value in reversed(self.actual.items()):
            form = put(form, name, value)
        return form


def _log_of_absolute(product: Monomial) -> Form | None:
    """What x is if a product is log |x| alone, else None."""
    if len(product) != 1 or product[0][1] != 1:
        return None
    atom = product[0][0]
    if not isinstance(atom, Applied) or atom.name != "log" or any(atom.orders):
        return None
    alone = single(atom.arguments[0])
    if alone is None or alone[1] != 1 or len(alone[0]) != 1 or alone[0][0][1] != 1:
        return None
    inner = alone[0][0][0]
    return inner.arguments[0] if isinstance(inner, Applied) and inner.name == "abs" else None


def _directed(form: Form) -> tuple[Form, int]:
    """A form without its positive factors, and whether that turned its sign."""
    content, rest = primitive(form)
    ((product, number_),) = content.terms.items()
    left = tuple(factor for factor in product if not positive(power_of(factor[0])))
    return times(Form({left: 1}), rest), 1 if number_ > 0 else -1


def put(form: Form, name: str, value: Callable[[tuple[Affine, ...]], Form]) -> Form:
    """A form with a value in the place of each member of a family."""
    return sums.mapped(form, {}, {name: lambda found: value(found.indices)})
