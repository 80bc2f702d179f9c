"""Proves an equation by the kernel: for all values, lengths and shapes, region by region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias, TypeVar

from bpsite.proof.elaborate import layers
from bpsite.proof.elaborate.entries import Entries
from bpsite.proof.elaborate.env import Env, Held, NotInKernelError, SplitError, UndefinedError
from bpsite.proof.elaborate.ranges import narrowed, of_places
from bpsite.proof.elaborate.regions import SIGNS
from bpsite.proof.elaborate.symbols import is_closed, symmetric
from bpsite.proof.elaborate.values import Array, ShapeError, Value
from bpsite.proof.kernel.affine import Affine, less, never_negative
from bpsite.proof.kernel.algebra import delta, limited, positive
from bpsite.proof.kernel.equality import known, rule, vanishes
from bpsite.proof.kernel.terms import (
    Applied,
    Form,
    Symbol,
    TooLargeError,
    atoms,
    constant,
    forms_in,
    minus,
    number,
    power_of,
    scaled,
)
from bpsite.proof.scope.instances import Binding
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim, networks_of, sizes_of
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.parse import ProblemError

MOST_REGIONS = 60
MOST_ENTRIES = 64
CANNOT = (NotInKernelError, ShapeError, TooLargeError, UndefinedError, ZeroDivisionError)
Region: TypeAlias = "tuple[dict[Form, int], tuple[Held, ...]]"


@dataclass(frozen=True)
class Proof:
    """What an equation was proved for: any functions, lengths and shapes, layers of networks."""

    general: frozenset[str]
    sizes: tuple[str, ...]
    networks: int
    layers: bool


def proof(claim: Claim, scope: Scope) -> Proof | None:
    """How an equation is proved, or None if the kernel can't prove it. Raises `ShapeError`."""
    found = networks_of(claim, scope)
    general: frozenset[str] | None = None
    for its_scope, binding in found:
        opaque = _proved_with(claim, its_scope, binding)
        if opaque is None:
            return None
        general = opaque if general is None else general & opaque
    layers = any(binding for _, binding in found)
    sizes = tuple(sizes_of(claim, scope))
    return Proof(general or frozenset(), sizes, len({id(each) for each, _ in found}), layers)


def _proved_with(claim: Claim, scope: Scope, binding: Binding) -> frozenset[str] | None:
    """The functions that may be any in a proof, as many as can be, or None without a proof."""
    names = frozenset(name for name in scope.functions if is_closed(name, scope))
    tried: set[frozenset[str]] = set()
    for opened in (frozenset(), *(frozenset({name}) for name in sorted(names)), names):
        opaque = names - opened
        if opaque in tried:
            continue
        tried.add(opaque)
        try:
            with limited():
                used = _used_where_it_holds(claim, scope, binding, opaque)
                if used is not None:
                    return used
        except (TooLargeError, NotInKernelError, ZeroDivisionError):
            continue
    return None


def _used_where_it_holds(
    claim: Claim, scope: Scope, binding: Binding, opaque: frozenset[str]
) -> frozenset[str] | None:
    """Which opaque functions occur, if it holds in each region that its cases distinguish."""
    used = set[str]()

    def make(signs: Mapping[Form, int]) -> Entries:
        return entries_of(claim, scope, binding, opaque, signs)

    def holds(entries: Entries, env: Env) -> bool:
        found = _equal_in_layers(claim, entries, env)
        used.update(entries.general)
        return found

    return frozenset(used) if in_every_region(claim, scope, make, holds) else None


Reader = TypeVar("Reader", bound=Entries)


def in_every_region(
    claim: Claim,
    scope: Scope,
    make: Callable[[Mapping[Form, int]], Reader],
    holds: Callable[[Reader, Env], bool],
) -> bool:
    """Whether something holds in each region where the forms that cases distinguish have a sign."""
    waiting = list(_of_listed_values(claim, scope))
    for _ in range(MOST_REGIONS):
        if not waiting:
            return True
        signs, held = waiting.pop()
        entries = make(signs)
        env = replace(entries.start, held=held)
        try:
            if _admitted(claim.condition, entries, env) and not holds(
                entries, _at_zeros(env, signs)
            ):
                return False
        except SplitError as split:
            waiting += [({**signs, split.args[0]: sign}, held) for sign in (-1, 0, 1)]
    return False


def entries_of(
    claim: Claim,
    scope: Scope,
    binding: Binding,
    opaque: frozenset[str],
    signs: Mapping[Form, int],
) -> Entries:
    """A reader for a claim: it knows in which ranges the claim's conditions keep its indices."""
    entries = Entries(scope, binding, opaque, signs)
    bodies = [d.body for table in (scope.exact, scope.general) for d in table.values()]
    defined = layers.differentiated(*bodies) & frozenset(scope.general)
    entries.derived = defined or layers.differentiated(claim.relation)
    entries.endless = layers.endless(scope, entries.derived)
    entries.start = entries.start.put(narrowed(claim.condition, entries))
    return entries


def _equal_in_layers(claim: Claim, entries: Entries, env: Env) -> bool:
    """Whether both sides are equal, derivatives by lower layers taken from that by the highest."""
    if _equal(claim, entries, env):
        return True
    asked = list(entries.asked)
    tops = [layer for layer in asked if all(never_negative(less(layer, a)) for a in asked)]
    if not tops:
        return False
    again = entries_of(claim, entries.scope, {}, entries.opaque, entries.signs)
    again.top = tops[0]
    again.direct = len(asked) == 1  # that of the last layer is computed as it is written
    return _equal(claim, again, env)


def _of_listed_values(claim: Claim, scope: Scope) -> Iterator[Region]:
    """A region for each choice of values of the symbols whose values are listed."""
    symbols = {part for part in t.walk(claim.relation) if isinstance(part, t.Sym)}
    listed = sorted({s.base for s in symbols if not s.upper and not s.lower and _values(s, scope)})
    choices = [[(name, value) for value in _values(t.Sym(name), scope)] for name in listed]
    for chosen in product(*choices):
        yield {}, tuple(Held(name, (), _always(number(Fraction(value)))) for name, value in chosen)


def _values(symbol: t.Sym, scope: Scope) -> tuple[str, ...]:
    return scope.kind(symbol).values


def _at_zeros(env: Env, signs: Mapping[Form, int]) -> Env:
    """What is known where forms are 0: each is solved for one of its symbols."""
    for form, sign in signs.items():
        if sign == 0:
            of, value = _solved(form)
            if any(index.parts for index in of.indices):
                raise NotInKernelError("where one member of a family has a value")
            env = env.hold(Held(of.name, of.indices, _always(value)))
    return env


def _always(value: Form) -> Callable[[tuple[Affine, ...]], Form]:
    return lambda _indices: value


def _solved(form: Form) -> tuple[Symbol, Form]:
    """A symbol and its value where a form is 0. Raises `NotInKernelError`."""
    for factors, count in sorted(form.terms.items(), reverse=True):
        if len(factors) == 1 and factors[0][1] == 1 and isinstance(factors[0][0], Symbol):
            rest = minus(form, Form({factors: count}))
            if factors[0][0] not in {atom for atom, _ in atoms(rest)}:
                return factors[0][0], scaled(rest, Fraction(-1) / count)
    raise NotInKernelError("where a form is 0")


def _admitted(condition: Sequence[t.Rel], entries: Entries, env: Env) -> bool:
    """Whether a region lies where the equation is claimed."""
    for relation in condition:
        if of_places(relation, entries, env) is not None:
            continue
        try:
            left, right = (entries.number(s, env) for s in (relation.left, relation.right))
            if entries.sign(minus(left, right)) not in SIGNS[relation.sign]:
                return False
        except UndefinedError:
            return False
    return True


def _equal(claim: Claim, entries: Entries, env: Env) -> bool:
    left = _value(claim.relation.left, entries, env)
    right = _value(claim.relation.right, entries, env)
    if left is None or right is None:
        return left is right  # neither is defined here, or one alone
    zeros = [*assumed(entries, env), *apart(claim.condition, entries, env)]
    return all(vanishes(difference, zeros) for difference in differences(left, right))


def apart(condition: Sequence[t.Rel], entries: Entries, env: Env) -> Iterator[Form]:
    """What is 0 because indices differ."""
    for relation in condition:
        between = of_places(relation, entries, env)
        if between is not None and 0 not in SIGNS[relation.sign]:
            yield delta(between)


def _value(node: t.Node, entries: Entries, env: Env) -> Value | None:
    try:
        return entries.value(node, env)
    except UndefinedError:
        return None


def differences(left: Value, right: Value) -> Iterator[Form]:
    """What must be 0 if two values are equal. Raises `ShapeError` if their shapes differ."""
    if isinstance(left, Array) and isinstance(right, Array):
        if left.shape != right.shape:
            raise ShapeError(f"the left has shape {left.text}, the right {right.text}")
        yield from _entries_apart(left, right)
    elif isinstance(left, Form) and isinstance(right, Form):
        yield minus(left, right)
    else:
        one, other = (
            ("an array", "a number") if isinstance(left, Array) else ("a number", "an array")
        )
        raise ShapeError(f"the left is {one}, the right {other}")


def _entries_apart(left: Array, right: Array) -> Iterator[Form]:
    """The difference in a general entry, or in each one where their number is known."""
    many = prod(size.constant for size in left.shape) > MOST_ENTRIES
    if many or any(size.parts for size in left.shape):
        yield minus(left.entry, right.entry)
        return
    ranges = (range(1, size.constant + 1) for size in left.shape)
    for at in product(*ranges):
        row, column = map(Affine, at)
        yield minus(left.at(row, column), right.at(row, column))


def is_defined_everywhere(node: t.Node, scope: Scope) -> bool:
    """Whether a value is there for all values of the symbols, as its form shows."""
    entries = Entries(scope, {})
    try:
        found = entries.number(node, entries.start)
    except (*CANNOT, SplitError):
        return False
    return not entries.divisors and _is_whole(found)


def _is_whole(form: Form) -> bool:
    """Whether nothing in a form is a logarithm, a root, or divided by what may be 0."""
    return all(
        (exponent > 0 or positive(power_of(atom)))
        and (exponent == int(exponent) or positive(power_of(atom)))
        and not (isinstance(atom, Applied) and atom.name in ("log", "power"))
        and all(map(_is_whole, forms_in(atom)))
        for atom, exponent in atoms(form)
    )


def refuse_assumption(relation: t.Rel, condition: Sequence[t.Rel], scope: Scope) -> None:
    """Raises `ProblemError` unless an assumption can be used: linear, or about a sign."""
    at = relation.span[0]
    if condition:
        raise ProblemError(at, "an assumption holds everywhere, and has no condition", _ASSUMABLE)
    if _is_symmetry(relation, scope):
        return
    entries = Entries(scope, {})
    try:
        (left, right) = (entries.number(s, entries.start) for s in (relation.left, relation.right))
    except (*CANNOT, SplitError):
        raise ProblemError(at, _NO_ASSUMPTION, _ASSUMABLE) from None
    difference = minus(left, right)
    if constant(difference) is not None:
        message = "an assumption says something of a declared symbol, and this has none"
        raise ProblemError(at, message, "Drop `assume`: it is decided without it.")
    if relation.sign == "=" and rule(difference) is None:
        raise ProblemError(at, _NO_ASSUMPTION, _ASSUMABLE)
    left_over = constant(known(difference, list(assumed(entries, entries.start))))
    if relation.sign == "=" and left_over:
        message = "this contradicts what is assumed above"
        raise ProblemError(at, message, "Drop one of the assumptions.")
    if relation.sign != "=" and relation.sign not in SIGNS:
        raise ProblemError(at, _NO_ASSUMPTION, _ASSUMABLE)


def _is_symmetry(relation: t.Rel, scope: Scope) -> bool:
    """Whether it is said of a declared square matrix that it is its own transpose."""
    name = symmetric(relation)
    kind = scope.lexicon.kind(name)
    is_free = name not in scope.exact and kind is not None and kind.name == "matrix"
    return is_free and kind is not None and len(set(kind.dims)) == 1


_NO_ASSUMPTION = "an assumption of this form can't be used in a proof"
_ASSUMABLE = (
    r"Assume what is linear in a symbol or a sum, as \sum_k y_k = 1, a bound, or A^\top = A."
)


def assumed(entries: Entries, env: Env) -> Iterator[Form]:
    """What is 0 by the page's assumptions."""
    for assumption in entries.scope.assumptions:
        if assumption.sign != "=":
            continue
        try:
            yield from differences(
                entries.value(assumption.left, env), entries.value(assumption.right, env)
            )
        except CANNOT:
            continue
