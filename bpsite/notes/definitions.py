"""Which statements define a name, by its first use, and what is said of a second one."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpsite.notes.names import Names, relations
from bpsite.proof.scope.lookup import Definition
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.functions import OF_ARRAYS, OF_NUMBERS
from bpsite.proof.syntax.lexicon import exact, signature, spelled
from bpsite.proof.syntax.reading import Formula

EQUAL = ("=", r"\equiv")
INDEX = "a value for an index or a size"
_KNOWN = (*OF_NUMBERS, *OF_ARRAYS)


@dataclass(frozen=True)
class Defined:
    """A name that is defined where it is first used, and where that is."""

    name: str
    line: int
    column: int
    section: int


@dataclass
class Definitions:
    """The names that were defined so far."""

    names: Names
    made: dict[str, Defined] = field(default_factory=dict)  # by key
    anew: set[str] = field(default_factory=set)  # keys that got another definition later

    def target(self, formula: Formula) -> t.Sym | t.Call | str | None:
        """What a statement defines by its first use, or why it can't, or nothing."""
        target = stands_alone(formula)
        if target is None:
            return None
        body = relations(formula)[0].right
        if isinstance(target, t.Sym) and (why := self._why_not(target, body)) is not None:
            return why or None
        known = self.names.scope.known(Definition(symbol(target), params(target), body))
        if known is not None and len(known.params) != len(params(target)):
            self.forget(target)
            known = None
        return target if known is None else None

    def _why_not(self, target: t.Sym, body: t.Node) -> str | None:
        """Why a symbol is not defined here, nothing for a value that is put in, or None."""
        closed = is_closed(body)
        if self.names.is_index(target):
            plain = closed or isinstance(body, t.Sym)
            return INDEX if plain else f"{target.base} is a size in places, and a value in others"
        if target in t.walk(body):
            return f"an update: {target.base} stands on both sides"
        if closed:
            return ""
        if _is_moved(target, body):
            return f"a recursion: {target.base} rests on another {target.base}"
        return None

    def forget(self, target: t.Sym | t.Call) -> None:
        """Drops the definition of a name, which gets another one."""
        self.anew.add(key_of(target))
        scope = self.names.scope
        for table in (scope.exact, scope.general, scope.functions):
            for key in (key_of(target), signature(symbol(target)), symbol(target).base):
                table.pop(key, None)
        self.made.pop(key_of(target), None)

    def is_given(self, relation: t.Rel) -> bool:
        """Whether a relation gives a value to a symbol that has no definition."""
        alone = isinstance(relation.left, t.Sym) and key_of(relation.left) not in self.made
        return relation.sign in EQUAL and is_closed(relation.right) and alone


def stands_alone(formula: Formula) -> t.Sym | t.Call | None:
    """The symbol, or the function of symbols, alone on the left of a first sign of equality."""
    found = relations(formula)
    left = found[0].left if found and found[0].sign in EQUAL else None
    if isinstance(left, t.Call) and not left.primes and left.fn not in _KNOWN:
        symbols = {arg for arg in left.args if isinstance(arg, t.Sym)}
        return left if len(symbols) == len(left.args) else None
    return left if isinstance(left, t.Sym) else None


def is_closed(node: t.Node) -> bool:
    """Whether a node is a number, without any symbol or function of these notes."""
    parts = t.walk(node)
    return not any(
        isinstance(part, t.Sym | t.Fn) or (isinstance(part, t.Call) and part.fn not in _KNOWN)
        for part in parts
    )


def symbol(target: t.Sym | t.Call) -> t.Sym:
    """The symbol that a definition is of."""
    return target if isinstance(target, t.Sym) else t.Sym(target.fn)


def params(target: t.Sym | t.Call) -> tuple[t.Sym, ...]:
    """The parameters of a function that is defined."""
    args = target.args if isinstance(target, t.Call) else ()
    return tuple(arg for arg in args if isinstance(arg, t.Sym))


def key_of(part: t.Node) -> str:
    """The key of a symbol or a function among names that are defined."""
    if isinstance(part, t.Sym):
        return exact(part) or signature(part)
    return part.fn if isinstance(part, t.Call) else part.base if isinstance(part, t.Fn) else ""


def shown(target: t.Node) -> str:
    """A target as its author writes it."""
    if isinstance(target, t.Call):
        return f"{target.fn}({', '.join(map(shown, target.args))})"
    return spelled(target) if isinstance(target, t.Sym) else "it"


def _is_moved(target: t.Sym, body: t.Node) -> bool:
    """Whether a member of a family is defined by another one, as a step of an iteration is."""
    if target.member:
        return False
    return any(isinstance(p, t.Sym) and signature(p) == signature(target) for p in t.walk(body))
