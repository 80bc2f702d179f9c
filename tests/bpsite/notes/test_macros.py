from __future__ import annotations

import pytest

from bpsite.notes.files import parse
from bpsite.notes.macros import Macros
from bpsite.notes.sourced import Sourced


def expanded(definitions: str, latex: str) -> str:
    macros = Macros()
    macros.take(definitions)
    return macros.expanded(Sourced.of(latex)).text


@pytest.mark.parametrize(
    ("definitions", "latex", "result"),
    [
        (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^n", r"x \in \mathbb{R}^n"),
        (r"\newcommand\v[1]{\mathbf{#1}}", r"\v{x} + \v y", r"\mathbf{x} + \mathbf{y}"),
        (r"\newcommand{\d}[2][t]{\frac{#2}{#1}}", r"\d{y} \d[x]{z}", r"\frac{y}{t} \frac{z}{x}"),
        (r"\def\p#1#2{#1/#2}", r"\p{a}{b}", "a/b"),
        (r"\DeclareMathOperator*{\am}{argmin}", r"\am x", r"\operatorname{argmin} x"),
        (r"\newcommand{\a}{\b} \newcommand{\b}{c}", r"\a", "c"),
        (r"\def\s{\sigma}", r"\s x", r"\sigma x"),
        (r"\def\s{\sigma} \renewcommand{\s}{\tau}", r"\s", r"\tau"),
        (r"\let\eps\varepsilon", r"\eps", r"\varepsilon"),
    ],
)
def test_own_commands_are_written_out(definitions: str, latex: str, result: str) -> None:
    assert expanded(definitions, latex) == result


def test_a_command_means_what_it_was_last_defined_as_before_the_formula() -> None:
    text = "\\def\\k{1}\n$\\k$\n\\def\\k{2}\n$\\k$\n"
    assert [formula.latex.text for formula in parse(text, "n.md").formulas] == ["1", "2"]


def test_one_file_leaves_nothing_behind_for_the_next() -> None:
    known = Macros()
    parse("\\def\\k{1}\n$\\k$\n", "one.md", macros=known)
    assert parse("$\\k$\n", "two.md", macros=known).formulas[0].latex.text == "\\k"


@pytest.mark.parametrize("body", [r"\a", r"\a\a", r"x \b"])
def test_a_command_that_holds_itself_is_one_message(body: str) -> None:
    notes = parse(f"\\def\\a{{{body}}} \\def\\b{{\\a}}\n$\\a$\n", "n.md")
    (trouble,) = notes.troubles
    assert "never ends" in trouble.message
    assert notes.place(trouble.at) == (2, 2)
