"""A lab's outputs are kept while its cells and their code stand, and never half."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from bpsite import doctests, pages, sources
from bpsite.cache import Cache
from bpsite.render import outputs

LAB = 'One.\n\n```python alt="A"\nprint(1)\n```\n\nTwo.\n\n```pycon\n>>> 1 + 1\n2\n\n```\n'


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def _executions(text: str, cache: Cache) -> int:
    """How often the lab is executed where it is asked for its outputs once more."""
    count = 0

    def execute() -> NotebookNode:
        nonlocal count
        count += 1
        printed = nbformat.v4.new_output("stream", text="1\n")
        cells = [nbformat.v4.new_markdown_cell("One."), nbformat.v4.new_code_cell("print(1)")]
        cells[1].outputs = [printed]
        return nbformat.v4.new_notebook(cells=cells)

    (cell,) = outputs.of(pages.parse(text, "lab.md"), cache, execute)
    assert (cell.source, cell.outputs[0].text) == ("print(1)", "1\n")
    return count


def test_a_lab_whose_words_change_is_not_executed_again(cache: Cache) -> None:
    assert _executions(LAB, cache) == 1
    assert _executions(LAB.replace("One", "More\n\nthan one"), cache) == 0


@pytest.mark.parametrize(("old", "new"), [("print(1)", "print(2)"), ('"A"', '"B"'), ("+ 1", "+ 2")])
def test_a_lab_whose_cells_change_is_executed_again(cache: Cache, old: str, new: str) -> None:
    assert _executions(LAB, cache) == 1
    assert _executions(LAB.replace(old, new), cache) == 1


def test_a_change_of_the_code_executes_a_lab_again(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _executions(LAB, cache) == 1
    monkeypatch.setattr(sources, "imported", lambda *_: "other code")
    assert _executions(LAB, cache) == 1


@pytest.mark.parametrize("size", [0, 30, 65, 100, -1])
def test_outputs_that_are_cut_are_made_again(cache: Cache, size: int) -> None:
    assert _executions(LAB, cache) == 1
    (entry,) = cache.folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:size])
    assert _executions(LAB, cache) == 1
    assert _executions(LAB, cache) == 0


def test_cells_are_held_against_the_page_once(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []
    monkeypatch.setattr(doctests, "check", lambda page: found.append(page.text))
    for text in (LAB, LAB.replace("One", "More"), LAB.replace("2\n", "3\n")):
        outputs.check(pages.parse(text, "lab.md"), cache)
    assert len(found) == 2


def test_what_belongs_to_no_lab_as_it_stands_goes(cache: Cache, tmp_path: Path) -> None:
    lab = tmp_path / "lab.md"
    lab.write_text(LAB, encoding="utf-8")
    assert _executions(LAB, cache) == 1
    assert _executions(LAB.replace("print(1)", "print(2)"), cache) == 1
    outputs.sweep(iter([lab]), Cache(cache.folder))
    assert len(list(cache.folder.iterdir())) == 1
    assert _executions(LAB, cache) == 0
