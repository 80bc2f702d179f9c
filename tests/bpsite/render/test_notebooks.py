"""A page as a notebook: its words, its cells, and that Jupyter prints what the page prints."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from bpsite import pages
from bpsite.render.notebooks import Site, has_cells, notebook, pycon_cells

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if has_cells(pages.read(path))]
NOWHERE = Site("", {}, "assets/bpcore-1-py3-none-any.whl")
SOMEWHERE = Site(
    "https://example.org/b/",
    {"a/one.md": "a/one/", "a/two.md": "a/two/", "index.md": ""},
    "assets/bpcore-1-py3-none-any.whl",
)


def _shown(cell: Any) -> list[tuple[str, ...]]:
    """What a reader sees of a cell's outputs, runs of one stream joined."""
    shown: list[tuple[str, ...]] = []
    for kind, group in itertools.groupby(cell.outputs, lambda output: output.output_type):
        outputs = list(group)
        if kind == "stream":
            shown.append((kind, outputs[0].name, "".join(output.text for output in outputs)))
        elif kind == "error":
            shown.append((kind, outputs[0].ename, outputs[0].evalue))
        else:
            shown += [(kind, output.data.get("text/plain", "")) for output in outputs]
    return shown


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One for all notebooks, whose names are forgotten between them."""
    manager = KernelManager(kernel_name="python3")
    yield manager
    manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def _executed(made: Any, kernel: KernelManager) -> Any:
    ran = nbformat.from_dict(nbformat.v4.upgrade(made))
    ran.cells.insert(0, nbformat.v4.new_code_cell("%reset -sf"))
    there = {"metadata": {"path": str(ROOT)}}
    client = NotebookClient(ran, km=kernel, timeout=120, resources=there)
    client.execute()
    client.kc.stop_channels()
    del ran.cells[0]
    return ran


def _differences(made: Any, kernel: KernelManager) -> list[str]:
    """The cells that print something else in Jupyter; a lab's own cells show no outputs here."""
    ran = _executed(nbformat.reads(nbformat.writes(made), as_version=4), kernel)
    return [
        f"{cell.source}\n{_shown(cell)}\n{_shown(again)}"
        for cell, again in zip(made.cells, ran.cells, strict=True)
        if cell.cell_type == "code"
        and _shown(cell) != _shown(again)
        and not any(kind == "display_data" for kind, *_ in _shown(again))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_jupyter_prints_what_the_page_prints(path: Path, kernel: KernelManager) -> None:
    made = notebook(pages.read(path), path.relative_to(DOCS).as_posix(), NOWHERE)
    nbformat.validate(made)
    assert _differences(made, kernel) == []


@pytest.mark.parametrize(
    ("cell", "outputs"),
    [
        pytest.param(">>> print(1)\n1\n", [("stream", "stdout", "1\n")], id="print"),
        pytest.param(">>> 1 + 1\n2\n", [("execute_result", "2")], id="value"),
        pytest.param(
            ">>> for i in range(2):\n...     print(i)\n0\n1\n",
            [("stream", "stdout", "0\n1\n")],
            id="loop",
        ),
        pytest.param(
            ">>> print('a\\n\\nb')\na\n<BLANKLINE>\nb\n",
            [("stream", "stdout", "a\n\nb\n")],
            id="blank line",
        ),
        pytest.param(
            ">>> int('x')\nTraceback (most recent call last):\n    ...\n"
            "ValueError: invalid literal for int() with base 10: 'x'\n",
            [("error", "ValueError", "invalid literal for int() with base 10: 'x'")],
            id="error",
        ),
    ],
)
def test_an_output_has_the_form_that_jupyter_gives_it(
    cell: str, outputs: list[tuple[str, ...]], kernel: KernelManager
) -> None:
    made = _page(f"```pycon\n{cell}\n```\n")
    assert _shown(made.cells[-1]) == outputs
    assert _differences(made, kernel) == []


def test_a_wrong_output_differs_from_jupyters(kernel: KernelManager) -> None:
    assert len(_differences(_page("```pycon\n>>> print(1)\n2\n\n```\n"), kernel)) == 1


def test_code_after_an_output_is_a_cell_of_its_own() -> None:
    cells = list(pycon_cells(">>> x = 1\n>>> x\n1\n>>> y = 2\n>>> print(y)\n2\n>>> z = 3\n"))
    assert [cell.source for cell in cells] == ["x = 1\nx", "y = 2\nprint(y)", "z = 3"]


def _page(text: str, site: Site = NOWHERE) -> Any:
    return notebook(pages.parse(text, "one.md"), "a/one.md", site)


def _words(text: str, site: Site = NOWHERE) -> str:
    """The page's Markdown, without the two cells that say what is needed."""
    cells = _page(text, site).cells[2:]
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The $`x`$ is.", "The $x$ is.", id="inline mathematics"),
        pytest.param("The `` $`x`$ `` is.", "The `` $`x`$ `` is.", id="mathematics in code"),
        pytest.param(
            "```math\n% define: f\nf(x) = x % so\n\\tag{5}\n```",
            "$$\nf(x) = x\n\\tag{5}\n$$",
            id="display mathematics without annotations",
        ),
        pytest.param("```text\n$`x`$\n% no\n```", "```text\n$`x`$\n% no\n```", id="other fence"),
        pytest.param("See [(5)](two.md#eq-5).", "See (5).", id="link to nowhere"),
        pytest.param("[a\nb](https://a.org/)", "[a\nb](https://a.org/)", id="whole address"),
        pytest.param("![A chain.](figure:chain)", "*Figure: A chain.*", id="figure"),
        pytest.param(
            '!!! note "A `b`"\n\n    One.\n\n    - two\n\nThree.',
            "> **A `b`**\n>\n> One.\n>\n> - two\n\nThree.",
            id="admonition",
        ),
        pytest.param("??? tip\n    One.", "> **Tip**\n>\n> One.", id="folded admonition"),
        pytest.param("[a](two.md){ .md-button }", "a", id="attributes"),
        pytest.param('<div class="x" markdown>\n\n# A\n\n</div>', "# A", id="block of HTML"),
        pytest.param("---\ntitle: t\n---\n# A", "# A", id="front matter"),
    ],
)
def test_words_lose_what_only_the_site_knows(text: str, expected: str) -> None:
    assert _words(text) == expected


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("two.md#eq-5", "https://example.org/b/a/two/#eq-5"),
        ("#eq-5", "https://example.org/b/a/one/#eq-5"),
        ("../index.md", "https://example.org/b/"),
    ],
)
def test_a_link_leads_to_the_site_if_it_is_known_where_that_is(target: str, address: str) -> None:
    assert _words(f"[(5)]({target})", SOMEWHERE) == f"[(5)]({address})"


def test_a_figure_that_moves_says_where() -> None:
    figure = "![A chain.](figure:moving-network)"
    assert _words(figure) == "*Figure: A chain.* It moves on its page."
    assert _words(figure, SOMEWHERE) == (
        "*Figure: A chain.* It moves [on its page](https://example.org/b/a/one/#moving)."
    )


def test_a_cell_in_an_admonition_comes_out_of_the_quote() -> None:
    text = "!!! note\n\n    One.\n\n    ```pycon\n    >>> print(1)\n    1\n\n    ```\n\n    Two.\n"
    kinds = [(cell.cell_type, cell.source) for cell in _page(text).cells[2:]]
    assert kinds == [
        ("markdown", "> **Note**\n>\n> One."),
        ("code", "print(1)"),
        ("markdown", "> Two."),
    ]


def test_a_snippet_is_a_cell_with_its_code() -> None:
    cell = _page("```snippet\nbpcore.sigmoid\n```\n").cells[-1]
    assert cell.cell_type == "code"
    assert "def sigmoid(" in cell.source


def test_the_first_cells_say_what_is_needed_and_install_it_from_the_site() -> None:
    words, install = _page("# A\n", SOMEWHERE).cells[:2]
    assert "https://example.org/b/a/one/" in words.source
    assert "NumPy and `bpcore`" in words.source
    wheel = "https://example.org/b/assets/bpcore-1-py3-none-any.whl"
    assert install.source == f"# %pip install numpy {wheel}"


def test_a_site_without_an_address_names_the_wheel_alone() -> None:
    words, install = _page("# A\n").cells[:2]
    assert "://" not in words.source
    assert install.source == "# %pip install numpy bpcore-1-py3-none-any.whl"


def test_a_lab_shows_the_outputs_of_its_execution() -> None:
    text = '---\njupyter:\n  kernelspec: {}\n---\n```python alt="A line"\nplot()\n```\n'
    ran = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("plot()")])
    for name in ("stderr", "stdout"):
        ran.cells[0].outputs.append(nbformat.v4.new_output("stream", name=name, text=name))
    made = notebook(pages.parse(text), "a/one.md", NOWHERE, ran.cells)
    assert _shown(made.cells[-1]) == [("stream", "stdout", "stdout")]
    assert "Matplotlib" in made.cells[0].source


def test_a_lab_that_needs_more_installs_it() -> None:
    text = (
        "---\nneeds: [scikit-learn]\njupyter:\n  kernelspec: {}\n---\n```pycon\n>>> 1\n1\n\n```\n"
    )
    words, install = notebook(pages.parse(text), "a/one.md", SOMEWHERE).cells[:2]
    assert "needs NumPy, Matplotlib, scikit-learn and `bpcore`" in words.source
    assert install.source.startswith("# %pip install numpy matplotlib scikit-learn https://")


def test_the_same_page_gives_the_same_notebook() -> None:
    text = "# A\n\n```pycon\n>>> 1\n1\n\n```\n"
    assert nbformat.writes(_page(text)) == nbformat.writes(_page(text))


def test_a_page_without_cells_is_offered_as_no_notebook() -> None:
    assert not has_cells(pages.parse("# A\n\n```math\nx\n```\n\n```python\nx\n```\n"))
    assert has_cells(pages.parse("```pycon\n>>> 1\n1\n\n```\n"))
