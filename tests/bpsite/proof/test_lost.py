"""What can't be read is one finding, and what rests on it waits: nothing is decided without it."""

from __future__ import annotations

import pytest

from bpsite.proof.site import Report, check
from tests.bpsite.proof.conftest import Checker

HEAD = "---\nmath:\n  builds_on: [below.md]\n  let:\n    x: real\n---\n"
BELOW = r"""---
math:
  let:
    x: real
---
```math
% define: f
f(x) = \frac{1}{1 + x^2 \tag{1}
```
"""


WAITS = " not decided: what they build on can't be read, at below.md:8:16"


def _both(report: Checker, text: str, below: str = BELOW) -> Report:
    report(text, below=below)
    return check(["below.md", "page.md"])


def test_a_brace_that_is_never_closed_is_shown_where_it_opens(report: Checker) -> None:
    (error,) = report(BELOW).errors
    assert error.message == r"this { is still open where '\tag{1}' comes"
    assert (error.place.line, error.place.column) == (8, 16)


@pytest.mark.parametrize(
    ("latex", "message", "column"),
    [
        (r"(x + 1", "this ( is still open where the formula ends", 3),
        (r"x = \frac{x + 1}{2", "this { is still open where the formula ends", 19),
        (r"(x + 1 = x", "this ( is still open where '=' comes", 3),
        (r"\frac{(x}{2} = x", "this ( is still open where '}' comes", 9),
        (r"[x + 1 \\ 3", r"this [ is still open where '\\' comes", 3),
        (r"x = x + 1 \le", "the formula ends too early", 16),
    ],
)
def test_what_is_open_is_named_and_nothing_else_is(
    report: Checker, latex: str, message: str, column: int
) -> None:
    (error,) = report(f"---\nmath:\n  let: {{x: real}}\n---\n$`{latex}`$\n").errors
    assert (error.message, error.place.column) == (message, column)


def test_the_cause_is_one_finding_and_what_rests_on_it_a_line(report: Checker) -> None:
    text = HEAD + "$`f(0) = 1`$ and $`f(x) = f(-x)`$\n\n$`x = 2 x - x`$\n"
    result = _both(report, text)
    cause, waiting = result.findings()
    assert cause.startswith("below.md:8:16: this { is still open")
    assert waiting == "page.md: 2 relations" + WAITS
    assert [v.verdict for v in result.verdicts] == ["undecided", "undecided", "proved"]
    assert result.exit_code == 2


def test_what_is_defined_by_what_is_lost_is_lost_too(report: Checker) -> None:
    blocks = ["% define: g\ng(x) = f(x)^2 \\tag{2}", "g(x) = g(-x)"]
    text = HEAD + "".join(f"```math\n{block}\n```\n" for block in blocks)
    assert _both(report, text).findings()[1:] == ["page.md: 2 relations" + WAITS]


def test_what_cites_a_lost_equation_waits(report: Checker) -> None:
    rows = r"\begin{aligned} x + 1 &= 1 + x && \text{by (1)} \end{aligned}"
    result = _both(report, HEAD + f"```math\n{rows}\n```\n")
    assert result.findings()[1:] == [
        "page.md: 1 relation" + WAITS.replace("they build", "it builds")
    ]


def test_a_name_that_begins_like_a_lost_one_is_another(report: Checker) -> None:
    text = HEAD.replace("x: real", r"x, \phi: real") + r"$`\phi = 2 \phi - \phi`$" + "\n"
    assert [v.verdict for v in _both(report, text).verdicts] == ["proved"]


def test_a_name_that_does_not_leave_its_page_is_not_lost_to_others(report: Checker) -> None:
    below = BELOW.replace("math:\n", "math:\n  local: [f]\n").replace(r" \tag{1}", "")
    text = HEAD.replace("x: real", "x, f: real") + "$`f = 2 f - f`$\n"
    assert [v.verdict for v in _both(report, text, below).verdicts] == ["proved"]


@pytest.mark.parametrize(
    "below",
    ["---\nmath: [\n---\n", "---\nmath:\n  let: {x: reel}\n---\n", "```math\nx = 1\n"],
    ids=["front matter", "declaration", "fence"],
)
def test_where_a_page_can_t_be_read_at_all_everything_on_it_waits(
    report: Checker, below: str
) -> None:
    cause, waiting = _both(report, HEAD + "$`x = x`$\n", below).findings()
    assert cause.startswith("below.md:")
    assert waiting.startswith("page.md: 1 relation not decided: what it builds on can't be read")


def test_what_an_unreadable_formula_declares_is_declared(report: Checker) -> None:
    text = "---\nmath:\n  let: {x: real}\n---\n```math\n% let u: real\nu = (x\n```\n$`u = u`$\n"
    (finding,) = report(text).findings()
    assert "this ( is still open" in finding
