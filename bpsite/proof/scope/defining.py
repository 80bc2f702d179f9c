"""Definitions: which relation defines what, and what a block alone means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bpsite.pages import Page
from bpsite.proof.elaborate.shapes import sized_alone
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.work import Work
from bpsite.proof.syntax import reading
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon, exact, indices, signature, spelled
from bpsite.proof.syntax.marks import Define, Note, target_of
from bpsite.proof.syntax.parse import ProblemError, blanked
from bpsite.proof.syntax.reading import Formula

_SIGN = re.compile(r"<=|>=|=|<|>|\\(?:leq?|geq?|neq?|lt|gt|approx|to|in|equiv)(?![A-Za-z])")
_RANGE = re.compile(r"(?P<name>\\?\w+)\s*:\s*(?P<low>\d+)\s+to\s+(?P<high>\d+)$")


class Explainer:
    """Says where a symbol that is not known yet is defined."""

    def __init__(self, later: dict[str, int]) -> None:
        self.later = later

    def __call__(self, key: str) -> str:
        """The remedy for a symbol that the page defines further down."""
        line = self.later.get(key)
        return f"It is used before its definition in line {line}." if line else ""


class Prose(Lexicon):
    """The lexicon for mathematics that states nothing: a function's bare name will do."""


def signs(latex: str) -> Iterator[tuple[int, str]]:
    """The relation signs in a LaTeX text, with their offsets."""
    for found in _SIGN.finditer(blanked(latex)):
        yield found.start(), found[0]


def announce(defines: list[Define], latex: str, lexicon: Lexicon) -> None:
    """Lets the reader of a formula know the symbols that it defines."""
    for define in defines:
        target = define.target
        key = exact(target) or signature(target)
        if lexicon.of(target) is None:
            called = r"(?<![A-Za-z\\])" + re.escape(target.base) + r"\s*(\\left|\\[bB]ig+l?)?\s*\("
            function = key == target.base and re.search(called, blanked(latex))
            name = "function" if function else "real"
            lexicon.kinds[key] = Kind(name, over=indices(target), free=False)


def definition(
    relation: t.Rel, pending: list[Define], work: Work, scope: Scope
) -> Definition | None:
    """Takes in the definition that a relation is, if it is one."""
    if relation.sign not in ("=", r"\equiv"):
        return None
    for side, body in ((relation.left, relation.right), (relation.right, relation.left)):
        for define in pending:
            made = _matched(define, side, body, work)
            if made is not None and all(made.target != known.target for known in work.defined):
                _not_circular(made, side)
                _in_order(made, work.scope)
                work.scope.define(made, override=bool(define.extends))
                if scope is not work.scope:
                    scope.define(made, override=bool(define.extends))
                    key = exact(made.target) or signature(made.target)
                    scope.lexicon.kinds[key] = work.scope.lexicon.kinds[key]
                work.defined.append(made)
                return made
    return None


def _matched(define: Define, side: t.Node, body: t.Node, work: Work) -> Definition | None:
    where = f"{work.page.path}:{work.formula.line}"
    target = define.target
    if isinstance(side, t.Call) and side.fn == target.base and not side.primes:
        params = tuple(arg for arg in side.args if isinstance(arg, t.Sym))
        if len(params) == len(side.args):
            name = t.Sym(side.fn, span=side.span)
            return Definition(name, params, body, work.read.tag, where, define.bpcore)
    if not isinstance(side, t.Sym) or signature(side) != signature(target):
        return None
    if side.base != target.base or (exact(target) and exact(target) != exact(side)):
        return None
    return Definition(side, (), body, work.read.tag, where, define.bpcore)


def _not_circular(made: Definition, side: t.Node) -> None:
    name = made.target.base
    for node in t.walk(made.body):
        same = isinstance(node, t.Sym) and node == made.target
        called = getattr(node, "fn", "") if isinstance(node, t.Call) else ""
        bare = node.base if isinstance(node, t.Fn) else ""
        if same or (made.is_function and name in (called, bare)):
            raise ProblemError(side.span[0], f"{name} is defined by itself", "Define it by others.")


def _in_order(made: Definition, scope: Scope) -> None:
    """Raises if a definition uses a symbol of the same block that is defined further down."""
    for node in t.walk(made.body):
        if isinstance(node, t.Sym) and (exact(node) or not (node.upper or node.lower)):
            late = not scope.kind(node).free and scope.lookup(node) is None
            name = spelled(node)
        elif isinstance(node, t.Call | t.Fn):
            name = node.fn if isinstance(node, t.Call) else node.base
            kind = scope.lexicon.kind(name)
            late = kind is not None and not kind.free and name not in scope.functions
        else:
            continue
        if late and node not in made.params:
            message = f"{name} is used before its definition"
            raise ProblemError(
                node.span[0], message, "Move its definition up, or correct its index."
            )


def all_used(pending: list[Define], work: Work) -> None:
    """Raises for a `define` that no relation of the block answers to."""
    for define in pending:
        bases = {made.target.base for made in work.defined}
        if define.target.base not in bases:
            message = f"nothing here defines {spelled(define.target)}"
            remedy = "A definition has the symbol alone on one side of an equals sign."
            raise work.page.error(message, define.note.line, define.note.column, remedy)


def with_where(page: Page, notes: list[Note], scope: Scope) -> Scope:
    """The scope with what the `where` lines mean added, for one block."""
    local = scope.copy()
    for note in notes:
        if note.key == "where":
            _where(page, note, local)
    return local


def _where(page: Page, note: Note, scope: Scope) -> None:
    left, sign, right = note.text.partition("=")
    try:
        if not sign:
            raise ProblemError(0, "a `where` is an equation", r"% where: \hat{y} = \sigma(z)")
        target = target_of(page, note, left.strip(), scope.lexicon)
        body = sized_alone(reading.expression(right, scope.lexicon), scope)
    except ProblemError as problem:
        at = note.column + problem.at + (len(left) + 1 if sign else 0)
        raise page.error(problem.message, note.line, at, problem.remedy) from None
    key = exact(target) or signature(target)
    scope.lexicon.kinds.setdefault(key, Kind("real"))
    place = f"{page.path}:{note.line}"
    scope.define(Definition(target, (), body, None, place), override=True)


def with_dots(read: Formula, notes: list[Note], lexicon: Lexicon) -> Formula:
    r"""The formula with what `\ldots` stands for put in its place."""
    dots = [
        part
        for s in read.statements
        for side in s.sides
        for part in t.walk(side)
        if isinstance(part, t.Dots)
    ]
    if not dots:
        return read
    note = next((note for note in notes if note.key == "dots"), None)
    if note is None:
        raise ProblemError(dots[0].span[0], "what do the dots stand for?", "% dots: ...")
    meant = reading.expression(note.text, lexicon)
    statements = []
    for s in read.statements:
        sides = tuple(_undotted(side, meant) for side in s.sides)
        signs = zip(s.relations, sides, sides[1:], strict=False)
        relations = tuple(t.Rel(a, r.sign, b, span=r.span) for r, a, b in signs)
        statements.append(replace(s, sides=sides, relations=relations))
    return replace(read, statements=tuple(statements))


def _undotted(node: t.Node, meant: t.Node) -> t.Node:
    if isinstance(node, t.Dots):
        return replace(meant, span=node.span)
    return t.rebuild(node, lambda part: _undotted(part, meant))


def ranges(page: Page, notes: list[Note]) -> tuple[tuple[str, int, int], ...]:
    """The layers that `for` lines name."""
    found = []
    for note in notes:
        if note.key == "for":
            parts = _RANGE.match(note.text)
            if not parts:
                raise page.error("a range is l: 2 to 3", note.line, note.column, "% for l: 2 to 3")
            found.append((parts["name"], int(parts["low"]), int(parts["high"])))
    return tuple(found)


def refuse_conditions(condition: Sequence[t.Rel], scope: Scope) -> None:
    """Raises `ProblemError` for a condition on a definition that no declaration gives already."""
    for relation in condition:
        if not _declared(relation, scope):
            message = "a definition holds wherever its symbols are declared, and this says less"
            remedy = r"Declare it (% let x: real in (0, oo)), or define by \begin{cases}."
            raise ProblemError(relation.span[0], message, remedy)


def _declared(relation: t.Rel, scope: Scope) -> bool:
    """Whether a bound is one of those that a symbol was declared with."""
    left, sign, right = relation.left, relation.sign, relation.right
    if isinstance(left, t.Num):
        turned = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
        left, sign, right = right, turned.get(sign, sign), left
    if not isinstance(left, t.Sym) or not isinstance(right, t.Num):
        return False
    kind = scope.kind(left)
    declared = {
        ">": (kind.low, kind.closed[0]),
        r"\ge": (kind.low, kind.closed[0]),
        "<": (kind.high, kind.closed[1]),
        r"\le": (kind.high, kind.closed[1]),
    }
    return declared.get(sign) == (right.text, sign in (r"\le", r"\ge"))
