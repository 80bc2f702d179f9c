"""What stops a lab's kernel, which its doctests, run before in another Python, say nothing of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbconvert import preprocessors
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from bpsite import source
from bpsite.render import executing, labs
from bpsite.source import AuthorError

LAB = """\
# Small

```python
{}
```

```pycon
>>> 1
1

```

```python
{}
```
"""
KERNEL = {"name": "python3", "display_name": "Python 3"}
FIRST = "import os\nprint(os.getpid())"


@pytest.fixture
def lab(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The notebook of a lab that is being built, whose second cell has the code asked for."""
    text = LAB.format(FIRST, request.param)
    token = source.reading.set(source.Reading("docs/labs/small.md", text, text))
    cells = [new_markdown_cell("# Small"), new_code_cell(FIRST), new_code_cell(request.param)]
    yield new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    source.reading.reset(token)


def _executed(notebook: Any) -> list[str]:
    """What each cell of the notebook printed."""
    executing.LabExecutor().preprocess(notebook, {})  # type: ignore[no-untyped-call] # theirs
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join(output.text for output in cell.outputs) for cell in code]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lab", "said"),
    [
        pytest.param(
            "while True: pass",
            "docs/labs/small.md:15:1: this cell does not end: stopped after 2 s\n"
            "    while True: pass\n"
            "    ^\n"
            "    A cell may take 2 s: leave the loop, or compute less.",
            id="Python",
        ),
        pytest.param(
            "import itertools; sum(itertools.repeat(0))",
            "docs/labs/small.md:15:1: this cell does not end: stopped after 2 s\n"
            "    import itertools; sum(itertools.repeat(0))\n"
            "    ^\n"
            "    A cell may take 2 s: leave the loop, or compute less.",
            id="C",
        ),
        pytest.param(
            "os._exit(3)",
            "docs/labs/small.md:15:1: this cell ended Python (the lab's kernel is gone)\n"
            "    os._exit(3)\n"
            "    ^\n"
            "    The cells below need the same Python: exit nothing, and take less memory.",
            id="an exit",
        ),
        pytest.param(
            "1 / 0",
            "docs/labs/small.md:15:1: this cell raises ZeroDivisionError: division by zero\n"
            "    1 / 0\n"
            "    ^\n"
            "    It does so in a notebook, after the cells before it.",
            id="an exception",
        ),
    ],
    indirect=["lab"],
)
def test_what_stops_a_kernel_is_one_message_and_no_kernel_is_left(
    lab: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executing, "LIMIT", 2)
    with pytest.raises(AuthorError) as raised:
        _executed(lab)
    assert str(raised.value) == said
    kernel = int(lab.cells[1].outputs[0].text)
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


@pytest.mark.parametrize("lab", ["import bpcore; print(bpcore.__file__)"], indirect=True)
def test_a_bpcore_elsewhere_on_the_path_is_not_what_a_lab_runs(
    lab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bpcore").mkdir()
    (tmp_path / "bpcore/__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path / "bpcore")
    root = Path(executing.__file__).parents[2]
    assert _executed(lab)[1] == f"{root / 'bpcore/__init__.py'}\n"


def test_exporters_execute_labs_so() -> None:
    labs.install()
    assert issubclass(preprocessors.ExecutePreprocessor, executing.LabExecutor)
