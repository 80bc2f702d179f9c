"""One formula while it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpsite.pages import Mathematics, Page
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.reading import Formula
from bpsite.source import AuthorError


@dataclass
class Work:
    """A formula with its annotations, what it was read as, and the scope that it stands in."""

    page: Page
    formula: Mathematics
    notes: list[Note]
    scope: Scope
    read: Formula
    defined: list[Definition] = field(default_factory=list)
    errors: list[AuthorError] = field(default_factory=list)

    def note(self, key: str) -> Note | None:
        """The annotation with that key, if there is one."""
        return next((note for note in self.notes if note.key == key), None)

    def condition(self, relation: t.Rel) -> tuple[t.Rel, ...]:
        """Under which condition a relation of the formula is claimed."""
        claimed = (s for s in self.read.statements if any(r is relation for r in s.relations))
        return next((statement.condition for statement in claimed), ())

    def place(self, at: int) -> tuple[int, int]:
        """The line and column of an offset in the LaTeX."""
        return place(self.formula, at)


def place(formula: Mathematics, at: int) -> tuple[int, int]:
    """The line and column of an offset in a formula's LaTeX."""
    if formula.places:
        return formula.places[min(at, len(formula.places) - 1)]
    before = formula.latex[:at]
    line = before.count("\n")
    if not formula.display:
        return formula.line, formula.column + at
    return formula.line + line, formula.indent + at - (before.rfind("\n") + 1) + 1
