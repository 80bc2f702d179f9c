"""Trees as entries in the kernel's normal form: a vector by its k-th entry, for every k.

A length or a shape stays a letter, so what is proved of the entries is proved for all of them. An
index that is a number already (a layer) is looked up by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count
from types import MappingProxyType

from bpsite.proof.elaborate.env import Env, Held, NotInKernelError, always
from bpsite.proof.elaborate.recursion import Recursion
from bpsite.proof.elaborate.regions import put
from bpsite.proof.elaborate.symbols import is_closed
from bpsite.proof.elaborate.values import Array, ShapeError, Value, array, each, entry, product
from bpsite.proof.kernel import laws, sums
from bpsite.proof.kernel.affine import Affine, Index, less, moved, place
from bpsite.proof.kernel.algebra import delta, inverse, positive, times, within
from bpsite.proof.kernel.derivative import derivative
from bpsite.proof.kernel.means import mean
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Form,
    atoms,
    constant,
    forms_in,
    indices_of,
    inner_atoms,
    minus,
    number,
    plus,
    power_of,
    scaled,
    symbol,
    symbols_in,
    value_of,
)
from bpsite.proof.numbers.meaning import COMMON_POINT
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import chance
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import ENTRYWISE, OF_ARRAYS

KNOWN = {name: row.kernel for name, row in ENTRYWISE.items()}
LARGEST = "the largest"
LARGER = {r"\max": 1, r"\min": -1}
_held = count(1)


class Entries(Recursion):
    """Reads trees into forms; `opaque` functions stay general."""

    def __init__(
        self,
        scope: Scope,
        binding: Binding,
        opaque: frozenset[str] = frozenset(),
        signs: Mapping[Form, int] = MappingProxyType({}),
    ) -> None:
        super().__init__(scope, binding, signs)
        self.opaque = frozenset(name for name in opaque if is_closed(name, scope))
        self.general: set[str] = set()
        """The functions of which nothing but their name was used."""
        self.divisors: list[Form] = []
        """What was divided by and is not positive for certain."""

    def _num(self, node: t.Num, _env: Env) -> Form:
        return number(_plain(Fraction(node.text)))

    def _const(self, node: t.Const, _env: Env) -> Form:
        if node.name == "e":
            return laws.exponential(ONE)
        if node.name == r"\pi":
            return laws.PI
        raise NotInKernelError(node.name)

    def _sym(self, node: t.Sym, env: Env) -> Value:
        if not node.upper and not node.lower:
            found = self.as_place(node.base, env)
            if found is not None:
                return value_of(found)
        indices = tuple(self.place(index, env) for index in (*node.upper, *node.lower))
        return self.member(node, indices, env)

    def _neg(self, node: t.Neg, env: Env) -> Value:
        return each([self.value(node.arg, env)], lambda one: scaled(one, -1))

    def _add(self, node: t.Add, env: Env) -> Value:
        return each([self.value(term, env) for term in node.terms], plus)

    def _had(self, node: t.Had, env: Env) -> Value:
        return each([self.value(factor, env) for factor in node.factors], times)

    def _mul(self, node: t.Mul, env: Env) -> Value:
        found = self.value(node.factors[0], env)
        for factor in node.factors[1:]:
            found = product(found, self.value(factor, env))
        return found

    def _div(self, node: t.Div, env: Env) -> Value:
        bottom = self.number(node.den, env)
        over = inverse(bottom)
        if constant(bottom) is None and not positive(bottom):
            self.divisors.append(bottom)
        return each([self.value(node.num, env)], lambda one: times(one, over))

    def _pow(self, node: t.Pow, env: Env) -> Form:
        exponent = self.number(node.exp, env)
        if node.base == t.Const("e"):
            return laws.exponential(exponent)
        base, value = self.number(node.base, env), constant(exponent)
        if value is not None:
            return laws.root(base, Fraction(value))
        return laws.general_power(base, exponent)

    def _abs(self, node: t.Abs, env: Env) -> Form:
        inside = self.number(node.arg, env)
        found = self.known_sign(inside)
        return laws.absolute(inside) if found is None else scaled(inside, found)

    def _transpose(self, node: t.Transpose, env: Env) -> Value:
        found = self.value(node.arg, env)
        if not isinstance(found, Array):
            return found
        inner = found
        return array(found.columns, found.rows, lambda i, j: inner.at(j, i))

    def _entry(self, node: t.Entry, env: Env) -> Form:
        return entry(self.value(node.arg, env), [self.place(i, env) for i in node.indices])

    def _fixed(self, node: t.Fixed, env: Env) -> Value:
        if node.size is None:
            raise ShapeError("the size of this does not follow from its use")
        size = self.size(node.size, env)
        if node.name == "ones":
            return array(size, Affine(1), lambda _i, _j: ONE)
        return array(size, size, lambda i, j: delta(less(i, j)))

    def _matrix(self, node: t.Matrix, env: Env) -> Value:
        cells = [[self.number(cell, env) for cell in row] for row in node.rows]

        def cell(row: Affine, column: Affine) -> Form:
            return plus(
                *(
                    times(delta(moved(row, -i)), delta(moved(column, -j)), value)
                    for i, cells_of_row in enumerate(cells, 1)
                    for j, value in enumerate(cells_of_row, 1)
                )
            )

        return array(Affine(len(cells)), Affine(len(cells[0])), cell)

    def _big(self, node: t.Big, env: Env) -> Value:
        index = self.range(node, env)
        inner = self.value(node.body, env.put({node.index: place(index)}))
        if node.op == "sum":
            return each([inner], lambda one: sums.total(index, one))
        if node.op in ("max", "min"):
            way = LARGER[f"\\{node.op}"]
            return each([inner], lambda one: scaled(_largest(scaled(one, way), index), way))
        return each([inner], lambda one: _all_factors(one, index))

    def _indicator(self, node: t.Indicator, env: Env) -> Form:
        try:
            return times(ONE, *(self._at_places(relation, env) for relation in node.condition))
        except NotInKernelError:
            return ONE if self.all_hold(node.condition, env) else ZERO

    def _at_places(self, relation: t.Rel, env: Env) -> Form:
        """1 where a relation of indices holds, else 0."""
        left, right = self.place(relation.left, env), self.place(relation.right, env)
        apart = less(left, right)
        return {
            "=": lambda: delta(apart),
            r"\ne": lambda: minus(ONE, delta(apart)),
            r"\ge": lambda: within(apart),
            ">": lambda: within(moved(apart, -1)),
            r"\le": lambda: within(less(right, left)),
            "<": lambda: within(moved(less(right, left), -1)),
        }[relation.sign]()

    def _fn(self, node: t.Fn, env: Env) -> Value:
        return self.applied(node.base, node.primes, [self._common(env)], env)

    def _common(self, env: Env) -> Value:
        return self.member(t.Sym(COMMON_POINT), (), env)

    def _call(self, node: t.Call, env: Env) -> Value:
        if node.fn in chance.MOMENTS:
            spelled = chance.by_means(node)
            return self._mean(spelled, env) if spelled is node else self.value(spelled, env)
        return self.applied(node.fn, node.primes, [self.value(a, env) for a in node.args], env)

    def _mean(self, node: t.Call, env: Env) -> Form:
        """The mean, of what is read without regard to the region: chance goes through them all."""
        if env.held:
            raise NotInKernelError("a mean while something is held")
        outside, self._members = self._members, {}
        self.means += 1
        try:
            found = self.number(node.args[0], env)
        finally:
            self.means -= 1
            self._members = outside
        self._refuse_hidden(found)
        return mean(found)

    def _refuse_hidden(self, form: Form) -> None:
        """Raises for what may be random without showing it: what is defined and stays shut."""
        tables = (self.scope.exact, self.scope.general)
        defined = {d.target.family for table in tables for d in table.values()}
        for one in symbols_in(form):
            if self.kind_of(one) is None or one.name in defined:
                raise NotInKernelError("the mean of what is not known to be random or fixed")
        names = {atom.name for atom in inner_atoms(form) if isinstance(atom, Applied)}
        if not all(is_closed(name, self.scope) for name in names):
            raise NotInKernelError("the mean of a function of more than its argument")

    def applied(self, name: str, primes: int, args: list[Value], env: Env) -> Value:
        """A function at its arguments, entry by entry where its argument is a number."""
        if name in OF_ARRAYS:
            return OF_ARRAYS[name].component(args[0])
        self.general |= {name} & self.opaque
        definition = None if name in self.opaque else self.scope.functions.get(name)
        if definition is not None and len(args) != len(definition.params):
            raise NotInKernelError(f"{name} takes {len(definition.params)} arguments")
        whole = definition is not None and self.scope.kind(definition.params[0]).array
        if len(args) == 1 and not whole:
            return each(args, lambda one: self._at_numbers(name, primes, [one], definition, env))
        if definition is None and all(isinstance(arg, Form) for arg in args):
            numbers = [arg for arg in args if isinstance(arg, Form)]
            return self._at_numbers(name, primes, numbers, None, env)
        if definition is None or primes:
            raise NotInKernelError(f"{name} of arrays")
        return self._body_at(definition, args, env)

    def _at_numbers(
        self,
        name: str,
        primes: int,
        args: Sequence[Form],
        definition: Definition | None,
        env: Env,
    ) -> Form:
        if primes and (definition is not None or name in KNOWN):
            return self._slope(name, primes, args[0], env)
        if definition is not None:
            found = self._body_at(definition, args, env)
            if isinstance(found, Array):
                raise ShapeError("a function of a number with an array for its value")
            return found
        if name in KNOWN:
            found = laws.applied(KNOWN[name], (0,), tuple(args))
            return self.with_signs(found) if KNOWN[name] == "log" else found
        if name in LARGER and len(args) == 2 and not primes:
            return self._larger(LARGER[name], *args)
        if name in LARGER or (len(args) > 1 and primes):
            raise NotInKernelError(name)
        orders = (primes,) if len(args) == 1 else (0,) * len(args)
        return laws.applied(name, orders, tuple(args))

    def _larger(self, way: int, left: Form, right: Form) -> Form:
        """The larger of two numbers, or for a negative way the smaller."""
        apart = minus(left, right)
        try:
            return left if self.sign(apart) * way >= 0 else right
        except NotInKernelError:  # its sign may differ from entry to entry
            distance = scaled(laws.absolute(apart), way)
            return scaled(plus(left, right, distance), Fraction(1, 2))

    def _slope(self, name: str, primes: int, at: Form, env: Env) -> Form:
        """A derivative of a function of one number."""
        by = symbol(f"held {next(_held)}")
        self.actual[by.name] = lambda _indices: at
        inner = self.applied(name, primes - 1, [power_of(by)], env)
        if isinstance(inner, Array):
            raise ShapeError("a slope of a function with an array for its value")
        return put(derivative(inner, by), by.name, lambda _indices: at)

    def _body_at(self, definition: Definition, args: Sequence[Value], env: Env) -> Value:
        inner = env
        for param, arg in zip(definition.params, args, strict=True):
            if param.upper or param.lower:
                raise NotInKernelError("a parameter with an index")
            inner = inner.hold(Held(param.family, (), always(arg)))
        return self.value(definition.body, replace(self.start, held=inner.held))

    def _prime(self, node: t.Prime, env: Env) -> Value:
        inner = node.arg if node.order == 1 else t.Prime(node.arg, node.order - 1)
        return self._derived(inner, t.Sym(COMMON_POINT), (), env)

    def _deriv(self, node: t.Deriv, env: Env) -> Value:
        indices = (*node.by.upper, *node.by.lower)
        at = tuple(self.place(index, env) for index in indices)
        passed = self.passing(node, at, env)
        if passed is not None:
            return passed
        found = self._derived(node.arg, node.by, at, env)
        if node.gradient and isinstance(self.value(node.arg, env), Array):
            raise ShapeError("a gradient is that of a number")
        return found

    def _derived(self, node: t.Node, by: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        """The derivative by a symbol that is independent; what it was computed from is fixed."""
        lettered = any(index.parts for index in indices)
        if lettered and self.rests_on_itself(by.family) and not (by.upper and self.direct):
            raise NotInKernelError(f"{by.base} rests on other members of its family")
        return self.differentiated(by, indices, env, lambda inner: self.value(node, inner))

    def differentiated(
        self,
        by: t.Sym,
        indices: tuple[Affine, ...],
        env: Env,
        of: Callable[[Env], Value],
        whole: Callable[[Value], Value] = lambda value: value,
    ) -> Value:
        """The derivative by a symbol that is held while something is computed."""
        at = self.member(by, indices, env)
        if self._is_free(at, by, indices):
            inner = of(env)
            if not self.shut:
                return self._with_slopes(_by(whole(inner), by.family, indices, at))
        name = f"held {next(_held)}"
        back = value_at(lambda members: self.member(by, members, env), len(indices))
        self.actual[name] = back
        inner = of(env.hold(Held(by.family, indices, independent(name, at))))
        self.refuse_dependent(inner, by, indices, name)
        found = self._with_slopes(_by(whole(inner), name, indices, at))
        return each([found], lambda one: put(one, name, back))

    def _is_free(self, at: Value, by: t.Sym, indices: tuple[Affine, ...]) -> bool:
        """Whether a symbol is independent as it stands, so that nothing has to be held.

        Not where something depends on a sign: there what is held tells a kink from a constant.
        """
        if self.signs or self.endless or self.slopes or self.direct or self.shut:
            return False
        names = (symbol(by.family, *indices, positive=sign) for sign in (False, True))
        return any(at == power_of(name) for name in names)

    def _with_slopes(self, found: Value) -> Value:
        if _differentiates_largest(found.entry if isinstance(found, Array) else found):
            raise NotInKernelError("a slope of the largest of some values")
        return found


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _largest(body: Form, index: Index) -> Form:
    """The largest of some values; what is the same in all of them stands before it.

    It rests on nothing but the sum over the values of a general function at each of them.
    """
    same = Form({p: n for p, n in body.terms.items() if index not in indices_of(Form({p: n}))})
    values = minus(body, same)
    if not values:
        return same
    every = sums.total(index, laws.applied("a value", (0,), (values,)))
    return plus(same, laws.applied(LARGEST, (0,), (every,)))


def _differentiates_largest(form: Form) -> bool:
    """Whether the largest of some values was differentiated: it has kinks."""
    return any(
        (isinstance(atom, Applied) and atom.name == LARGEST and any(atom.orders))
        or any(map(_differentiates_largest, forms_in(atom)))
        for atom, _ in atoms(form)
    )


def _all_factors(body: Form, index: Index) -> Form:
    """The product over an index; of what is positive, e to the sum of the logarithms."""
    first, last = index.ends
    if first.parts or last.parts:
        if not positive(body):
            raise NotInKernelError("a product over an index without numbers for its ends")
        return laws.exponential(sums.total(index, laws.logarithm(body)))
    values = range(first.constant, last.constant + 1)
    return times(ONE, *(sums.mapped(body, {index: Affine(value)}) for value in values))


def independent(name: str, at: Value) -> Callable[[tuple[Affine, ...]], Value]:
    """A free symbol of the shape of the value in whose place it stands."""

    def held(indices: tuple[Affine, ...]) -> Value:
        if not isinstance(at, Array):
            return power_of(symbol(name, *indices))
        return array(at.rows, at.columns, lambda i, j: power_of(symbol(name, *indices, i, j)))

    return held


def value_at(
    member: Callable[[tuple[Affine, ...]], Value], count_: int
) -> Callable[[tuple[Affine, ...]], Form]:
    """The entry of a member of a family, by the member's indices and those of its entry."""

    def back(indices: tuple[Affine, ...]) -> Form:
        found = member(indices[:count_])
        return found.at(*indices[count_:]) if isinstance(found, Array) else found

    return back


def _by(inner: Value, name: str, indices: tuple[Affine, ...], at: Value) -> Value:
    """The derivative of a value: by a number of the value's shape, of a number of that of `at`.

    Of one vector by another it has a row for each entry of the first.
    """
    if not isinstance(at, Array):
        return each([inner], lambda one: derivative(one, symbol(name, *indices)))
    if not isinstance(inner, Array):
        number_ = inner
        return array(
            at.rows, at.columns, lambda i, j: derivative(number_, symbol(name, *indices, i, j))
        )
    if inner.columns != Affine(1) or at.columns != Affine(1):
        raise ShapeError("a derivative of a matrix by an array")
    vector = inner
    return array(
        vector.rows,
        at.rows,
        lambda i, j: derivative(vector.at(i, Affine(1)), symbol(name, *indices, j, Affine(1))),
    )
