"""The bridge to mkdocs-jupyter: a lab is executed by it and rendered as every other page is."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs_jupyter.config import settings
from nbconvert import preprocessors
from nbconvert.exporters.templateexporter import default_filters

from bpsite import pages, source
from bpsite.cache import Cache
from bpsite.render import outputs
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
    read: pages.Page
    cache: Cache


_converting: list[_Lab] = []


class _Executor(preprocessors.ExecutePreprocessor):
    """Executes a lab's cells, or gives them the outputs that are kept."""

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> Any:
        """The notebook with its outputs."""
        lab = _converting[0]
        execute = super().preprocess
        made = outputs.of(lab.read, lab.cache, lambda: execute(nb, resources, km)[0])
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell, kept in zip(code, made.cells, strict=True):
            cell.outputs = kept.outputs
        lab.page.meta["executed"] = made
        return nb, resources


def install() -> None:
    """Makes mkdocs-jupyter use our template and filters, and kernels our plot style."""
    settings.templates_dir = str(_HERE / "nbconvert")
    default_filters.update(
        page_markdown=_markdown,
        page_code=code_html,
        page_output=output_html,
        page_plot=_plot,
    )
    vars(preprocessors).update(ExecutePreprocessor=_Executor)  # exporters look it up by its name
    shutil.copytree(outputs.SETTINGS, _kernel.name, dirs_exist_ok=True)
    os.environ["IPYTHONDIR"] = _kernel.name
    os.environ["MATPLOTLIBRC"] = str(outputs.SETTINGS / "matplotlibrc")


def prepare(page: Page, config: MkDocsConfig, files: Files, cache: Path) -> None:
    """Checks a lab's cells and links, and readies the filters for its conversion."""
    lab = _Lab(page, config, files, pages.read(page.file.abs_src_path or ""), Cache(cache))
    outputs.check(lab.read, lab.cache)
    _render(page, config, files)
    _converting[:] = [lab]


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
        lab = _converting[0].read
        line = next((fence.line for fence in lab.fences if fence.body == cell.source), 1)
        remedy = 'Say in words what it shows: ```python alt="..."'
        raise lab.error("this cell's plot has no text alternative", line, remedy=remedy)
    return themed(svg, alternative)
