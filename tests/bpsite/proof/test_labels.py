"""The shape of each factor, for an equation that asks for it."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.page import Checked, check_page
from bpsite.proof.scope.lookup import Scope

PAGE = """---
math:
  let:
    m, n: natural
    W: matrix m x n
    u: vector n
    c: vector m
    x: real
    f: function
---

```math
% shapes
FORMULA
```
"""


def checked(formula: str) -> Checked:
    return check_page(pages.parse(PAGE.replace("FORMULA", formula)), Scope())


def labelled(formula: str) -> list[tuple[str, str]]:
    page = checked(formula)
    latex = page.page.mathematics[0].latex
    found = {label for verdict in page.verdicts for label in verdict.shapes}
    return [(latex[start:end].strip(), shape) for start, end, shape in sorted(found)]


@pytest.mark.parametrize(
    ("formula", "labels"),
    [
        (
            r"\nabla_W ( c^\top W u ) = c u^\top",
            [
                (r"\nabla_W ( c^\top W u )", r"m \times n"),
                ("c", r"m \times 1"),
                (r"u^\top", r"1 \times n"),
            ],
        ),
        (
            r"x f(W u) \odot c = c \odot x f(W u)",
            [("f(W u)", r"m \times 1"), ("c", r"m \times 1")] * 2,
        ),
    ],
)
def test_each_factor_that_is_an_array_has_its_shape(
    formula: str, labels: list[tuple[str, str]]
) -> None:
    found = labelled(formula)
    assert sorted(found) == sorted(labels)
    assert checked(formula).good


def test_the_factors_of_a_product_of_which_an_entry_is_taken_have_theirs() -> None:
    formula = r"% let i: index 1 to m" + "\n" + r"(W u)_i = (W u)_i"
    assert labelled(formula) == [("W", r"m \times n"), ("u", r"n \times 1")] * 2


def test_where_shapes_clash_that_is_said_and_nothing_is_labelled() -> None:
    found = checked(r"W c = u")
    assert [verdict.verdict for verdict in found.verdicts] == ["failed"]
    assert found.verdicts[0].shapes == ()


@pytest.mark.parametrize(
    ("formula", "message"),
    [("x = x", "nothing here has a shape"), (None, "shapes takes no words, and 'please'")],
)
def test_shapes_that_nobody_could_see_are_an_error(formula: str | None, message: str) -> None:
    page = PAGE.replace("    W: matrix m x n\n    u: vector n\n    c: vector m\n", "")
    text = page.replace("FORMULA", formula) if formula else PAGE.replace("FORMULA", "u = u")
    text = text if formula else text.replace("% shapes", "% shapes please")
    (error,) = check_page(pages.parse(text), Scope()).errors
    assert error.message.startswith(message)
