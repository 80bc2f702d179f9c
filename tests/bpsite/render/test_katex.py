from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown
from material.plugins.search.plugin import Parser  # type: ignore[import-untyped] # it has no types

from bpsite import pages
from bpsite.render import katex, steps
from bpsite.render.equations import EquationExtension

PAGES = sorted(Path("docs").rglob("*.md"))


def test_a_formula_becomes_html_for_the_eye_and_mathml_for_the_ear() -> None:
    html = katex.render("x^2", display=False)
    assert "<math" in html
    assert 'class="katex-html"' in html


def test_the_copied_source_is_the_authors_and_holds_no_roles() -> None:
    html = katex.render(r"a < \theta", display=False)
    assert re.findall(r"<annotation[^>]*>(.*?)</annotation>", html) == [r"a &lt; \theta"]


def test_mathml_is_left_out_of_the_search_index() -> None:
    assert '<span class="katex-mathml" data-search-exclude>' in katex.render("x", display=True)


def indexed(latex: str) -> str:
    """What Material's search takes from a sentence with the formula."""
    parser = Parser()
    parser.feed(f"<h1 id=a>A</h1><p>{katex.render(latex, display=False)} follows.</p>")
    return "".join(parser.data[0].text)


def test_a_formula_with_a_fraction_is_left_out_of_the_search_index_whole() -> None:
    assert indexed(r"\frac{\partial J}{\partial \theta^{(3)}} = c") == "<p> follows.</p>"
    assert indexed("a + b").startswith("<p>a+b")


@pytest.mark.parametrize(
    ("latex", "position"),
    [(r"\frac{1}{\foo}", 9), (r"\theta + \foo", 9), (r"\theta \color{red} x", 7)],
)
def test_what_katex_refuses_is_refused_at_its_place_in_the_authors_text(
    latex: str, position: int
) -> None:
    with pytest.raises(katex.KatexError) as caught:
        katex.render(latex, display=True)
    assert caught.value.position == position


@pytest.mark.parametrize("latex", [r"\href{https://x.y}{z}", r"\includegraphics{a.png}"])
def test_a_formula_can_reach_nothing_outside_the_page(latex: str) -> None:
    with pytest.raises(katex.KatexError, match="reaches outside the page"):
        katex.render(latex, display=False)


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_the_extension_and_the_checker_see_the_same_formulas(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def rendered(formula: pages.Mathematics, *_: object) -> str:
        seen.append(formula.latex)
        return ""

    extension = EquationExtension()
    monkeypatch.setattr(steps, "inline", rendered)
    page = pages.read(path)
    markdown = Markdown(extensions=["pymdownx.superfences", extension])
    monkeypatch.setattr(extension, "reset", lambda: None)
    body = page.text.split("---\n", 2)[2] if page.meta else page.text
    markdown.preprocessors["equations"].run(body.splitlines())
    equations = [formula.latex for formula in extension.equations]
    assert sorted(seen + equations) == sorted(formula.latex for formula in page.mathematics)
