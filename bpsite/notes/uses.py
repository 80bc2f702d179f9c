"""How each name is used in a file of notes, before it is known what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lark import Token

from bpsite.proof.syntax.parse import ProblemError, parse
from bpsite.proof.syntax.scripts import Branch, base, branches, span

_SYMBOLS = ("letter", "accented")


@dataclass
class Uses:
    """What was seen of names: `called` with which texts between the brackets, and the rest."""

    called: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    products: set[str] = field(default_factory=set)  # before a bracket that holds the name itself
    bare: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)  # called alone on the left of a sign
    primed: set[str] = field(default_factory=set)
    transposed: set[str] = field(default_factory=set)
    ranges: dict[str, tuple[str, str]] = field(default_factory=dict)  # of bound indices
    below: dict[str, set[str]] = field(default_factory=dict)  # a subscript and what it stands at
    above: dict[str, set[str]] = field(default_factory=dict)  # an index in brackets above
    whole: set[str] = field(default_factory=set)  # names met as a factor
    differentiated: set[str] = field(default_factory=set)  # above in a derivative
    by: set[str] = field(default_factory=set)
    as_power: bool = False  # whether Euler's e is meant
    as_symbol: bool = False


def uses(latexes: Iterable[str]) -> Uses:
    """The uses in statements; what can't be parsed is passed over here."""
    found = Uses()
    for latex in latexes:
        try:
            tree = parse(latex)
        except ProblemError:
            continue
        _Walker(latex, found).walk(tree)
        _head(tree, found)
    return found


def _head(tree: Branch, found: Uses) -> None:
    for chain in tree.find_data("chain"):
        parts = branches(chain)
        inner = parts[0]
        while inner.data in ("sum", "product") and len(inner.children) == 1:
            inner = branches(inner)[0]
        factors = branches(inner) if inner.data == "juxtaposed" else []
        if len(parts) > 1 and len(factors) == 2:
            name, bracket = (branches(factor)[0] for factor in factors)
            if name.data in _SYMBOLS and bracket.data == "round" and _plain(bracket):
                found.heads.add(base(name))


def _plain(bracket: Branch) -> bool:
    """Whether a bracket holds nothing but symbols."""
    items = branches(branches(bracket)[0])
    return all(_symbol(item) is not None for item in items)


def _symbol(item: Branch) -> str | None:
    inner = item
    while inner.data in ("sum", "product", "juxtaposed") and len(inner.children) == 1:
        inner = branches(inner)[0]
    atom = branches(inner)[0] if inner.data == "factor" else inner
    return base(atom) if atom.data in _SYMBOLS else None


@dataclass
class _Walker:
    text: str
    found: Uses

    def walk(self, branch: Branch) -> None:
        if branch.data == "juxtaposed":
            self._factors(branches(branch))
        if branch.data in ("big", "big_over"):
            self._bound(branch)
        if branch.data == "frac":
            self._derivative(branch)
        for child in branches(branch):
            self.walk(child)

    def _factors(self, factors: list[Branch]) -> None:
        for number, factor in enumerate(factors):
            atom, *scripts = branches(factor)
            if atom.data not in _SYMBOLS:
                continue
            name = base(atom)
            self._scripts(name, scripts)
            self.found.whole.add(name)
            if name == "e":
                powered = any(part.data == "upper" for part in scripts)
                self.found.as_power |= powered
                self.found.as_symbol |= not powered
            after = branches(factors[number + 1])[0] if number + 1 < len(factors) else None
            if name in self.found.transposed and scripts and after is not None:
                self._behind_transposed(scripts, after)
            if after is not None and after.data == "round":
                self._called(name, after)
            else:
                self.found.bare.add(name)

    def _behind_transposed(self, scripts: list[Branch], after: Branch) -> None:
        """A small letter behind a transpose is a vector too: w^T x is their product."""
        argument = branches(scripts[-1])[-1] if scripts[-1].data == "upper" else None
        top = argument is not None and argument.data in ("top", "top2")
        if top and after.data in _SYMBOLS and base(after)[-1:].islower():
            self.found.transposed.add(base(after))

    def _called(self, name: str, bracket: Branch) -> None:
        items = branches(branches(bracket)[0])
        if any(name == part for item in items for part in _names(item)):
            self.found.products.add(name)
            self.found.bare.add(name)
            return
        texts = tuple(re.sub(r"\s+", "", self.text[slice(*span(item))]) for item in items)
        self.found.called.setdefault(name, []).append(texts)

    def _scripts(self, name: str, scripts: list[Branch]) -> None:
        for part in scripts:
            if part.data == "prime":
                self.found.primed.add(name)
                continue
            argument = branches(part)[-1]
            text = self.text[slice(*span(argument))].strip("{} ")
            if part.data == "upper" and argument.data in ("top", "top2"):
                self.found.transposed.add(name)
            elif part.data == "lower" and argument.data != "label":
                for letter in _letters(text) or [text]:
                    self.found.below.setdefault(letter, set()).add(name)
            elif part.data == "upper" and text[:1] in "([" and text[-1:] in ")]":
                for letter in _letters(text) or [text]:
                    self.found.above.setdefault(letter, set()).add(name)

    def _bound(self, branch: Branch) -> None:
        parts = branches(branch)
        if str(branch.children[0]).startswith(r"\lim"):
            return
        if branch.data == "big_over":
            self.found.ranges.setdefault(str(branch.children[2]), ("", ""))
            return
        chain = branches(parts[0])
        name = _symbol(chain[0])
        if name is None:
            return
        low = self.text[slice(*span(chain[2]))].strip() if len(chain) == 3 else ""
        high = self.text[slice(*span(parts[1]))].strip("{} ") if len(parts) > 1 else ""
        if not self.found.ranges.get(name, ("", ""))[1]:
            self.found.ranges[name] = (low, high)

    def _derivative(self, branch: Branch) -> None:
        top, bottom = branches(branch)
        above, below = list(_names(top)), list(_names(bottom))
        if above[:1] in (["d"], [r"\partial"]) and below[:1] in (["d"], [r"\partial"]):
            self.found.differentiated |= set(above[1:2])
            self.found.by |= set(below[1:]) - {"d", r"\partial"}


def _names(branch: Branch) -> Iterator[str]:
    for part in branch.iter_subtrees_topdown():
        if part.data in _SYMBOLS and isinstance(part.children[0], Token):
            yield base(part)


def _letters(text: str) -> list[str]:
    """The letters of a script that may be an index: `i`, `jk`, `l-1`; of a word none."""
    text = re.sub(r"[\[\]()\s]", "", text)
    if re.fullmatch(r"\\ell(?:[+-]\d+)?", text):
        return [r"\ell"]
    if re.fullmatch(r"[A-Za-z](?:[+-]\d+)?|[A-Za-z]\d?,?[A-Za-z]|[A-Za-z](?:,[A-Za-z0-9])+", text):
        return re.findall(r"[A-Za-z]", text)
    return []
