"""Each rule of differentiation rewrites what is its own, and a reason names it by whole words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpsite.proof.justify.reason import parts
from bpsite.proof.justify.rules import GROUPS, NAMED, RULES
from bpsite.proof.syntax.parse import Reason
from tests.bpsite.proof.conftest import Checker
from tests.bpsite.proof.test_reasons import failure

PAGE = Path(__file__).parents[4] / "docs" / "write-a-page.md"
HEAD = "---\nmath:\n  let: {x: real, a: real, f: function, g: function}\n---\n\n"
NOT_GIVEN = "the step is true, but its reason does not give it"
RIGHT = {
    "sum rule": r"\frac{d}{dx} \left( x + f(a x) \right) &= 1 + \frac{d}{dx} \left( f(a x) \right)",
    "constant factor": r"\frac{d}{dx} \left( a f(a x) \right)"
    r" &= a \frac{d}{dx} \left( f(a x) \right)",
    "reciprocal rule": r"\frac{d}{dx} \left( \frac{1}{g(x)} \right) &= -\frac{g'(x)}{g(x)^2}",
    "quotient rule": r"\frac{d}{dx} \left( \frac{f(x)}{g(x)} \right)"
    r" &= \frac{f'(x) g(x) - f(x) g'(x)}{g(x)^2}",
    "product rule": r"\frac{d}{dx} \left( f(x) g(x) \right) &= f'(x) g(x) + f(x) g'(x)",
    "power rule": r"\frac{d}{dx} \left( x^3 \right) &= 3 x^2",
    "derivative": r"\frac{d}{dx} \left( e^{x} \right) &= e^{x}",
    "chain rule": r"\frac{d}{dx} \left( f(g(x)) \right) &= f'(g(x)) g'(x)",
}
HARD = [rule.name for rule in RULES if not rule.elementary]


def page(row: str, reason: str) -> str:
    return (
        f"{HEAD}```math\n\\begin{{aligned}}\n{row} && \\text{{{reason}}}\n\\end{{aligned}}\n```\n"
    )


@pytest.mark.parametrize("name", RIGHT)
def test_a_rule_gives_what_it_rewrites(report: Checker, name: str) -> None:
    assert failure(report, page(RIGHT[name], name)) == ""
    assert failure(report, page(RIGHT[name], "algebra")) == NOT_GIVEN


@pytest.mark.parametrize("name", HARD)
def test_no_other_rule_gives_it(report: Checker, name: str) -> None:
    # A quotient's rule has that of a reciprocal in it, and a reciprocal is a power: a chain.
    also = {"reciprocal rule": {"quotient rule", "chain rule"}}.get(name, set())
    for other in [other for other in HARD if other != name and other not in also]:
        assert failure(report, page(RIGHT[name], other)) == NOT_GIVEN, other


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize(
    "row",
    [
        r"x + x &= 2 x",
        r"\frac{d}{dx} \left( f(a g(x)) \right) + x - x &= \frac{d}{dx} \left( f(a g(x)) \right)",
    ],
)
def test_a_rule_that_has_nothing_to_rewrite_is_refused(
    report: Checker, name: str, row: str
) -> None:
    assert failure(report, page(row, name)) == f"the step does not use the {name}"


def test_every_rule_is_tried_here() -> None:
    assert set(RIGHT) == {rule.name for rule in RULES}


def test_write_a_page_lists_the_rules_and_what_each_rewrites() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("| rule | what it rewrites |\n|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| `{rule.name}` | {rule.meaning} |" for rule in RULES]
    assert all(f"`{name}`" in text for name in GROUPS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chain rule (4)", ["rule chain rule", "tag 4"]),
        ("chain  rule, then algebra", ["rule chain rule", "algebra algebra"]),
        ("the constant factor", ["rule constant factor"]),
        ("factor", ["algebra factor"]),
        ("factorise", []),
        ("cancellation of the expanded sum", []),
        ("derivative of $f$", ["rule derivative", "math f"]),
        ("rearranged", []),
        ("the prefactor", []),
    ],
)
def test_words_match_as_words(text: str, expected: list[str]) -> None:
    assert [f"{part.kind} {part.text}" for part in parts(Reason(text, 0))] == expected


def test_a_part_stands_where_its_text_stands() -> None:
    (rule, tag) = parts(Reason("by the chain rule (4)", 10))
    assert (rule.at, rule.end, tag.at) == (17, 27, 29)
    assert re.fullmatch(r"\d+", tag.text)
