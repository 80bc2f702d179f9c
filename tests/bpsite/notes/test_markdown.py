from __future__ import annotations

import pytest

from bpsite.notes.files import Notes, parse
from bpsite.notes.found import Found, Trouble
from bpsite.notes.markdown import formulas


def found(text: str) -> list[str]:
    return [item.latex.text for item in formulas(text) if isinstance(item, Found)]


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a $x$ b", ["x"]),
        ("a $ x = 1 $ b", [" x = 1 "]),
        ("a\n$$\nx\n$$\nb", ["\nx\n"]),
        (r"a \(x\) and \[y\]", ["x", "y"]),
        (r"a \\(x\\) and \\[y=1\\]", ["x", "y=1"]),
        ("a $`x`$ and {math}`y`", ["x", "y"]),
        ("```math\nx\n```", ["x\n"]),
        ("```{math}\n:label: one\nx\n```", ["x\n"]),
        (":::{math}\nx\n:::", ["x\n"]),
        ("> $$\n> x\n> $$", ["\nx\n"]),
        (
            r"\begin{align*}x\end{align*}",
            [r"\begin{align*}x\end{align*}"],
        ),
    ],
)
def test_each_way_to_write_a_formula_is_read(text: str, latex: list[str]) -> None:
    assert found(text) == latex


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6.",
        "It costs $5, or 6 $ there.",
        r"\$x\$",
        "`$x$` and ``a `$y$` b``",
        "```python\n$x$\n```",
        "~~~\n$$x$$\n~~~",
        "<!-- $x$ -->",
        r"a \[link\]",
        r"as in \[1\]",
    ],
)
def test_what_is_no_formula_is_passed_over(text: str) -> None:
    assert list(formulas(text)) == []


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a $$x = 1", 2, "$$ is never closed"),
        ("a $x^2 + 1", 2, "$ is never closed"),
        (r"a \(x", 2, r"\( is never closed"),
        ("a $`x", 2, "this formula is never closed"),
        (r"\begin{align}x", 0, r"\begin{align} is never closed"),
        ("```math\nx", 0, "this fence is never closed"),
    ],
)
def test_what_is_never_closed_is_said_at_its_place(text: str, at: int, message: str) -> None:
    (item,) = formulas(text)
    assert isinstance(item, Trouble)
    assert (item.at, item.message) == (at, message)


def place(notes: Notes, number: int, mark: str) -> tuple[int, int]:
    """The place of a mark in a formula after own commands are written out."""
    latex = notes.formulas[number].latex
    return notes.place(latex.at[latex.text.index(mark)])


def test_places_are_those_of_the_file_when_own_commands_are_written_out() -> None:
    text = "\\newcommand{\\half}[1]{\\frac{1}{2} #1}\n\nSo\n$$\n J = \\half{(a - y)^2} = b\n$$\n"
    notes = parse(text, "n.md")
    assert notes.formulas[0].latex.text == "\n J = \\frac{1}{2} (a - y)^2 = b\n"
    assert place(notes, 0, "\\frac") == (5, 6)
    assert place(notes, 0, "y") == (5, 17)
    assert place(notes, 0, "b") == (5, 25)
