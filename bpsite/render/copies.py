"""What the copy buttons of an equation hold: its relations as one text that runs as it stands.

The checker prints every relation by itself. Here NumPy's become functions, whose arguments are
what the formula uses, and SymPy's share what they declare and what is given.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby

from bpsite.proof.export.differences import DIFFERENCES
from bpsite.proof.export.program import Program, parsed

_KNOWN = {"np", *DIFFERENCES, *dir(builtins)}
_FALSE = "# Marked false on the page, so this prints False:"
_PARTLY = "# The equation's other steps are not here: SymPy can't prove them."


def numpy_program(steps: Sequence[tuple[int, str]], name: str) -> str:
    """The NumPy texts of an equation's numbered steps as functions; nothing if there are none.

    Assignments to a layer's symbol that follow one another become one function, called `name`
    where there is but one.

    >>> print(numpy_program([(1, "z[2] = theta[1] * x"), (2, "a[2] = s(z[2])")], "equation_6"))
    def equation_6(theta, x, s):
        z, a = {}, {}
        z[2] = theta[1] * x
        a[2] = s(z[2])
        return z, a
    >>> print(numpy_program([(2, "sum(y[k] for k in range(n))")], "equation"))
    def step_2(y, n):
        return sum(y[k] for k in range(n))
    """
    parsed = [(number, text, ast.parse(text).body[0]) for number, text in steps if text]
    grouped = groupby(parsed, lambda step: bool(_family(step[2])))
    runs = [(layers, list(run)) for layers, run in grouped]
    alone = sum(layers for layers, _ in runs) == 1
    parts: list[str] = []
    taken: dict[str, str] = {}
    for layers, run in runs:
        if layers:
            assigned = [(text, s) for _, text, s in run if isinstance(s, ast.Assign)]
            parts.append(_layers(assigned, name if alone else f"step_{run[0][0]}"))
        else:
            parts += [_function(*step, taken) for step in run]
    return "\n\n".join([*_before(parts), *dict.fromkeys(parts)])


def _before(parts: Sequence[str]) -> list[str]:
    """What the functions need: NumPy, and how a derivative is measured."""
    helpers: list[str] = []
    for name, source in reversed(list(DIFFERENCES.items())):
        if name in _used([*helpers, *parts]):
            helpers.insert(0, source)
    numpy = ["import numpy as np"] if "np" in _used([*helpers, *parts]) else []
    return [*numpy, *helpers]


def _used(parts: Sequence[str]) -> set[str]:
    nodes = [node for part in parts for node in ast.walk(ast.parse(part))]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _family(statement: ast.stmt) -> str:
    """The name whose value for one given layer is assigned, as in `z[2] = ...`, or nothing."""
    match statement:
        case ast.Assign(targets=[ast.Subscript(ast.Name(family), ast.Constant())]):
            return family
    return ""


def _layers(steps: Sequence[tuple[str, ast.Assign]], name: str) -> str:
    families = list(dict.fromkeys(_family(statement) for _, statement in steps))
    given = [family for family in families if _is_read_before(family, [s for _, s in steps])]
    made = [family for family in families if family not in given]
    used = [used for _, statement in steps for used in _free(statement) if used not in made]
    start = [f"{', '.join(made)} = {', '.join(['{}'] * len(made))}"] if made else []
    start += [f"{family} = {family}.copy()" for family in given]
    body = [*start, *(text for text, _ in steps), f"return {', '.join(families)}"]
    return _definition(name, used, body)


def _is_read_before(family: str, statements: Sequence[ast.Assign]) -> bool:
    """Whether a layer's value is needed that no statement before has assigned."""
    known: set[str] = set()
    for statement in statements:
        parts = [part for part in ast.walk(statement.value) if isinstance(part, ast.Subscript)]
        reads = {ast.unparse(part) for part in parts if ast.unparse(part.value) == family}
        if reads - known:
            return True
        known.add(ast.unparse(statement.targets[0]))
    return False


def _function(number: int, text: str, statement: ast.stmt, taken: dict[str, str]) -> str:
    """A step as a function, under its number where its own name is taken for another."""
    name = f"step_{number}"
    given: list[str] = []
    match statement:
        case ast.FunctionDef(name, arguments, [ast.Return(ast.expr() as value)]):
            given = [argument.arg for argument in arguments.args]
        case ast.Assign([ast.Name(name)], value):
            pass
        case ast.Assign(_, value) | ast.Expr(value):
            pass
        case _:
            raise TypeError(f"the checker prints no {type(statement).__name__}")
    used, body = [*given, *_free(value)], [f"return {ast.get_source_segment(text, value)}"]
    made = (_definition(one, used, body) for one in _names(name, number))
    return next(text for text in made if taken.setdefault(_head(text), text) == text)


def _names(own: str, number: int) -> Iterator[str]:
    """What a step's function can be called, best first."""
    yield own
    yield f"step_{number}"
    yield from (f"step_{number}_{further}" for further in count(2))


def _head(definition: str) -> str:
    return definition.partition("(")[0]


def _definition(name: str, used: Iterable[str], body: Iterable[str]) -> str:
    arguments = ", ".join(dict.fromkeys(used))
    return "\n    ".join([f"def {name}({arguments}):", *body])


def _free(node: ast.AST) -> Iterator[str]:
    """The names that a piece of code takes from outside, in their order."""
    if isinstance(node, ast.Name) and node.id not in _KNOWN:
        yield node.id
    inner = [name for child in ast.iter_child_nodes(node) for name in _free(child)]
    loops = getattr(node, "generators", [])
    bound = {name for loop in loops for name in _free(loop.target)}
    yield from (name for name in inner if name not in bound)


def sympy_program(texts: Sequence[tuple[str, bool]]) -> str:
    r"""The SymPy texts of an equation's relations as one program; nothing if there are none.

    With each goes whether the page marks the relation false, which the program then says.

    >>> x = 'from sympy import *\nx = symbols("x", real=True)\n'
    >>> print(sympy_program([(x + "print(x < 2)", False), (x + "print(x < x)", True)]))
    from sympy import *
    x = symbols("x", real=True)
    print(x < 2)
    # Marked false on the page, so this prints False:
    print(x < x)
    """
    programs: list[Program] = []
    for text, false in texts:
        if text:
            program = parsed(text)
            program.lines = [*([_FALSE] if false else []), *program.lines]
            if not programs or programs[-1].differs(program):  # a name means something else
                programs.append(Program())
            programs[-1].add(program)
    if programs and not all(text for text, _ in texts):
        programs[-1].lines.append(_PARTLY)
    return "\n\n".join(program.text() for program in programs)
