"""`check --explain` shows what was compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.__main__ import main

PAGE = r"""---
math:
  let:
    x, y: real
    f: function
    n: natural
    k: index 1 to n
    u_k: real
---

```math
\frac{d}{dx} \left( \frac{f(x)}{y} \right) = \frac{f'(x)}{y}
```

$`\sum_{k=1}^{n} (u_k + 1) = n + \sum_{k=1}^{n} u_k`$

$`x = x + 1`$

```math
% define: J
J = x y, \qquad J + J = 2 x y
```

$`x = w`$
"""


@pytest.fixture(autouse=True)
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of this name, in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    Path("page.md").write_text(PAGE, encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (12, ["nothing remains of the difference", "left: y^-1 f'(x)", "not 0: y", "at x = "]),
        (15, ["left: n + sum_[#1.0](u[#1.0])", "numbers, with n = 5"]),
        (17, ["the kernel does not prove it", "left: x\n", "right: 1 + x"]),
        (20, ["J = x y\n  a definition", "J + J = 2 x y\n  nothing remains"]),
    ],
)
def test_a_formula_is_shown_in_the_normal_form_with_numbers(
    capsys: pytest.CaptureFixture[str], line: int, shown: list[str]
) -> None:
    assert main(["check", "--explain", f"page.md:{line}"]) == 0
    said = capsys.readouterr().out
    assert [words for words in shown if words not in said] == []


def test_what_can_not_be_read_is_said_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "page.md:24"]) == 2
    assert "page.md:24:7: undeclared symbol w" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["page.md", "page.md:1", "gone.md:1"])
def test_a_place_without_a_formula_is_said(capsys: pytest.CaptureFixture[str], place: str) -> None:
    assert main(["check", "--explain", place]) == 2
    found = capsys.readouterr()
    assert "Traceback" not in found.out + found.err
    assert place.split(":", maxsplit=1)[0] in found.out + found.err
