"""Reads a step's reason and holds it to what it says: it gives the step, and all of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bpsite.proof import array_theory, arrays, reading, symbolic
from bpsite.proof import tree as t
from bpsite.proof.comparing import bounded
from bpsite.proof.deciding import Outcome
from bpsite.proof.defining import ranges
from bpsite.proof.differentiation import ALL_RULES
from bpsite.proof.judging import decide
from bpsite.proof.lexicon import exact, signature, spelled
from bpsite.proof.limits import OutOfTimeError, deadline
from bpsite.proof.orders import ORDERS, chain_sign, ordered
from bpsite.proof.reading import Statement
from bpsite.proof.record import Verdict
from bpsite.proof.scope import Definition, Equation
from bpsite.proof.syntax import ProblemError, Reason
from bpsite.proof.theory import Item, Step, consumed, follows
from bpsite.proof.work import Work
from bpsite.proof.worlds import Claim, World, worlds

RULES = {
    "chain rule": frozenset({"chain"}),
    "quotient rule": frozenset({"quotient"}),
    "reciprocal rule": frozenset({"reciprocal"}),
    "product rule": frozenset({"product"}),
    "sum rule": frozenset[str](),
    "power rule": frozenset[str](),
    "constant factor": frozenset[str](),
    "linearity": frozenset[str](),
    "rules of differentiation": ALL_RULES,
    "differentiate": ALL_RULES,
    "derivative": frozenset[str](),
}
ALGEBRA = (
    "algebra",
    "simplify",
    "expand",
    "factor",
    "cancel",
    "rearrange",
    "common denominator",
    "arithmetic",
    "collect",
)
_PART = re.compile(
    r"\$(?P<math>[^$]*)\$|(?P<rule>" + "|".join(sorted(RULES, key=len, reverse=True)) + r")"
    r"|\((?P<tag>\d+\w?)\)|(?P<algebra>" + "|".join(ALGEBRA) + r")"
)
_MOST_WORLDS = 4


@dataclass(frozen=True)
class Part:
    """A piece of a reason that says something, with its offset in the LaTeX."""

    kind: str
    text: str
    at: int


class ReasonError(Exception):
    """A reason that can't be right, whatever the step is."""

    def __init__(self, at: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.remedy = at, message, remedy


def parts(reason: Reason) -> list[Part]:
    """The pieces of a reason that say something."""
    found = []
    for match in _PART.finditer(reason.text):
        kind = match.lastgroup or ""
        found.append(Part(kind, match[kind], reason.at + match.start(kind)))
    return found


def applied(
    work: Work,
    statement: Statement,
    verdicts: list[Verdict],
    *,
    defined: bool,
) -> list[Verdict]:
    """The verdicts of a statement with its reason held to what it says."""
    reason = statement.reason
    if reason is None:
        needed = statement.in_rows and not defined and not work.note("false")
        return _failing(verdicts, work, None, *_MISSING) if needed else verdicts
    verdicts = [replace(verdict, reason=reason.text) for verdict in verdicts]
    if work.note("false") is not None:
        return verdicts
    inside: list[Verdict] = []
    try:
        items = _items(work, reason, inside)
        cited = list(_tags(reason))
        verdicts = [
            replace(v, depends_on=tuple(dict.fromkeys([*v.depends_on, *cited]))) for v in verdicts
        ]
        if not defined and all(v.good for v in [*verdicts, *inside]):
            everywhere = _hold(work, statement, items, reason)
            verdicts = [_deduced(v) for v in verdicts] if everywhere else verdicts
        return [*verdicts, *inside]
    except ReasonError as error:
        return [*_failing(verdicts, work, error.at, error.message, error.remedy), *inside]
    except OutOfTimeError:
        late = "no decision on the reason within 10 seconds"
        return [*_failing(verdicts, work, reason.at, late, ""), *inside]


def _deduced(verdict: Verdict) -> Verdict:
    """An inequality that its reason gives is proved, though its sign alone was not decided."""
    if verdict.verdict != "held":
        return verdict
    return replace(verdict, verdict="proved", method="symbolic, by its reason")


_MISSING = (
    "this step names no reason",
    r"Add one in the last column: && \text{definition of $J$ (7)}.",
)


def _failing(
    verdicts: list[Verdict], work: Work, at: int | None, message: str, remedy: str
) -> list[Verdict]:
    last = verdicts[-1]
    if not last.good:
        return verdicts
    line, column = work.place(at) if at is not None else (last.line, last.column)
    failed = replace(
        last,
        verdict="failed",
        method="reason",
        detail=message,
        remedy=remedy,
        line=line,
        column=column,
        source_line=work.page.line(line),
    )
    return [*verdicts[:-1], failed]


def _tags(reason: Reason) -> Iterator[str]:
    for part in parts(reason):
        if part.kind == "tag":
            yield part.text


def _items(work: Work, reason: Reason, inside: list[Verdict]) -> list[Item]:
    """What a reason names; `inside` takes the verdicts on the relations inside of it."""
    found: list[Item] = []
    named: list[tuple[t.Node, Part]] = []
    cited: list[Equation] = []
    rule: Part | None = None
    pieces = parts(reason)
    if not pieces:
        raise ReasonError(reason.at, f"{reason.text!r} names no rule, definition or equation", _SAY)
    for part in pieces:
        if part.kind == "rule":
            found.append(Item(part.text, RULES[part.text], basics=True))
        elif part.kind == "tag":
            equation = _cited(work, part)
            _agrees(rule, part, equation, reason)
            cited.append(equation)
            if not (equation.rule and any(item.name == equation.rule for item in found)):
                found.append(_equation_item(equation))
        elif part.kind == "math":
            _mathematics(work, part, found, named, inside)
        rule = part if part.kind == "rule" else None
    found += _named_items(work, named, cited)
    return found


_SAY = "Say: algebra, a rule (chain rule (4)), a definition ($J$ by (7)), or an equation (5)."


def _cited(work: Work, part: Part) -> Equation:
    own = work.read.tag
    found = work.scope.equations.get(part.text)
    if found is not None and found.false:
        message = f"({part.text}) is marked false"
        raise ReasonError(part.at, message, "Cite one that holds.")
    if part.text == own:
        message = f"({part.text}) can't be a reason for itself"
        raise ReasonError(part.at, message, "Cite an earlier equation.")
    if found is None:
        message = f"there is no equation ({part.text}) before this one"
        raise ReasonError(part.at, message, "Cite an earlier one, or add its page to builds_on.")
    return found


def _agrees(rule: Part | None, part: Part, equation: Equation, reason: Reason) -> None:
    """`chain rule (4)`: the number directly after a rule's name is that rule's."""
    if rule is None:
        return
    between = reason.text[rule.at - reason.at + len(rule.text) : part.at - reason.at - 1]
    if between.strip() == "" and equation.rule != rule.text:
        is_what = f"the {equation.rule}" if equation.rule else "no rule"
        message = f"({part.text}) is {is_what}, not the {rule.text}"
        raise ReasonError(part.at, message, "Correct the number or the name.")


def _equation_item(equation: Equation) -> Item:
    name = f"({equation.tag})"
    if equation.rule:
        return Item(name, RULES[equation.rule], basics=True)
    chains = tuple(_chains(equation.relations))
    basics = any(
        isinstance(p, t.Deriv | t.Prime) or getattr(p, "primes", 0)
        for chain in chains
        for side in chain
        for p in t.walk(side)
    )
    return Item(
        name, frozenset(), basics, equation.defines, chains, tuple(ordered(equation.relations))
    )


def _chains(relations: Sequence[t.Rel]) -> Iterator[tuple[t.Node, ...]]:
    """The chains of equal sides: a relation goes on where the one before it ended."""
    chain: list[t.Node] = []
    for relation in relations:
        if relation.sign not in ("=", r"\equiv"):
            continue
        if not chain or chain[-1] is not relation.left:
            if chain:
                yield tuple(chain)
            chain = [relation.left]
        chain.append(relation.right)
    if chain:
        yield tuple(chain)


def _mathematics(
    work: Work,
    part: Part,
    found: list[Item],
    named: list[tuple[t.Node, Part]],
    inside: list[Verdict],
) -> None:
    """A relation is decided and may be used; a symbol says which definition is meant."""
    try:
        lexicon = type(work.scope.lexicon)(dict(work.scope.lexicon.kinds))
        formula = reading.read(part.text, lexicon)
    except ProblemError as problem:
        raise ReasonError(part.at + problem.at, problem.message, problem.remedy) from None
    for statement in formula.statements:
        for relation in statement.relations:
            inside.append(_inside(work, part, relation, statement, formula))
            found.append(_relation_item(work, relation, part))
        if not statement.relations:
            named.append((statement.sides[0], part))
    bound = Outcome("bound", "a range or a condition")
    inside += [_verdict(work, part, relation, formula, bound) for relation in formula.bounds]


def _inside(
    work: Work, part: Part, relation: t.Rel, statement: Statement, formula: reading.Formula
) -> Verdict:
    try:
        outcome = decide(Claim(relation, statement.condition), work.scope)
    except ProblemError as problem:
        raise ReasonError(part.at + relation.span[0], problem.message, problem.remedy) from None
    return _verdict(work, part, relation, formula, outcome)


def _verdict(
    work: Work, part: Part, relation: t.Rel, formula: reading.Formula, outcome: Outcome
) -> Verdict:
    line, column = work.place(part.at + relation.span[0])
    differ = outcome.verdict == "failed"
    name = f"({work.read.tag})" if work.read.tag else f"{line}:{column}"
    return Verdict(
        work.page.path,
        line,
        column,
        work.read.tag,
        0,
        formula.text(relation.left),
        relation.sign,
        formula.text(relation.right),
        outcome.verdict,
        f"{outcome.method}, in a reason",
        detail=f"left and right differ {outcome.detail}" if differ else outcome.detail,
        source_line=work.page.line(line),
        equation_line=work.formula.line,
        test=f"{work.page.path}::{name}::reason {line}:{column}",
    )


def _relation_item(work: Work, relation: t.Rel, part: Part) -> Item:
    """A relation in a reason; the definition that it repeats is unfolded inside derivatives too."""
    chain = (relation.left, relation.right)
    unfolds: tuple[Definition, ...] = ()
    if isinstance(relation.left, t.Sym):
        definition = _definition_of(work, relation.left)
        if definition is not None and definition.body == relation.right:
            unfolds = (definition,)
    basics = any(
        isinstance(p, t.Deriv | t.Prime) or getattr(p, "primes", 0)
        for side in chain
        for p in t.walk(side)
    )
    name = f"${part.text}$"
    if relation.sign in ORDERS:
        return Item(name, orders=(relation,))
    return Item(name, frozenset(), basics, unfolds, (chain,), rewrites=tuple(_rewrites(relation)))


def _rewrites(relation: t.Rel) -> Iterator[Definition]:
    """An identity f(x) = ... may be put inside of derivatives too."""
    call = relation.left
    if not isinstance(call, t.Call) or call.primes or len(call.args) != 1:
        return
    within = any(
        isinstance(p, t.Call | t.Fn) and getattr(p, "fn", "") == call.fn
        for p in t.walk(relation.right)
    )
    if isinstance(call.args[0], t.Sym) and not within:
        yield Definition(t.Sym(call.fn), (call.args[0],), relation.right)


def _definition_of(work: Work, node: t.Node) -> Definition | None:
    scope = work.scope
    if isinstance(node, t.Fn):
        return scope.functions.get(node.base)
    if isinstance(node, t.Call):
        return scope.functions.get(node.fn)
    if isinstance(node, t.Sym):
        return scope.exact.get(exact(node) or node.base) or scope.general.get(signature(node))
    return None


def _named_items(
    work: Work, named: list[tuple[t.Node, Part]], cited: list[Equation]
) -> Iterator[Item]:
    """A symbol beside a number must be one that the number defines; alone it is unfolded."""
    defined = [definition for equation in cited for definition in equation.defines]
    heads = [r.left for equation in cited for r in equation.relations]
    for node, part in named:
        definition = _definition_of(work, node)
        name = spelled(node) if isinstance(node, t.Sym) else part.text
        if any(d is definition for d in defined) or node in heads:
            continue
        if definition is None:
            raise ReasonError(part.at, f"{name} has no definition", "Name what is defined.")
        if cited and definition.tag is not None and defined:
            tags = ", ".join(f"({equation.tag})" for equation in cited)
            message = f"{name} is not defined by {tags}"
            raise ReasonError(part.at, message, f"Its definition is ({definition.tag}).")
        yield Item(f"definition of ${part.text}$", unfolds=(definition,))


def _hold(work: Work, statement: Statement, items: list[Item], reason: Reason) -> bool:
    """Raises unless the reason gives the step and all of it is used.

    True where the reason was held in every world, so that it proves an inequality by itself.
    """
    sign = chain_sign([relation.sign for relation in statement.relations])
    if sign not in ("=", *ORDERS):
        return False
    left, right = statement.sides[0], statement.sides[-1]
    whole = t.Rel(left, sign, right, span=statement.relations[0].span)
    claim = Claim(whole, statement.condition, ranges(work.page, work.notes))
    with deadline():
        found = worlds(claim, work.scope)
        steps = [_step(world) for world in _some(found)]
        if not all(_safely(step, items) for step in steps):
            raise ReasonError(reason.at, _NOT_GIVEN, _insufficient(steps, items))
        _all_used(steps, items, reason)
    return len(steps) == len(found) and len(statement.relations) == 1 and sign in ORDERS


_NOT_GIVEN = "the step is true, but its reason does not give it"


def _some(found: Sequence[World]) -> Sequence[World]:
    """A few of the worlds: the reason is a matter of form, the truth was decided in all."""
    short = [world for world in found if world.symbolic]
    small = [world for world in short if all(value <= 3 for value in world.binding.values())]
    chosen = small or short
    return chosen[:: max(1, len(chosen) // (_MOST_WORLDS - 1))][-_MOST_WORLDS:]


def _step(world: World) -> Step:
    left, sign, right = world.relation.left, world.relation.sign, world.relation.right
    return Step(left, right, world.scope, world.binding, sign, arrays.is_array_claim(world))


def _safely(step: Step, items: Sequence[Item]) -> bool:
    try:
        if step.of_arrays:
            return array_theory.holds(step, items)
        return bounded(step, items) if step.sign in ORDERS else follows(step, items)
    except (ProblemError, *symbolic.ERRORS):
        return False


def _insufficient(steps: Sequence[Step], items: list[Item]) -> str:
    """What would be enough in addition, as far as one thing is."""
    for name, rules in RULES.items():
        more = [*items, Item(name, rules, basics=True)]
        if all(_safely(step, more) for step in steps):
            return f"The {name} would be needed too." if name != "differentiate" else _TAKE
    return "Name every definition, equation and rule that the step uses."


_TAKE = "A derivative is taken here: name the rule."


def _all_used(steps: Sequence[Step], items: list[Item], reason: Reason) -> None:
    for item in items:
        if not _used(steps, items, item):
            message = f"the step does not use {_shown(item)}"
            raise ReasonError(reason.at, message, "Drop it, or name what the step does use.")


def _shown(item: Item) -> str:
    return f"the {item.name}" if item.name in RULES else item.name


def _used(steps: Sequence[Step], items: list[Item], item: Item) -> bool:
    """Whether the item is in a selection that gives the step and would not without it."""
    others = [other for other in items if other is not item]
    if not all(_safely(step, others) for step in steps):
        return True
    if item.orders and any(bounded(step, items, item) for step in steps if step.sign in ORDERS):
        return True
    if item.basics and not item.chains and not steps[0].of_arrays:
        rules = item.rules if item.rules != ALL_RULES else frozenset({"any"})
        return any(consumed(step, items, rule) for step in steps for rule in rules or {"any"})
    for size in range(len(others)):
        for some in combinations(others, size):
            enough = all(_safely(step, [*some, item]) for step in steps)
            if enough and not all(_safely(step, list(some)) for step in steps):
                return True
    return False
