"""Reads a page in order: its declarations, its formulas, and a verdict for each relation."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from bpsite.pages import Mathematics, Page
from bpsite.proof.decide.domain import where
from bpsite.proof.decide.judging import agrees_with_extended, decide, refuted
from bpsite.proof.decide.proving import refuse_assumption
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate import shapes
from bpsite.proof.elaborate.labels import Label, labels
from bpsite.proof.export import numpy_text, sympy_text
from bpsite.proof.justify import steps
from bpsite.proof.justify.bounds import chain_sign
from bpsite.proof.justify.rules import NAMED
from bpsite.proof.scope import blanks, defining
from bpsite.proof.scope.lookup import Definition, Equation, Scope
from bpsite.proof.scope.lost import EVERYTHING, lost_with, waits_for
from bpsite.proof.scope.work import Work, place
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import marks, reading
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon, exact, signature
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.parse import ProblemError, blanked
from bpsite.proof.syntax.reading import Statement
from bpsite.proof.verdict import WAITS, Verdict
from bpsite.source import AuthorError


@dataclass
class Checked:
    """A page's verdicts and errors, and the scope that it hands on."""

    page: Page
    scope: Scope
    verdicts: list[Verdict] = field(default_factory=list)
    errors: list[AuthorError] = field(default_factory=list)
    decides: bool = True  # whether more than the definitions is wanted
    hasty: bool = False  # whether the first bad verdict is enough

    @property
    def good(self) -> bool:
        """Whether nothing was found to be wrong."""
        return not self.errors and all(verdict.good for verdict in self.verdicts)


Watch = Callable[[Mathematics, list[Note], Scope], None]
Made = dict[int, Definition]  # by the identity of the relation that is the definition


def check_page(
    page: Page,
    scope: Scope,
    watch: Watch | None = None,
    wanted: Container[int] | None = None,
    *,
    hasty: bool = False,
) -> Checked:
    """Checks a page in a scope that holds what it builds on; the scope grows.

    `watch` sees each formula with its annotations and the scope before it. Of the formulas that are
    not in `wanted` the definitions are taken, and no more; what is wrong with the page as a whole
    is found together with its first formula. `hasty` ends with the first thing that is wrong.
    """
    wanted = range(len(page.mathematics) + 1) if wanted is None else wanted
    checked, read = Checked(page, scope, hasty=hasty), Checked(page, scope, decides=False)
    whole = checked if 0 in wanted else read
    try:
        inline = marks.of_inline(page)
        for note in marks.of_front_matter(page):
            marks.declare(page, note, scope.lexicon)
    except AuthorError as error:
        whole.errors.append(error)
        scope.lost[EVERYTHING] = error.place
        return checked
    scope.lexicon.explain = _explainer(page, inline)
    met: set[str] = set()
    for number, formula in enumerate(page.mathematics):
        into = checked if number in wanted else read
        try:
            _formula(formula, inline, met, into, watch)
        except AuthorError as error:
            into.errors.append(error)
            scope.lose(lost_with(formula, inline.get(formula.latex.strip(), [])), error.place)
        if hasty and not into.good:
            return checked
    _unused(page, inline, met, whole)
    return checked


def read_page(page: Page, scope: Scope) -> Scope:
    """The scope grown by what a page declares and defines; nothing is decided."""
    return check_page(page, scope, wanted=range(0)).scope


def _unused(page: Page, inline: dict[str, list[Note]], met: set[str], checked: Checked) -> None:
    for latex, notes in inline.items():
        if latex not in met:
            message = f"no inline mathematics reads {latex}"
            remedy = "Copy the LaTeX as it stands in the text."
            checked.errors.append(page.error(message, notes[0].line, 1, remedy))


def _explainer(page: Page, inline: dict[str, list[Note]]) -> defining.Explainer:
    """Says where a symbol that is not known yet will be."""
    later: dict[str, int] = {}
    lexicon = Lexicon()
    groups = list(inline.values())
    for formula in page.mathematics:
        with suppress(AuthorError):  # it is reported where the formula is checked
            groups += [marks.of_display(page, formula)] if formula.display else []
    for note in (note for notes in groups for note in notes if note.key == "define"):
        with suppress(AuthorError):
            for define in marks.defines(page, [note], lexicon):
                key = exact(define.target) or signature(define.target)
                later.setdefault(key, note.line)
    return defining.Explainer(later)


def _formula(
    formula: Mathematics,
    inline: dict[str, list[Note]],
    met: set[str],
    checked: Checked,
    watch: Watch | None,
) -> None:
    page = checked.page
    if formula.display:
        notes = blanks.marked(page, marks.of_display(page, formula))
        formula = blanks.filled(formula, notes)
    else:
        latex = formula.latex.strip()
        notes = [] if latex in met else inline.get(latex, [])
        again = [note for note in inline.get(latex, []) if note.key not in ("define", "let")]
        notes = notes or again
        met.add(latex)
    for note in notes:
        if note.key == "let":
            marks.declare(page, note, checked.scope.lexicon)
    marked = next((note for note in notes if note.key == "informal"), None)
    if marked is not None:
        checked.verdicts += _signs(page, formula, Outcome("informal", marked.text))
        return
    missing = waits_for(formula.latex, checked.scope.lost)
    if missing is not None:
        checked.scope.lose(lost_with(formula, notes), missing)
        checked.verdicts += _signs(page, formula, Outcome("undecided", WAITS, str(missing)))
        return
    if watch is not None:
        watch(formula, notes, checked.scope)
    if not (checked.decides or notes or formula.tag):
        return  # nothing on the page can rest on it
    checked.verdicts += check_formula(page, formula, notes, checked)


def _signs(page: Page, formula: Mathematics, outcome: Outcome) -> Iterator[Verdict]:
    """Every relation sign of a formula that is not read, by its place alone."""
    for step, (at, sign) in enumerate(defining.signs(blanked(formula.latex)), 1):
        line, column = place(formula, at)
        yield Verdict(
            page.path,
            line,
            column,
            _tag(formula),
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


def _tag(formula: Mathematics) -> str | None:
    return None if formula.tag is None else str(formula.tag)


def check_formula(
    page: Page, formula: Mathematics, notes: list[Note], checked: Checked
) -> list[Verdict]:
    """The verdicts on one formula. Raises `AuthorError` if it can't be read."""
    scope = checked.scope
    with placed(page, formula):
        found = taken(page, formula, notes, scope)
        if found is None:
            return []
        work, made = found
        _unique(work)
        _marked_steps_exist(work, made)
        verdicts = list(_verdicts(work, made, hasty=checked.hasty)) if checked.decides else []
        _register(work, scope)
        checked.errors += work.errors
        return verdicts


@contextmanager
def placed(page: Page, formula: Mathematics) -> Iterator[None]:
    """Gives what is wrong with a formula its place in the file."""
    try:
        yield
    except ProblemError as problem:
        line, column = place(formula, problem.at)
        raise page.error(problem.message, line, column, problem.remedy) from None
    except RecursionError:
        message = "this formula is nested too deeply"
        raise page.error(message, formula.line, formula.column, "Name a part of it.") from None


def taken(
    page: Page, formula: Mathematics, notes: list[Note], scope: Scope
) -> tuple[Work, Made] | None:
    """The formula as it is read, and its definitions, taken into the scope.

    Nothing for one without a relation sign. Raises `ProblemError`, and `AuthorError` for a note.
    """
    local = scope
    defines = marks.defines(page, notes, scope.lexicon)
    if any(note.key == "where" for note in notes):
        local = defining.with_where(page, notes, scope)
    defining.announce(defines, formula.latex, local.lexicon)
    if not any(sign for sign in defining.signs(formula.latex)):
        _prose(formula, local)
        return None
    read = defining.with_dots(reading.read(formula.latex, local.lexicon), notes, local.lexicon)
    work = Work(page, formula, notes, local, shapes.sized(read, local))
    return work, _made(work, defines, scope)


def _prose(formula: Mathematics, scope: Scope) -> None:
    """Mathematics without a relation sign must be readable, with names known on the page."""
    explain = scope.lexicon.explain
    later = explain.later if isinstance(explain, defining.Explainer) else {}
    unknown = {key: Kind("real") for key in later if key not in scope.lexicon.kinds}
    kinds = {**unknown, **scope.lexicon.kinds}
    reading.read(formula.latex, defining.Prose(kinds, arrays=scope.lexicon.arrays))


def _made(work: Work, defines: list[marks.Define], scope: Scope) -> Made:
    made = {
        id(relation): found
        for statement in work.read.statements
        for relation in statement.relations
        if (found := defining.definition(relation, defines, work, scope)) is not None
    }
    defining.all_used(defines, work)
    return made


def _verdicts(work: Work, made: Made, *, hasty: bool) -> Iterator[Verdict]:
    for verdict in _statements(work, made):
        yield verdict
        if hasty and not verdict.good:
            return
    for relation in work.read.bounds:
        yield _verdict(work, 0, relation, Outcome("bound", "a range or a condition"))


def _statements(work: Work, made: Made) -> Iterator[Verdict]:
    before = 0
    head: t.Node | None = None
    row: list[t.Rel] = []
    for statement in work.read.statements:
        if not statement.continued:
            head, row = statement.sides[0], []
        defined = any(id(relation) in made for relation in statement.relations)
        verdicts = list(_relations(work, statement, made, before))
        row += statement.relations
        before += len(statement.relations)
        if verdicts and head is not None and not defined:
            verdicts = _against_head(work, head, row, statement, verdicts)
        yield from _reasoned(work, statement, verdicts, defined=defined)


def _relations(work: Work, statement: Statement, made: Made, before: int) -> Iterator[Verdict]:
    """The verdicts on a statement's relations, each with the time that it took."""
    for step, relation in enumerate(statement.relations, before + 1):
        start = time.process_time()
        definition = made.get(id(relation))
        try:
            outcome = _outcome(work, relation, statement, definition, step)
        except ProblemError as problem:
            line, column = work.place(relation.span[0])
            error = work.page.error(problem.message, line, column, problem.remedy)
            work.errors.append(error)
            continue
        verdict = _verdict(work, step, relation, outcome, definition)
        yield replace(verdict, ms=round((time.process_time() - start) * 1000, 2))


def _reasoned(
    work: Work, statement: Statement, verdicts: list[Verdict], *, defined: bool
) -> list[Verdict]:
    """The verdicts with the statement's reason held, and the time that this took."""
    if not verdicts:
        return []
    start = time.process_time()
    held = steps.applied(work, statement, verdicts, defined=defined)
    spent = (time.process_time() - start) * 1000
    return [*held[:-1], replace(held[-1], ms=round(held[-1].ms + spent, 2))]


def _register(work: Work, scope: Scope) -> None:
    claimed = [
        (r, statement.condition) for statement in work.read.statements for r in statement.relations
    ]
    relations = [relation for relation, _ in claimed]
    rule = work.note("rule")
    if work.note("assume") is not None and not work.errors:
        scope.assumptions += relations
    if rule is not None and rule.text not in NAMED:
        remedy = f"One of: {', '.join(sorted(NAMED))}."
        raise work.page.error(f"{rule.text!r} is no rule", rule.line, rule.column, remedy)
    if work.read.tag is not None and relations:
        name = rule.text if rule else ""
        scope.equations[work.read.tag] = Equation(
            work.read.tag,
            work.page.path,
            work.formula.line,
            tuple(relations),
            tuple(work.defined),
            name,
            tuple(condition for _, condition in claimed),
            defining.ranges(work.page, work.notes),
            local=work.note("where") is not None,
            false=work.note("false") is not None,
        )


def _unique(work: Work) -> None:
    tag = work.read.tag
    if tag is not None and tag in work.scope.equations:
        known = work.scope.equations[tag]
        at = work.formula.latex.find(r"\tag")
        message = f"({tag}) is already the number of an equation ({known.page}:{known.line})"
        raise ProblemError(at, message, "Give it a number of its own.")


def _outcome(
    work: Work,
    relation: t.Rel,
    statement: Statement,
    definition: Definition | None,
    step: int,
) -> Outcome:
    claim = Claim(relation, statement.condition, defining.ranges(work.page, work.notes))
    if assumption := work.note("assume"):
        _takes_no_words(work, assumption)
        refuse_assumption(relation, statement.condition, work.scope)
        return Outcome("definition", "an assumption about declared symbols")
    if definition is not None:
        _shapes_fit(relation, work.scope)
        defining.refuse_conditions(statement.condition, work.scope)
        differs = agrees_with_extended(definition, work.scope, claim)
        return differs or _compared(definition, work.scope, claim)
    outcome = decide(claim, work.scope)
    if outcome.verdict == "proved" and relation.sign == "=":
        held = where(relation, statement.condition, work.scope, work.read.text)
        outcome = replace(outcome, method=", ".join(filter(None, [outcome.method, held])))
    return _refuted(work, outcome, step)


def _compared(definition: Definition, scope: Scope, claim: Claim) -> Outcome:
    """The verdict on a definition, which is compared with bpcore if it names a function there."""
    if not definition.bpcore:
        return Outcome("definition", "definition")
    from bpsite.proof.decide.cores import compared  # noqa: PLC0415 # loads NumPy and bpcore

    return compared(definition, scope, claim)


def _shapes_fit(relation: t.Rel, scope: Scope) -> None:
    """Raises `ProblemError` where shapes in a definition clash."""
    error = shapes.clash(relation, scope)
    if error is not None:
        raise ProblemError(error.at or 0, str(error), shapes.REMEDY)


def _refuted(work: Work, outcome: Outcome, step: int) -> Outcome:
    note = work.note("false")
    if note is None:
        return outcome
    number, words = marks.of_step(work.page, note)
    if number is not None and number != step:
        return outcome
    if outcome.verdict == "failed":
        return Outcome("false", words, outcome.detail)
    detail = f"marked false, but {outcome.verdict}"
    return Outcome("failed", outcome.method, detail)


def _takes_no_words(work: Work, note: Note) -> None:
    """Raises `AuthorError` for words that would say something and decide nothing."""
    if note.text.strip():
        message = f"{note.key} takes no words, and {note.text.strip()!r} would not be read"
        raise work.page.error(message, note.line, note.column, f"Write % {note.key} alone.")


def _marked_steps_exist(work: Work, made: Made) -> None:
    """Raises `AuthorError` where a mark of a false step marks nothing."""
    note = work.note("false")
    if note is None:
        return
    steps = [relation for each in work.read.statements for relation in each.relations]
    number, _ = marks.of_step(work.page, note)
    if number is not None and not 1 <= number <= len(steps):
        message, remedy = f"there is no step {number}", f"The steps are 1 to {len(steps)}."
    elif any(
        id(relation) in made for relation in (steps[number - 1 : number] if number else steps)
    ):
        message, remedy = "a definition can't be false", "Drop the mark, or `define`."
    else:
        return
    raise work.page.error(message, note.line, note.column, remedy)


def _against_head(
    work: Work, head: t.Node, row: list[t.Rel], statement: Statement, outcomes: list[Verdict]
) -> list[Verdict]:
    """Each chain holds against its head too: the first side and the last."""
    if len(row) < 2 or not all(verdict.good for verdict in outcomes) or work.note("false"):
        return outcomes
    sign = chain_sign([relation.sign for relation in row])
    if sign is None or work.note("assume") is not None:
        return outcomes
    whole = t.Rel(head, sign, row[-1].right, span=row[-1].span)
    claim = Claim(whole, statement.condition, defining.ranges(work.page, work.notes))
    outcome = refuted(claim, work.scope)  # that it is proved follows from its steps
    if outcome is None:
        return outcomes
    last = replace(
        outcomes[-1],
        verdict=outcome.verdict,
        detail=f"not what the chain began with, {outcome.detail}",
    )
    return [*outcomes[:-1], last]


def _verdict(
    work: Work,
    step: int,
    relation: t.Rel,
    outcome: Outcome,
    definition: Definition | None = None,
) -> Verdict:
    elsewhere = outcome.at is not None and outcome.verdict == "failed"
    line, column = work.place((outcome.at or 0) if elsewhere else relation.span[0])
    detail = outcome.detail
    if outcome.verdict == "failed" and detail.startswith("at "):
        detail = (
            f"left and right differ {detail}" if relation.sign == "=" else f"does not hold {detail}"
        )
    return Verdict(
        work.page.path,
        line,
        column,
        work.read.tag,
        step,
        work.read.text(relation.left),
        relation.sign,
        work.read.text(relation.right),
        outcome.verdict,
        outcome.method,
        detail=detail,
        bpcore=definition.bpcore if definition else "",
        given=marks.in_words(work.page, work.formula, work.notes),
        shapes=_labels(work, relation, outcome),
        numpy=numpy_text(relation, work.scope) if step else "",
        sympy="" if not step or work.note("assume") else sympy_text(relation, work.scope),
        depends_on=rests_on(relation, definition, work),
        remedy=outcome.remedy,
        source_line=work.page.line(line),
        equation_line=work.formula.line,
        test=_test_name(work, step, line, column),
    )


def _labels(work: Work, relation: t.Rel, outcome: Outcome) -> tuple[Label, ...]:
    """The shapes of the relation's factors, if the equation asks for them."""
    note = work.note("shapes")
    if note is None or outcome.verdict == "bound":
        return ()
    _takes_no_words(work, note)
    if not work.scope.lexicon.arrays:
        message, remedy = "nothing here has a shape", "Drop % shapes."
        raise work.page.error(message, note.line, note.column, remedy)
    return labels(relation, work.scope, work.condition(relation))


def rests_on(relation: t.Rel, definition: Definition | None, work: Work) -> tuple[str, ...]:
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


def _test_name(work: Work, step: int, line: int, column: int) -> str:
    tag = work.read.tag
    where = f"({tag})" if tag else f"{line}:{column}"
    return f"{work.page.path}::{where}::step {step}"


__all__ = ["Checked", "check_formula", "check_page", "read_page"]
