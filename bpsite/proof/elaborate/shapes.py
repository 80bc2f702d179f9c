"""The shapes of a formula, before anything is decided: clashes at their place, sizes left unsaid.

A column of ones and the identity take the size that the operations around them want. Where a shape
isn't known (of a symbol that is being defined, say), nothing is said; what is proved later is
proved of values whose shapes are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from bpsite.proof.elaborate.env import Env, Held, NotInKernelError, always
from bpsite.proof.elaborate.ranges import narrowed
from bpsite.proof.elaborate.symbols import Symbols
from bpsite.proof.elaborate.values import (
    OPEN,
    Array,
    ShapeError,
    Value,
    entry,
    shape_text,
)
from bpsite.proof.kernel import affine as places
from bpsite.proof.kernel.affine import Affine, Index, place
from bpsite.proof.kernel.terms import ZERO
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.reading import Formula, Statement

ONE = Affine(1)
REMEDY = "Correct an index, a factor or a transpose."


def sized(read: Formula, scope: Scope) -> Formula:
    """The formula with the sizes that its ones and identities take. Raises `ProblemError`.

    Where shapes clash it is left as it is: that is for its verdict to say.
    """
    if not scope.lexicon.arrays:
        return read
    rows: list[list[Statement]] = []
    for statement in read.statements:
        if not statement.continued:
            rows.append([])
        rows[-1].append(statement)
    return replace(read, statements=tuple(each for row in rows for each in _sized(row, scope)))


def sized_alone(node: t.Node, scope: Scope) -> t.Node:
    """An expression with the sizes that follow from itself. Raises `ProblemError`."""
    shapes = Shapes(scope)
    try:
        known = scope.lexicon.arrays and shapes.side(node) is not None
    except ShapeError as error:
        raise ProblemError(error.at or 0, str(error), REMEDY) from None
    return shapes.rewritten(node) if known else node


def _sized(row: list[Statement], scope: Scope) -> Iterator[Statement]:
    """The statements of a chain: what stands at its head in one line has that size in the next."""
    shapes = Shapes(scope)
    fitting = 0
    try:
        for statement in row:
            for relation in statement.relations:
                shapes.relation(relation, statement.condition)
            fitting += 1
    except ShapeError:
        pass
    for statement in row[:fitting]:
        sides = tuple(map(shapes.rewritten, statement.sides))
        signs = zip(statement.relations, sides, sides[1:], strict=False)
        relations = tuple(replace(r, left=a, right=b) for r, a, b in signs)
        yield replace(statement, sides=sides, relations=relations)
    yield from row[fitting:]


def clash(relation: t.Rel, scope: Scope, condition: Sequence[t.Rel] = ()) -> ShapeError | None:
    """What is wrong with the shapes of a relation, and where."""
    if not scope.lexicon.arrays:
        return None
    try:
        Shapes(scope).relation(relation, condition)
    except ShapeError as error:
        return ShapeError(str(error), relation.span[0] if error.at is None else error.at)
    return None


class Shapes(Symbols):
    """Reads the shapes of trees: values whose entries are all 0."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope, {})
        self.open = count(1)
        self.known: dict[Index, Affine] = {}
        self.sizes: dict[int, tuple[t.Fixed, Affine]] = {}
        self._changed: dict[int, tuple[t.Node, t.Node]] = {}

    def relation(self, relation: t.Rel, condition: Sequence[t.Rel]) -> None:
        """Takes in what a relation says of shapes. Raises `ShapeError` for a clash."""
        self.start = Env().put(narrowed(condition, self))
        left, right = self.side(relation.left), self.side(relation.right)
        if left is not None and right is not None and relation.sign in ("=", r"\equiv"):
            self._same_sides(left, right)

    def side(self, node: t.Node) -> Value | None:
        """The shape of a side; None where it isn't known, as of what is being defined."""
        try:
            return self.value(node, self.start)
        except (NotInKernelError, RecursionError, ProblemError):
            return None

    def _same_sides(self, left: Value, right: Value) -> None:
        shapes = [self.solved(side) for side in (left, right)]
        if all(isinstance(side, Array) for side in shapes):
            self.common([left, right])
        elif any(isinstance(side, Array) for side in shapes):
            texts = [s.text if isinstance(s, Array) else "a number" for s in shapes]
            raise ShapeError(f"the left is {texts[0]}, the right {texts[1]}")

    def rewritten(self, node: t.Node) -> t.Node:
        """The node with the sizes that were found; one node for all places where it stands."""
        if id(node) not in self._changed:
            unsaid = any(isinstance(part, t.Fixed) and part.size is None for part in t.walk(node))
            self._changed[id(node)] = node, self._rewritten(node) if unsaid else node
        return self._changed[id(node)][1]

    def _rewritten(self, node: t.Node) -> t.Node:
        if not isinstance(node, t.Fixed):
            return t.rebuild(node, self.rewritten)
        _, size = self.sizes.get(id(node), (node, None))
        size = None if size is None else self.size_of(size)
        if size is None or any(index.name.startswith(OPEN) for index, _ in size.parts):
            message = "the size of this does not follow from its use"
            raise ProblemError(node.span[0], message, r"Write \mathbf{1}_n or I_n.")
        return replace(node, size=_written(size))

    def as_place(self, name: str, env: Env) -> Affine | None:
        """An index or a dimension; a layer without a range is one too."""
        kind = self.scope.lexicon.kind(name)
        if name not in env.places and kind is not None and kind.indexes and not kind.low:
            return place(Index(0, name))
        return super().as_place(name, env)

    def size_of(self, size: Affine) -> Affine:
        """A size with what is known of the open ones."""
        while any(index in self.known for index, _ in size.parts):
            size = places.substituted(size, self.known)
        return size

    def solved(self, value: Value) -> Value:
        """The value with what is known of its sizes; of one entry, a number."""
        if not isinstance(value, Array):
            return value
        rows, columns = map(self.size_of, value.shape)
        return ZERO if rows == columns == ONE else Array(rows, columns, ZERO)

    def common(self, values: Sequence[Value]) -> Value:
        """The shape that values have together; numbers stand beside any."""
        arrays = [value for value in map(self.solved, values) if isinstance(value, Array)]
        for other in arrays[1:]:
            pairs = zip(arrays[0].shape, other.shape, strict=True)
            if not all(self._same(*pair) for pair in pairs):
                raise ShapeError(f"shapes {shape_text(arrays[0].shape)} and {other.text} differ")
        return self.solved(arrays[0]) if arrays else ZERO

    def _same(self, left: Affine, right: Affine) -> bool:
        """Whether two sizes are one, as an open one may be made."""
        left, right = self.size_of(left), self.size_of(right)
        for one, other in ((left, right), (right, left)):
            if left != right and _is_open(one):
                self.known[one.parts[0][0]] = other
                return True
        return left == right

    def _new(self) -> Affine:
        return place(Index(0, f"{OPEN}{next(self.open)}", (), (ONE,)))

    def _num(self, _node: t.Num, _env: Env) -> Value:
        return ZERO

    _const = _indicator = _num

    def _sym(self, node: t.Sym, env: Env) -> Value:
        if not node.upper and not node.lower and self.as_place(node.base, env) is not None:
            return ZERO
        indices = tuple(self.place(index, env) for index in (*node.upper, *node.lower))
        return self.member(node, indices, env)

    def member(self, node: t.Sym, indices: tuple[Affine, ...], env: Env) -> Value:
        """As it was declared, else of what it is defined as."""
        kind = self.scope.lexicon.of(node)
        held = any(each.family == node.family for each in env.held)
        if kind is not None and kind.array and not held:
            return self._free(node, indices)
        return self.solved(super().member(node, indices, env))

    def _entry(self, node: t.Entry, env: Env) -> Value:
        return entry(
            self.solved(self.value(node.arg, env)), [self.place(i, env) for i in node.indices]
        )

    def _fixed(self, node: t.Fixed, env: Env) -> Value:
        size = self._new() if node.size is None else self.size(node.size, env)
        self.sizes.setdefault(id(node), (node, size))
        size = self.sizes[id(node)][1]
        return Array(size, ONE if node.name == "ones" else size, ZERO)

    def _neg(self, node: t.Neg | t.Abs | t.Prime, env: Env) -> Value:
        return self.value(node.arg, env)

    _prime = _neg

    def _add(self, node: t.Add, env: Env) -> Value:
        return self.common([self.value(term, env) for term in node.terms])

    def _had(self, node: t.Had, env: Env) -> Value:
        return self.common([self.value(factor, env) for factor in node.factors])

    def _mul(self, node: t.Mul, env: Env) -> Value:
        found = self.value(node.factors[0], env)
        for factor in node.factors[1:]:
            found = self._product(self.solved(found), self.solved(self.value(factor, env)))
        return found

    def _product(self, left: Value, right: Value) -> Value:
        if not isinstance(left, Array) or not isinstance(right, Array):
            return left if isinstance(left, Array) else right
        if not self._same(left.columns, right.rows):
            raise ShapeError(f"shapes {left.text} and {right.text} can't be multiplied")
        return self.solved(Array(left.rows, right.columns, ZERO))

    def _div(self, node: t.Div, env: Env) -> Value:
        self._number(node.den, env)
        return self.value(node.num, env)

    def _pow(self, node: t.Pow, env: Env) -> Value:
        self._number(node.base, env)
        return self._number(node.exp, env)

    def _abs(self, node: t.Abs, env: Env) -> Value:
        return self._number(node.arg, env)

    def _number(self, node: t.Node, env: Env) -> Value:
        if isinstance(self.solved(self.value(node, env)), Array):
            raise ShapeError("an array stands where a number belongs", node.span[0])
        return ZERO

    def _transpose(self, node: t.Transpose, env: Env) -> Value:
        found = self.value(node.arg, env)
        return Array(found.columns, found.rows, ZERO) if isinstance(found, Array) else found

    def _matrix(self, node: t.Matrix, _env: Env) -> Value:
        return self.solved(Array(Affine(len(node.rows)), Affine(len(node.rows[0])), ZERO))

    def _cases(self, node: t.Cases, env: Env) -> Value:
        return self.common([self.value(value, env) for value, _ in node.branches])

    def _big(self, node: t.Big, env: Env) -> Value:
        return self.value(node.body, env.put({node.index: place(self.range(node, env))}))

    def _lim(self, _node: t.Lim, _env: Env) -> Value:
        return ZERO

    def _fn(self, _node: t.Fn, _env: Env) -> Value:
        return ZERO

    def _call(self, node: t.Call, env: Env) -> Value:
        args = [self.solved(self.value(arg, env)) for arg in node.args]
        if node.fn in OF_ARRAYS:
            self._square(node, args[0])
            return OF_ARRAYS[node.fn].component(args[0])
        kind = self.scope.lexicon.kind(node.fn)
        definition = self.scope.functions.get(node.fn)
        if definition is None and kind is not None and not kind.free:
            raise NotInKernelError(f"{node.fn} is being defined")
        if definition is None or len(args) != len(definition.params) or node.primes:
            return self.common(args)
        if len(args) == 1 and not self.scope.kind(definition.params[0]).array:
            return args[0]
        return self._body(definition, args, env)

    def _square(self, node: t.Call, of: Value) -> None:
        """Lets a size that is open be that of a square where it has to be."""
        if node.fn == "tr" and isinstance(of, Array):
            self._same(*of.shape)

    def _body(self, definition: Definition, args: Sequence[Value], env: Env) -> Value:
        inner = env
        for param, arg in zip(definition.params, args, strict=True):
            inner = inner.hold(Held(param.family, (), always(arg)))
        return self.value(definition.body, replace(self.start, held=inner.held))

    def _deriv(self, node: t.Deriv, env: Env) -> Value:
        of, by = self.value(node.arg, env), self.value(node.by, env)
        of, by = self.solved(of), self.solved(by)
        if not isinstance(by, Array) or not isinstance(of, Array):
            if node.gradient and isinstance(of, Array):
                raise ShapeError("a gradient is that of a number")
            return by if isinstance(by, Array) else of
        if node.gradient:
            raise ShapeError("a gradient is that of a number")
        if of.columns != ONE or by.columns != ONE:
            raise ShapeError("a derivative of a matrix by an array")
        return Array(of.rows, by.rows, ZERO)


def _is_open(size: Affine) -> bool:
    return len(size.parts) == 1 and size.constant == 0 and size.parts[0][0].name.startswith(OPEN)


def _written(size: Affine) -> t.Node:
    """A size as a node."""
    parts: list[t.Node] = []
    for index, times in size.parts:
        below = tuple(map(_written, index.of))
        parts += [t.Sym(index.name, (), below)] * abs(times)
    if size.constant:
        number = t.Num(str(abs(size.constant)))
        parts.append(number if size.constant > 0 else t.Neg(number))
    return parts[0] if len(parts) == 1 else t.Add(tuple(parts))
