"""The normal form: a sum of terms, each a rational number times powers of atoms.

Everything is a number, perhaps with free indices: the entry of a vector has one, that of a matrix
two. Atoms are tuples that begin with a rank of their own, so that any two can be put in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache, total_ordering
from typing import NamedTuple, TypeAlias

from bpsite.proof.kernel.affine import MOST_REMEMBERED, Affine, Index, names

Number: TypeAlias = "int | Fraction"


class TooLargeError(Exception):
    """An expression would have too many terms to be worked on."""


class NoSlopeError(TooLargeError):
    """A derivative would have to be taken under a mean, which needs more than is known."""


DEPENDENT, INDEPENDENT, SYMMETRIC = "dependent", "independent", "symmetric"
"""What may be known of a family of random numbers, as `proof.chance` says."""


class Symbol(NamedTuple):
    """A symbol with its indices."""

    rank: int
    name: str
    indices: tuple[Affine, ...]
    positive: bool  # as it was declared
    bit: bool = False  # whether it is 0 or 1
    chance: str = ""  # of a random number, what is known of its family


class Place(NamedTuple):
    """An index or a dimension as a number."""

    rank: int
    of: Index


class Delta(NamedTuple):
    """1 where a combination of indices is 0, else 0."""

    rank: int
    at: Affine


class Within(NamedTuple):
    """1 where a combination of indices is not negative, else 0."""

    rank: int
    at: Affine


class Applied(NamedTuple):
    """A function at its arguments, differentiated so many times by each of them."""

    rank: int
    name: str
    orders: tuple[int, ...]
    arguments: tuple[Form, ...]


class Exponential(NamedTuple):
    """e to one term without its number: e^{2x} is the second power of e^{x}."""

    rank: int
    exponent: Monomial


class Unit(NamedTuple):
    """What stands under a fraction bar or a root and is no product of powers."""

    rank: int
    body: Form


class Sum(NamedTuple):
    """The sum of one product over indices of which none can be parted from the others."""

    rank: int
    bound: tuple[Index, ...]
    body: Monomial


class Mean(NamedTuple):
    """The mean of a product of random numbers that can't be parted: no number of them is free."""

    rank: int
    body: Monomial


Atom: TypeAlias = "Symbol | Place | Delta | Within | Applied | Exponential | Unit | Sum | Mean"
Factor: TypeAlias = "tuple[Atom, Number]"
Monomial: TypeAlias = "tuple[Factor, ...]"  # in order, no exponent is 0


@total_ordering
class Form:
    """A sum of terms: for each product of powers the number before it, which is never 0."""

    def __init__(self, terms: Mapping[Monomial, Number]) -> None:
        self.terms = terms

    @cached_property
    def key(self) -> list[tuple[Monomial, Number]]:
        """The terms in order, by which forms are compared."""
        return sorted(self.terms.items())

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Form) and self.terms == other.terms

    def __lt__(self, other: Form) -> bool:
        return self.key < other.key

    def __bool__(self) -> bool:
        return bool(self.terms)


def symbol(
    name: str, *indices: Affine, positive: bool = False, bit: bool = False, chance: str = ""
) -> Symbol:
    """A symbol with its indices."""
    return Symbol(0, name, indices, positive, bit, chance)


ZERO = Form({})
ONE = Form({(): 1})


def number(value: Number) -> Form:
    """A rational number."""
    return Form({(): value}) if value else ZERO


def power_of(atom: Atom, exponent: Number = 1) -> Form:
    """An atom to a power, which is not 0."""
    return Form({((atom, exponent),): 1})


def value_of(at: Affine) -> Form:
    """A combination of indices and dimensions as a number."""
    parts: dict[Monomial, Number] = {((Place(1, name), 1),): count for name, count in at.parts}
    return plus(Form(parts), number(at.constant))


def plus(*forms: Form) -> Form:
    """The sum."""
    return gathered(item for form in forms for item in form.terms.items())


def gathered(items: Iterable[tuple[Monomial, Number]]) -> Form:
    """The form of these terms, equal products put together."""
    found: dict[Monomial, Number] = {}
    for product, count in items:
        found[product] = found.get(product, 0) + count
    return Form({product: _plain(count) for product, count in found.items() if count})


def _plain(count: Number) -> Number:
    """A whole number as Python's own, with which it counts faster."""
    return count.numerator if count.denominator == 1 else count


def scaled(form: Form, by: Number) -> Form:
    """A form times a rational number."""
    return Form({product: count * by for product, count in form.terms.items()}) if by else ZERO


def minus(left: Form, right: Form) -> Form:
    """The difference."""
    return plus(left, scaled(right, -1))


def constant(form: Form) -> Number | None:
    """The rational number that a form is, or None for any other form."""
    if not form.terms:
        return 0
    return form.terms.get(()) if len(form.terms) == 1 else None


def single(form: Form) -> tuple[Monomial, Number] | None:
    """The one term of a form, or None."""
    return next(iter(form.terms.items())) if len(form.terms) == 1 else None


def atoms(form: Form) -> Iterator[Factor]:
    """The factors of all terms."""
    return (factor for product in form.terms for factor in product)


@lru_cache(MOST_REMEMBERED)
def indices_of(form: Form) -> frozenset[Index]:
    """The indices that occur free in a form."""
    return frozenset(index for atom, _ in atoms(form) for index in indices_in(atom))


@lru_cache(MOST_REMEMBERED)
def indices_in(atom: Atom) -> frozenset[Index]:
    """The indices that occur free in an atom."""
    return frozenset(_occurring(atom))


def _occurring(atom: Atom) -> Iterator[Index]:
    if isinstance(atom, Symbol):
        for each in atom.indices:
            yield from names(each)
    elif isinstance(atom, Place):
        yield from names(Affine(0, ((atom.of, 1),)))
    elif isinstance(atom, Delta | Within):
        yield from names(atom.at)
    elif isinstance(atom, Sum):
        inside = {index for factor, _ in atom.body for index in indices_in(factor)}
        ranges = {index for bound in atom.bound for index in indices_of_range(bound)}
        yield from (inside | ranges) - set(atom.bound)
    else:
        for form in forms_in(atom):
            yield from indices_of(form)


def forms_in(atom: Atom) -> tuple[Form, ...]:
    """The forms that an atom is made of."""
    if isinstance(atom, Applied):
        return atom.arguments
    if isinstance(atom, Unit):
        return (atom.body,)
    if isinstance(atom, Exponential):
        return (Form({atom.exponent: 1}),)
    return (Form({atom.body: 1}),) if isinstance(atom, Sum | Mean) else ()


def indices_of_range(index: Index) -> frozenset[Index]:
    """The indices that the range of an index rests on."""
    return frozenset(each for end in index.ends for each in names(end))


def symbols_in(form: Form) -> Iterator[Symbol]:
    """The symbols of a form, those inside of functions and sums too."""
    for atom, _ in atoms(form):
        if isinstance(atom, Symbol):
            yield atom
        for inner in forms_in(atom):
            yield from symbols_in(inner)


@lru_cache(MOST_REMEMBERED)
def names_of(form: Form) -> frozenset[str]:
    """The names of the symbols in a form."""
    return frozenset(name for atom, _ in atoms(form) for name in names_in(atom))


@lru_cache(MOST_REMEMBERED)
def names_in(atom: Atom) -> frozenset[str]:
    """The names of the symbols in an atom."""
    if isinstance(atom, Symbol):
        return frozenset({atom.name})
    inside = frozenset(name for form in forms_in(atom) for name in names_of(form))
    if isinstance(atom, Mean):
        inside -= {name for factor, _ in atom.body for name in random_in(factor)}
    return inside


@lru_cache(MOST_REMEMBERED)
def random_in(atom: Atom) -> frozenset[str]:
    """The names of the random numbers in an atom, those of which a mean was taken left out."""
    if isinstance(atom, Symbol):
        return frozenset({atom.name} if atom.chance else ())
    if isinstance(atom, Mean):
        return frozenset()
    return frozenset(n for form in forms_in(atom) for a, _ in atoms(form) for n in random_in(a))


def inner_atoms(form: Form) -> Iterator[Atom]:
    """The atoms of a form, and those inside of them, each once: deep networks share most."""
    seen: set[Atom] = set()
    waiting = [iter(atoms(form))]
    while waiting:
        atom, _ = next(waiting[-1], (None, 0))
        if atom is None:
            waiting.pop()
        elif atom not in seen:
            seen.add(atom)
            yield atom
            waiting += [iter(atoms(inner)) for inner in reversed(forms_in(atom))]


@lru_cache(MOST_REMEMBERED)
def height(form: Form) -> int:
    """How high sums are stacked in a form."""
    found = 0
    for atom, _ in atoms(form):
        inner = atom.bound[0].height if isinstance(atom, Sum) else 0
        found = max(found, inner, *(map(height, forms_in(atom)) if not inner else ()))
    return found
