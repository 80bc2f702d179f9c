"""A SymPy program that checks relations: what it declares, what is given, and a line for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bpsite.proof.syntax.functions import ENTRYWISE

CHECKS = {
    "equal": "{} == 0",
    "below": "{}.is_negative is True",
    "above": "{}.is_positive is True",
    "at_most": "{}.is_nonpositive is True",
    "at_least": "{}.is_nonnegative is True",
    "equal_arrays": "{0}.expand() == ZeroMatrix(*{0}.shape)",
}
"""What each check asks of the difference of the two sides."""

_SYMBOLS = re.compile(r'symbols\("[^"]*", (.*)\)')


@dataclass
class Program:
    """One program; the names stand in the order in which they need each other."""

    declared: dict[str, str] = field(default_factory=dict)  # the kind of each symbol
    made: dict[str, str] = field(default_factory=dict)  # the definition of each function
    given: dict[str, str] = field(default_factory=dict)  # what symbols are, what they use first
    lines: list[str] = field(default_factory=list)  # each prints whether a relation holds

    def text(self) -> str:
        """The program as it is copied."""
        blocks = [["from sympy import *", *self._declarations()]]
        blocks += [[source] for source in self.made.values()]
        if self.given:
            pairs = [f"    ({name}, {value})," for name, value in reversed(self.given.items())]
            blocks.append(["given = [", *pairs, "]"])
        blocks += [[helper] for helper in self._helpers()] + [self.lines]
        return "\n".join(_spaced(["\n".join(block) for block in blocks]))

    def differs(self, other: Program) -> bool:
        """Whether a name means something else in the other program."""
        pairs = zip(self._meanings(), other._meanings(), strict=True)
        return any(
            mine.get(name, its) != its for mine, theirs in pairs for name, its in theirs.items()
        )

    def add(self, other: Program) -> None:
        """Takes in another program, in which no name means something else."""
        for mine, theirs in zip(self._meanings(), other._meanings(), strict=True):
            mine.update(theirs)
        self.lines += other.lines

    def _meanings(self) -> tuple[dict[str, str], ...]:
        return self.declared, self.made, self.given

    def _declarations(self) -> Iterator[str]:
        kinds = sorted(set(self.declared.values()), key=lambda kind: ("(" in kind, kind))
        for kind in kinds:
            names = sorted(name for name, its in self.declared.items() if its == kind)
            many = f'{", ".join(names)} = symbols("{" ".join(names)}", {kind})'
            yield f"{names[0]} = {kind}" if "(" in kind else many

    def _helpers(self) -> Iterator[str]:
        for name, asked in CHECKS.items():
            if any(f"print({name}(" in line for line in self.lines):
                answer = asked.format(
                    "difference" if name == "equal_arrays" else self._simplified()
                )
                put_in = ".subs(given)" if self.given else ""
                difference = f"    difference = sympify(left - right){put_in}"
                yield f"def {name}(left, right):\n{difference}\n    return {answer}"

    def _simplified(self) -> str:
        """The difference in a form that shows a sign, or that it is 0."""
        code = "\n".join([*self.made.values(), *self.given.values(), *self.lines])
        form = "difference"
        for row in ENTRYWISE.values():
            if row.by_powers and f"{row.sympy}(" in code:
                form += f".rewrite({row.sympy}, exp)"
        if "log(" in code:  # as the checker has it: wherever both sides are defined
            factored = f"{form}.replace(log, lambda inside: log(factor(inside)))"
            form = f"expand_log({factored}, force=True)"
        if "Sum(" in code or "Product(" in code:
            return f"simplify({form}.expand().doit())"
        trigonometric = any(f"{name}(" in code for name in ("sin", "cos", "tan"))
        return f"simplify({form})" if trigonometric else f"factor({form})"


def parsed(text: str) -> Program:
    """A program from its text."""
    program = Program()
    for statement in ast.parse(text).body:
        source = ast.get_source_segment(text, statement) or ""
        match statement:
            case ast.Assign([ast.Name("given")], ast.List(pairs)):
                program.given = dict(reversed([*_pairs(text, pairs)]))
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name("Function"))):
                program.made[name] = source
            case ast.Assign():
                program.declared |= _declared(source)
            case ast.FunctionDef(name) | ast.ClassDef(name) if name not in CHECKS:
                program.made[name] = source
            case ast.Expr():
                program.lines.append(source)
    return program


def _pairs(text: str, pairs: list[ast.expr]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        if isinstance(pair, ast.Tuple):
            name, value = (ast.get_source_segment(text, part) or "" for part in pair.elts)
            yield name, value


def _declared(declaration: str) -> dict[str, str]:
    """What each name of a declaration is."""
    names, _, kind = declaration.partition(" = ")
    found = _SYMBOLS.fullmatch(kind)
    return dict.fromkeys(names.split(", "), found[1] if found else kind)


def _spaced(blocks: list[str]) -> Iterator[str]:
    """The blocks, with an empty line around a definition of more than a line."""
    for number, block in enumerate(blocks):
        if number and ("\n    " in block or "\n    " in blocks[number - 1]):
            yield ""
        yield block
