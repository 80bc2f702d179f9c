"""Path networks of any depth, made after the pattern of the page's own."""

from __future__ import annotations

from dataclasses import replace

from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import exact, signature
from bpsite.proof.syntax.parse import ProblemError

DEPTHS = range(2, 9)


def layered(scope: Scope) -> dict[str, dict[int, Definition]]:
    """The definitions of single layers: by family, then by layer."""
    found: dict[str, dict[int, Definition]] = {}
    for definition in scope.exact.values():
        target = definition.target
        if len(target.upper) == 1 and not target.lower and isinstance(target.upper[0], t.Num):
            layers = found.setdefault(signature(target), {})
            layers[int(target.upper[0].text)] = definition
    return found


def last_layer(scope: Scope) -> int:
    """The number of the network's last layer, 0 where there is no network."""
    known = scope.layers
    if known is None or known[0] != len(scope.exact):
        last = max((max(layers) for layers in layered(scope).values()), default=0)
        known = scope.layers = (len(scope.exact), last)
    return known[1]


def of_depth(scope: Scope, depth: int) -> Scope:
    """The scope with its network replaced by one of `depth` weights. Raises `ProblemError`."""
    families, last = layered(scope), last_layer(scope)
    new = scope.copy()
    for definition in scope.exact.values():
        target = definition.target
        if signature(target) in families and exact(target):
            new.exact.pop(exact(target), None)
        else:
            new.exact[exact(target) or target.base] = _ended(definition, last, depth + 1)
    new.functions = {
        name: _ended(definition, last, depth + 1) for name, definition in scope.functions.items()
    }
    for layers in families.values():
        for layer in range(min(layers), depth + 2):
            made = _layer(layers, layer, last, depth + 1)
            if made is not None:
                new.exact[exact(made.target)] = made
    return new


def _layer(layers: dict[int, Definition], layer: int, last: int, wanted: int) -> Definition | None:
    """A layer's definition: the last after the page's last, the first as it is, others between."""
    if layer == wanted or min(layers) == last:
        return _shifted(layers[last], wanted - last) if layer == wanted and last in layers else None
    if layer == min(layers):
        return layers[layer]
    between = [number for number in layers if min(layers) < number < last]
    for number in between:
        if _shifted(layers[number], between[0] - number).body != layers[between[0]].body:
            at = layers[number].target.span[0]
            raise ProblemError(
                at, "the layers follow no one pattern", "Restrict it: % for l: 2 to 3"
            )
    return _shifted(layers[between[0]], layer - between[0]) if between else None


def _shifted(definition: Definition, by: int) -> Definition:
    target = definition.target
    layer = t.Num(str(_layer_of(target) + by))
    return replace(
        definition, target=replace(target, upper=(layer,)), body=shift(definition.body, by)
    )


def _layer_of(target: t.Sym) -> int:
    (index,) = target.upper
    return int(index.text) if isinstance(index, t.Num) else 0


def shift(node: t.Node, by: int, only: int | None = None) -> t.Node:
    """The node with its layer numbers moved; with `only`, no other number is."""
    if isinstance(node, t.Sym) and len(node.upper) == 1 and isinstance(node.upper[0], t.Num):
        layer = int(node.upper[0].text)
        if only is None or layer == only:
            return replace(node, upper=(t.Num(str(layer + by)),))
        return node
    return t.rebuild(node, lambda part: shift(part, by, only))


def _ended(definition: Definition, last: int, wanted: int) -> Definition:
    return replace(definition, body=shift(definition.body, wanted - last, last))
