"""What the page asks is answered with what the command prints, in parts and in copies of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup

from bpsite import doctests, pages
from bpsite.__main__ import bpcheck
from bpsite.derive.answering import decided, written
from bpsite.derive.costs import COSTS
from bpsite.derive.functions import FUNCTIONS
from bpsite.derive.network import MOST_LAYERS
from bpsite.notes.checking import check_notes
from bpsite.render.notebooks import Site, notebook

PAGE = Path(__file__).parents[3] / "docs/derive-your-own.md"
CHOICE = {
    "layers": 4,
    "hidden": ["relu", "tanh"],
    "output": "sigmoid",
    "cost": "binary-cross-entropy",
}


UNITS = {"path": "", "layers": "3,4,2,2"}


@pytest.fixture(scope="module", params=list(UNITS.values()), ids=list(UNITS))
def answer(request: pytest.FixtureRequest) -> dict[str, Any]:
    chosen = {**CHOICE, "units": request.param}
    found: dict[str, Any] = json.loads(json.dumps(written(chosen)))
    return found


@pytest.fixture(scope="module")
def path() -> dict[str, Any]:
    return written({**CHOICE, "units": ""})


@pytest.mark.parametrize("units", list(UNITS.values()), ids=list(UNITS))
def test_the_markdown_is_what_the_command_prints(
    units: str, capsys: pytest.CaptureFixture[str]
) -> None:
    depth = ["--units", units] if units else ["--layers", "4"]
    options = [*depth, "--hidden", "relu,tanh", "--output", "sigmoid"]
    assert bpcheck(["derive", *options, "--cost", "binary-cross-entropy"]) == 0
    answered = written({**CHOICE, "units": units})
    assert answered["copies"]["Markdown"] == capsys.readouterr().out


def test_the_numpy_runs_alone_and_prints_what_the_page_prints(
    answer: dict[str, Any], tmp_path: Path
) -> None:
    program = tmp_path / "derivation.py"
    program.write_text(answer["copies"]["NumPy"], encoding="utf-8")
    command = [sys.executable, str(program)]
    environment = doctests.environment()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    runs = [run for part in answer["parts"] if part["kind"] == "cell" for run in part["runs"]]
    printed = "".join(f"{text}\n" for is_code, text in runs if not is_code)
    assert done.stdout == printed


def test_the_notebook_is_the_one_that_the_site_makes_of_the_page(answer: dict[str, Any]) -> None:
    made = nbformat.reads(answer["copies"]["notebook"], as_version=4)
    nbformat.validate(made)
    page = pages.parse(answer["copies"]["Markdown"])
    expected = notebook(page, "mine.md", Site("", {}, "")).cells[2:]  # behind what it needs
    assert list(map(content, made.cells)) == list(map(content, expected))


def content(cell: nbformat.NotebookNode) -> tuple[str, str, list[str]]:
    outputs = [output["text"] for output in cell.get("outputs", [])]
    return cell.cell_type, " ".join(cell.source.split()), outputs


def test_each_formula_of_the_latex_is_read_and_none_is_false(
    answer: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "derivation.tex"
    file.write_text(answer["copies"]["LaTeX"], encoding="utf-8")
    (judged,) = check_notes([str(file)]).judged
    statuses = {result.status for result in judged.results}
    assert "proved" in statuses
    assert statuses.isdisjoint({"failed", "unread"})
    numbers = [part["number"] for part in answer["parts"] if part["kind"] == "equation"]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(f"\\tag{{{n}}}" in answer["copies"]["LaTeX"] for n in numbers)


def test_all_relations_of_the_page_are_decided(path: dict[str, Any]) -> None:
    found = decided({"page": path["copies"]["Markdown"]})
    assert found["counts"] == {"proved": 26, "definition": 16}
    assert found["errors"] == []
    assert found["equations"]["9"] == "definition"
    assert found["equations"]["10"] == "proved"


def test_an_equation_is_as_good_as_the_worst_of_its_relations(path: dict[str, Any]) -> None:
    text = path["copies"]["Markdown"]
    wrong = text.replace(r"&= \hat{y} - y &&", r"&= \hat{y} + y &&")
    assert decided({"page": wrong})["equations"]["10"] == "failed"
    unread = text.replace(r"r(u) = \max(0, u)", r"r(u) = \max(0, u) \foo")
    assert decided({"page": unread})["errors"] != []


def test_what_cannot_be_derived_is_answered_with_why() -> None:
    assert "take sigmoid" in written({**CHOICE, "units": "", "output": "tanh"})["error"]
    assert "no number of units" in written({**CHOICE, "units": "3,four"})["error"]


def test_the_form_has_what_can_be_chosen() -> None:
    form = BeautifulSoup(PAGE.read_text(encoding="utf-8"), "html.parser")

    def options(name: str) -> list[str]:
        return [option.text for option in form.select(f"[name={name}] option")]

    assert options("layers") == [str(n) for n in range(2, MOST_LAYERS + 1)]
    assert options("hidden") == options("output") == list(FUNCTIONS)
    assert options("cost") == list(COSTS)
    limited = {option.text: option["data-outputs"] for option in form.select("[data-outputs]")}
    every = tuple(FUNCTIONS)
    assert limited == {
        name: " ".join(cost.outputs) for name, cost in COSTS.items() if cost.outputs != every
    }
