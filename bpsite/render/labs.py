"""The bridge to mkdocs-jupyter: a lab is executed by it and rendered as every other page is."""

from __future__ import annotations

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
from bpsite.render.executing import LabExecutor

_HERE = Path(__file__).parent
# A copy of the kernel's settings, beside which IPython keeps files of its own.
_kernel = tempfile.TemporaryDirectory(prefix="lab-kernel-")


@dataclass(frozen=True)
class _Lab:
    """What the filter needs to know of the lab that mkdocs-jupyter is converting."""

    page: Page
    config: MkDocsConfig
    files: Files
    cache: Cache


_converting: list[_Lab] = []


class _Executor(LabExecutor):
    """Executes a lab's cells, or gives them the outputs that are kept."""

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> Any:
        """The notebook with its outputs, and the resources."""
        lab = _converting[0]
        execute = super().preprocess
        read = pages.read(lab.page.file.abs_src_path or "")
        kept = outputs.of(read, lab.cache, lambda: execute(nb, resources, km)[0])
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell, made in zip(code, kept, strict=True):
            cell.outputs = made.outputs
        return nb, resources


def install() -> None:
    """Makes mkdocs-jupyter use our template and filter, and kernels our plot style and limits."""
    settings.templates_dir = str(_HERE / "nbconvert")
    default_filters["executed_page"] = _page
    vars(preprocessors).update(ExecutePreprocessor=_Executor)  # exporters look it up by its name
    shutil.copytree(outputs.SETTINGS, _kernel.name, dirs_exist_ok=True)
    os.environ["IPYTHONDIR"] = _kernel.name
    os.environ["MATPLOTLIBRC"] = str(outputs.SETTINGS / "matplotlibrc")


def prepare(page: Page, config: MkDocsConfig, files: Files, cache: Path) -> None:
    """Checks a lab's cells, and readies the filter for its conversion."""
    lab = _Lab(page, config, files, Cache(cache))
    outputs.check(pages.read(page.file.abs_src_path or ""), lab.cache)
    _converting[:] = [lab]


def _page(notebook: nbformat.NotebookNode) -> str:
    """The executed lab as HTML with what its cells printed: MkDocs' own rendering of the page."""
    lab = _converting[0]
    path = lab.page.file.abs_src_path or ""
    whole = Path(path).read_text(encoding="utf-8")
    ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
    lab.page.meta["ran"] = ran
    token = source.reading.set(
        source.Reading(source.shown(path), whole, lab.page.markdown or "", ran)
    )
    try:
        Page.render(lab.page, lab.config, lab.files)
    finally:
        source.reading.reset(token)
    return lab.page.content or ""
