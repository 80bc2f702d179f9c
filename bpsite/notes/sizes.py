"""The sizes of arrays that nobody declared: what adds or multiplies must fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS

Shape = tuple[str, str]  # rows and columns; a size is a letter, or digits
NUMBER: Shape = ("1", "1")


class MisfitError(Exception):
    """Two sizes that must be equal and are known to be different."""


@dataclass
class Sizes:
    """Sizes that were found to be equal, and the shapes of symbols by their key."""

    shapes: dict[str, Shape]
    known: set[str]  # sizes that the notes name
    equal: dict[str, str] = field(default_factory=dict)
    fresh: int = 0

    def size(self, name: str) -> str:
        """The one name of all sizes that equal this one."""
        while name in self.equal:
            name = self.equal[name]
        return name

    def same(self, one: str, other: str) -> None:
        """Takes in that two sizes are equal. Raises `MisfitError`."""
        one, other = self.size(one), self.size(other)
        if one == other:
            return
        if one in self.known or one.isdigit():
            one, other = other, one
        if one in self.known or one.isdigit() or other == "1":
            raise MisfitError  # an array that nobody calls one has not just one entry
        self.equal[one] = other

    def learn(self, relation: t.Rel) -> None:
        """Takes in what a relation says of sizes; one that does not fit says nothing."""
        before = dict(self.equal), dict(self.shapes)
        try:
            left, right = relation.left, relation.right
            body = self.shape(right)
            if isinstance(left, t.Sym) and _key(left) not in self.shapes:
                if body is not None and body != NUMBER:
                    self.shapes[_key(left)] = body
                return
            head = self.shape(left)
            if head is not None and body is not None:
                self._fit(head, body)
        except MisfitError:
            self.equal, self.shapes = before

    def _fit(self, one: Shape, other: Shape) -> Shape:
        for a, b in zip(one, other, strict=True):
            self.same(a, b)
        return one

    def found(self) -> dict[str, Shape]:
        """The shapes of all symbols, each size by its one name."""
        return {key: (self.size(a), self.size(b)) for key, (a, b) in self.shapes.items()}

    def shape(self, node: t.Node) -> Shape | None:
        """The shape of a node, None where nothing is known. Raises `MisfitError`."""
        found: Shape | None = None
        match node:
            case t.Num() | t.Const() | t.Entry() | t.Abs():
                found = NUMBER
            case t.Sym():
                found = self.shapes.get(_key(node), NUMBER)
            case t.Transpose(arg):
                inner = self.shape(arg)
                found = None if inner is None else (inner[1], inner[0])
            case t.Neg(arg) | t.Prime(arg) | t.Pow(arg, _) | t.Div(arg, _) | t.Big(body=arg):
                found = self.shape(arg)
            case t.Add(parts) | t.Had(parts):
                found = self._together(parts)
            case t.Mul(parts):
                found = self._product(parts)
            case t.Deriv(arg, by):
                found = self.shape(by) if self.shape(arg) == NUMBER else None
            case t.Call(name, _, args):
                shapes = [self.shape(arg) for arg in args]
                to_number = name in OF_ARRAYS and name != "softmax"
                found = NUMBER if to_number else shapes[0] if len(shapes) == 1 else None
        return found

    def _together(self, parts: Sequence[t.Node]) -> Shape | None:
        found = [self.shape(part) for part in parts]
        shapes = [shape for shape in found if shape is not None]
        for shape in shapes[1:]:
            self._fit(shapes[0], shape)
        return shapes[0] if shapes else None

    def _product(self, parts: Iterable[t.Node]) -> Shape | None:
        found: Shape | None = NUMBER
        for part in parts:
            shape = self.shape(part)
            if found is None or shape is None:
                found = None
            elif NUMBER in (found, shape):
                found = shape if found == NUMBER else found
            else:
                self.same(found[1], shape[0])
                found = (found[0], shape[1])
        if found is None:
            return None
        rows, columns = self.size(found[0]), self.size(found[1])
        return rows, columns


def _key(symbol: t.Sym) -> str:
    return symbol.member or symbol.family
