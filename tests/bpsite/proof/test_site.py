"""Networks of every depth, sums of every length, arrays of every shape; exit codes and memory."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bpsite.__main__ import main
from bpsite.pages import Page
from bpsite.proof import relations, site
from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.page import Checked, check_page
from bpsite.proof.scope.lookup import Scope
from tests.bpsite.proof.conftest import Checker

CASES = Path(__file__).parents[2] / "cases" / "proof"
SOURCE = {p.stem: p.read_text(encoding="utf-8") for p in CASES.glob("*.md")}
NETWORK = "---\nmath:\n  builds_on: [error-signal.md]\n---\n\n"
ARRAYS = """---
math:
  let:
    W: matrix m x n
    A: matrix n x n
    x: vector n
    c: vector m
    f: function
---

```math
% define: L
L = c^\\top f(W x)
```

"""
SUMS = """---
math:
  let:
    n: natural
    k, j: index 1 to n
    y_k, z_k: real
---

"""


def on_network(report: Checker, latex: str) -> site.Verdict:
    result = report(f"{NETWORK}```math\n{latex}\n```\n", **SOURCE)
    assert not result.errors, result.errors[0]
    return result.verdicts[0]


def only(report: Checker, head: str, latex: str) -> site.Verdict:
    result = report(f"{head}```math\n{latex}\n```\n")
    assert not result.errors, result.errors[0]
    return next(v for v in reversed(result.verdicts) if v.verdict != "bound")


def test_the_recursion_is_proved_for_networks_of_every_depth(report: Checker) -> None:
    found = on_network(report, r"\delta^{(l)} = \delta^{(l+1)} \theta^{(l)} \sigma'(z^{(l)})")
    assert found.verdict == "proved"
    assert "every layer of 8 networks" in found.method


@pytest.mark.parametrize(
    "latex",
    [
        r"\delta^{(l)} = \delta^{(l+1)} \theta^{(l)} \sigma(z^{(l)})",
        r"\delta^{(l)} = \delta^{(l+1)} \theta^{(l+1)} \sigma'(z^{(l)})",
        r"\delta^{(l)} = \delta^{(l+1)} \sigma'(z^{(l)})",
        r"\frac{\partial J}{\partial \theta^{(l)}} = \delta^{(l)} a^{(l)}",
        r"\delta^{(2)} = \delta^{(3)} \theta^{(2)} \sigma'(z^{(3)})",
    ],
)
def test_a_wrong_recursion_is_refuted(report: Checker, latex: str) -> None:
    assert on_network(report, latex).verdict == "failed"


def test_a_layer_that_is_not_there_is_an_error(report: Checker) -> None:
    result = report(f"{NETWORK}```math\n\\delta^{{(5)}} = 0\n```\n", **SOURCE)
    assert [error.message for error in result.errors] == [r"\delta^{(5)} is not defined"]


@pytest.mark.parametrize(
    ("notes", "latex", "message"),
    [
        ("% for l: 2 to 4", r"\delta^{(l)} = \delta^{(l)}", ""),
        (
            "% for l: 1 to 3",
            r"\delta^{(l)} = \delta^{(l)}",
            r"\delta^{(1)} is not defined, for l = 1",
        ),
        (
            "% let s: layer 1 to 3",
            r"\delta^{(4-s)} = \delta^{(4-s)}",
            r"\delta^{(1)} is not defined, for s = 3",
        ),
        (
            "% for l: 2 to 3",
            r"\theta^{(l+1)} = \theta^{(l+1)}",
            r"\theta^{(4)} is not defined, for l = 3",
        ),
    ],
)
def test_each_number_of_a_range_that_the_page_names_must_exist(
    report: Checker, notes: str, latex: str, message: str
) -> None:
    result = report(f"{NETWORK}```math\n{notes}\n{latex}\n```\n", **SOURCE)
    assert [error.message for error in result.errors] == ([message] if message else [])


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\sum_{k=1}^{n} (y_k + z_k) = \sum_{k=1}^{n} y_k + \sum_{j=1}^{n} z_j", "proved"),
        (r"\prod_{k=1}^{n} e^{z_k} = e^{\sum_{k=1}^{n} z_k}", "proved"),
        (r"\sum_{k=1}^{n} [j = k] y_k = y_j", "proved"),
        (r"\sum_{k=1}^{n} y_k = y_1", "failed"),
        (r"\sum_{k=1}^{n} [j = k] y_k = y_k", "failed"),
        (r"\left( \sum_{k=1}^{n} y_k \right)^2 = \sum_{k=1}^{n} y_k^2", "failed"),
    ],
)
def test_sums_are_decided_for_every_length(report: Checker, latex: str, verdict: str) -> None:
    assert only(report, SUMS, latex).verdict == verdict


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\frac{\partial L}{\partial x} = W^\top (c \odot f'(W x))", "proved"),
        (r"\frac{\partial L}{\partial W} = (c \odot f'(W x)) x^\top", "proved"),
        (r"(W A)^\top = A^\top W^\top", "proved"),
        (r"\frac{\partial L}{\partial x} = W^\top (c \odot f(W x))", "failed"),
        (r"\frac{\partial L}{\partial x} = W (c \odot f'(W x))", "failed"),
        (r"\frac{\partial L}{\partial W} = x (c \odot f'(W x))^\top", "failed"),
        (r"(W A)^\top = W^\top A^\top", "failed"),
        (r"A^\top = A", "failed"),
        (r"x + c = c + x", "failed"),
    ],
)
def test_arrays_are_held_on_random_shapes(report: Checker, latex: str, verdict: str) -> None:
    assert only(report, ARRAYS, latex).verdict == verdict


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"x^2 \ge 0", "proved"),
        (r"e^{x} > 0", "proved"),
        (r"x^2 > 0.01 x^2 - 1", "proved"),
        (r"\lim_{x \to \infty} \frac{1}{1 + e^{-x}} = 1", "proved"),
        (r"\frac{2}{3} \approx 0.667", "proved"),
        (r"e^{x} \ge 1 + x", "undecided"),
        (r"\frac{2}{3} \approx 0.666", "failed"),
        (r"\lim_{x \to \infty} \frac{1}{1 + e^{-x}} = 0", "failed"),
        (r"x \ge 0", "failed"),
        (r"e^{x} \le 1", "failed"),
    ],
)
def test_inequalities_limits_and_rounding_are_decided(
    report: Checker, latex: str, verdict: str
) -> None:
    assert only(report, "---\nmath:\n  let: {x: real}\n---\n\n", latex).verdict == verdict


def test_a_chain_is_held_against_its_head(report: Checker) -> None:
    head = "---\nmath:\n  let: {x: real}\n---\n\n"
    found = only(report, head, "x + x = 2 x = 3 x")
    assert found.verdict == "failed"
    assert found.step == 2


def test_a_chain_whose_steps_are_all_taken_for_proved_is_refuted_by_its_head(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "decide", lambda *_: Outcome("proved", ""))
    monkeypatch.setattr(site, "_decided", {})  # nobody else is to remember this
    found = only(report, "---\nmath:\n  let: {x: real}\n---\n\n", "x + x = 2 x = 4 x")
    assert (found.verdict, found.step) == ("failed", 2)
    assert found.detail.startswith("not what the chain began with, at x = ")


@pytest.mark.parametrize(("latex", "code"), [("1 = 1", 0), ("1 = 2", 1), ("1 = ", 2)])
def test_the_exit_code_says_what_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], latex: str, code: int
) -> None:
    page = tmp_path / "notes.md"
    page.write_text(f"$`{latex}`$\n", encoding="utf-8")
    assert main(["check", str(page), "--json"]) == code
    printed = json.loads(capsys.readouterr().out)
    assert len(printed["relations"]) == (code != 2)
    keys = {"file", "line", "column", "tag", "step", "left", "right", "verdict", "method", "ms"}
    assert all(keys <= relation.keys() for relation in printed["relations"])


def test_an_unchanged_page_is_not_proved_again(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "$`2 + 2 = 4`$\n"
    first = report(text)
    monkeypatch.setattr(site, "check_page", lambda *_, **__: pytest.fail("proved again"))
    assert report(text).verdicts == first.verdicts


def test_a_page_that_others_build_on_is_only_read_for_them(
    report: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[str] = []

    def watched(page: Page, scope: Scope, wanted: range) -> Checked:
        decided.append(page.path)
        return check_page(page, scope, wanted=wanted)

    monkeypatch.setattr(site, "check_page", watched)
    below = "---\nmath:\n  let: {x: real}\n---\n\n```math\n% define: c\nc = x + 1 \\tag{1}\n```\n"
    found = report("---\nmath:\n  builds_on: [below.md]\n---\n\n$`c - 1 = x`$\n", below=below)
    assert [(v.verdict, v.depends_on) for v in found.verdicts] == [("proved", ("1",))]
    assert decided == ["page.md"]


def test_pages_decided_at_once_keep_their_order_and_their_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("$`1 + 1 = 2`$\n", encoding="utf-8")
    Path("b.md").write_text("$`1 = 1`$ and $`2 = 2`$ and $`u = 1`$\n", encoding="utf-8")
    found = site.check(["a.md", "b.md"])
    assert [v.left for v in found.verdicts] == ["1 + 1", "1", "2"]
    assert [str(error.place) for error in found.errors] == ["b.md:1:31"]


def test_a_process_that_is_ended_from_outside_ends_in_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(site, "check_page", lambda *_, **__: os._exit(1))
    for name in ("c.md", "d.md"):
        Path(name).write_text(f"$`3 = 3`$ {name}\n", encoding="utf-8")
    found = site.check(["c.md", "d.md"])
    assert [error.place.path for error in found.errors] == ["c.md", "d.md"]
    assert "ended from outside" in found.errors[0].message
    assert found.exit_code == 2


COUNTERPARTS = r"""---
math:
  let:
    W: matrix m x n
    x: vector n
    y, \hat{y}: vector m
    t: real
  inline: |
    \sigma(t) = \frac{1}{1 + e^{-t}}  % define: \sigma = sigmoid(t)
---

$`\sigma(t) = \frac{1}{1 + e^{-t}}`$

```math
% define: z
z = W x \tag{1}
```
"""


@pytest.mark.parametrize(
    ("define", "latex", "expected"),
    [
        ("a = sigmoid(z)", r"a = \sigma(W x)", "the same as bpcore.sigmoid"),
        ("a = sigmoid(z)", r"a = \sigma(z) + z", "differs from bpcore.sigmoid at m = "),
        ("a = tanh(z)", r"a = \sigma(z)", "differs from bpcore.tanh at m = "),
        (
            r"J = half_squared_error(yhat, y)",
            r"J = \frac{1}{2} (\hat{y} - y)^\top (\hat{y} - y)",
            "the same as bpcore.half_squared_error",
        ),
        (
            r"J = half_squared_error(yhat, y)",
            r"J = (\hat{y} - y)^\top (\hat{y} - y)",
            "differs from bpcore.half_squared_error",
        ),
        (
            r"J = half_squared_error(yhat, y)",
            r"J = \frac{1}{2} (\hat{y} - y) (\hat{y} - y)^\top",
            "code ()",
        ),
    ],
)
def test_a_definition_of_an_array_is_held_against_bpcore(
    report: Checker, define: str, latex: str, expected: str
) -> None:
    result = report(f"{COUNTERPARTS}\n```math\n% define: {define}\n{latex} \\tag{{2}}\n```\n")
    last = result.verdicts[-1]
    assert not result.errors
    assert expected in (last.method if last.good else last.detail)


@pytest.mark.parametrize(
    ("latex", "verdict"),
    [
        (r"\frac{\partial L}{\partial x} = W^\top (y \odot \sigma'(z))", "proved"),
        (r"\frac{\partial L}{\partial x} = W^\top (y \odot \sigma(z))", "failed"),
        (r"\sigma'(z) = \sigma(z) \odot \sigma(-z)", "proved"),
        (r"\sigma(z)^\top \sigma(z) = \sigma(z^\top z)", "failed"),
    ],
)
def test_a_function_of_a_number_acts_on_each_entry(
    report: Checker, latex: str, verdict: str
) -> None:
    cost = "```math\n% define: L\nL = y^\\top \\sigma(z) \\tag{2}\n```\n"
    result = report(f"{COUNTERPARTS}\n{cost}\n```math\n{latex}\n```\n")
    assert not result.errors
    assert result.verdicts[-1].verdict == verdict


def test_a_long_page_is_decided_in_parts_and_each_relation_once(report: Checker) -> None:
    sums = "\n".join(f"$`{n} + 1 = {n + 1}`$" for n in range(40))
    head = "---\nmath:\n  inline: |\n    x = y  % informal: none\n---\n"
    text = f"{head}{sums}\n\n$`1 = 2 = 1`$ $`u`$\n"
    found = report(text)
    assert [v.left for v in found.verdicts] == [*(f"{n} + 1" for n in range(40)), "1", "2"]
    assert [error.message for error in found.errors] == [
        "no inline mathematics reads x = y",
        "undeclared symbol u",
    ]
