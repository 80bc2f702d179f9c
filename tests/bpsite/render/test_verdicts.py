from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

import markdown
import pytest
from bs4 import BeautifulSoup

from bpsite import pages, source
from bpsite.proof.site import check
from bpsite.render import verdicts
from bpsite.render.equations import EquationExtension

PAGE = """Text $`x = 2`$ here.

```math
% define: x
\\begin{aligned}
x &= 1 + 1 \\\\
&= 2 && \\text{algebra}
\\end{aligned} \\tag{3}
```
"""

SYMPY = 'from sympy import *\nx = symbols("x", real=True)\nEq(x, 2)'


def relation(line: int, column: int, **fields: object) -> dict[str, object]:
    plain = {
        "file": "page.md", "line": line, "column": column, "equation_line": 4, "tag": "3",
        "step": 1, "verdict": "proved", "method": "symbolic", "detail": "", "depends_on": [],
        "given": "", "shapes": [], "bpcore": "", "numpy": "", "sympy": "",
        "test": "page.md::(3)::step 1",
        "ms": 1.0,
    }  # fmt: skip
    return {**plain, **fields}


def verdict(**said: Any) -> verdicts.Verdict:
    kept = {field.name for field in fields(verdicts.Verdict)}
    plain: dict[str, Any] = {**relation(7, 2), "depends_on": (), **said}
    return verdicts.Verdict(**{name: value for name, value in plain.items() if name in kept})


@pytest.fixture
def file(tmp_path: Path) -> str:
    relations = [
        relation(1, 10, equation_line=1, tag=None),
        relation(6, 4, verdict="definition", numpy="x = 1 + 1"),
        relation(7, 2, step=2, depends_on=["1", "3"], numpy="x == 2", sympy=SYMPY),
        relation(7, 30, step=0, verdict="bound"),
    ]
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps({"relations": relations, "errors": []}), encoding="utf-8")
    return str(path)


def rendered(file: str, text: str = PAGE) -> str:
    docs = Path(__file__).parents[2] / "cases" / "numbered"
    token = source.reading.set(source.Reading("page.md", text, text))
    try:
        extension = EquationExtension(docs_dir=str(docs), verdicts=file)
        return markdown.Markdown(extensions=[extension]).convert(text)
    finally:
        source.reading.reset(token)


def test_each_formula_gets_its_own_verdicts(file: str) -> None:
    inline, equation = pages.parse(PAGE, "page.md").mathematics
    assert [v.verdict for v in verdicts.of_formula(inline, "page.md", file)] == ["proved"]
    found = verdicts.of_formula(equation, "page.md", file)
    assert [v.verdict for v in found] == ["definition", "proved"]


def test_what_a_claim_is_given_stands_below_its_equation(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    found = relation(6, 4, given="where (1) holds")
    path.write_text(json.dumps({"relations": [found], "errors": []}), encoding="utf-8")
    given = BeautifulSoup(rendered(str(path)), "html.parser").select_one(".equation > p.given")
    assert given is not None
    assert given.get_text().startswith("where (1)")
    assert [str(link["href"]).rpartition("#")[2] for link in given.select("a")] == ["eq-1"]


def test_the_shape_of_a_factor_stands_below_it_and_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    text = "```math\nu = W c\n```\n"
    found = relation(2, 3, equation_line=2, tag=None, shapes=[[4, 6, r"m \times n"]])
    path.write_text(json.dumps({"relations": [found], "errors": []}), encoding="utf-8")
    equation = BeautifulSoup(rendered(str(path), text), "html.parser")
    (shape,) = equation.select(".katex-html .factor-shape")
    assert shape.get_text().replace("\u200b", "") == "m×n"
    assert equation.select("annotation")[-1].get_text() == "u = W c"


def test_an_equation_is_as_good_as_its_weakest_relation(file: str) -> None:
    assert verdicts.weakest(verdicts.of_page("page.md", file)[:3]) == "definition"


def test_signs_that_state_nothing_are_not_counted(file: str) -> None:
    assert verdicts.counts(verdicts.of_page("page.md", file)) == (
        "Of the 3 relations on this page, 2 are proved and 1 is a definition."
    )


def test_an_assumption_is_not_called_a_definition(tmp_path: Path) -> None:
    head = "---\nmath:\n  let:\n    x: real\n  inline: |\n    x = 2   % assume\n---\n"
    page, path = tmp_path / "page.md", tmp_path / "verdicts.json"
    page.write_text(head + "Assume that $`x = 2`$.\n", encoding="utf-8")
    relations = [{**found.as_json(), "file": "page.md"} for found in check([page]).verdicts]
    path.write_text(json.dumps({"relations": relations}), encoding="utf-8")
    found = verdicts.of_page("page.md", str(path))
    assert verdicts.counts(found) == "The one relation on this page is an assumption."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], ""),
        (["bound"], ""),
        (["informal"], "The one relation on this page is informal."),
        (["proved", "bound", "proved"], "All 2 relations on this page are proved."),
        (
            ["false", "proved", "informal", "definition", "definition"],
            "Of the 5 relations on this page, 1 is proved, 2 are definitions, "
            "1 is false and marked so and 1 is informal.",
        ),
    ],
)
def test_a_page_says_how_many_relations_it_has_and_how_each_was_decided(
    tmp_path: Path, found: list[str], sentence: str
) -> None:
    relations = [relation(6, 4, verdict=verdict) for verdict in found]
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps({"relations": relations}), encoding="utf-8")
    assert verdicts.counts(verdicts.of_page("page.md", str(path))) == sentence


def test_an_equation_carries_a_mark_that_says_how_each_step_was_decided(file: str) -> None:
    html = rendered(file)
    assert (
        '<details class="verdict verdict-definition" data-search-exclude="" name="verdict">' in html
    )
    assert '<span class="verdict-of">Equation 3: </span>' in html
    assert '<span class="verdict-word">definition</span></summary>' in html
    assert "<b>Step 1:</b> definition, symbolic." in html
    assert "<b>Step 2:</b> proved, symbolic; rests on" in html


def test_steps_that_were_decided_alike_are_told_together() -> None:
    steps = [verdict(step=1), verdict(step=2, depends_on=("1",)), verdict(step=3, method="numbers"),
             verdict(step=0)]  # fmt: skip
    html = tostring(verdicts.mark(steps, "", {1: "page.md"}), encoding="unicode")
    places = re.findall("<b>(.*?)</b>", html)
    assert places == ["Steps 1 to 2:", "Step 3:", "In a reason:"]
    assert html.count("rests on") == 1


def test_an_equation_that_is_a_definition_in_part_says_so() -> None:
    steps = [verdict(step=1, verdict="definition"), verdict(step=2)]
    html = tostring(verdicts.mark(steps, "", {}), encoding="unicode")
    assert "Of the 2 relations in this equation, 1 is proved and 1 is a definition." in html
    html = tostring(verdicts.mark(steps[1:], "", {}), encoding="unicode")
    assert "<p>Proved for all values" in html


def test_a_method_is_told_once_and_in_greek() -> None:
    steps = [verdict(method="symbolic, for any differentiable \\sigma"),
             verdict(verdict="definition", method="definition", step=2)]  # fmt: skip
    html = tostring(verdicts.mark(steps, "", {}), encoding="unicode")
    assert "proved, symbolic, for any differentiable \u03c3." in html
    assert "</b> definition.</li>" in html


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        (
            r"at \hat{y} = 0.5, z_(1) = 2.0: left 1.0, right 3.0",
            "Refuted at ŷ = 0.5, z₁ = 2.0: left 1.0, right 3.0.",
        ),
        (
            "shapes M x K and N x 1 can't be multiplied",
            "Refuted: shapes M x K and N x 1 can't be multiplied.",
        ),
    ],
)
def test_a_false_equation_says_what_refutes_it(detail: str, shown: str) -> None:
    false = verdict(verdict="false", method="a slip", detail=detail)
    html = tostring(verdicts.mark([false], "", {}), encoding="unicode")
    assert f"<b>Decided:</b> a slip. {shown}" in html


def test_the_mark_names_what_computes_the_equation_and_no_test() -> None:
    html = tostring(verdicts.mark([verdict(bpcore="sigmoid(x)")], "", {}), encoding="unicode")
    assert "<p>In code: <code>bpcore.sigmoid(x)</code>.</p>" in html
    assert "page.md::" not in html


def test_the_mark_links_to_what_the_equation_rests_on_but_not_to_itself(file: str) -> None:
    html = rendered(file)
    assert 'rests on <a href="tests/cases/numbered/page.md#eq-1">(1)</a>.</li>' in html


def test_the_copied_latex_is_the_equations_own_without_comments(file: str) -> None:
    formula = pages.parse(PAGE, "page.md").mathematics[1]
    found = verdicts.of_formula(formula, "page.md", file)
    html = tostring(verdicts.mark(found, "x = 2", {}), encoding="unicode")
    assert '<button data-clipboard-text="x = 2" type="button">LaTeX</button>' in html
    assert "% define" not in rendered(file)


def test_the_copied_numpy_and_sympy_are_one_program_each(file: str) -> None:
    found = verdicts.of_page("page.md", file)[1:3]
    buttons = verdicts.mark(found, "", {}).iter("button")
    numpy, sympy = (button.get("data-clipboard-text") for button in buttons)
    assert numpy == "def x():\n    return 1 + 1\n\ndef step_2(x):\n    return x == 2"
    assert sympy is not None
    assert sympy.startswith(SYMPY)
    assert sympy.endswith("# The equation's other steps are not here: SymPy can't prove them.")


@pytest.mark.parametrize("verdict", ["false", "informal"])
def test_what_is_no_true_statement_is_marked_as_such(tmp_path: Path, verdict: str) -> None:
    relations = [relation(1, 10, equation_line=1, verdict=verdict), relation(6, 4, verdict=verdict)]
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps({"relations": relations}), encoding="utf-8")
    html = rendered(str(path))
    assert f'<span class="marked-{verdict}" title="{verdict}' in html
    assert f'<div class="equation marked-{verdict}"' in html


def test_a_page_is_rendered_without_marks_where_nothing_was_checked() -> None:
    html = rendered("no-such-file.json")
    assert "verdict" not in html
    assert 'id="eq-3"' in html
