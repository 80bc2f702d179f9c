"""Reads a page in order: its declarations, its formulas, and a verdict for each relation."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bpsite.pages import Mathematics, Page
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.elaborate import shapes
from bpsite.proof.justify.rules import NAMED
from bpsite.proof.relations import Made, verdicts
from bpsite.proof.report import of_signs
from bpsite.proof.scope import blanks, defining
from bpsite.proof.scope.lookup import Equation, Scope
from bpsite.proof.scope.lost import EVERYTHING, lost_with, waits_for
from bpsite.proof.scope.work import Work, place
from bpsite.proof.syntax import marks, reading
from bpsite.proof.syntax.lexicon import Kind, Lexicon, exact, signature
from bpsite.proof.syntax.marks import Note
from bpsite.proof.syntax.parse import ProblemError
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
        checked.verdicts += of_signs(page, formula, Outcome("informal", marked.text))
        return
    missing = waits_for(formula.latex, checked.scope.lost)
    if missing is not None:
        checked.scope.lose(lost_with(formula, notes), missing)
        checked.verdicts += of_signs(page, formula, Outcome("undecided", WAITS, str(missing)))
        return
    if watch is not None:
        watch(formula, notes, checked.scope)
    if not (checked.decides or notes or formula.tag):
        return  # nothing on the page can rest on it
    checked.verdicts += check_formula(page, formula, notes, checked)


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
        decided = list(verdicts(work, made, hasty=checked.hasty)) if checked.decides else []
        _register(work, scope)
        checked.errors += work.errors
        return decided


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


__all__ = ["Checked", "check_formula", "check_page", "read_page"]
