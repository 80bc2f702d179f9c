"""What a reason names: rules, definitions, equations and relations, as items of what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bpsite.proof.decide.found import Found
from bpsite.proof.decide.judging import decide
from bpsite.proof.decide.witnesses import EQUALITY, Outcome
from bpsite.proof.elaborate.shapes import sized
from bpsite.proof.elaborate.symbols import symmetric
from bpsite.proof.justify.bounds import ORDERS, chain_sign, is_any_number, ordered
from bpsite.proof.justify.reason import Part, ReasonError, parts
from bpsite.proof.justify.rules import ELEMENTARY, NAMED
from bpsite.proof.justify.shut import Cited, Known
from bpsite.proof.scope.lookup import Definition, Equation, Scope
from bpsite.proof.scope.work import Work
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import reading
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import exact, signature, spelled
from bpsite.proof.syntax.parse import ProblemError, Reason
from bpsite.proof.syntax.reading import Statement

Ranges = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Item:
    """One thing that a reason names: rules, a definition, an equation or a relation."""

    name: str
    rules: frozenset[str] = frozenset()
    elementary: bool = False  # whether it is about a derivative, so that the easy ones may be taken
    unfolds: tuple[Definition, ...] = ()
    chains: tuple[tuple[t.Node, ...], ...] = ()
    orders: tuple[t.Rel, ...] = ()
    ranges: Ranges = ()


def known(items: Iterable[Item], scope: Scope) -> Known:
    """What the items let one use."""
    items = list(items)
    rules = frozenset[str]().union(*(item.rules for item in items))
    if rules or any(item.elementary for item in items):
        rules |= ELEMENTARY
    unfolds = frozenset(id(definition) for item in items for definition in item.unfolds)
    chains = [chain for item in items for chain in item.chains]
    pairs = [t.Rel(left, "=", right) for chain in chains for left, right in pairwise(chain)]
    found = Known(rules, unfolds, symmetric=frozenset(filter(None, map(symmetric, pairs))))
    for item in items:
        defined = {definition.target.family for definition in item.unfolds}
        for side, other in (pair for chain in item.chains for pair in _pairs(chain)):
            if not (isinstance(side, t.Sym) and side.family in defined):
                _take(found, side, other, item.ranges, scope)
    return found


def _pairs(chain: Sequence[t.Node]) -> Iterator[tuple[t.Node, t.Node]]:
    """What is put for each of some equal sides: the last that is a formula, if one is."""
    formulas = [side for side in chain if not isinstance(side, t.Sym | t.Deriv)]
    target = formulas[-1] if formulas else chain[-1]
    for side in chain:
        if isinstance(side, t.Call):
            free = [one for one in chain if not _calls(one, side)]
            yield from ((side, one) for one in free[-1:])
        elif side is not target and side not in t.walk(target):
            yield side, target


def _take(found: Known, side: t.Node, other: t.Node, ranges: Ranges, scope: Scope) -> None:
    if isinstance(side, t.Sym):
        target = t.Sym(side.base, side.upper, side.lower)
        cited = Cited(Definition(target, (), other), ranges)
        found.symbols.setdefault(side.family, []).append(cited)
    elif isinstance(side, t.Deriv) and isinstance(side.arg, t.Sym):
        indices = (*side.arg.upper, *side.arg.lower, *side.by.upper, *side.by.lower)
        cited = Cited(Definition(t.Sym(side.arg.base, (), indices), (), other), ranges)
        key = (side.arg.family, side.by.family)
        found.slopes.setdefault(key, []).append(cited)
    else:
        _take_function(found, side, other, scope)


def _take_function(found: Known, side: t.Node, other: t.Node, scope: Scope) -> None:
    """An equation that says what a function is at any number says so of every argument."""
    if not isinstance(side, t.Call) or len(side.args) != 1:
        return
    (arg,) = side.args
    if isinstance(arg, t.Sym) and is_any_number(arg, scope) and _says_all(other, arg, scope):
        made = Definition(t.Sym(side.fn), (arg,), other)
        found.functions.setdefault((side.fn, side.primes), made)


def _says_all(node: t.Node, of: t.Sym, scope: Scope) -> bool:
    """Whether nothing in a node may rest on a symbol but where that is written."""
    symbols = {part for part in t.walk(node) if isinstance(part, t.Sym)} - {of}
    defined = {definition.target.family for definition in scope.exact.values()}
    return not any(one.family in defined or one.family in scope.general for one in symbols)


def _calls(node: t.Node, call: t.Call) -> bool:
    """Whether a node has that function, with as many primes, in it."""
    return any(
        (isinstance(part, t.Call) and (part.fn, part.primes) == (call.fn, call.primes))
        or (isinstance(part, t.Fn) and (part.base, part.primes) == (call.fn, call.primes))
        for part in t.walk(node)
    )


@dataclass
class Named:
    """Collects what the reason of a statement names."""

    work: Work
    statement: Statement
    reason: Reason
    items: list[Item] = field(default_factory=list)
    cited: list[Equation] = field(default_factory=list)
    symbols: list[tuple[t.Node, Part]] = field(default_factory=list)
    inside: list[Found] = field(default_factory=list)  # on the relations in the reason

    def collect(self) -> None:
        """Takes in every part. Raises `ReasonError` for one that can't be right."""
        pieces = parts(self.reason)
        if not pieces:
            message = f"{self.reason.text!r} names no rule, definition or equation"
            raise ReasonError(self.reason.at, message, _SAY)
        rule: Part | None = None
        for part in pieces:
            if part.kind == "rule":
                self.items.append(Item(part.text, NAMED[part.text]))
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
            self.items.append(_equation_item(equation, self.statement))

    def _mathematics(self, part: Part) -> None:
        """A relation is decided and may be used; a symbol says which definition is meant."""
        try:
            lexicon = self.work.scope.copy().lexicon
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
        self.inside += [_in_reason(part, r, formula, bound) for r in formula.bounds]


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
    between = reason.text[rule.end - reason.at : part.at - reason.at - 1]
    if between.strip() == "" and equation.rule != rule.text:
        is_what = f"the {equation.rule}" if equation.rule else "no rule"
        message = f"({part.text}) is {is_what}, not the {rule.text}"
        raise ReasonError(part.at, message, "Correct the number or the name.")


def _equation_item(equation: Equation, statement: Statement) -> Item:
    """What an equation says where the statement is claimed.

    An inequality can be proved by its reason alone: nothing is taken for it that speaks of what
    means something at the equation's own place.
    """
    name = f"({equation.tag})"
    if equation.rule:
        return Item(name, NAMED[equation.rule])
    proves = chain_sign([relation.sign for relation in statement.relations]) in ORDERS
    relations = [] if equation.local and proves else equation.under(statement.condition)
    chains = tuple(_chains(relations))
    about = any(_about_derivatives(side) for chain in chains for side in chain)
    orders = tuple(ordered(relations))
    return Item(name, frozenset(), about, equation.defines, chains, orders, ranges=equation.ranges)


def _about_derivatives(node: t.Node) -> bool:
    return any(isinstance(p, t.Deriv | t.Prime) or getattr(p, "primes", 0) for p in t.walk(node))


def _chains(relations: Sequence[t.Rel]) -> Iterator[tuple[t.Node, ...]]:
    """The chains of equal sides: a relation goes on where the one before it ended."""
    chain: list[t.Node] = []
    for relation in relations:
        if relation.sign not in EQUALITY:
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
) -> Found:
    try:
        outcome = decide(Claim(relation, statement.condition), work.scope)
    except ProblemError as problem:
        raise ReasonError(part.at + relation.span[0], problem.message, problem.remedy) from None
    return _in_reason(part, relation, formula, outcome)


def _in_reason(part: Part, relation: t.Rel, formula: reading.Formula, outcome: Outcome) -> Found:
    outcome = replace(outcome, method=f"{outcome.method}, in a reason", at=None)
    return Found(relation, formula, outcome, offset=part.at)


def _relation_item(work: Work, relation: t.Rel, part: Part) -> Item:
    """A relation in a reason; the definition that it repeats is unfolded inside derivatives too."""
    chain = (relation.left, relation.right)
    unfolds: tuple[Definition, ...] = ()
    if isinstance(relation.left, t.Sym):
        definition = _definition_of(work, relation.left)
        if definition is not None and definition.body == relation.right:
            unfolds = (definition,)
    name = f"${part.text}$"
    if relation.sign in ORDERS:
        return Item(name, orders=(relation,))
    return Item(name, frozenset(), any(map(_about_derivatives, chain)), unfolds, (chain,))


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
