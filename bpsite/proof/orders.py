"""What follows from inequalities: a difference is not negative, given others that are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy

from bpsite.proof import tree as t
from bpsite.proof.symbolic import Expression, unknown

SMALLER = ("<", r"\le")
LARGER = (">", r"\ge")
ORDERS = (*SMALLER, *LARGER)
STRICT = ("<", ">")
_DEEPEST = 3  # how many facts a step may use one after the other


@dataclass(frozen=True)
class Fact:
    """An expression that is at least 0, or greater where `strict`."""

    value: Expression
    strict: bool


def chain_sign(signs: Sequence[str]) -> str | None:
    """The relation between the ends of a chain, or None where the signs don't add up to one."""
    kinds = set(signs) - {"=", r"\equiv"}
    if not kinds:
        return "="
    for strict, weak in (("<", r"\le"), (">", r"\ge")):
        if kinds <= {strict, weak}:
            return strict if strict in kinds else weak
    return None


def ordered(relations: Sequence[t.Rel]) -> Iterator[t.Rel]:
    """The inequalities among the relations, and those between the ends of their chains."""
    chain: list[t.Rel] = []
    for relation in relations:
        goes_on = chain and chain[-1].right is relation.left
        chain = [*chain, relation] if goes_on else [relation]
        for ends in {0, len(chain) - 1}:
            sign = chain_sign([part.sign for part in chain[ends:]])
            if sign in ORDERS:
                yield t.Rel(chain[ends].left, sign, relation.right, span=relation.span)


def larger_less_smaller(sign: str, left: Expression, right: Expression) -> Expression:
    """The difference that is not negative where the relation holds."""
    return right - left if sign in SMALLER else left - right


def follows_from(
    difference: Expression, facts: Sequence[Fact], *, strict: bool, first: int | None = None
) -> bool:
    """Whether facts, signs and algebra give that a difference is at least 0, or greater.

    With `first`, the number of a fact, only where that fact is what the difference needs first.
    """
    known = [Fact(_split(fact.value), fact.strict) for fact in facts]
    letters = _signed(known)
    known = [Fact(fact.value.xreplace(letters), fact.strict) for fact in known]
    plain = _split(_split(difference).xreplace(letters))
    if first is not None:
        return _by(plain, first, known, strict=strict, depth=_DEEPEST)
    return _follows(plain, known, strict=strict, depth=_DEEPEST)


def _split(e: Expression) -> Expression:
    """The absolute value of a product as the product of the absolute values."""
    return e.replace(sympy.Abs, _factor_by_factor)


def _factor_by_factor(inside: Expression) -> Expression:
    return sympy.Mul(*map(sympy.Abs, sympy.Mul.make_args(inside)))


def _signed(facts: Sequence[Fact]) -> dict[Expression, Expression]:
    """A letter for everything of which no more is known than, by a fact, its sign."""
    letters: dict[Expression, Expression] = {}
    for fact in facts:
        number, atom = fact.value.as_coeff_Mul()
        if _is_atom(atom) and not number.is_zero:
            sign = ("positive" if fact.strict else "nonnegative") if number > 0 else None
            sign = sign or ("negative" if fact.strict else "nonpositive")
            letters.setdefault(atom, sympy.Dummy(str(atom), **{sign: True}))
    return letters


def _is_atom(e: Expression) -> bool:
    return bool(e.is_Symbol) or e in unknown(e)


def _follows(e: Expression, facts: Sequence[Fact], *, strict: bool, depth: int) -> bool:
    if _positive(e, strict=strict):
        return True
    numbers = range(len(facts)) if depth else ()
    return any(_by(e, number, facts, strict=strict, depth=depth) for number in numbers)


def _by(e: Expression, number: int, facts: Sequence[Fact], *, strict: bool, depth: int) -> bool:
    """Whether it follows with this fact first, then by the others."""
    others = [*facts[:number], *facts[number + 1 :]]
    return any(
        _follows(simpler, others, strict=still, depth=depth - 1)
        for simpler, still in _simpler(e, facts[number], strict=strict)
    )


def _simpler(e: Expression, fact: Fact, *, strict: bool) -> Iterator[tuple[Expression, bool]]:
    """Expressions whose sign is enough: the quotient by the fact, and the least for its atoms."""
    atoms = _atoms(fact.value) & _atoms(e)
    for atom in sorted(atoms, key=str):
        bound, line = _line(fact.value, atom), _line(e, atom)
        if bound is None or line is None or not bound[0].is_number:
            continue
        (slope, rest), (own, others) = bound, line
        if (own * slope).is_nonnegative:  # atom >= end, or atom <= end where the slope is negative
            end = -rest / slope
            yield others + own * end, strict and not (fact.strict and own.is_nonzero)
    if atoms and (fact.strict or not strict):
        quotient = sympy.cancel(e / fact.value)
        below, above = sympy.denom(quotient), sympy.numer(sympy.together(fact.value))
        if sympy.gcd(below, above).is_number:
            yield quotient, strict


def _atoms(e: Expression) -> set[Expression]:
    """The letters of an expression and its functions' values: in these it may be linear."""
    return {*e.atoms(sympy.Function), *e.free_symbols}


def _line(e: Expression, atom: Expression) -> tuple[Expression, Expression] | None:
    """The slope and the rest of an expression that is linear in an atom."""
    letter = sympy.Dummy("atom", real=True)
    plain = sympy.expand(e.xreplace({atom: letter}))
    slope = plain.coeff(letter)
    rest = sympy.expand(plain - slope * letter)
    if slope == 0 or slope.has(letter) or rest.has(letter):
        return None
    return sympy.factor(slope), rest


def _positive(e: Expression, *, strict: bool) -> bool:
    """Whether the sign of an expression can be read off, as it is, factored, or multiplied out."""
    forms = (e, sympy.factor(sympy.together(e)), sympy.expand(e))
    return any(form.is_positive if strict else form.is_nonnegative for form in forms)
