from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite import doctests, pages
from bpsite.source import AuthorError

ROOT = Path(__file__).parents[2]
LAB = """---
jupyter: {kernelspec: {name: python3}}
---
```python alt="nothing"
x = 2
print("not shown")
```

```pycon
>>> x
2

```
"""


def test_a_page_whose_outputs_are_right_has_no_errors() -> None:
    assert doctests.run(pages.parse("```pycon\n>>> 1 + 1\n2\n\n```\n")) == []


def test_a_labs_cells_share_one_namespace_in_order() -> None:
    assert doctests.run(pages.parse(LAB)) == []


@pytest.mark.parametrize(
    ("body", "message", "line"),
    [
        ("a = 1\nb = a / 0", "this cell raises ZeroDivisionError: division by zero", 8),
        ("def f():\n    return c\nf()", "this cell raises NameError: name 'c' is not defined", 8),
        ("a = 1\nb = (", "'(' was never closed", 8),
    ],
)
def test_a_labs_cell_that_raises_is_an_error_at_its_line(
    body: str, message: str, line: int
) -> None:
    text = f"---\njupyter:\n  jupytext: {{}}\n---\n\n```python\n{body}\n```\n"
    with pytest.raises(AuthorError) as raised:
        doctests.check(pages.parse(text))
    assert (raised.value.message, raised.value.place.line) == (message, line)


def _said(*code: str, limit: float = doctests.LIMIT) -> list[str]:
    """What is said of a page with the code in a cell, from line 2 on, and a wrong sum below it."""
    lines = ["```pycon", *code, "", "```", "```pycon", ">>> 1 + 1", "3", "", "```"]
    return [str(error) for error in doctests.run(pages.parse("\n".join(lines), "p.md"), limit)]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("while True: pass", id="Python"),
        pytest.param("import itertools; sum(itertools.repeat(0))", id="C"),
        pytest.param("import numpy; numpy.broadcast_to(0, 10**15).sum()", id="NumPy"),
        pytest.param("import threading; threading.Event().wait()", id="nothing"),
    ],
)
def test_a_cell_that_does_not_end_is_stopped_and_told_at_its_line(code: str) -> None:
    assert _said(">>> 1", "2", f">>> {code}", ">>> 3", "4", limit=0.5)[1:] == [
        "p.md:4:1: this cell does not end: stopped after 0.5 s\n"
        f"    >>> {code}\n"
        "    ^\n"
        "    A cell may take 0.5 s: leave the loop, or compute less."
    ]


def test_a_labs_statement_that_does_not_end_is_told_at_its_line() -> None:
    text = LAB.replace("x = 2\n", "x = 2\nfor _ in iter(int, 1):\n    x += 1\n")
    (error,) = doctests.run(pages.parse(text, "lab.md"), limit=0.5)
    assert str(error).startswith("lab.md:6:1: this cell does not end: stopped after 0.5 s\n")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "Segmentation fault"),
        ("raise KeyboardInterrupt", "exit code 0"),
    ],
)
def test_a_cell_that_ends_python_is_told_at_its_line(code: str, reason: str) -> None:
    (said,) = _said(">>> 1", "1", f">>> {code}")
    assert said.startswith(f"p.md:4:1: this cell ended Python ({reason}")
    assert said.endswith("exit nothing, and take less memory.")


def test_the_page_after_one_that_ended_python_is_run() -> None:
    _said(">>> import os; os._exit(3)")
    assert doctests.run(pages.parse(LAB)) == []


def test_what_a_cell_prints_past_python_is_no_answer() -> None:
    assert _said(">>> import os; n = os.write(1, b'null\\n')")[0].startswith(
        "p.md:6:1: this cell pr"
    )


def test_a_cell_that_asks_for_input_gets_none() -> None:
    assert "EOFError" in _said(">>> input()")[0]


def test_pages_share_no_names() -> None:
    assert len(_said(">>> mine = 1")) == 1
    assert "NameError: name 'mine' is not defined" in _said(">>> mine", "1")[0]


def test_a_bpcore_elsewhere_on_the_path_is_not_what_a_cell_runs(tmp_path: Path) -> None:
    (tmp_path / "bpcore").mkdir()
    (tmp_path / "bpcore/__init__.py").write_text("", encoding="utf-8")
    page = "```pycon\n>>> import bpcore; print(bpcore.__file__)\n...\n\n```\n"
    code = f"from bpsite import doctests, pages; print(doctests.run(pages.parse({page!r}))[0])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"printed by the code: '{ROOT / 'bpcore'}" in done.stdout


UNENDING = """```pycon
>>> import sys
>>> n = sys.stderr.write("begun\\n")
>>> while True: pass

```
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "limit"),
    [pytest.param(signal.SIGINT, 60, id="Ctrl-C"), pytest.param(signal.SIGKILL, 1, id="killed")],
)
def test_no_cell_outlives_the_build(end: signal.Signals, limit: float) -> None:
    code = f"from bpsite import doctests, pages; doctests.run(pages.parse({UNENDING!r}), {limit})"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as build:
        assert build.stderr
        assert build.stderr.readline() == "begun\n"
        build.send_signal(end)
        build.communicate(timeout=20)  # to the end of what the cell's process may say, too


def test_python_outside_a_lab_is_not_executed() -> None:
    assert doctests.run(pages.parse("```python\n1 / 0\n```\n")) == []


def test_every_changed_digit_is_found_at_its_line() -> None:
    page = pages.parse("text\n\n```pycon\n>>> 1\n2\n>>> 3\n4\n\n```\n", "p.md")
    assert [error.place.line for error in doctests.run(page)] == [4, 6]


@pytest.mark.slow
def test_derivations_pass_with_the_stock_module() -> None:
    derivations = sorted(ROOT.glob("docs/derivations/*.md"))
    command = [sys.executable, "-m", "doctest", *map(str, derivations)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert derivations
    assert (done.returncode, done.stdout) == (0, "")
