from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from markdown import Markdown

from bpsite import source
from bpsite.render.index import MARKER, PERMANENT, IndexExtension, brief, entries, missing

EQUATION = "```math\na = b \\tag{{{0}}}\n```\n"
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def write_page(name: str, text: str) -> Path:
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_page


@pytest.fixture
def markdown() -> Iterator[Markdown]:
    before = source.reading.get()
    text = f"# Index\n\n{MARKER}\n"
    source.reading.set(source.Reading("docs/index.md", text, text))
    yield Markdown(extensions=[IndexExtension(docs_dir="docs")])
    source.reading.set(before)


def _page(*numbers: int) -> str:
    return "# A page\n\n" + "\n".join(map(EQUATION.format, numbers))


def test_an_entry_knows_its_page_its_section_and_its_place(write: Write) -> None:
    write("a/b.md", "---\ntitle: T\n---\n# H\n\n## A $`x`$ b #\n\n" + EQUATION.format(3))
    (entry,) = entries("docs")
    assert (entry.number, entry.page, entry.title) == (3, "a/b.md", "T")
    assert entry.section == "A \u2026 b"
    assert str(entry.place) == "docs/a/b.md:9:1"


def test_a_page_without_a_title_is_called_by_its_heading(write: Write) -> None:
    write("a.md", _page(1))
    assert entries("docs")[0].title == "A page"


def test_entries_are_in_the_order_of_their_numbers(write: Write) -> None:
    write("a.md", _page(4, 2))
    write("b.md", _page(3, 1))
    assert [entry.number for entry in entries("docs")] == [1, 2, 3, 4]


def test_a_number_in_a_listing_is_no_equation(write: Write) -> None:
    write("a.md", "````md\n" + EQUATION.format(9) + "````\n")
    assert entries("docs") == []


def test_a_number_that_stands_twice_is_an_error_with_both_places(write: Write) -> None:
    write("a.md", _page(1))
    write("b.md", "\n" + _page(1))
    with pytest.raises(source.AuthorError) as caught:
        entries("docs")
    assert str(caught.value) == (
        f"{Path('docs/b.md')}:5:1: (1) stands here and at {Path('docs/a.md')}:4:1\n"
        "    a = b \\tag{1}\n"
        "    ^\n"
        "    A number is one equation's for good: give one of them the next free one."
    )


def test_a_gap_in_the_permanent_numbers_is_named_with_its_neighbours(write: Write) -> None:
    write("a.md", _page(*(number for number in PERMANENT if number != 9)))
    assert missing(entries("docs")) == (
        "no page has (9); (8) is at docs/a.md:32:1 and (10) is at docs/a.md:36:1"
    )


def test_numbers_after_the_permanent_ones_may_have_gaps(write: Write) -> None:
    write("a.md", _page(*PERMANENT, 99))
    assert missing(entries("docs")) is None


def test_the_marker_becomes_a_list_that_links_to_each_equation(
    write: Write, markdown: Markdown
) -> None:
    write("a.md", _page(*PERMANENT))
    html = markdown.convert(source.reading.get().body)
    assert '<h2><a href="a.md">A page</a></h2>' in html
    for number in PERMANENT:
        assert f'href="a.md#eq-{number}">({number})</a>' in html
    assert html.count('class="katex"') == len(PERMANENT)


def test_a_page_has_one_heading_though_later_numbers_stand_on_an_earlier_page(
    write: Write, markdown: Markdown
) -> None:
    write("a.md", _page(*PERMANENT, 31))
    write("b.md", _page(30))
    html = markdown.convert(source.reading.get().body)
    found = re.findall(r'<h2><a href="(.)|class="equation-number" href="[^"]*">\((\d+)\)', html)
    assert [page or int(number) for page, number in found] == ["a", *PERMANENT, 31, "b", 30]


def test_a_missing_number_is_an_error_at_the_marker(write: Write, markdown: Markdown) -> None:
    write("a.md", _page(*PERMANENT[:-1]))
    with pytest.raises(source.AuthorError) as caught:
        markdown.convert(source.reading.get().body)
    assert str(caught.value) == (
        f"docs/index.md:3:1: no page has (17); (16) is at docs/a.md:64:1\n"
        f"    {MARKER}\n"
        "    ^\n"
        "    The numbers 1 to 17 are permanent."
    )


def relation(number: int, depends_on: list[str]) -> dict[str, object]:
    return {
        "file": str(Path("docs/a.md")), "line": 4 * number, "column": 3,
        "equation_line": 4 * number, "tag": str(number), "step": 1, "verdict": "proved",
        "method": "symbolic", "detail": "", "given": "", "shapes": [], "depends_on": depends_on,
        "bpcore": "",
        "numpy": "", "sympy": "", "test": f"docs/a.md::({number})::step 1",
    }  # fmt: skip


@pytest.fixture
def verdicts(tmp_path: Path) -> list[dict[str, object]]:
    """The verdicts on a page with the permanent equations, each resting on the one before."""
    relations = [relation(n, [str(n - 1)] if n > 1 else []) for n in PERMANENT]
    (tmp_path / ".cache").mkdir()
    text = json.dumps({"relations": relations})
    (tmp_path / ".cache" / "verdicts-docs.json").write_text(text, encoding="utf-8")
    return relations


def test_every_equation_is_listed_with_its_verdict_and_what_it_rests_on(
    write: Write, verdicts: list[dict[str, object]], markdown: Markdown
) -> None:
    write("a.md", _page(*PERMANENT))
    html = markdown.convert(source.reading.get().body)
    assert html.count('<div class="equation-verdict">') == len(verdicts)
    assert '</span> proved, rests on <a href="a.md#eq-16">(16)</a>.</div>' in html


def test_the_totals_and_the_picture_stand_above_the_list(
    write: Write, verdicts: list[dict[str, object]], markdown: Markdown
) -> None:
    write("a.md", _page(*PERMANENT))
    html = markdown.convert(source.reading.get().body)
    parts = (f"<p>All {len(verdicts)} relations on the site are proved.</p>", "<svg ", "<h2>")
    positions = [html.index(part) for part in parts]
    assert positions == sorted(positions)
    assert "<title>(17), proved, rests on (16)</title>" in html
    assert "<title>(1), proved, rests on no other equation</title>" in html


def test_there_is_no_picture_while_an_equation_is_unchecked(
    write: Write, verdicts: list[dict[str, object]], markdown: Markdown
) -> None:
    write("a.md", _page(*PERMANENT, 99))
    assert len(verdicts) == len(PERMANENT)
    html = markdown.convert(source.reading.get().body)
    assert "<svg " not in html
    assert html.count('<div class="equation-verdict">') == len(PERMANENT)


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        (r"a = b \tag{1}", "{}  {}a = b"),
        (r"\begin{aligned} a &= b \\ &\le c \end{aligned}", r"{} a {}\le c"),
        (
            r"\begin{aligned} a &= b \\ c &= d \\ e &= f \\ &= k \\ g &= h \end{aligned}",
            r"{} a {}= b,\quad\ldots,\quad {} g {}= h",
        ),
    ],
)
def test_a_brief_equation_has_its_ends(equation: str, expected: str) -> None:
    assert brief(equation) == expected
