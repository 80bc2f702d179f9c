"""Makes the verdict on a relation of all that was found: its words, its place, its copies."""

from __future__ import annotations

from collections.abc import Iterator

from bpsite.pages import Mathematics, Page
from bpsite.proof.decide.found import Found
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate.labels import Label, labels
from bpsite.proof.export import numpy_text, sympy_text
from bpsite.proof.scope.defining import signs
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.work import Work, place
from bpsite.proof.syntax import marks
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import exact, signature
from bpsite.proof.syntax.parse import blanked
from bpsite.proof.verdict import Verdict


def verdict_on(work: Work, found: Found) -> Verdict:
    """The verdict on a relation. Raises `AuthorError` where shapes can't be shown."""
    relation, outcome, own = found.relation, found.outcome, found.read is work.read
    at = found.offset + relation.span[0]
    line, column = work.place(at if outcome.at is None else outcome.at)
    rests = _rests_on(relation, found.definition, work) if own else ()
    return Verdict(
        work.page.path,
        line,
        column,
        work.read.tag,
        found.step,
        found.read.text(relation.left),
        relation.sign,
        found.read.text(relation.right),
        outcome.verdict,
        outcome.method,
        ms=found.ms,
        detail=_detail(relation, outcome),
        remedy=outcome.remedy,
        reason=found.reason,
        given=marks.in_words(work.page, work.formula, work.notes) if own else "",
        shapes=_labels(work, relation, outcome) if own else (),
        depends_on=tuple(dict.fromkeys([*rests, *found.cited])),
        bpcore=found.definition.bpcore if found.definition else "",
        numpy=numpy_text(relation, work.scope) if found.step else "",
        sympy=sympy_text(relation, work.scope) if found.step and not work.note("assume") else "",
        test=_test_name(work, found, line, column),
        source_line=work.page.line(line),
        equation_line=work.formula.line,
    )


def _detail(relation: t.Rel, outcome: Outcome) -> str:
    if outcome.verdict != "failed" or not outcome.detail.startswith("at "):
        return outcome.detail
    said = "left and right differ" if relation.sign == "=" else "does not hold"
    return f"{said} {outcome.detail}"


def _labels(work: Work, relation: t.Rel, outcome: Outcome) -> tuple[Label, ...]:
    """The shapes of the relation's factors, if the equation asks for them."""
    note = work.note("shapes")
    if note is None or outcome.verdict == "bound":
        return ()
    marks.refuse_words(work.page, note)
    if not work.scope.lexicon.arrays:
        message, remedy = "nothing here has a shape", "Drop % shapes."
        raise work.page.error(message, note.line, note.column, remedy)
    return labels(relation, work.scope, work.condition(relation))


def _rests_on(relation: t.Rel, definition: Definition | None, work: Work) -> tuple[str, ...]:
    """The numbers of the definitions whose symbols a relation uses."""
    found: dict[str, None] = {}
    for node in t.walk(relation):
        for known in _definitions(node, work.scope):
            if known.tag is not None and known is not definition and known.tag != work.read.tag:
                found[known.tag] = None
    return tuple(found)


def _definitions(node: t.Node, scope: Scope) -> Iterator[Definition]:
    known: list[Definition | None] = []
    if isinstance(node, t.Sym):
        known = [scope.exact.get(exact(node) or node.base), scope.general.get(signature(node))]
    elif isinstance(node, t.Call | t.Fn):
        name = node.fn if isinstance(node, t.Call) else node.base
        known = [scope.functions.get(name)]
    yield from [definition for definition in known if definition is not None][:1]


def _test_name(work: Work, found: Found, line: int, column: int) -> str:
    where = f"({work.read.tag})" if work.read.tag else f"{line}:{column}"
    own = found.read is work.read
    what = f"step {found.step}" if own else f"reason {line}:{column}"
    return f"{work.page.path}::{where}::{what}"


def of_signs(page: Page, formula: Mathematics, outcome: Outcome) -> Iterator[Verdict]:
    """The verdict on every relation sign of a formula that is not read, by its place alone."""
    for step, (at, sign) in enumerate(signs(blanked(formula.latex)), 1):
        line, column = place(formula, at)
        yield Verdict(
            page.path,
            line,
            column,
            None if formula.tag is None else str(formula.tag),
            step,
            "",
            sign,
            "",
            outcome.verdict,
            outcome.method,
            detail=outcome.detail,
            source_line=page.line(line),
            equation_line=formula.line,
        )
