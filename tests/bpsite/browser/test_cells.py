"""What runs a cell in the page's worker, run here."""

from __future__ import annotations

import contextlib
import json
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import pytest

from bpsite.browser.python import cells


class Page:
    """Stands for the page: keeps what a session sends it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.session = cells.Session(lambda message: self.messages.append(json.loads(message)))

    def run(self, *parts: str, number: int = 1, echo: bool = True) -> dict[str, Any]:
        """The error of a cell, or {}; what it sends is kept."""
        self.messages.clear()
        errors = cells.Errors(self.session.output)
        output = self.session.output
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            return self.session.run(number, parts, echo=echo) or {}

    def printed(self, kind: str = "out") -> str:
        """What was printed, all in one."""
        return "".join(message["text"] for message in self.messages if message.get("kind") == kind)

    def types(self) -> list[str]:
        """What kinds of message came, in order."""
        return [message["type"] for message in self.messages]


@pytest.fixture
def page() -> Page:
    """A page whose cells have not run."""
    return Page()


def test_a_pages_cell_shows_the_value_of_every_expression_as_doctest_does(page: Page) -> None:
    assert page.run("1 + 1\nNone\nx = 3\n'a'") == {}
    assert page.printed() == "2\n'a'\n"


def test_a_notebooks_cell_shows_the_last_value_alone(page: Page) -> None:
    page.run("1 + 1\nx = 3\nx", echo=False)
    assert page.printed() == "3\n"


def test_cells_share_one_namespace(page: Page) -> None:
    page.run("def f(x):\n    return 2 * x")
    page.run("f(4)", number=2)
    assert page.printed() == "8\n"


def test_what_a_part_prints_follows_the_parts_own_message(page: Page) -> None:
    page.run("print(1)", "print(2)")
    assert page.types() == ["part", "output", "part", "output"]
    assert [message.get("part", message.get("text")) for message in page.messages] == [
        *(0, "1\n", 1, "2\n")
    ]


def test_standard_error_keeps_its_place_and_is_told_apart(page: Page) -> None:
    page.run("import sys\nprint(1)\nsys.stderr.write('no\\n')\nprint(2)", echo=False)
    assert [(message["kind"], message["text"]) for message in page.messages[1:]] == [
        *(("out", "1\n"), ("err", "no\n"), ("out", "2\n"))
    ]


TRACES: Sequence[tuple[str, str, int]] = (
    ("x = 1\nx / 0", "Cell 2, line 2\n    x / 0\n", 2),
    ("import json\njson.loads('[')", "Cell 2, line 2\n    json.loads('[')\n", 2),
    ("def f(:\n    pass", "Cell 2, line 1\n    def f(:\n", 1),
    ("y = g(0)", "Cell 2, line 1\n    y = g(0)\n", 1),
)


@pytest.mark.parametrize(("code", "shown", "line"), TRACES)
def test_a_traceback_shows_the_readers_lines_alone(
    page: Page, code: str, shown: str, line: int
) -> None:
    page.run("def g(x):\n    return 1 / x")
    error = page.run(code, number=2)
    assert shown in error["text"]
    assert error["line"] == line
    assert "cells.py" not in error["text"]
    assert "json" not in error["text"].replace("json.loads", "").replace("json.decoder", "")


def test_a_traceback_goes_through_the_cells_that_it_passed(page: Page) -> None:
    page.run("def g(x):\n    return 1 / x")
    error = page.run("g(0)", number=2)
    assert "Cell 1, line 2, in g\n    return 1 / x\n" in error["text"]
    assert error["said"] == "ZeroDivisionError: division by zero"


def test_a_function_keeps_the_lines_it_was_made_from(page: Page) -> None:
    page.run("def g(x):\n    return 1 / x")
    page.run("\n\n# edited\n")
    assert "return 1 / x" in page.run("g(0)", number=2)["text"]


def test_lines_are_counted_over_the_parts_of_a_cell(page: Page) -> None:
    assert page.run("x = 1\nx", "y = 2\nundefined")["line"] == 4


def test_an_error_that_led_to_another_is_shown_in_the_readers_lines(page: Page) -> None:
    code = "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('b') from error"
    text = page.run(code)["text"]
    assert text.index("Cell 1, line 2") < text.index("Cell 1, line 4")


def test_output_past_the_limit_is_cut_once(page: Page) -> None:
    page.run("for _ in range(300):\n    print('x' * 9_999)")
    assert len(page.printed()) == cells.MOST_OUTPUT
    assert page.types().count("cut") == 1


def test_a_new_run_may_print_again(page: Page) -> None:
    page.run("print('x' * 2_000_000)")
    page.run("print(1)")
    assert page.printed() == "1\n"


def test_what_waits_is_sent_in_few_messages(page: Page) -> None:
    page.run("for i in range(20_000):\n    print(i)")
    assert page.types().count("output") < 30


def test_a_figure_keeps_its_place_and_counts_as_output(page: Page) -> None:
    page.session.output.begin()
    page.session.output.write("before\n")
    page.session.output.draw({"x": [1]})
    page.session.output.draw({"x": [0] * cells.MOST_OUTPUT})
    assert page.types() == ["output", "figure", "cut"]


def test_a_module_that_is_not_here_is_named(page: Page) -> None:
    assert page.run("import nowhere_at_all")["needs"] == "nowhere_at_all"


def test_what_only_a_notebook_has_can_be_imported_but_not_used(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "NOT_HERE", ("only_in_a_notebook",))
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, cells.Finder()])
    code = "import only_in_a_notebook.pyplot as plt\nx = 1\nplt.subplots()"
    assert page.run(code)["needs"] == "only_in_a_notebook"
    page.run("x", number=2)
    assert page.printed() == "1\n"


def test_running_out_of_memory_is_told(page: Page) -> None:
    assert page.run("raise MemoryError")["memory"]


def test_leaving_is_an_error_like_another(page: Page) -> None:
    assert page.run("exit()")["said"].startswith("SystemExit")


def test_a_warning_names_the_cell(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warnings, "showwarning", cells.show_warning)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", cells.show_warning)
        page.run("import warnings\nwarnings.warn('look')", number=3)
    assert page.printed("err") == "Cell 3, line 2: UserWarning: look\n"
