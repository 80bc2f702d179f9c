"""The statements of a file of notes, in the spelling that the grammar reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bpsite.notes.domains import Declared, declared
from bpsite.notes.files import Notes
from bpsite.notes.infer import Inferred
from bpsite.notes.meant import at_points, differentials, layered, layers, meant, primes, words
from bpsite.notes.notation import PLAIN_LAYER, spelled
from bpsite.notes.pieces import Listed, Piece, pieces
from bpsite.notes.sourced import Sourced
from bpsite.notes.wrapped import unwrapped

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")


@dataclass(frozen=True)
class Statement:
    """One statement of a file, with the number of the formula that it stands in."""

    latex: Sourced
    formula: int
    start: int  # where the formula begins in the file
    hedge: str = ""  # what the formula itself says that makes it hold only somewhere

    def meant(self, inferred: Inferred) -> Statement:
        """The statement as it is meant, once it is known which names are functions."""
        functions = {name for name, kind in inferred.kinds.items() if kind == "function"}
        latex = meant(self.latex, inferred.valued, functions)
        return replace(self, latex=primes(latex, inferred.primed))


@dataclass
class Said:
    """All that a file's formulas say: statements, and in passing ranges and kinds."""

    statements: list[Statement] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    plain_layers: bool = False  # whether layers stand above without brackets


def said(notes: Notes) -> Said:
    """What the formulas of a file say."""
    found = Said()
    for number, formula in enumerate(notes.formulas):
        latex = formula.latex.sub(_COMMENT, lambda _found: (1,))
        found.plain_layers |= bool(PLAIN_LAYER.search(latex.text))
        latex, declarations = declared(unwrapped(spelled(latex)))
        stated, ranges = pieces(latex)
        found.declared += declarations
        found.listed += ranges
        found.statements += [_statement(piece, number, formula.start) for piece in stated]
    names = layered(each.latex.text for each in found.statements)
    found.statements = [replace(s, latex=layers(s.latex, names)) for s in found.statements]
    return found


def _statement(piece: Piece, number: int, start: int) -> Statement:
    latex = at_points(words(differentials(piece.latex)))
    return Statement(latex, number, start, piece.hedge)
