"""The bridge to mkdocs-jupyter: a lab is executed by it and rendered as every other page is."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs_jupyter.config import settings
from nbconvert.exporters.templateexporter import default_filters

from bpsite import doctests, pages, source
from bpsite.cache import digest
from bpsite.render.cells import code_html, output_html
from bpsite.render.plots import themed

_HERE = Path(__file__).parent
# A copy of the kernel's settings, beside which IPython keeps files of its own.
_kernel = tempfile.TemporaryDirectory(prefix="lab-kernel-")


@dataclass(frozen=True)
class _Lab:
    """What the filters need to know of the lab that mkdocs-jupyter is converting."""

    page: Page
    config: MkDocsConfig
    files: Files
    notebook: Path


_converting: list[_Lab] = []


def install() -> None:
    """Makes mkdocs-jupyter use our template and filters, and kernels our plot style."""
    settings.templates_dir = str(_HERE / "nbconvert")
    default_filters.update(
        page_markdown=_markdown,
        page_code=code_html,
        page_output=output_html,
        page_plot=_plot,
        keep_executed=_keep_executed,
    )
    shutil.copytree(_HERE / "kernel", _kernel.name, dirs_exist_ok=True)
    os.environ["IPYTHONDIR"] = _kernel.name
    os.environ["MATPLOTLIBRC"] = str(_HERE / "kernel" / "matplotlibrc")


def only(folder: Path, state: str) -> Path:
    """The cache for this state of the code; those of other states are removed."""
    for other in folder.glob("*"):
        if other.name != state:
            shutil.rmtree(other)
    return folder / state


def prepare(page: Page, config: MkDocsConfig, files: Files, cache: Path) -> None:
    """Checks a lab's cells and links, and readies the filters for its conversion.

    mkdocs-jupyter may take the page from its cache, which knows nothing of either.
    """
    path = Path(page.file.abs_src_path or "")
    checked = cache / f"{digest(path.read_bytes())}.checked"
    if not checked.exists():
        doctests.check(pages.read(path))
        cache.mkdir(parents=True, exist_ok=True)
        checked.touch()
    _render(page, config, files)
    _converting[:] = [_Lab(page, config, files, executed(page, cache))]


def executed(page: Page, cache: Path) -> Path:
    """Where the notebook with the outputs of this state of the lab is kept."""
    return cache / f"{digest(Path(page.file.abs_src_path or '').read_bytes())}.ipynb"


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """MkDocs' own rendering, which the page's `render` is no longer: its links, its anchors."""
    path = page.file.abs_src_path or ""
    whole = Path(path).read_text(encoding="utf-8")
    token = source.reading.set(
        source.Reading(source.shown(path), whole, page.markdown or "", executed=True)
    )
    try:
        Page.render(page, config, files)
    finally:
        source.reading.reset(token)


def _markdown(text: str) -> str:
    """A Markdown cell of the lab as HTML."""
    lab = _converting[0]
    cell = copy.copy(lab.page)
    cell.markdown = text
    _render(cell, lab.config, lab.files)
    return cell.content or ""


def _plot(svg: str, cell: nbformat.NotebookNode) -> str:
    """A plot of a lab; an author who gives it no text alternative is told so."""
    alternative = cell.metadata.get("alt", "")
    if not alternative:
        lab = pages.read(_converting[0].page.file.abs_src_path or "")
        line = next((fence.line for fence in lab.fences if fence.body == cell.source), 1)
        remedy = 'Say in words what it shows: ```python alt="..."'
        raise lab.error("this cell's plot has no text alternative", line, remedy=remedy)
    return themed(svg, alternative)


def _keep_executed(notebook: nbformat.NotebookNode) -> str:
    notebook_path = _converting[0].notebook
    notebook_path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, notebook_path)
    return ""
