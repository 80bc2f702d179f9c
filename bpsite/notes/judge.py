"""Decides the statements of notes in which nothing is declared, one after the other.

What is accepted is proved under what was inferred, and refuted is only what can't be meant in
another way: whatever is in doubt stays undecided, and says why.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bpsite.notes import surroundings
from bpsite.notes.beyond import UPDATE, beyond
from bpsite.notes.domains import Declared, declared
from bpsite.notes.doubts import Doubts, key_of
from bpsite.notes.files import Notes
from bpsite.notes.infer import Inferred, infer
from bpsite.notes.meant import differentials, meant, primes, words
from bpsite.notes.notation import spelled as in_one_spelling
from bpsite.notes.pieces import Listed, Piece, pieces
from bpsite.notes.reading import read
from bpsite.notes.rows import RELATION
from bpsite.notes.sizes import Shape, Sizes
from bpsite.notes.sourced import Sourced
from bpsite.notes.statement import Result
from bpsite.notes.wrapped import unwrapped
from bpsite.pages import Mathematics, Page
from bpsite.proof import notes as marks
from bpsite.proof import tree as t
from bpsite.proof.checker import Checked, check_formula
from bpsite.proof.functions import ENTRYWISE, OF_ARRAYS
from bpsite.proof.lexicon import Kind, exact, signature, spelled
from bpsite.proof.notes import Note
from bpsite.proof.reading import Formula
from bpsite.proof.record import Verdict
from bpsite.proof.scope import Definition, Scope
from bpsite.proof.syntax import ProblemError
from bpsite.source import AuthorError

MOST_SECONDS = 240.0
_EQUAL = ("=", r"\equiv")
_KNOWN = (*ENTRYWISE, *OF_ARRAYS)


@dataclass(frozen=True)
class Statement:
    """One statement of a file, with the number of the formula that it stands in."""

    piece: Piece
    formula: int
    start: int  # where the formula begins in the file


@dataclass(frozen=True)
class Defined:
    """A name that is defined where it is first used, and where that is."""

    name: str
    line: int
    column: int
    section: int


@dataclass
class Judged:
    """What a file's names were taken for, and what became of its statements."""

    notes: Notes
    inferred: Inferred
    results: list[Result] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)  # all names, as a front matter has them
    definitions: dict[str, Defined] = field(default_factory=dict)  # by key


def judge(notes: Notes) -> Judged:
    """Infers what the names are, and decides all statements."""
    statements, listed, said = _statements(notes)
    inferred = infer([each.piece.latex.text for each in statements], listed, said)
    found = [_as_meant(each, inferred) for each in statements]
    judged = Judged(notes, inferred)
    session = _Session(judged, _scope(judged))
    for each in said:
        line, column = notes.place(each.at)
        names = ", ".join(each.names)
        judged.results.append(Result("declared", line, column, names, each.kind))
    session.run(found)
    judged.results.sort(key=lambda result: (result.line, result.column))
    return judged


def _as_meant(each: Statement, inferred: Inferred) -> Statement:
    functions = {name for name, kind in inferred.kinds.items() if kind == "function"}
    latex = primes(meant(each.piece.latex, inferred.valued, functions), inferred.primed)
    return replace(each, piece=replace(each.piece, latex=latex))


def _statements(notes: Notes) -> tuple[list[Statement], list[Listed], list[Declared]]:
    statements: list[Statement] = []
    listed: list[Listed] = []
    said: list[Declared] = []
    for number, formula in enumerate(notes.formulas):
        latex = unwrapped(in_one_spelling(_without_comments(formula.latex)))
        latex, declarations = declared(latex)
        found, ranges = pieces(latex)
        said += declarations
        listed += ranges
        statements += [
            Statement(
                replace(piece, latex=words(differentials(piece.latex))), number, formula.start
            )
            for piece in found
        ]
    return statements, listed, said


_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")


def _without_comments(latex: Sourced) -> Sourced:
    return latex.sub(_COMMENT, lambda _found: (1,))


def _scope(judged: Judged) -> Scope:
    """A scope in which the names have the kinds that were inferred."""
    scope = Scope()
    page = Page(judged.notes.path, "", {}, (), ())
    order = ("natural", "example", "layer", "index", "function")
    kinds = sorted(judged.inferred.kinds.items(), key=lambda pair: not pair[1].startswith(order))
    for name, kind in kinds:
        try:
            marks.declare(page, Note("let", f"{name}: {kind}", 1, 1), scope.lexicon)
        except AuthorError as error:
            judged.inferred.doubts[name] = f"what {name} is could not be inferred: {error.message}"
        else:
            judged.kinds[name] = kind
    scope.lexicon.arrays |= bool(judged.inferred.arrays)
    return scope


class _Session:
    """One file while its statements are decided, in their order."""

    def __init__(self, judged: Judged, scope: Scope) -> None:
        self.judged = judged
        self.notes = judged.notes
        self.scope = scope
        self.page = Page(self.notes.path, self.notes.text, {}, (), ())
        self.doubts = Doubts(scope, judged.inferred)
        self.doubts.arrays_narrowed = surroundings.of_arrays(self.notes.text)
        kinds = " ".join(judged.kinds.values())
        self.named_sizes = set(re.findall(r"\b[A-Za-z]\w*|\d+", kinds))
        self.shapes: dict[str, Shape] = {}
        self.heads: dict[str, int] = {}
        self.problems: list[str] = []  # with the relations of one statement
        self.end = time.monotonic() + MOST_SECONDS

    def run(self, statements: Sequence[Statement]) -> None:
        """Decides all statements."""
        sizes = Sizes({}, self.named_sizes)
        for number, each in enumerate(statements):
            formula = self._survey(each, sizes)
            if formula and (key := self._head(formula)) is not None:
                self.heads.setdefault(key, number)
        self.shapes = {key: (sizes.size(a), sizes.size(b)) for key, (a, b) in sizes.shapes.items()}
        for number, each in enumerate(statements):
            self.doubts.early = {key for key, at in self.heads.items() if at > number}
            self.judged.results += self._results(each)

    def _survey(self, each: Statement, sizes: Sizes) -> Formula | None:
        """A statement read before all others are: what it says of the sizes of arrays."""
        if _is_update(each.piece.latex.text) or beyond(each.piece.latex.text):
            return None
        try:
            formula, unknown = self._read(each.piece.latex.text)
        except ProblemError:
            return None
        for key, symbol in unknown.items():
            array = self._array_of(symbol)
            if array and key not in sizes.shapes:
                letters = [self.judged.inferred.size() for _ in range(1 + (array == "matrix"))]
                sizes.shapes[key] = (letters[0], letters[1] if array == "matrix" else "1")
        for part in (p for s in formula.statements for side in s.sides for p in t.walk(side)):
            if isinstance(part, t.Sym) and (kind := self.scope.lexicon.of(part)) and kind.array:
                rows, columns = (*kind.dims, "1")[:2]
                sizes.shapes[part.member or part.family] = rows, columns
        for relation in (r for s in formula.statements for r in s.relations):
            sizes.learn(relation)
        return formula

    def _read(self, latex: str) -> tuple[Formula, dict[str, t.Sym]]:
        differentials = self.judged.inferred.differentials
        return read(latex, self.scope.lexicon, differentials=differentials)

    def _head(self, formula: Formula) -> str | None:
        """The key of what a statement would define."""
        target = self._definition(formula)
        if target is None or isinstance(target, str):
            return None
        return key_of(target)

    def _results(self, each: Statement) -> list[Result]:
        latex = each.piece.latex
        whole = self._whole(each)
        if _is_update(latex.text):
            return [whole.said("undecided", "an update: it states nothing", "an update")]
        if kind := beyond(latex.text):
            return [whole.said("undecided", kind.why, kind.why, kind.remedy)]
        if time.monotonic() > self.end:
            return [whole.said("undecided", "no time was left for it")]
        try:
            formula, unknown = self._read(latex.text)
        except ProblemError as problem:
            at = latex.at[min(problem.at, len(latex))]
            line, column = self.notes.place(at)
            if not RELATION.search(latex.text) and not problem.message.startswith("unknown"):
                return [whole.said("read", "it states nothing")]
            found = replace(whole, line=line, column=column)
            return [found.said("unread", problem.message, _kind(problem), problem.remedy)]
        self._take(unknown)
        if any(
            isinstance(p, t.Items)
            for s in formula.statements
            for side in s.sides
            for p in t.walk(side)
        ):
            return [whole.said("undecided", "a list of entries", remedy="Name the entries.")]
        if not any(statement.relations for statement in formula.statements):
            return [whole.said("read", "it states nothing")]
        return list(self._relations(each, formula))

    def _whole(self, each: Statement) -> Result:
        line, column = self.notes.place(each.piece.latex.at[0])
        text = " ".join(each.piece.latex.text.split())
        return Result("unread", line, column, text, formula=each.formula)

    def _take(self, unknown: dict[str, t.Sym]) -> None:
        """Declares the symbols that a statement brings, as what their names were taken for."""
        for key, symbol in unknown.items():
            if key in self.scope.lexicon.kinds:
                continue
            kind = self._kind_of(symbol)
            self.scope.lexicon.kinds[key] = kind
            self.judged.kinds[spelled(symbol)] = _kind_text(kind)

    def _array_of(self, symbol: t.Sym) -> str:
        """Whether a symbol is a vector or a matrix, or nothing."""
        array = self.judged.inferred.arrays.get(symbol.base, "")
        is_entry = symbol.lower and symbol.base in self.scope.lexicon.kinds
        return "" if not array or is_entry else array.split()[0]

    def _kind_of(self, symbol: t.Sym) -> Kind:
        array = self._array_of(symbol)
        shape = self.shapes.get(symbol.member or symbol.family)
        if not array or shape is None:
            return Kind("real", over=self._over(symbol))
        return Kind(array, dims=shape[: 1 + (array == "matrix")], over=self._over(symbol))

    def _over(self, symbol: t.Sym) -> tuple[str, ...]:
        """The indices with which a symbol is declared; a size as an index is none of them."""
        names = [i.base for i in (*symbol.upper, *symbol.lower) if isinstance(i, t.Sym)]
        return tuple(name for name in names if self.scope.lexicon.is_index(name))

    def _relations(self, each: Statement, formula: Formula) -> Iterator[Result]:
        define = self._definition(formula)
        condition = each.piece.hedge or surroundings.condition(self.notes.text, each.start)
        if define is not None and condition and not isinstance(define, str):
            define = condition
        if isinstance(define, str):
            yield self._whole(each).said("undecided", define, define.partition(":")[0])
            return
        outcomes = self._checked(each, define)
        if outcomes is None and define is not None:
            outcomes = self._checked(each, None)
        relations = [r for statement in formula.statements for r in statement.relations]
        if isinstance(outcomes, Checked):
            by_step = {verdict.step: verdict for verdict in outcomes.verdicts}
            self.problems = [error.message for error in outcomes.errors]
            again = self._again(each, formula, by_step.get(1))
            for step, relation in enumerate(relations, 1):
                found = self._result(each, relation, by_step.get(step), step)
                yield found if step > 1 or not again else found.said("undecided", again)
        elif outcomes is not None:
            yield self._whole(each).said("undecided", outcomes.message, outcomes.message)

    def _result(
        self, each: Statement, relation: t.Rel, verdict: Verdict | None, step: int
    ) -> Result:
        latex = each.piece.latex
        line, column = self.notes.place(latex.at[relation.span[0]])
        text = " ".join(latex.text[relation.left.span[0] : relation.right.span[1]].split())
        result = Result("undecided", line, column, text, formula=each.formula, verdict=verdict)
        if verdict is None:
            problem = next(iter(self.problems), "no verdict")
            return result.said("undecided", f"read like this it has no meaning: {problem}")
        if verdict.verdict == "definition":
            return result.said("definition", f"taken as the definition of {_shown(relation.left)}")
        if verdict.verdict == "failed" and self._is_condition(relation):
            return result.said("read", "a condition")
        if step == 1 and self._is_given(relation) and not self._has_definition(relation):
            return result.said("given", "a value that is put in")
        doubt = self.doubts.of_meaning(relation)
        if doubt:
            return result.said("undecided", doubt)
        if verdict.verdict == "proved":
            return result.said("proved", verdict.method)
        if verdict.verdict != "failed":
            return result.said("undecided", verdict.detail or verdict.method)
        return self._refuted(each, relation, verdict, result, step)

    def _has_definition(self, relation: t.Rel) -> bool:
        return key_of(relation.left) in self.judged.definitions

    def _again(self, each: Statement, formula: Formula, verdict: Verdict | None) -> str:
        """What is to be said where a name that has a definition seems to get another one."""
        target = _target(formula)
        if target is None or verdict is None or verdict.verdict != "failed":
            return ""
        known = self.judged.definitions.get(key_of(target))
        if known is None or self._is_given(formula.statements[0].relations[0]):
            return ""
        if not surroundings.anew(self.notes.text, each.start, known.section):
            self.doubts.twice[key_of(target)] = known.line
        else:
            self.doubts.again.add(key_of(target))
            self._forget(target)
            self._checked(each, target)
        return f"{_shown(target)} is defined twice, first in {self._short(known)}"

    def _short(self, known: Defined) -> str:
        number, inside = self.notes.cell(known.line)
        return f"cell {number}, line {inside}" if number else f"line {known.line}"

    def _forget(self, target: t.Sym | t.Call) -> None:
        for table in (self.scope.exact, self.scope.general, self.scope.functions):
            for key in (key_of(target), signature(_symbol(target)), _symbol(target).base):
                table.pop(key, None)
        self.judged.definitions.pop(key_of(target), None)

    def _is_given(self, relation: t.Rel) -> bool:
        """Whether a relation gives a value to a free symbol."""
        closed = not any(isinstance(p, t.Sym | t.Fn | t.Call) for p in t.walk(relation.right))
        return relation.sign in _EQUAL and closed and isinstance(relation.left, t.Sym)

    def _is_condition(self, relation: t.Rel) -> bool:
        """Whether a relation says in which order symbols, or a symbol and a number, are."""
        sides = (relation.left, relation.right)
        plain = all(isinstance(side, t.Sym | t.Num | t.Const | t.Neg) for side in sides)
        return plain and relation.sign not in _EQUAL and relation.sign != r"\approx"

    def _refuted(
        self, each: Statement, relation: t.Rel, verdict: Verdict, result: Result, step: int
    ) -> Result:
        hedge = each.piece.hedge or surroundings.hedge(self.notes.text, each.start)
        hedge = hedge or self.doubts.of_refutation(relation, first=step == 1)
        hedge = hedge or self._of_arrays(relation, verdict)
        if not hedge and _rounded(verdict.detail):
            return result.said(
                "undecided",
                f"equal only as rounded: {verdict.detail}",
                "equal only as rounded",
                r"Write \approx.",
            )
        if hedge:
            return result.said("undecided", f"{hedge}; {_as_found(verdict)}", hedge)
        return result.said("failed", _as_found(verdict), remedy=verdict.remedy)

    def _of_arrays(self, relation: t.Rel, verdict: Verdict) -> str:
        symbols = [part for part in t.walk(relation) if isinstance(part, t.Sym)]
        sizes = {size for symbol in symbols for size in self.scope.kind(symbol).dims}
        if verdict.method == "shapes" and not sizes <= self.named_sizes:
            return "the shapes that were inferred do not fit"
        return self.doubts.arrays_narrowed if sizes else ""

    def _definition(self, formula: Formula) -> t.Sym | t.Call | str | None:
        """The symbol or the call that a statement defines by its first use, or why nothing is."""
        target = _target(formula)
        if target is None:
            return None
        body = formula.statements[0].relations[0].right
        name = target.base if isinstance(target, t.Sym) else target.fn
        if isinstance(target, t.Sym):
            if self._is_index(target):
                return "a value for an index"
            if target in t.walk(body):
                return f"an update: {name} stands on both sides"
            if not any(isinstance(part, t.Sym | t.Fn) for part in t.walk(body)):
                return None
            if _is_moved(target, body):
                return f"a recursion: {name} rests on another {name}"
        known = self.scope.known(Definition(_symbol(target), _params(target), body))
        if known is not None and len(known.params) != len(_params(target)):
            self.doubts.again.add(key_of(target))
            self._forget(target)
            known = None
        return target if known is None else None

    def _is_index(self, target: t.Sym) -> bool:
        kind = self.scope.lexicon.of(target)
        return kind is not None and (kind.indexes or kind.name in ("natural", "example"))

    def _checked(
        self, each: Statement, define: t.Sym | t.Call | None
    ) -> Checked | AuthorError | None:
        latex = each.piece.latex
        places = tuple(self.notes.place(at) for at in latex.at)
        line, column = places[0]
        formula = Mathematics(latex.text, line, column, line, display=True, places=places)
        notes = []
        if define is not None:
            name = spelled(define) if isinstance(define, t.Sym) else define.fn
            notes = [Note("define", name, line, column)]
            self._announce(define)
        checked = Checked(self.page, self.scope)
        try:
            checked.verdicts = check_formula(self.page, formula, notes, checked)
        except AuthorError as error:
            return None if define is not None else error
        if define is not None:
            section = surroundings.section(self.notes.text, each.start)
            made = Defined(_shown(define), line, column, section)
            self.judged.definitions.setdefault(key_of(define), made)
        return checked

    def _announce(self, define: t.Sym | t.Call) -> None:
        """Makes the name one that is defined, and no free symbol any more."""
        kinds = self.scope.lexicon.kinds
        if isinstance(define, t.Call):
            kinds[define.fn] = Kind("function", free=False)
            return
        key = exact(define) or signature(define)
        known = kinds.get(key)
        if known is None or not known.array:
            kinds[key] = Kind("real", over=self._over(define), free=False)
        self.judged.kinds.pop(spelled(define), None)


def _is_update(latex: str) -> bool:
    return bool(UPDATE.search(latex))


def _target(formula: Formula) -> t.Sym | t.Call | None:
    """What stands alone on the left of a statement's first sign of equality."""
    relations = [r for statement in formula.statements for r in statement.relations]
    if not relations or relations[0].sign not in _EQUAL:
        return None
    left = relations[0].left
    if isinstance(left, t.Sym):
        return left
    if isinstance(left, t.Call) and not left.primes and left.fn not in _KNOWN:
        symbols = [arg for arg in left.args if isinstance(arg, t.Sym)]
        return left if len(set(symbols)) == len(left.args) else None
    return None


def _symbol(target: t.Sym | t.Call) -> t.Sym:
    return target if isinstance(target, t.Sym) else t.Sym(target.fn)


def _params(target: t.Sym | t.Call) -> tuple[t.Sym, ...]:
    args = target.args if isinstance(target, t.Call) else ()
    return tuple(arg for arg in args if isinstance(arg, t.Sym))


def _is_moved(target: t.Sym, body: t.Node) -> bool:
    """Whether a member of a family is defined by another one, as a step of an iteration is."""
    if target.member:
        return False
    return any(isinstance(p, t.Sym) and signature(p) == signature(target) for p in t.walk(body))


def _kind_text(kind: Kind) -> str:
    if kind.array:
        return f"{kind.name} {' x '.join(kind.dims)}"
    return kind.name


def _kind(problem: ProblemError) -> str:
    return re.sub(r"undeclared symbol .*", "undeclared symbol", problem.message)


def _shown(target: t.Node) -> str:
    if isinstance(target, t.Call):
        return f"{target.fn}({', '.join(_shown(arg) for arg in target.args)})"
    return spelled(target) if isinstance(target, t.Sym) else "it"


def _as_found(verdict: Verdict) -> str:
    return verdict.detail


_SIDES = re.compile(r"left (-?[\d.e+-]+), right (-?[\d.e+-]+)$")


def _rounded(detail: str) -> bool:
    """Whether two numbers differ by no more than printed intermediate results do."""
    found = _SIDES.search(detail)
    if not found or not re.match(r"left and right differ at : left", detail):
        return False
    left, right = float(found[1]), float(found[2])
    return abs(left - right) <= 0.02 * max(abs(left), abs(right))
