"""Every message's text, line and column."""

from __future__ import annotations

import pytest

from tests.bpsite.proof.conftest import Checker

HEAD = """---
math:
  let:
    x, y: real
    f: function
    l: layer
    k: index 1 to n
    n: natural
    \\theta^{(l)}: real
    y_k: real
---

```math
"""
LINE = 14


@pytest.mark.parametrize(
    ("latex", "column", "message", "remedy"),
    [
        (
            r"x = \foo",
            5,
            r"unknown command \foo",
            "Use the commands of the page How to write a page, or mark the formula informal.",
        ),
        (
            "x = w",
            5,
            "undeclared symbol w",
            "Declare it (% let w: real), or define it where it is first stated (% define: w).",
        ),
        (
            r"x = \theta",
            5,
            r"undeclared symbol \theta",
            r"Declare it (% let \theta: real), or define it where it is first stated "
            r"(% define: \theta).",
        ),
        (
            "x = f x",
            5,
            "f is a function: what does it apply to?",
            r"Write f(...), or \cdot for a product.",
        ),
        ("x = 1/2 y", 9, "a factor after a/b is ambiguous", r"Use \frac{...}{...}, or brackets."),
        (
            "x = y 2",
            7,
            "a number after a factor is ambiguous",
            r"Put \cdot between the factors, or the number first.",
        ),
        (
            r"x = y \cdot -1",
            13,
            "unexpected '-'",
            r"A sign after an operator needs brackets: \cdot (-1).",
        ),
        ("x = x'", 5, "a prime on x, which is not a function", "Declare it: % let x: function"),
        ("x = 2^{(l)}", 9, "an index in parentheses needs a symbol", "For a power, drop them."),
        ("x = x^12", 6, "^12 is ambiguous", "Write ^{12}."),
        (
            "x = f^{-1}(x)",
            5,
            "a negative power of a function is ambiguous",
            r"Use \frac{1}{...} for the reciprocal.",
        ),
        ("x = f_1(x)", 5, "f is a function and takes no index", "Drop it."),
        (r"x = f_{\text{a}}(x)", 5, "f is a function and takes no index", "Drop it."),
        (r"x = \max(x)", 5, r"\max takes two arguments or more, here is one", ""),
        ("x = |y|", 5, "a plain | can open or close", r"Write \left| ... \right|."),
        (r"x = \log x y", 5, r"what does \log apply to?", r"Write \log(...)."),
        (
            r"x = \frac{d}{dx} (x) y",
            22,
            "is this factor differentiated too?",
            r"Bracket what is differentiated, and put \cdot before a further factor.",
        ),
        (r"x = \frac{d}{dx}", 5, "what is differentiated?", "Put it in brackets after it."),
        (r"x = \frac{d x}{d f}", 18, "only a symbol can be differentiated by", "Name it."),
        (r"x = \sum_{k=1}^{1000000} y_k", 3, "1000000 terms are too many", "Use a letter n."),
        (r"x = \sum_{k=1}^{n}", 5, "nothing stands after this sign", "Write what it runs over."),
        (r"x = \sum_{k=1} y_k", 5, "one bound is missing", r"Write \sum_{k=1}^{n}."),
        (
            "x = ",
            4,
            "the formula ends too early",
            "Something is missing at the end: a side of a relation, or a closing bracket.",
        ),
        (r"x = \ldots", 5, "what do the dots stand for?", "% dots: ..."),
        (
            r"x = \theta^{(l)} + y \odot x \cdot y",
            28,
            r"\odot beside \cdot or \times is ambiguous",
            "Bracket one.",
        ),
        (r"x = y_{12}", 6, "_{12} is ambiguous", "Write _{1,2} for two indices."),
        (
            "x = 1 \\\\ y = 2",
            7,
            r"unexpected '\\'",
            r"Several lines need \begin{aligned} ... \end{aligned}.",
        ),
        (r"x \to 1", 3, "a limit needs its variable", r"Write \lim_{x \to 0} f(x) = 1."),
    ],
)
def test_what_can_not_be_read_is_an_error_at_its_place(
    report: Checker, latex: str, column: int, message: str, remedy: str
) -> None:
    (error,) = report(f"{HEAD}{latex}\n```\n").errors
    place = (error.place.line, error.place.column)
    assert (error.message, error.remedy, place) == (message, remedy, (LINE, column))


def test_a_sum_over_the_letter_of_one_example_is_an_error(report: Checker) -> None:
    head = "---\nmath:\n  let:\n    i: example\n    y^{(i)}: real\n    m: natural\n---\n\n"
    (error,) = report(head + r"$`\sum_{i=1}^{m} y^{(i)} = m y^{(i)}`$" + "\n").errors
    assert error.message == "i stands for one example, and can't run over many"
    assert error.remedy == "% let i: index 1 to m"
    assert (error.place.line, error.place.column) == (9, 3)


@pytest.mark.parametrize(
    ("note", "column", "message"),
    [
        ("% lett x: real", 3, "unknown annotation 'lett'"),
        ("% define z", 3, "a colon belongs after 'define'"),
        ("% informal:", 3, "nothing stands after 'informal'"),
        ("% let z: reel", 7, "'reel' is no kind"),
        ("% let x: positive", 7, "x is already declared, as real"),
        ("% define: z", 11, "nothing here defines z"),
        ("% rule: my rule", 9, "'my rule' is no rule"),
        ("% for l: two", 7, "a range is l: 2 to 3"),
        ("% where: z", 10, "a `where` is an equation"),
    ],
)
def test_a_wrong_annotation_is_an_error_at_its_place(
    report: Checker, note: str, column: int, message: str
) -> None:
    text = f"{HEAD}{note}\nx = x\n```\n"
    error = report(text).errors[0]
    place = (error.place.line, error.place.column)
    assert (error.message, place) == (message, (LINE, column))


def test_a_finding_shows_the_line_a_caret_and_a_counterexample(report: Checker) -> None:
    result = report(f"{HEAD}(x + y)^2 = x^2 + y^2\n```\n")
    (finding,) = result.findings()
    lines = finding.splitlines()
    start = "page.md:14:11: step 1: left and right differ at x = "
    assert lines[0].startswith(start)
    assert ": left " in lines[0]
    assert lines[1:] == ["    (x + y)^2 = x^2 + y^2", "              ^"]
    assert result.exit_code == 1


def test_a_use_before_the_definition_names_the_line_of_the_definition(report: Checker) -> None:
    text = f"{HEAD}x = q + x\n```\n\n```math\n% define: q\nq = 0\n```\n"
    error = report(text).errors[0]
    assert error.remedy == "It is used before its definition in line 18."


def test_a_second_definition_is_an_error(report: Checker) -> None:
    block = "% define: q\nq = 0\n```\n"
    result = report(f"{HEAD}{block}\n```math\n{block}")
    (error,) = result.errors
    assert (error.message, error.place.line) == ("q is already defined, by page.md:14", 20)


def test_a_definition_by_itself_is_an_error(report: Checker) -> None:
    (error,) = report(f"{HEAD}% define: q\nq = q + 1\n```\n").errors
    assert error.message == "q is defined by itself"


def test_two_definitions_in_a_circle_are_an_error(report: Checker) -> None:
    rows = "\\begin{aligned}\np &= q \\\\\nq &= p\n\\end{aligned}\n"
    (error,) = report(f"{HEAD}% define: p, q\n{rows}```\n").errors
    assert error.message == "q is used before its definition"


def test_a_number_that_stands_twice_is_an_error(report: Checker) -> None:
    block = "x = x \\tag{1}\n```\n"
    (error,) = report(f"{HEAD}{block}\n```math\n{block}").errors
    assert error.message == "(1) is already the number of an equation (page.md:14)"


def test_pages_that_build_on_each_other_are_an_error(report: Checker) -> None:
    mine, other = (f"---\nmath:\n  builds_on: [{name}.md]\n---\n" for name in ("other", "page"))
    result = report(mine, other=other)
    assert result.errors[0].message == "page.md builds on this page in turn"
    assert result.exit_code == 2


def test_a_page_that_is_not_there_is_an_error(report: Checker) -> None:
    (error,) = report("---\nmath:\n  builds_on: [gone.md]\n---\n").errors
    assert (error.message, error.place.line) == ("builds_on names gone.md, which is not there", 3)


def test_a_definition_that_bpcore_does_not_share_fails(report: Checker) -> None:
    text = f"{HEAD}% define: s = sigmoid(x)\ns(x) = \\frac{{1}}{{1 - e^{{-x}}}}\n```\n"
    (bad,) = report(text).verdicts
    assert bad.verdict == "failed"
    assert bad.detail.startswith("differs from bpcore.sigmoid at x = ")


def test_a_bpcore_name_that_does_not_exist_is_an_error(report: Checker) -> None:
    text = f"{HEAD}% define: s = sigmoidal(x)\ns(x) = x\n```\n"
    (error,) = report(text).errors
    assert error.message == "bpcore has no function sigmoidal"


def test_a_formula_marked_false_must_be_refuted(report: Checker) -> None:
    good = report(f"{HEAD}% false: printed so elsewhere\nx^2 = x\n```\n")
    assert [verdict.verdict for verdict in good.verdicts] == ["false"]
    bad = report(f"{HEAD}% false: it is not\nx + x = 2 x\n```\n")
    assert bad.verdicts[0].detail == "marked false, but proved"


def test_a_formula_marked_informal_is_counted_and_not_read(report: Checker) -> None:
    result = report(f"{HEAD}% informal: a picture\na \\foo b = c \\le d\n```\n")
    assert [verdict.verdict for verdict in result.verdicts] == ["informal", "informal"]
    assert result.exit_code == 0
