"""Reads a statement with names that may be unknown, and tells which these are."""

from __future__ import annotations

from bpsite.proof.syntax import reading
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon
from bpsite.proof.syntax.reading import Formula


class Open(Lexicon):
    """A lexicon in which what is unknown is a real number; `met` has each such symbol."""

    def __init__(self, known: Lexicon, *, differentials: bool) -> None:
        super().__init__(dict(known.kinds), arrays=known.arrays)
        self.own = {"e", r"\pi", r"\infty", r"\partial"}  # what the reader itself knows
        self.own |= ({"I"} if known.arrays else set()) | ({"d"} if differentials else set())
        self.met: dict[str, t.Sym] = {}

    def of(self, symbol: t.Sym) -> Kind | None:
        """What is known of a symbol; an unknown one is noted."""
        kind = super().of(symbol)
        if kind is not None or (symbol == t.Sym(symbol.base) and symbol.base in self.own):
            return kind
        self.met.setdefault(symbol.member or symbol.family, symbol)
        return Kind("real")


def read(latex: str, known: Lexicon, *, differentials: bool) -> tuple[Formula, dict[str, t.Sym]]:
    """A statement, and the symbols in it that are not known yet. Raises `ProblemError`.

    With `differentials`, `d` stands for those of derivatives and is no symbol.
    """
    lexicon = Open(known, differentials=differentials)
    formula = reading.read(latex, lexicon)
    bound = {
        part.index for side in _sides(formula) for part in t.walk(side) if isinstance(part, t.Big)
    }
    return formula, {key: symbol for key, symbol in lexicon.met.items() if key not in bound}


def _sides(formula: Formula) -> list[t.Node]:
    return [side for statement in formula.statements for side in statement.sides]
