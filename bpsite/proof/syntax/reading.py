"""From Lark's tree to the frozen tree: what each juxtaposition means, or why it is ambiguous."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.factors import ProductReader
from bpsite.proof.syntax.lexicon import Lexicon
from bpsite.proof.syntax.parse import ProblemError, Reason, parse
from bpsite.proof.syntax.scripts import Branch, branches, span

_CONDITION = re.compile(r"(for all|for|if|when|where)?")


@dataclass(frozen=True)
class Statement:
    """A chain of relations with its reason; `continued`: its first side is the row before's."""

    sides: tuple[t.Node, ...]
    relations: tuple[t.Rel, ...]
    condition: tuple[t.Rel, ...] = ()
    reason: Reason | None = None
    continued: bool = False
    in_rows: bool = False


@dataclass(frozen=True)
class Formula:
    """All that one formula states; `bounds` are signs that state nothing (ranges, conditions)."""

    latex: str
    statements: tuple[Statement, ...]
    bounds: tuple[t.Rel, ...]
    tag: str | None

    def text(self, node: t.Node) -> str:
        """A node's own LaTeX."""
        return self.latex[slice(*node.span)].strip()


def read(latex: str, lexicon: Lexicon) -> Formula:
    """The formula with its statements. Raises `ProblemError`."""
    raw = parse(latex)
    reader = ProductReader(latex, lexicon)
    tag, statements = None, []
    for child in branches(raw):
        if child.data == "tag":
            tag = str(child.children[0]).removeprefix(r"\tag{").removesuffix("}")
        elif child.data == "rows":
            statements = _rows(child, reader)
        else:
            statements = _statements(child, reader)
    return Formula(latex, tuple(statements), tuple(reader.bounds), tag)


def expression(latex: str, lexicon: Lexicon) -> t.Node:
    """The one expression that a text is. Raises `ProblemError` if it is more than that."""
    formula = read(latex, lexicon)
    if len(formula.statements) != 1 or len(formula.statements[0].sides) != 1:
        raise ProblemError(0, "one expression is wanted here", "Write it without a relation sign.")
    return formula.statements[0].sides[0]


def _rows(branch: Branch, reader: ProductReader) -> list[Statement]:
    found: list[Statement] = []
    for row in branches(branch):
        if row.data == "whole_row":
            found += _statements(branches(row)[0], reader)
        else:
            found.append(_row(row, reader, found[-1] if found else None))
    return found


def _row(row: Branch, reader: ProductReader, before: Statement | None) -> Statement:
    parts = {part.data: part for part in branches(row)}
    reason = _reason(parts["reason"]) if "reason" in parts else None
    head = [parts["sum"]] if "sum" in parts else []
    sides = [replace(reader.read(side), span=span(side)) for side in head]
    if not sides and before is None:
        raise ProblemError(
            span(row)[0], "the first step has no left side", "Write it before the &."
        )
    start = sides if sides or before is None else [before.sides[-1]]
    chain = _chain(branches(parts["steps"]), start, reader)
    return Statement(*chain, reason=reason, continued=not sides, in_rows=True)


def _reason(branch: Branch) -> Reason:
    text = str(branch.children[0])
    start = text.index("{") + 1
    return Reason(text[start:-1], span(branch)[0] + start)


def _chain(
    parts: list[Branch], head: list[t.Node], reader: ProductReader
) -> tuple[tuple[t.Node, ...], tuple[t.Rel, ...]]:
    sides, relations = list(head), []
    sign, place = "", (0, 0)
    for part in parts:
        if part.data == "relation":
            sign, place = str(part.children[0]), span(part)
        else:
            sides.append(replace(reader.read(part), span=span(part)))
            if sign:
                relations.append(t.Rel(sides[-2], plain_sign(sign), sides[-1], span=place))
    return tuple(sides), tuple(relations)


_SIGNS = {r"\leq": r"\le", r"\geq": r"\ge", "<=": r"\le", ">=": r"\ge", r"\neq": r"\ne"}
_SIGNS |= {r"\lt": "<", r"\gt": ">"}


def plain_sign(sign: str) -> str:
    """One spelling for each relation sign."""
    return _SIGNS.get(sign, sign)


def _statements(branch: Branch, reader: ProductReader) -> list[Statement]:
    found: list[Statement] = []
    before = 0
    for item in branches(branch):
        _no_comma_in_a_number(reader.text, before, span(item)[0])
        before = span(item)[1]
        if item.data == "item":
            found.append(Statement(*_chain(branches(branches(item)[0]), [], reader)))
            _states_something(found[-1], reader.lexicon)
        elif item.data == "worded":
            _worded(item, reader, found)
    return found


_BETWEEN_DIGITS = re.compile(r"\d,\d")


def _no_comma_in_a_number(text: str, before: int, after: int) -> None:
    """Raises `ProblemError` where the comma between two statements stands between two digits."""
    if before and _BETWEEN_DIGITS.fullmatch(text[before - 1 : after + 1]):
        remedy = "Write a decimal point, or a space behind the comma."
        raise ProblemError(before, "a comma between two digits", remedy)


def _states_something(statement: Statement, lexicon: Lexicon) -> None:
    """Raises `ProblemError` for a bracket alone, unless it is one of indices: it has a value."""
    side = statement.sides[0]
    if statement.relations or not isinstance(side, t.Indicator):
        return
    symbols = {part.base for part in t.walk(side) if isinstance(part, t.Sym)}
    if not symbols or not all(map(lexicon.is_index, symbols)):
        raise ProblemError(side.span[0], "a bracket alone states nothing", "Drop the brackets.")


def _worded(item: Branch, reader: ProductReader, found: list[Statement]) -> None:
    """A chain after words is a condition of the statement before, or, after `and`, a statement."""
    words = str(item.children[0]).partition("{")[2].rstrip("}").strip()
    chain = _chain(branches(branches(item)[0]), [], reader)
    if words in ("and", "so", "with", "also", "then"):
        found.append(Statement(*chain))
    elif _CONDITION.fullmatch(words) and found and chain[1]:
        before = found.pop()
        reader.bounds += chain[1]
        found.append(Statement(before.sides, before.relations, before.condition + chain[1]))
    else:
        remedy = r"Write \text{for } or \text{if } before a condition, \text{and } otherwise."
        raise ProblemError(span(item)[0], f"the words {words!r} have no meaning here", remedy)
