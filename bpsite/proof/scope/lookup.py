"""What is in scope: kinds, definitions, equations by number, and what rests on what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bpsite import source
from bpsite.proof.scope.instances import Binding, NoSuchIndexError, instantiate, integer
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon, Place, exact, signature, spelled
from bpsite.proof.syntax.parse import ProblemError

MOST_LAYERS = 60


class UndefinedSymbolError(ProblemError):
    """A member of a defined family that no definition covers."""

    def __init__(self, symbol: t.Sym) -> None:
        message = f"{spelled(symbol)} is not defined"
        super().__init__(symbol.span[0], message, "Define it, or correct its index.")


@dataclass(frozen=True)
class Definition:
    """What a symbol means: `target` is the symbol, or a function's name with `params`."""

    target: t.Sym
    params: tuple[t.Sym, ...]
    body: t.Node
    tag: str | None = None
    place: str = ""
    bpcore: str = ""

    @property
    def is_function(self) -> bool:
        """Whether it defines a function."""
        return bool(self.params)


@dataclass(frozen=True)
class Equation:
    """A numbered equation as a reason may use it."""

    tag: str
    page: str
    line: int
    relations: tuple[t.Rel, ...]
    defines: tuple[Definition, ...]
    rule: str = ""
    conditions: tuple[tuple[t.Rel, ...], ...] = ()  # for each relation, under which it holds
    ranges: tuple[tuple[str, int, int], ...] = ()  # the layers for which it is claimed
    local: bool = False  # whether its symbols mean something there alone
    false: bool = False

    def under(self, condition: tuple[t.Rel, ...]) -> list[t.Rel]:
        """The relations that hold where these conditions do."""
        pairs = zip(self.relations, self.conditions, strict=True)
        return [relation for relation, its in pairs if set(its) <= set(condition)]


@dataclass
class Scope:
    """All that a page may use at one place; grows as the page is read."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    exact: dict[str, Definition] = field(default_factory=dict)
    general: dict[str, Definition] = field(default_factory=dict)
    functions: dict[str, Definition] = field(default_factory=dict)
    equations: dict[str, Equation] = field(default_factory=dict)
    assumptions: list[t.Rel] = field(default_factory=list)
    lost: dict[str, source.Place] = field(default_factory=dict)  # what can't be read, and where
    layers: tuple[int, int] | None = field(default=None, compare=False, repr=False)
    bodies: dict[tuple[int, tuple[tuple[str, int], ...]], tuple[Definition, t.Node]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def copy(self) -> Scope:
        """A scope of its own that can grow apart."""
        lexicon = Lexicon(dict(self.lexicon.kinds), self.lexicon.explain, self.lexicon.arrays)
        parts = dict(self.exact), dict(self.general), dict(self.functions), dict(self.equations)
        return Scope(lexicon, *parts, list(self.assumptions), dict(self.lost))

    def add(self, other: Scope) -> None:
        """Takes in all that another page offers."""
        self.lexicon.kinds.update(other.lexicon.kinds)
        self.lexicon.arrays |= other.lexicon.arrays
        for mine, theirs in (
            (self.exact, other.exact),
            (self.general, other.general),
            (self.functions, other.functions),
        ):
            mine.update(theirs)
        self.equations.update(other.equations)
        self.lost.update(other.lost)
        known = set(map(id, self.assumptions))
        self.assumptions += [a for a in other.assumptions if id(a) not in known]

    def forget(self, names: Iterable[str]) -> None:
        """Drops the names that do not leave their page; what speaks of them is local to it."""
        dropped = set(names)
        for tag, equation in self.equations.items():
            if dropped & {base for relation in equation.relations for base in _bases(relation)}:
                self.equations[tag] = replace(equation, local=True)
        for name in dropped:
            self.lost.pop(name, None)
            for key in [k for k in self.lexicon.kinds if k.rstrip("^_") == name]:
                del self.lexicon.kinds[key]
                for table in (self.exact, self.general, self.functions):
                    table.pop(key, None)

    def lose(self, keys: Iterable[str], place: source.Place) -> None:
        """Takes note of what can't be read because of what stands at a place."""
        for key in keys:
            self.lost.setdefault(key, place)

    def define(self, definition: Definition, *, override: bool = False) -> None:
        """Takes in a definition. Raises `ProblemError` if the symbol has one already."""
        table, key = self._slot(definition)
        known = self.known(definition)
        if known and not override:
            where = f"({known.tag})" if known.tag else known.place
            at = definition.target.span[0]
            remedy = "Drop `define`: it is proved from the first definition; or use another name."
            raise ProblemError(
                at, f"{definition.target.base} is already defined, by {where}", remedy
            )
        table[key] = definition

    def known(self, definition: Definition) -> Definition | None:
        """The definition that stands in the way of another one."""
        table, key = self._slot(definition)
        found = table.get(key)
        if found is None and table is self.exact and signature(definition.target) in self.general:
            return self.general[signature(definition.target)]
        return found

    def _slot(self, definition: Definition) -> tuple[dict[str, Definition], str]:
        if definition.is_function:
            return self.functions, definition.target.base
        key = exact(definition.target)
        if key or not (definition.target.upper or definition.target.lower):
            return self.exact, key or definition.target.base
        return self.general, signature(definition.target)

    def lookup(self, symbol: t.Sym) -> tuple[Definition, Binding] | None:
        """The definition of a symbol with numbers for indices, and what its indices are then."""
        found = self.exact.get(exact(symbol) or symbol.base)
        if found is not None and bool(found.target.upper) == bool(symbol.upper):
            return found, {}
        general = self.general.get(signature(symbol)) if symbol.upper or symbol.lower else None
        return None if general is None else self._matched(general, symbol)

    def _matched(self, general: Definition, symbol: t.Sym) -> tuple[Definition, Binding] | None:
        binding: dict[str, int] = {}
        patterns = (*general.target.upper, *general.target.lower)
        for pattern, index in zip(patterns, (*symbol.upper, *symbol.lower), strict=True):
            value = integer(index, {})
            name, offset = offset_of(pattern)
            if name == "":
                if value != offset:
                    return None
            elif binding.setdefault(name, value - offset) != value - offset:
                return None
            if value > MOST_LAYERS or value - offset < 0:
                raise NoSuchIndexError
            if name and value - offset < self.first(name):
                return None
        return general, binding

    def definitions(self, name: str) -> list[Definition]:
        """The definitions of a family, of single members and of all others, or of a function."""
        known = (*self.exact.values(), *self.general.values(), *self.functions.values())
        return [made for made in known if signature(made.target) == name]

    def reached(self, name: str) -> Iterator[t.Sym | t.Call]:
        """The symbols and calls on which a family or a function rests, through definitions."""
        seen, waiting = set[str](), [name]
        while waiting:
            rest = waiting.pop()
            if rest in seen:
                continue
            seen.add(rest)
            bodies = [made.body for made in self.definitions(rest)]
            for part in (part for body in bodies for part in t.walk(body)):
                if isinstance(part, t.Sym | t.Call):
                    yield part
                    waiting.append(signature(part) if isinstance(part, t.Sym) else part.fn)

    def first(self, index: str) -> int:
        """The first number of a layer, if it was declared with a range."""
        kind = self.lexicon.kind(index)
        declared = kind is not None and kind.name == "layer" and kind.low.isdigit()
        return int(kind.low) if kind is not None and declared else 0

    def body(self, symbol: t.Sym, sizes: Binding) -> t.Node | None:
        """What a symbol is defined as, its indices being numbers; None for a free symbol."""
        found = self.lookup(symbol)
        if found is None and not self.kind(symbol).free:
            raise UndefinedSymbolError(symbol)
        if found is None:
            return None
        definition, binding = found
        return self._instance(definition, {**sizes, **binding})

    def _instance(self, definition: Definition, binding: Binding) -> t.Node:
        """A definition's body with numbers for indices, remembered."""
        key = (id(definition), tuple(binding.items()))
        if key not in self.bodies:
            made = instantiate(definition.body, binding, self.lexicon)
            self.bodies[key] = (definition, made)  # the definition lives on, so its id is its own
        return self.bodies[key][1]

    def kind(self, symbol: t.Sym) -> Kind:
        """The kind of a symbol; what is defined is real."""
        kind = self.lexicon.of(symbol) or Kind("real")
        if not kind.dims or not (symbol.upper or symbol.lower):
            return kind
        pairs = zip(kind.over, (*symbol.upper, *symbol.lower), strict=False)
        return kind.at({n: int(i.text) for n, i in pairs if isinstance(i, t.Num)})


def offset_of(pattern: t.Node) -> Place:
    """An index as a name and an offset: l+1 is ("l", 1), 3 is ("", 3). Raises `ProblemError`."""
    if isinstance(pattern, t.Num):
        return "", int(pattern.text)
    if isinstance(pattern, t.Sym):
        return pattern.base, 0
    if isinstance(pattern, t.Add) and isinstance(pattern.terms[0], t.Sym):
        rest = sum(integer(term, {}) for term in pattern.terms[1:])
        return pattern.terms[0].base, rest
    raise ProblemError(pattern.span[0], "an index in a definition is l, l+1 or a number")


def _bases(node: t.Node) -> Iterator[str]:
    """The names of symbols and functions in a node, without their indices and primes."""
    for part in t.walk(node):
        match part:
            case t.Sym(base) | t.Fn(base) | t.Call(base):
                yield base
