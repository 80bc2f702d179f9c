"""Holds an inequality to its reason: what the items name must give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from bpsite.proof.decide.proving import CANNOT
from bpsite.proof.elaborate.regions import put
from bpsite.proof.justify.shut import Shut
from bpsite.proof.kernel import order
from bpsite.proof.kernel.affine import Affine
from bpsite.proof.kernel.order import Fact
from bpsite.proof.kernel.terms import Applied, Form, constant, inner_atoms, minus, symbols_in
from bpsite.proof.scope.instances import Binding, free
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.networks import last_layer
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind
from bpsite.proof.syntax.parse import ProblemError

if TYPE_CHECKING:
    from bpsite.proof.justify.citations import Item

SMALLER = ("<", r"\le")
LARGER = (">", r"\ge")
ORDERS = (*SMALLER, *LARGER)
STRICT = ("<", ">")
_MOST_INSTANCES = 30


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


def gives(
    reader: Shut,
    sides: tuple[Form, Form],
    sign: str,
    items: Sequence[Item],
    first: Item | None = None,
) -> bool:
    """Whether the items give an inequality; with `first`, by an inequality of that item at once."""
    target = _larger_less_smaller(sign, *sides)
    said = [
        (item, Fact(form, fact.strict))
        for item, fact in _facts(reader, items)
        for form in _instances(fact.form, target, reader.scope)
    ]
    starts = [n for n, (item, _) in enumerate(said) if item is first] if first else [None]
    facts, strict = [fact for _, fact in said], sign in STRICT
    return any(order.follows(target, facts, strict=strict, first=start) for start in starts)


def _larger_less_smaller(sign: str, left: Form, right: Form) -> Form:
    """The difference that is not negative where the relation holds."""
    return minus(right, left) if sign in SMALLER else minus(left, right)


def _facts(reader: Shut, items: Sequence[Item]) -> Iterator[tuple[Item, Fact]]:
    """What the inequalities among the items say, for all their layers."""
    for item, relation in [(each, relation) for each in items for relation in each.orders]:
        for binding in _bindings(relation, reader, item):
            env = reader.start.put({name: Affine(value) for name, value in binding.items()})
            try:
                left, right = (reader.number(s, env) for s in (relation.left, relation.right))
            except (*CANNOT, ProblemError):
                continue  # there is no such layer here
            form = _larger_less_smaller(relation.sign, left, right)
            if constant(form) is None:
                yield item, Fact(form, relation.sign in STRICT)


def _bindings(relation: t.Rel, reader: Shut, item: Item) -> Iterator[Binding]:
    """Numbers for the layers of a relation, all that the item claims in this network."""
    claimed = {name: range(low, high + 1) for name, low, high in item.ranges}
    lexicon = reader.scope.lexicon
    sides = (*free(relation.left), *free(relation.right))
    names = sorted({s.base for s in sides if lexicon.is_index(s.base)})
    names = [name for name in names if name in claimed or lexicon.has(name, "layer")]
    ranges = [claimed.get(name) or _layers(name, reader) for name in names]
    for values in islice(product(*ranges), _MOST_INSTANCES):
        yield dict(zip(names, values, strict=True))


def _layers(name: str, reader: Shut) -> range:
    kind = reader.scope.lexicon.kind(name) or Kind("layer")
    if not kind.low:
        return range(1, last_layer(reader.scope) + 1)
    if not (kind.low.isdigit() and kind.high.isdigit()):
        return range(0)
    return range(int(kind.low), int(kind.high) + 1)


def _instances(form: Form, target: Form, scope: Scope) -> Iterator[Form]:
    """A fact about every x, at each place where the target has the fact's function of x."""
    yield form
    names = {one.name for one in symbols_in(form)}
    name = names.pop() if len(names) == 1 else ""
    if not name or not is_any_number(t.Sym(name), scope):
        return
    for call in _calls(form):
        for other in _calls(target):
            same = (other.name, other.orders) == (call.name, call.orders)
            if same and other.arguments != call.arguments:
                yield _at(form, name, *other.arguments)


def _at(form: Form, name: str, value: Form) -> Form:
    return put(form, name, lambda _indices: value)


def _calls(form: Form) -> Iterator[Applied]:
    """The functions of one argument in a form, each once."""
    found = dict.fromkeys(atom for atom in inner_atoms(form) if isinstance(atom, Applied))
    return (atom for atom in found if len(atom.arguments) == 1)


def is_any_number(symbol: t.Sym, scope: Scope) -> bool:
    """Whether a symbol stands for every number: nothing defines or bounds it."""
    kind = scope.kind(symbol)
    plain = not symbol.upper and not symbol.lower and symbol.base not in scope.exact
    return plain and kind.name == "real" and not kind.low and not kind.values
