"""Own commands: where a file defines them, and what a formula is when they are written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bpsite.notes.brackets import argument, group
from bpsite.notes.sourced import Sourced, joined

MOST_EXPANSIONS = 500
MOST_CHARACTERS = 20_000
_DEFINING = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand)\*?|(?P<operator>DeclareMathOperator)\*?|"
    r"(?P<plain>[gex]?def)|(?P<let>let))(?![A-Za-z])\s*"
)
_NAME = re.compile(r"\{?\s*(\\(?:[A-Za-z]+|[^A-Za-z\s]))\s*\}?")
_OPTION = re.compile(r"\s*\[([^\[\]]*)\]")
_PARAMETERS = re.compile(r"\s*((?:#\d)*)\s*(?=\{)")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s])")
_PARAMETER = re.compile(r"#(\d)")
_MEANT = ("\\\\", r"\{", r"\}", r"\$", r"\(", r"\[", r"\begin", r"\end")  # never an own command


class EndlessError(Exception):
    """An own command that, written out, contains itself; `at` is the offset in the file."""

    def __init__(self, name: str, at: int) -> None:
        super().__init__(f"{name} never ends: written out, it holds itself")
        self.name = name
        self.at = at


@dataclass(frozen=True)
class Macro:
    """What an own command stands for, with `#1` for its first argument."""

    body: str
    arguments: int = 0
    option: str | None = None  # what the first argument is where it is left out


@dataclass(frozen=True)
class Defining:
    """A definition in a text: from where to where it stands, and what it defines."""

    start: int
    end: int
    name: str
    macro: Macro


@dataclass
class Macros:
    """The own commands that are known at one place."""

    known: dict[str, Macro] = field(default_factory=dict)

    def take(self, text: str) -> None:
        """Takes in all that a text defines, in its order."""
        for found in definitions(text, self.known):
            self.known[found.name] = found.macro

    def expanded(self, latex: Sourced) -> Sourced:
        """A formula with the own commands written out. Raises `EndlessError`."""
        latex = self._without_definitions(latex)
        position = 0
        for _ in range(MOST_EXPANSIONS):
            found = next(self._met(latex.text, position), None)
            if found is None:
                return latex
            latex = self._once(latex, found)
            position = found.start()
            if len(latex) > MOST_CHARACTERS:
                break
        else:
            found = next(self._met(latex.text, position), None)
        name = found[0] if found else "an own command"
        raise EndlessError(name, latex.at[min(position, len(latex))])

    def _met(self, text: str, position: int) -> Iterator[re.Match[str]]:
        for found in _COMMAND.finditer(text, position):
            if found[0] in self.known and found[0] not in _MEANT:
                yield found

    def _without_definitions(self, latex: Sourced) -> Sourced:
        """The formula without what it defines itself, which is known from there on."""
        kept, position = [], 0
        for found in definitions(latex.text, self.known):
            self.known[found.name] = found.macro
            kept.append(latex.part(position, found.start))
            position = found.end
        return joined([*kept, latex.part(position)])

    def _once(self, latex: Sourced, found: re.Match[str]) -> Sourced:
        macro = self.known[found[0]]
        at, position = latex.at[found.start()], found.end()
        given: list[Sourced] = []
        if macro.option is not None:
            option = _OPTION.match(latex.text, position)
            given.append(latex.part(*option.span(1)) if option else Sourced.new(macro.option, at))
            position = option.end() if option else position
        while len(given) < macro.arguments:
            taken = argument(latex.text, position)
            if taken is None:
                break
            given.append(latex.part(taken[0], taken[1]))
            position = taken[2]
        body = _filled(macro.body, given, at)
        space = " " if _runs_on(body.text, latex.text[position:]) else ""
        return joined(
            [latex.part(0, found.start()), body, Sourced.new(space, at), latex.part(position)]
        )


def _runs_on(before: str, after: str) -> bool:
    """Whether a command at the end of a text would take up the letters that follow."""
    return bool(re.search(r"\\[A-Za-z]+$", before)) and after[:1].isalpha()


def _filled(body: str, given: list[Sourced], at: int) -> Sourced:
    parts, position = [], 0
    for found in _PARAMETER.finditer(body):
        parts.append(Sourced.new(body[position : found.start()], at))
        number = int(found[1]) - 1
        parts += [given[number]] if 0 <= number < len(given) else []
        position = found.end()
    return joined([*parts, Sourced.new(body[position:], at)])


def definitions(text: str, known: dict[str, Macro] | None = None) -> Iterator[Defining]:
    """The definitions of own commands in a text, in order."""
    position = 0
    while found := _DEFINING.search(text, position):
        position = found.end()
        name = _NAME.match(text, position)
        made = name and _defined(text, found, name, known or {})
        if made:
            yield made
            position = made.end


def _defined(
    text: str, found: re.Match[str], name: re.Match[str], known: dict[str, Macro]
) -> Defining | None:
    position = name.end()
    if found["let"]:
        of = re.compile(r"\s*=?\s*(\\[A-Za-z]+)").match(text, position)
        macro = (known.get(of[1]) or Macro(of[1])) if of else None
        return Defining(found.start(), of.end(), name[1], macro) if of and macro else None
    count, option = 0, None
    if found["new"] and (wanted := _OPTION.match(text, position)):
        count, position = int(wanted[1]) if wanted[1].isdigit() else 0, wanted.end()
        if given := _OPTION.match(text, position):
            option, position = given[1], given.end()
    if found["plain"] and (parameters := _PARAMETERS.match(text, position)):
        count, position = parameters[1].count("#"), parameters.end()
    while position < len(text) and text[position].isspace():
        position += 1
    end = group(text, position) if text[position : position + 1] == "{" else None
    if end is None:
        return None
    body = text[position + 1 : end - 1]
    body = rf"\operatorname{{{body}}}" if found["operator"] else body
    return Defining(found.start(), end, name[1], Macro(body, count, option))
