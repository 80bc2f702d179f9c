"""Reads a symbol with its scripts: indices, labels, primes, powers, transposes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from lark import Token, Tree

from bpsite.proof.syntax.lexicon import Lexicon
from bpsite.proof.syntax.parse import ProblemError
from bpsite.proof.syntax.tree import Node, Num, Sym

Branch: TypeAlias = "Tree[Token]"
_FONT = re.compile(r"\\(\w+)\s*\{\s*(\\?[A-Za-z]+)\s*\}")
_LABEL = re.compile(r"[A-Za-z0-9]+")
_PLAIN_FONTS = ("mathrm", "mathsf", "operatorname")


@dataclass
class Scripts:
    """What stands after an atom: the indices above and below, primes, powers, a transpose."""

    upper: list[Node] = field(default_factory=list)
    lower: list[Node] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    primes: int = 0
    power: Node | None = None
    transposed: bool = False
    powered_first: bool = False  # whether a subscript follows a power, as in A^2_{ij}


def span(tree: Branch) -> tuple[int, int]:
    """Where a branch stands in the LaTeX."""
    return (tree.meta.start_pos, tree.meta.end_pos)


def branches(branch: Branch) -> list[Branch]:
    """The branches directly under a branch, without its tokens."""
    return [child for child in branch.children if isinstance(child, Tree)]


def single(tree: Branch) -> Branch:
    """The atom that a sum consists of, if it is nothing but one; else the sum itself."""
    inner = tree
    while inner.data in ("list", "sum", "product", "juxtaposed", "factor"):
        if len(inner.children) != 1 or isinstance(inner.children[0], Token):
            return tree
        inner = inner.children[0]
    return inner


def base(atom: Branch) -> str:
    r"""A letter's spelling, one for all ways to write it: `\hat y` is `\hat{y}`."""
    if atom.data == "accented":
        command, inner = atom.children[0], atom.children[-1]
        if not isinstance(inner, Tree):
            inner = atom.children[-2]
        name = base(inner)
        return rf"{command}{name}" if command == r"\Delta" else f"{command}{{{name}}}"
    text = str(atom.children[0])
    found = _FONT.fullmatch(text)
    if not found:
        return text
    plain = found[1] in _PLAIN_FONTS and len(found[2]) == 1
    return found[2] if plain else f"\\{found[1]}{{{found[2]}}}"


class ScriptReader:
    """Reads scripts with a page's lexicon; `read` reads an expression inside of one."""

    def __init__(self, text: str, lexicon: Lexicon, read: Callable[[Branch], Node]) -> None:
        self.text = text
        self.lexicon = lexicon
        self.read = read

    def scripts(self, parts: list[Branch], name: str | None, *, array: bool) -> Scripts:
        """All scripts of one atom. Raises `ProblemError` for what is ambiguous."""
        found = Scripts()
        for part in parts:
            if part.data == "prime":
                self._prime(part, found)
            elif part.data == "lower":
                self._lower(part, found, name)
            else:
                self._upper(part, found, name, array=array)
        return found

    def _prime(self, part: Branch, found: Scripts) -> None:
        if found.power is not None:
            raise ProblemError(span(part)[0], "a prime after a power", "Bracket the power.")
        token = str(part.children[0])
        found.primes += len(token) if token.startswith("'") else 1

    def _upper(self, part: Branch, found: Scripts, name: str | None, *, array: bool) -> None:
        argument = _last(part)
        if argument.data == "prime2":
            found.primes += 1
        elif self._is_transpose(argument, array=array):
            found.transposed = True
        elif argument.data == "braced" and (index := _bracketed(argument)) is not None:
            self._index(index, found, name)
        elif argument.data == "label":
            raise ProblemError(span(part)[0], "words as an exponent", "Put them below: _{...}.")
        else:
            self._power(argument, part, found)

    def _is_transpose(self, argument: Branch, *, array: bool) -> bool:
        text = self.text[slice(*span(argument))].strip("{ }")
        letter = text == "T" and array and self.lexicon.kind("T") is None
        return argument.data in ("top", "top2") or letter

    def _index(self, index: Branch, found: Scripts, name: str | None) -> None:
        at = span(index)[0]
        if name is None:
            raise ProblemError(
                at, "an index in parentheses needs a symbol", "For a power, drop them."
            )
        text = self.text[slice(*span(index))].strip()
        if self.lexicon.has(text, "example"):
            found.labels.append(f"^{{({text})}}")
        else:
            found.upper.append(self.read(index))

    def _power(self, argument: Branch, part: Branch, found: Scripts) -> None:
        if found.power is not None:
            raise ProblemError(span(part)[0], "two exponents", "Bracket the first power.")
        text = str(argument.children[0])
        if argument.data == "number" and len(text) > 1:
            raise ProblemError(span(part)[0], f"^{text} is ambiguous", f"Write ^{{{text}}}.")
        found.power = self.read(_content(argument))

    def _lower(self, part: Branch, found: Scripts, name: str | None) -> None:
        argument = _last(part)
        if name is None and not self.lexicon.arrays:
            raise ProblemError(span(part)[0], "a subscript needs a symbol", "Name the bracket.")
        found.powered_first |= found.power is not None
        text = self.text[slice(*span(argument))].strip("{} ")
        if name is None and (argument.data == "label" or self._is_label(text)):
            message = f"{text} is no index, and so no entry of this bracket"
            raise ProblemError(span(part)[0], message, f"Declare it: % let {text}: index 1 to n")
        if argument.data == "label":
            found.labels.append(f"_{{{text}}}}}" if text.count("{") else f"_{{{text}}}")
        elif self._is_label(text):
            found.labels.append(f"_{{{text}}}")
        else:
            found.lower += [self.read(item) for item in self._items(argument, part)]

    def _is_label(self, text: str) -> bool:
        letters = [letter for letter in text if letter.isalpha()]
        known = any(self.lexicon.is_index(x) or self.lexicon.has(x, "natural") for x in letters)
        return bool(_LABEL.fullmatch(text)) and bool(letters) and not known

    def _items(self, argument: Branch, part: Branch) -> list[Branch]:
        content = _content(argument)
        if content.data != "list":
            return [content]
        items = branches(content)
        if len(items) == 1:
            items = _letters(items[0])
        for item in items:
            text = self.text[slice(*span(item))].strip()
            if len(items) == 1 and len(text) > 1 and text.isdigit():
                remedy = f"Write _{{{','.join(text)}}} for two indices."
                raise ProblemError(span(part)[0], f"_{{{text}}} is ambiguous", remedy)
        return items


def symbol(name: str, scripts: Scripts, place: tuple[int, int]) -> Sym:
    """The symbol with its labels made part of its name and its indices kept apart."""
    labels = "".join(sorted(scripts.labels))
    return Sym(name + labels, tuple(scripts.upper), tuple(scripts.lower), span=place)


def _last(part: Branch) -> Branch:
    return branches(part)[-1]


def content(script: Branch) -> Branch:
    """The expression in a script."""
    return _content(_last(script))


def _content(argument: Branch) -> Branch:
    if argument.data != "braced":
        return argument
    return branches(argument)[0]


def _bracketed(argument: Branch) -> Branch | None:
    inner = single(_content(argument))
    if inner.data not in ("round", "square"):  # a^{[2]} is a layer too
        return None
    return branches(inner)[0]


def _letters(item: Branch) -> list[Branch]:
    """The single indices of `jk`; anything else is one index."""
    inner = item
    while inner.data in ("sum", "product") and len(inner.children) == 1:
        inner = branches(inner)[0]
    if inner.data != "juxtaposed" or len(inner.children) < 2:
        return [item]
    return branches(inner)


def number(text: str, place: tuple[int, int]) -> Num:
    """A number, if it is of a sensible length."""
    if len(text) > 60:
        raise ProblemError(place[0], f"a number of {len(text)} digits is too long", "Round it.")
    return Num(text, span=place)
