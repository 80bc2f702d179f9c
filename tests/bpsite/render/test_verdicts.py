from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import tostring

import markdown
import pytest

from bpsite import pages, source
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


def relation(line: int, column: int, **fields: object) -> dict[str, object]:
    plain = {
        "file": "page.md", "line": line, "column": column, "equation_line": 4, "tag": "3",
        "step": 1, "verdict": "proved", "method": "symbolic", "depends_on": [], "bpcore": "",
        "numpy": "", "sympy": "", "test": "page.md::(3)::step 1", "ms": 1.0,
    }  # fmt: skip
    return {**plain, **fields}


@pytest.fixture
def file(tmp_path: Path) -> str:
    relations = [
        relation(1, 10, equation_line=1, tag=None),
        relation(6, 4, verdict="definition", numpy="x = 1 + 1"),
        relation(7, 2, step=2, depends_on=["1", "3"], numpy="x == 2", sympy="Eq(x, 2)"),
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


def test_an_equation_is_as_good_as_its_weakest_relation(file: str) -> None:
    assert verdicts.weakest(verdicts.of_page("page.md", file)[:3]) == "definition"


def test_signs_that_state_nothing_are_not_counted(file: str) -> None:
    assert verdicts.counts(verdicts.of_page("page.md", file)) == "2 proved, 1 by definition"


def test_an_equation_carries_a_mark_that_says_how_each_step_was_decided(file: str) -> None:
    html = rendered(file)
    assert '<details class="verdict verdict-definition" data-search-exclude="">' in html
    assert "Step 1: definition, symbolic." in html
    assert "Step 2: proved, symbolic." in html


def test_the_mark_links_to_what_the_equation_rests_on_but_not_to_itself(file: str) -> None:
    html = rendered(file)
    assert 'Rests on <a href="/page.md#eq-1">(1)</a>' in html
    assert 'Rests on <a href="/page.md#eq-1">(1)</a> <a' not in html


def test_the_copied_latex_is_the_equations_own_without_comments(file: str) -> None:
    formula = pages.parse(PAGE, "page.md").mathematics[1]
    found = verdicts.of_formula(formula, "page.md", file)
    html = tostring(verdicts.mark(found, "x = 2", {}), encoding="unicode")
    assert '<button data-clipboard-text="x = 2" type="button">LaTeX</button>' in html
    assert '<button data-clipboard-text="x = 1 + 1&#10;x == 2" type="button">NumPy</button>' in html
    assert '<button data-clipboard-text="Eq(x, 2)" type="button">SymPy</button>' in html
    assert "% define" not in rendered(file)


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
