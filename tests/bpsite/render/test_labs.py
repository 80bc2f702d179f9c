"""A lab through mkdocs-jupyter: our markup, its plots with words, and a cache that notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from bpsite.render import labs

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
HEADER = """\
---
title: Small
math:
  let:
    x: real
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

# Small

Where $`x`$ is.

"""
LAB = """\
```python alt="A rising line"
import sys
import matplotlib.pyplot as plt
figure, axes = plt.subplots()
axes.plot([0, 1], "C2")
plt.show()
```

```python
print("<printed>")
print("warned", file=sys.stderr)
"a value"
```

```pycon
>>> print(axes.get_xlim()[0] < 0)
True

```
"""


def _built(text: str, folder: Path) -> Path:
    """The folder of the site of one lab."""
    docs = folder / "docs"
    (docs / "labs").mkdir(parents=True)
    (docs / "labs" / "small.md").write_text(HEADER + text, encoding="utf-8")
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    site = folder / "site"
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(site),
        nav=[{"Home": "index.md"}, {"Small": "labs/small.md"}],
        extra_css=[],
        strict=False,
    )
    build(config)
    return site / "labs" / "small"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(LAB, tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def article(small: Path) -> str:
    html = (small / "index.html").read_text(encoding="utf-8")
    return html.split("<article", 1)[1].split("</article>", 1)[0]


def test_a_labs_code_has_the_markup_of_every_other_page(article: str) -> None:
    assert article.count('<div class="language-python highlight"><pre>') == 3


def test_a_lab_brings_no_style_and_no_script(article: str) -> None:
    assert not [tag for tag in ("<style", "<script", "jp-", "MathJax") if tag in article]


def test_a_labs_mathematics_is_rendered_as_on_every_other_page(article: str) -> None:
    assert 'class="katex"' in article


def test_a_labs_front_matter_is_not_shown(article: str) -> None:
    assert "kernelspec" not in article
    assert "title: Small" not in article


def test_a_labs_plot_is_an_svg_with_words(article: str) -> None:
    plots = BeautifulSoup(article, "html.parser").select("figure.plot > svg")
    assert [(plot["role"], plot["aria-label"]) for plot in plots] == [("img", "A rising line")]
    assert "var(--role-error)" in article


def test_a_lab_shows_what_its_cells_print_and_return_but_no_warnings(article: str) -> None:
    assert "<samp>&lt;printed&gt;</samp>" in article
    assert "a value" in article
    assert ">warned" not in article


def test_a_labs_notebook_has_the_outputs_of_the_build(small: Path) -> None:
    made: Any = nbformat.read(small / "small.ipynb", as_version=4)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    kinds = [[output.output_type for output in cell.outputs] for cell in code]
    assert kinds == [[], ["display_data"], ["stream", "execute_result"], ["stream"]]
    assert code[1].outputs[0].data["image/svg+xml"].count("<svg") == 1


def test_the_theme_offers_the_notebook(article: str) -> None:
    assert '<a href="small.ipynb" title="Download this page as a Jupyter notebook"' in article


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            LAB.replace(' alt="A rising line"', ""),
            "labs/small.md:17:1: this cell's plot has no text alternative",
            id="a plot without words",
        ),
        pytest.param(
            LAB.replace("True\n", "False\n"),
            "labs/small.md:32:1: this cell prints something else",
            id="a number that is not so",
        ),
    ],
)
def test_a_lab_is_refused_with_the_line(
    text: str, message: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        _built(text, tmp_path)
    assert message in caplog.text


def test_a_kernels_own_files_are_kept_out_of_the_source() -> None:
    labs.install()
    assert sorted(path.name for path in (ROOT / "bpsite/render/kernel").rglob("*")) == [
        "ipython_kernel_config.py",
        "matplotlibrc",
        "profile_default",
    ]
