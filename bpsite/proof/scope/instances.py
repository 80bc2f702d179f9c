"""Puts numbers for indices: sums and products are written out, indices become numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon, size_at
from bpsite.proof.syntax.parse import ProblemError

LONGEST = 64

Binding = Mapping[str, int]
_T = TypeVar("_T")


class NoSuchIndexError(ProblemError):
    """An index leaves the range of what it indexes."""

    def __init__(self) -> None:
        super().__init__(0, "an index leaves its range", "Restrict it: % for l: 2 to 3")


def integer(node: t.Node, binding: Binding) -> int:
    """The whole number that an index stands for. Raises `ProblemError` if it is none."""
    if isinstance(node, t.Num) and node.text.isdigit() and len(node.text) < 10:
        return int(node.text)
    if isinstance(node, t.Sym) and node.base in binding and not node.upper and not node.lower:
        return binding[node.base]
    if isinstance(node, t.Sym) and (size := _of_layer(node, binding)) in binding:
        return binding[size]
    if isinstance(node, t.Neg):
        return -integer(node.arg, binding)
    if isinstance(node, t.Add):
        return sum(integer(term, binding) for term in node.terms)
    if isinstance(node, t.Mul):
        value = 1
        for factor in node.factors:
            value *= integer(factor, binding)
        return value
    raise ProblemError(node.span[0], "this index has no value", "Declare it: % let k: index 1 to n")


def _of_layer(node: t.Sym, binding: Binding) -> str:
    """The name of a size where its layer is a number: n_{l+1} is n_3 for l = 2."""
    if node.upper or len(node.lower) != 1:
        return ""
    return f"{node.base}_{integer(node.lower[0], binding)}"


def instantiate(node: t.Node, binding: Binding, lexicon: Lexicon) -> t.Node:
    """The node with every index in `binding` replaced by its number."""
    if isinstance(node, t.Sym):
        return _symbol(node, binding)
    if isinstance(node, t.Big):
        return _shared(node, binding, lexicon)
    if isinstance(node, t.Indicator):
        return _decided(node, binding, lexicon)
    return t.rebuild(node, lambda part: instantiate(part, binding, lexicon))


def _symbol(node: t.Sym, binding: Binding) -> t.Node:
    if not node.upper and not node.lower:
        return number(binding[node.base], node.span) if node.base in binding else node
    if (size := _of_layer(node, binding)) in binding:
        return number(binding[size], node.span)
    upper = tuple(_numbered(index, binding) for index in node.upper)
    lower = tuple(_numbered(index, binding) for index in node.lower)
    return t.Sym(node.base, upper, lower, span=node.span)


def number(value: int, span: t.Span) -> t.Node:
    """A whole number as a node; a negative one is the negative of a number."""
    if value < 0:
        return t.Neg(t.Num(str(-value), span=span), span=span)
    return t.Num(str(value), span=span)


def _numbered(index: t.Node, binding: Binding) -> t.Node:
    value = integer(index, binding)
    if value < 0:
        raise NoSuchIndexError
    return t.Num(str(value), span=index.span)


def span_of(node: t.Big, binding: Binding, lexicon: Lexicon) -> range:
    """The numbers that a sum or product runs over. Raises `ProblemError` for too many."""
    low, high = node.low, node.high
    kind = lexicon.kind(node.index)
    if low is not None and high is not None:
        first, last = integer(low, binding), integer(high, binding)
    else:
        first, last = bounds(kind, binding, node.span)
    if last - first >= LONGEST:
        raise ProblemError(
            node.span[0], f"{last - first + 1} terms are too many", "Use a letter n."
        )
    return range(first, last + 1)


def bounds(kind: Kind | None, binding: Binding, span: t.Span) -> tuple[int, int]:
    """The declared range of an index."""
    if kind is None or not kind.low:
        raise ProblemError(span[0], "this index has no range", "Declare it: % let k: index 1 to n")
    ends = []
    for text in (size_at(kind.low, binding), size_at(kind.high, binding)):
        if not text.isdigit() and text not in binding:
            raise ProblemError(
                span[0], f"the range's end {text} is unknown", f"% let {text}: natural"
            )
        ends.append(int(text) if text.isdigit() else binding[text])
    return ends[0], ends[1]


def _shared(node: t.Big, binding: Binding, lexicon: Lexicon) -> t.Node:
    """A sum written out, one node for all places where it is the same sum."""
    names = {symbol.base for symbol in free(node)} - {node.index}
    terms = span_of(node, binding, lexicon)
    key = (id(node), terms, tuple((n, v) for n, v in sorted(binding.items()) if n in names))
    if key not in lexicon.sums:
        made = _written_out(node, binding, lexicon)
        lexicon.sums[key] = (node, made)  # the node lives on, so its id is its own
        lexicon.shared.add(id(made))
    return lexicon.sums[key][1]


def _written_out(node: t.Big, binding: Binding, lexicon: Lexicon) -> t.Node:
    parts = [
        instantiate(node.body, {**binding, node.index: value}, lexicon)
        for value in span_of(node, binding, lexicon)
    ]
    if not parts:
        return t.Num("0" if node.op == "sum" else "1", span=node.span)
    if len(parts) == 1:
        return parts[0]
    if node.op in ("max", "min"):
        return _extreme(node, parts)
    whole: Callable[..., t.Node] = t.Add if node.op == "sum" else t.Mul
    return whole(tuple(parts), span=node.span)


def _extreme(node: t.Big, parts: list[t.Node]) -> t.Node:
    """The largest of some values, two at a time."""
    found = parts[0]
    for part in parts[1:]:
        found = t.Call(rf"\{node.op}", 0, (found, part), span=node.span)
    return found


def _decided(node: t.Indicator, binding: Binding, lexicon: Lexicon) -> t.Node:
    """An indicator of indices is 0 or 1; one of values stays for each point to decide."""
    relations = [_instance(relation, binding, lexicon) for relation in node.condition]
    try:
        holds = [compare(integer(r.left, {}), r.sign, integer(r.right, {})) for r in relations]
    except ProblemError:
        return t.Indicator(tuple(relations), span=node.span)
    return t.Num("1" if all(holds) else "0", span=node.span)


def _instance(relation: t.Rel, binding: Binding, lexicon: Lexicon) -> t.Rel:
    left = instantiate(relation.left, binding, lexicon)
    return t.Rel(left, relation.sign, instantiate(relation.right, binding, lexicon))


def compare(left: int, sign: str, right: int) -> bool:
    """Whether a relation between two whole numbers holds."""
    table = {
        "=": left == right,
        r"\ne": left != right,
        "<": left < right,
        ">": left > right,
        r"\le": left <= right,
        r"\ge": left >= right,
    }
    return table[sign]


def free(node: t.Node, bound: frozenset[str] = frozenset()) -> Iterator[t.Sym]:
    """The plain symbols in index or value places that no sum binds."""
    if isinstance(node, t.Sym):
        if not node.upper and not node.lower and node.base not in bound:
            yield node
        elif node.upper or node.lower:
            for index in (*node.upper, *node.lower):
                yield from free(index, bound)
        return
    inner = bound | {node.index} if isinstance(node, t.Big) else bound
    for child in t.children(node):
        yield from free(child, inner)
