"""The names of a file of notes: what each was declared as or taken for, in a growing scope."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bpsite.notes.files import Notes
from bpsite.notes.infer import Inferred
from bpsite.notes.reading import read
from bpsite.notes.sizes import Shape, Sizes
from bpsite.pages import Page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import marks
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, exact, signature, spelled
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.reading import Formula
from bpsite.source import AuthorError

_FIRST = ("natural", "example", "layer", "index", "function")


class Names:
    """The names that are known, and the scope in which the checker knows them."""

    def __init__(self, notes: Notes, inferred: Inferred) -> None:
        self.inferred = inferred
        self.scope = Scope()
        self.kinds: dict[str, str] = {}  # as a front matter has them
        self.shapes: dict[str, Shape] = {}
        self.strict = notes.declares
        if self.strict:
            self._declare_all(notes, Page(notes.path, notes.text, notes.meta, (), ()))
        self._infer_all(Page(notes.path, "", {}, (), ()))
        self.sizes = set(re.findall(r"\b[A-Za-z]\w*|\d+", " ".join(self.kinds.values())))
        self.scope.lexicon.arrays |= bool(inferred.arrays)

    def _declare_all(self, notes: Notes, page: Page) -> None:
        """Takes in what is declared; only what is called like a function is inferred beside it."""
        given = self.inferred
        called = {name: kind for name, kind in given.kinds.items() if kind == "function"}
        self.inferred = replace(given, kinds=called, doubts={}, arrays={})
        for note in (*marks.of_front_matter(page), *_lets(notes)):
            marks.declare(page, note, self.scope.lexicon)
            names, _, kind = note.text.rpartition(":")
            for name in marks.split(names):
                self.kinds[name] = kind.strip()
                self.inferred.kinds[name] = kind.strip()
                self.inferred.valued.pop(name, None)

    def _infer_all(self, page: Page) -> None:
        found = sorted(self.inferred.kinds.items(), key=lambda pair: not pair[1].startswith(_FIRST))
        for name, kind in found:
            if name in self.kinds:
                continue
            try:
                marks.declare(page, Note("let", f"{name}: {kind}", 1, 1), self.scope.lexicon)
            except AuthorError as error:
                self.inferred.doubts[name] = f"what {name} is can't be inferred: {error.message}"
            else:
                self.kinds[name] = kind

    def read(self, latex: str) -> tuple[Formula, dict[str, t.Sym]]:
        """A statement, and the symbols that it brings. Raises `ProblemError`."""
        return read(latex, self.scope.lexicon, differentials=self.inferred.differentials)

    def survey(self, formula: Formula, unknown: dict[str, t.Sym], sizes: Sizes) -> None:
        """Learns from a statement, before all are decided, which sizes are equal."""
        for key, symbol in unknown.items():
            array = self._array(symbol)
            if array and key not in sizes.shapes:
                rows = self.inferred.size()
                sizes.shapes[key] = rows, self.inferred.size() if array == "matrix" else "1"
        for part in parts(formula):
            kind = self.scope.lexicon.of(part) if isinstance(part, t.Sym) else None
            if isinstance(part, t.Sym) and kind is not None and kind.array:
                rows, columns = (*kind.dims, "1")[:2]
                sizes.shapes[part.member or part.family] = rows, columns
        for relation in relations(formula):
            sizes.learn(relation)

    def take(self, unknown: dict[str, t.Sym]) -> None:
        """Declares the symbols that a statement brings, as what their names were taken for."""
        for key, symbol in unknown.items():
            if key not in self.scope.lexicon.kinds:
                kind = self._kind(symbol)
                self.scope.lexicon.kinds[key] = kind
                self.kinds[spelled(symbol)] = _text(kind)

    def announce(self, target: t.Sym | t.Call) -> None:
        """Makes a name one that is defined, and no free symbol any more."""
        kinds = self.scope.lexicon.kinds
        if isinstance(target, t.Call):
            kinds[target.fn] = Kind("function", free=False)
            return
        key = exact(target) or signature(target)
        known = kinds.get(key)
        if known is None or not known.array:
            kinds[key] = Kind("real", over=self._over(target), free=False)
        self.kinds.pop(spelled(target), None)

    def is_index(self, symbol: t.Sym) -> bool:
        """Whether a symbol is an index, a layer, an example or a size."""
        kind = self.scope.lexicon.of(symbol)
        return kind is not None and (kind.indexes or kind.name in ("natural", "example"))

    def _array(self, symbol: t.Sym) -> str:
        """Whether a symbol is a vector or a matrix, or nothing."""
        array = self.inferred.arrays.get(symbol.base, "")
        is_entry = symbol.lower and symbol.base in self.scope.lexicon.kinds
        return "" if not array or is_entry else array.split()[0]

    def _kind(self, symbol: t.Sym) -> Kind:
        array = self._array(symbol)
        shape = self.shapes.get(symbol.member or symbol.family)
        if not array or shape is None:
            return Kind("real", over=self._over(symbol))
        return Kind(array, dims=shape[: 1 + (array == "matrix")], over=self._over(symbol))

    def _over(self, symbol: t.Sym) -> tuple[str, ...]:
        """The indices with which a symbol is declared; a size as an index is none of them."""
        names = [i.base for i in (*symbol.upper, *symbol.lower) if isinstance(i, t.Sym)]
        return tuple(name for name in names if self.scope.lexicon.is_index(name))


_LET = re.compile(r"^[ \t]*%[ \t]*let[ \t]+(?P<text>.+?)[ \t]*$", re.MULTILINE)


def _lets(notes: Notes) -> Iterator[Note]:
    """The `% let` lines in display formulas."""
    for formula in notes.formulas:
        for found in _LET.finditer(formula.latex.text if formula.display else ""):
            line, column = notes.place(formula.latex.at[found.start("text")])
            yield Note("let", found["text"], line, column)


def parts(formula: Formula) -> Iterable[t.Node]:
    """All nodes of a formula."""
    for statement in formula.statements:
        for side in statement.sides:
            yield from t.walk(side)


def relations(formula: Formula) -> list[t.Rel]:
    """The relations of a formula, in order."""
    return [relation for statement in formula.statements for relation in statement.relations]


def _text(kind: Kind) -> str:
    return f"{kind.name} {' x '.join(kind.dims)}" if kind.array else kind.name
