from __future__ import annotations

import os
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
        doctests.run(pages.parse(text))
    assert (raised.value.message, raised.value.place.line) == (message, line)


def test_python_outside_a_lab_is_not_executed() -> None:
    assert doctests.run(pages.parse("```python\n1 / 0\n```\n")) == []


def test_every_changed_digit_is_found_at_its_line() -> None:
    page = pages.parse("text\n\n```pycon\n>>> 1\n2\n>>> 3\n4\n\n```\n", "p.md")
    assert [error.place.line for error in doctests.run(page)] == [4, 6]


def test_derivations_pass_with_the_stock_module() -> None:
    derivations = sorted(ROOT.glob("docs/derivations/*.md"))
    command = [sys.executable, "-m", "doctest", *map(str, derivations)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert derivations
    assert (done.returncode, done.stdout) == (0, "")
