"""Exercises as a page shows them, and the lists that lead to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from bpsite import pages, source
from bpsite.exercises.reading import of_page
from bpsite.render.answers import symbols
from bpsite.source import AuthorError
from tests.bpsite.exercises.page import ALL, FORMULA, FRONT, parsed

EXTENSIONS = [
    "md_in_html",
    "pymdownx.superfences",
    "bpsite.render.equations",
    "bpsite.render.cells",
    "bpsite.render.exercises",
]


def rendered(path: Path, text: str) -> BeautifulSoup:
    """The page as the build renders it, its file in a folder of pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    page = pages.parse(text, str(path))
    settings = {"docs_dir": str(path.parent.parent), "verdicts": "none"}
    configs = {
        "bpsite.render.equations": settings,
        "bpsite.render.exercises": {"docs_dir": settings["docs_dir"]},
    }
    reset = source.reading.set(source.Reading(str(path), text, page.body))
    try:
        html = Markdown(extensions=EXTENSIONS, extension_configs=configs).convert(page.body)
    finally:
        source.reading.reset(reset)
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    path = tmp_path_factory.mktemp("docs") / "exercises" / "page.md"
    return rendered(path, FRONT + "\n".join(ALL.values()))


def test_each_exercise_is_a_section_with_a_field_before_its_parts(sheet: BeautifulSoup) -> None:
    sections = sheet.select("section.exercise")
    assert [section["data-kind"] for section in sections] == list(ALL)
    for section in sections:
        tags = [child.name for child in section.find_all(recursive=False)]
        assert tags[0] == "h2"
        assert tags.index("exercise-answer") == tags.index("details") - 1


def test_every_field_can_be_named_and_reached(sheet: BeautifulSoup) -> None:
    for field in sheet.select("exercise-answer"):
        assert field.select("label input, label textarea")
        assert field.select_one("form button[type=submit]")
        assert field.select_one("[role=status]")
    for key in sheet.select(".exercise-keys button"):
        assert key["aria-label"]


def test_there_is_a_choice_for_each_step(sheet: BeautifulSoup) -> None:
    values = [choice["value"] for choice in sheet.select("[data-kind=step] input")]
    assert values == ["1", "2", "3"]


def test_the_parts_hold_markdown(sheet: BeautifulSoup) -> None:
    assert len(sheet.select("[data-kind=formula] .exercise-slips li .katex")) >= 2
    assert sheet.select("[data-kind=number] .exercise-solution .cell")
    assert "<details" not in sheet.get_text()


def test_the_symbols_of_answer_and_slips_have_keys_and_commands_have_not() -> None:
    text = FORMULA.replace("answer: 2 x", r"answer: \frac{\theta^{(3)} \sigma'(x)}{\hat{y}_k}")
    (exercise,) = of_page(parsed(text))
    assert symbols(exercise) == [r"\hat{y}_k", r"\sigma'", r"\theta^{(3)}", "x"]


def test_a_derivation_ends_in_the_list_of_its_exercises(tmp_path: Path) -> None:
    rendered(tmp_path / "exercises" / "page.md", FRONT + FORMULA)
    html = rendered(tmp_path / "derivations" / "page.md", "# A\n\nText.\n\nNext: [b](b.md).\n")
    assert [child.name for child in html.find_all(recursive=False)] == [
        "h1",
        "p",
        "h2",
        "exercise-list",
        "p",
    ]
    (row,) = html.select("exercise-list li")
    assert row["data-exercise"] == "page/a-square"
    assert row.get_text() == "A square Derive, grade 1"
    assert row.select("a")[0]["href"] == "../exercises/page.md#a-square"


def test_a_derivation_without_exercises_has_no_list(tmp_path: Path) -> None:
    html = rendered(tmp_path / "derivations" / "page.md", "# A\n\nText.\n")
    assert not html.select("exercise-list")


def test_the_index_lists_all_in_its_own_order(tmp_path: Path) -> None:
    for name, title in (("one", "One"), ("two", "Two")):
        path = tmp_path / "exercises" / f"{name}.md"
        rendered(path, FRONT.replace("math:", f'title: "Exercises: {title}"\nmath:') + FORMULA)
    html = rendered(tmp_path / "exercises" / "index.md", "<!-- exercise index: two one -->\n")
    assert [heading.get_text() for heading in html.select("h2")] == ["Two", "One"]
    assert html.select("exercise-progress button[data-act=erase]")


@pytest.mark.parametrize(
    ("named", "message"),
    [("one two", r"3:1: exercises/two\.md is not there"), ("six", r"one\.md is not in the index")],
)
def test_an_index_that_names_other_pages_is_refused(
    tmp_path: Path, named: str, message: str
) -> None:
    rendered(tmp_path / "exercises" / "one.md", FRONT + FORMULA)
    with pytest.raises(AuthorError, match=message):
        rendered(tmp_path / "exercises" / "index.md", f"# A\n\n<!-- exercise index: {named} -->\n")
