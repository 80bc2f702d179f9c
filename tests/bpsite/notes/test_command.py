"""`bpcheck` on notes as they are: what it prints, its exit code, and input that is none."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite.__main__ import bpcheck

Printed = pytest.CaptureFixture[str]
CASES = Path(__file__).parents[2] / "cases/notes"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(text: str | bytes, capsys: Printed, *options: str, name: str = "n.md") -> tuple[int, str]:
    """The exit code and what is printed of notes with that text."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code = bpcheck([name, *options])
    return code, capsys.readouterr().out


def test_the_report_says_what_was_taken_for_what_and_shows_the_place(capsys: Printed) -> None:
    text = "Let $f(x) = x^2$. Then $f'(x) = 2 x$, and $f'(x) = 3 x$.\n"
    code, printed = said(text, capsys)
    assert code == 1
    assert printed.splitlines()[:4] == [
        "n.md",
        "  Taken for functions: f",
        "  Taken for real numbers: x",
        "  Defined where first used: f(x) (1:6)",
    ]
    assert "n.md:1:50: left and right differ at x = " in printed
    assert "    1:31  f'(x) = 2 x" in printed
    assert printed.endswith(
        "3 of 3 formulas read: 1 defined, 1 proved, 1 false, 0 not decided, 0 not read\n"
    )


def test_all_read_and_proved_is_exit_code_0(capsys: Printed) -> None:
    assert said("$(a + b)^2 = a^2 + 2 a b + b^2$\n", capsys)[0] == 0


def test_what_is_not_decided_is_exit_code_1_and_listed_once(capsys: Printed) -> None:
    code, printed = said("$\\int f = 1$ and $\\int g = 2$, $x \\sim y$\n", capsys)
    assert code == 1
    assert "    an integral: 1:2, 1:19\n    a distribution: 1:33\n" in printed


def test_what_is_not_read_is_exit_code_2(capsys: Printed) -> None:
    code, printed = said("$x = \\foo y$ and $y = \\foo x$\n", capsys)
    assert code == 2
    assert "    unknown command \\foo: 1:6, 1:23\n" in printed


def test_a_place_in_a_notebook_is_its_cell_and_line(capsys: Printed) -> None:
    notebook = (CASES / "regression.ipynb").read_text(encoding="utf-8")
    code, printed = said(notebook, capsys, name="n.ipynb")
    assert code == 1
    assert "n.ipynb: cell 4, line 2, column 37: left and right differ" in printed
    code, printed = said(notebook, capsys, "--json", name="n.ipynb")
    (false,) = [r for r in json.loads(printed)["relations"] if r["verdict"] == "failed"]
    assert (false["cell"], false["line"], false["column"]) == (4, 2, 37)


def test_findings_are_printed_for_a_code_host(capsys: Printed) -> None:
    text = "$(a + b)^2 = a^2 + b^2$ and\n$\\int f = 1$ and $x = \\foo$\n"
    _, printed = said(text, capsys, "--sarif")
    (run,) = json.loads(printed)["runs"]
    found = [
        (each["level"], *each["locations"][0]["physicalLocation"]["region"].values())
        for each in run["results"]
    ]
    assert found == [("error", 1, 12), ("note", 2, 2), ("warning", 2, 23)]


def test_a_line_of_notes_is_explained(capsys: Printed) -> None:
    Path("n.md").write_text("So\n$(a + b)^2 = a^2 + 2 a b + b^2$\n", encoding="utf-8")
    assert bpcheck(["--explain", "n.md:2"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("(a + b)^2 = a^2 + 2 a b + b^2\n  proved: in the normal form\n")
    assert bpcheck(["--explain", "n.md:1"]) == 2


def test_the_nearest_slip_is_named(capsys: Printed) -> None:
    text = "Let $f(x) = x^3$ and $g(x) = f(x)^2$.\n\n$g'(x) = 2 f(x) f(x)$.\n"
    _, printed = said(text, capsys)
    assert "Perhaps a prime is lost: it is proved with 2 f'(x) f(x) on the right." in printed


def test_standard_input_is_read(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"$a b = b a$\n")))
    assert bpcheck(["-"]) == 0
    assert capsys.readouterr().out.startswith("standard input\n")


def test_a_file_of_own_commands_is_used(folder: Path, capsys: Printed) -> None:
    (folder / "own.tex").write_text("\\newcommand{\\sq}[1]{#1^2}\n", encoding="utf-8")
    assert said("$\\sq{a} = a a$\n", capsys, "--macros", "own.tex")[0] == 0


def test_declarations_can_be_kept_and_say_the_same(capsys: Printed) -> None:
    text = "$\\sum_{i=1}^{n} (x_i + y) = n y + \\sum_{i=1}^{n} x_i$\n"
    _, printed = said(text, capsys, "--declare")
    assert printed.startswith("---\nmath:\n  let:\n")
    assert said(printed + text, capsys)[0] == 0


def test_a_declaration_in_a_formula_counts_and_makes_the_notes_strict(capsys: Printed) -> None:
    text = "$$\n% let a, b: real\na b = b a\n$$\nand $a + b = b + a$ and $a c = c a$\n"
    code, printed = said(text, capsys)
    assert code == 2
    assert "    undeclared symbol c: 5:28\n" in printed
    assert "3 formulas read: 0 defined, 2 proved" in printed


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("n.ipynb", b"{ not json", "n.ipynb:1:3: this notebook is not JSON"),
        ("n.ipynb", b"{}", "n.ipynb:1:1: this notebook has no cells"),
        ("n.md", b"\xff\xfe\x00", "n.md:1:1: not UTF-8: byte 0"),
        ("n.md", b"a\x00b", "n.md:1:1: this is no text"),
        ("n.md", b"---\n[\n---\n", "n.md:2:2: the front matter is not YAML"),
        ("n.md", b"x" * 1_000_001, "1000001 characters are too many"),
        ("n.md", b"$$x = 1\n", "    $$ is never closed: 1:1\n"),
        ("n.md", b"$" + b"{" * 3000 + b"x = 1$", "nested more than 40 deep"),
        ("n.md", b"$" + b"(" * 3000 + b"x = 1$", "nested more than 40 deep"),
        ("n.md", b"$x = 1$ " * 5001, "5001 formulas are too many"),
        ("n.md", b"\\( " * 100_000, "\\( is never closed"),
        ("n.tex", b"\\def\\a{\\a}$\\a = 1$", "\\a never ends"),
    ],
)
def test_what_is_no_notes_is_one_message(
    name: str, text: bytes, message: str, capsys: Printed
) -> None:
    code, printed = said(text, capsys, name=name)
    assert code == 2
    assert message in printed


@pytest.mark.parametrize(
    "text", ["", "\n", "No mathematics here, for $5.\n", "---\ntitle: x\n---\n"]
)
def test_notes_without_mathematics_are_no_error(text: str, capsys: Printed) -> None:
    assert said(text, capsys)[0] == 0


def test_an_empty_notebook_is_no_error(capsys: Printed) -> None:
    assert said('{"cells": []}', capsys, name="n.ipynb")[0] == 0


def test_a_file_that_is_not_there_is_one_message(capsys: Printed) -> None:
    assert bpcheck(["nowhere.md"]) == 2
    assert "there are no notes here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "limit"),
    [("bpcheck()", "(2**30, most)"), ("bpcheck(['n.md'])", "before")],
    ids=["the command", "who calls it"],
)
def test_the_command_has_1_gib_of_memory_and_who_calls_it_what_there_was(
    call: str, limit: str
) -> None:
    pytest.importorskip("resource", reason="Windows limits no process so")
    Path("n.md").write_text("$1 + 1 = 2$\n", encoding="utf-8")
    program = f"""
import sys
from resource import RLIMIT_DATA, getrlimit, setrlimit
from bpsite.__main__ import bpcheck
_, most = before = (getrlimit(RLIMIT_DATA)[1],) * 2
setrlimit(RLIMIT_DATA, before)  # whatever the tests before this one have left
sys.argv = ["bpcheck", "n.md"]
assert {call} == 0
assert getrlimit(RLIMIT_DATA) == {limit}
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
