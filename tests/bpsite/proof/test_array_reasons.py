"""A step between arrays needs a reason that gives it, too."""

from __future__ import annotations

import pytest

from tests.bpsite.proof.conftest import Checker
from tests.bpsite.proof.test_reasons import failure

NOT_GIVEN = "the step is true, but its reason does not give it"
HEAD = r"""---
math:
  let:
    W: matrix m x n
    x: vector n
    y: vector m
    f: function
---

```math
% define: z
z = W x \tag{1}
```

```math
% define: L
L = \frac{1}{2} (z - y)^\top (z - y) \tag{2}
```

```math
\begin{aligned}
\frac{\partial L}{\partial z} &= z - y && \text{product rule, definition of $L$ (2)}
\end{aligned} \tag{3}
```

```math
\begin{aligned}
\frac{\partial L}{\partial x} &= W^\top (z - y) && \text{product rule, $L$ (2), $z$ (1)}
\end{aligned} \tag{4}
```

```math
% define: \delta
\delta = \frac{\partial L}{\partial z} \tag{5}
```
"""


BY_X, BY_Z = r"\frac{\partial L}{\partial x}", r"\frac{\partial L}{\partial z}"


def page(row: str) -> str:
    return f"{HEAD}\n```math\n\\begin{{aligned}}\n{row}\n\\end{{aligned}}\n```\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (r"(W x)^\top &= x^\top W^\top && \text{algebra}", ""),
        (
            r"(W x)^\top &= x^\top W^\top && \text{product rule}",
            "the step does not use the product rule",
        ),
        (r"(W x)^\top &= x^\top W^\top && \text{by (1)}", "the step does not use (1)"),
        (r"z^\top &= x^\top W^\top && \text{by (1)}", ""),
        (r"z^\top &= x^\top W^\top && \text{algebra}", NOT_GIVEN),
        (r"z^\top &= x^\top W^\top && \text{definition of $L$ (2)}", NOT_GIVEN),
        (
            rf"{BY_X} &= W^\top {BY_Z} && \text{{(3) and (4)}}",
            "",
        ),
        (
            rf"{BY_X} &= W^\top {BY_Z} && \text{{by (4)}}",
            NOT_GIVEN,
        ),
        (rf"{BY_X} &= W^\top \delta && \text{{(3), (4) and (5)}}", ""),
        (rf"{BY_X} &= W^\top \delta && \text{{(3) and (4)}}", NOT_GIVEN),
        (r"\delta &= z - y && \text{(5) and (3)}", ""),
        (r"\delta &= z - y && \text{(5), product rule, (2)}", ""),
        (r"\delta &= z - y && \text{(5) and (2)}", NOT_GIVEN),
        (r"\delta &= z - y && \text{(5), (3) and (1)}", "the step does not use (1)"),
        (r"f'(z) \odot x &= x \odot f'(z) && \text{algebra}", None),
        (r"f(z) \odot f'(z) &= f'(W x) \odot f(z) && \text{by (1)}", ""),
        (r"f(z) \odot f'(z) &= f'(W x) \odot f(z) && \text{algebra}", NOT_GIVEN),
    ],
)
def test_a_reason_gives_a_step_between_arrays(
    report: Checker, row: str, message: str | None
) -> None:
    found = failure(report, page(row))
    if message is None:
        assert "shapes" in found
    else:
        assert found == message


def test_what_a_derivative_hides_must_be_named(report: Checker) -> None:
    assert failure(report, HEAD) == ""
    assert failure(report, HEAD.replace("$L$ (2), $z$ (1)", "(2)")) == NOT_GIVEN
    assert failure(report, HEAD.replace("product rule, def", "derivative, def", 1)) == NOT_GIVEN
    assert (
        failure(report, HEAD.replace("product rule, definition of", "definition of", 1))
        == NOT_GIVEN
    )


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("by (1)", ""),
        (r"$A^\top = A$", ""),
        ("algebra", NOT_GIVEN),
    ],
)
def test_that_a_matrix_is_symmetric_must_be_named(
    report: Checker, reason: str, message: str
) -> None:
    head = "---\nmath:\n  let: {n: natural, A: matrix n x n, x: vector n}\n---\n\n"
    assumed = "```math\n% assume\nA^\\top = A \\tag{1}\n```\n\n"
    row = rf"(A x)^\top &= x^\top A && \text{{{reason}}}"
    text = f"{head}{assumed}```math\n\\begin{{aligned}}\n{row}\n\\end{{aligned}}\n```\n"
    assert failure(report, text) == message
