"""Forms as text, for those who want to see what was compared."""

from __future__ import annotations

from bpsite.proof.kernel.affine import Affine, Index
from bpsite.proof.kernel.terms import (
    Applied,
    Atom,
    Delta,
    Exponential,
    Form,
    Mean,
    Monomial,
    Number,
    Place,
    Sum,
    Symbol,
    Unit,
)


def written(form: Form) -> str:
    """A form as a sum of products of powers."""
    parts = [_term(product, count) for product, count in form.key]
    return " + ".join(parts).replace("+ -", "- ") or "0"


def _term(product: Monomial, count: Number) -> str:
    factors = [_power(atom, exponent) for atom, exponent in product]
    if not factors or count not in (1, -1):
        factors.insert(0, str(count))
    return ("-" if count == -1 and product else "") + " ".join(factors)


def _power(atom: Atom, exponent: Number) -> str:
    if isinstance(atom, Exponential):
        return f"e^({_term(atom.exponent, exponent)})"
    return _atom(atom) if exponent == 1 else f"{_atom(atom)}^{exponent}"


def _atom(atom: Atom) -> str:
    if isinstance(atom, Symbol):
        return atom.name.rstrip("^_") + _indices(atom.indices)
    if isinstance(atom, Place):
        return _name(atom.of)
    if isinstance(atom, Applied):
        primes = "'" * sum(atom.orders) if len(atom.orders) == 1 else f"_{atom.orders}"
        primes = primes if any(atom.orders) else ""
        return f"{atom.name}{primes}({', '.join(map(written, atom.arguments))})"
    if isinstance(atom, Unit):
        return f"({written(atom.body)})"
    if isinstance(atom, Sum | Mean):
        bound = f"sum_[{', '.join(map(_name, atom.bound))}]" if isinstance(atom, Sum) else "E"
        return f"{bound}({_term(atom.body, 1)})"
    sign = "= 0" if isinstance(atom, Delta) else ">= 0"
    return f"[{_affine(atom.at)} {sign}]" if not isinstance(atom, Exponential) else ""


def _indices(indices: tuple[Affine, ...]) -> str:
    return f"[{', '.join(map(_affine, indices))}]" if indices else ""


def _affine(at: Affine) -> str:
    parts = [_name(name) if n == 1 else f"{n} {_name(name)}" for name, n in at.parts]
    if at.constant or not parts:
        parts.append(str(at.constant))
    return " + ".join(parts).replace("+ -", "- ")


def _name(index: Index) -> str:
    return f"#{index.height}.{index.name.lstrip('0') or '0'}" if index.height else index.name
