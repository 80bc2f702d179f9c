from __future__ import annotations

from bpsite.source import AuthorError, PageError, Place, Reading, caret, shown


def test_a_message_shows_the_line_a_caret_and_the_remedy() -> None:
    text = caret("no such thing", Place("docs/p.md", 3, 5), "    x = 1", "Write y.")
    assert text == "docs/p.md:3:5: no such thing\n        x = 1\n        ^\n    Write y."


def test_a_message_without_a_line_is_one_line() -> None:
    assert caret("empty", Place("p.md", 1)) == "p.md:1:1: empty"


def test_all_mistakes_of_a_page_are_in_one_error() -> None:
    errors = [AuthorError("one", Place("p.md", 1)), AuthorError("two", Place("p.md", 2))]
    assert str(PageError(errors)) == "p.md:1:1: one\np.md:2:1: two"


def test_lines_are_counted_from_the_top_of_the_file() -> None:
    text = "---\ntitle: A\n---\n\n# A\n"
    assert Reading("p.md", text, "# A\n").offset == 4
    assert Reading("p.md", "", "# A\n").offset == 0


def test_a_path_below_here_is_shown_short() -> None:
    assert shown("docs/../docs/index.md") == "docs/../docs/index.md"
    assert shown("/nowhere/p.md") == "/nowhere/p.md"
