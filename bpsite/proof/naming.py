"""What a reason names: rules, definitions, equations and relations, as items of a theory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bpsite.proof import reading
from bpsite.proof import tree as t
from bpsite.proof.deciding import Outcome
from bpsite.proof.differentiation import ALL_RULES
from bpsite.proof.elaborate.shapes import sized
from bpsite.proof.judging import decide
from bpsite.proof.lexicon import exact, signature, spelled
from bpsite.proof.orders import ORDERS, ordered
from bpsite.proof.reading import Statement
from bpsite.proof.record import Verdict
from bpsite.proof.scope import Definition, Equation
from bpsite.proof.syntax import ProblemError, Reason
from bpsite.proof.theory import Item
from bpsite.proof.work import Work
from bpsite.proof.worlds import Claim

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


@dataclass
class Named:
    """Collects what the reason of a statement names."""

    work: Work
    statement: Statement
    reason: Reason
    items: list[Item] = field(default_factory=list)
    cited: list[Equation] = field(default_factory=list)
    symbols: list[tuple[t.Node, Part]] = field(default_factory=list)
    inside: list[Verdict] = field(default_factory=list)  # on the relations in the reason

    def collect(self) -> None:
        """Takes in every part. Raises `ReasonError` for one that can't be right."""
        pieces = parts(self.reason)
        if not pieces:
            message = f"{self.reason.text!r} names no rule, definition or equation"
            raise ReasonError(self.reason.at, message, _SAY)
        rule: Part | None = None
        for part in pieces:
            if part.kind == "rule":
                self.items.append(Item(part.text, RULES[part.text], basics=True))
            elif part.kind == "tag":
                self._equation(part, rule)
            elif part.kind == "math":
                self._mathematics(part)
            rule = part if part.kind == "rule" else None
        self.items += _named_items(self.work, self.symbols, self.cited)

    def _equation(self, part: Part, rule: Part | None) -> None:
        equation = _cited(self.work, part)
        _agrees(rule, part, equation, self.reason)
        self.cited.append(equation)
        if not (equation.rule and any(item.name == equation.rule for item in self.items)):
            self.items.append(_equation_item(equation, self.statement.condition))

    def _mathematics(self, part: Part) -> None:
        """A relation is decided and may be used; a symbol says which definition is meant."""
        try:
            known = self.work.scope.lexicon
            lexicon = type(known)(dict(known.kinds), arrays=known.arrays)
            formula = sized(reading.read(part.text, lexicon), self.work.scope)
        except ProblemError as problem:
            raise ReasonError(part.at + problem.at, problem.message, problem.remedy) from None
        for inner in formula.statements:
            for relation in inner.relations:
                self.inside.append(_inside(self.work, part, relation, inner, formula))
                holds = set(inner.condition) <= set(self.statement.condition)
                unusable = Item(f"${part.text}$")
                made = _relation_item(self.work, relation, part) if holds else unusable
                self.items.append(made)
            if not inner.relations:
                self.symbols.append((inner.sides[0], part))
        bound = Outcome("bound", "a range or a condition")
        self.inside += [_verdict(self.work, part, r, formula, bound) for r in formula.bounds]


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


def _equation_item(equation: Equation, condition: tuple[t.Rel, ...]) -> Item:
    """What an equation says where a condition holds."""
    name = f"({equation.tag})"
    if equation.rule:
        return Item(name, RULES[equation.rule], basics=True)
    relations = equation.under(condition)
    chains = tuple(_chains(relations))
    basics = any(
        isinstance(p, t.Deriv | t.Prime) or getattr(p, "primes", 0)
        for chain in chains
        for side in chain
        for p in t.walk(side)
    )
    # A bound on what means something there alone is not taken elsewhere.
    orders = () if equation.local else tuple(ordered(relations))
    return Item(name, frozenset(), basics, equation.defines, chains, orders, ranges=equation.ranges)


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
