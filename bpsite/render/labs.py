"""The bridge to mkdocs-jupyter: a lab is executed by it and rendered as every other page is."""

from __future__ import annotations

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
from nbconvert import preprocessors
from nbconvert.exporters.templateexporter import default_filters

from bpsite import doctests, pages, source
from bpsite.cache import digest
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
    notebook: Path


_converting: list[_Lab] = []


def install() -> None:
    """Makes mkdocs-jupyter use our template and filter, and kernels our plot style and limits."""
    settings.templates_dir = str(_HERE / "nbconvert")
    default_filters["executed_page"] = _page
    vars(preprocessors).update(ExecutePreprocessor=LabExecutor)  # exporters look it up by its name
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
    """Checks a lab's cells and links, and readies the filter for its conversion.

    mkdocs-jupyter may take the page from its cache, which knows nothing of either.
    """
    path = Path(page.file.abs_src_path or "")
    checked = cache / f"{digest(path.read_bytes())}.checked"
    if not checked.exists():
        doctests.check(pages.read(path))
        cache.mkdir(parents=True, exist_ok=True)
        checked.touch()
    _converting[:] = [_Lab(page, config, files, executed(path, cache))]
    _render(_converting[0])


def executed(lab: Path, cache: Path) -> Path:
    """Where the notebook with the outputs of this state of the lab is kept."""
    return cache / f"{digest(lab.read_bytes())}.ipynb"


def _render(lab: _Lab) -> None:
    """MkDocs' own rendering, which the page's `render` is no longer: its links, its anchors."""
    path = lab.page.file.abs_src_path or ""
    whole = Path(path).read_text(encoding="utf-8")
    token = source.reading.set(
        source.Reading(source.shown(path), whole, lab.page.markdown or "", lab.notebook)
    )
    try:
        Page.render(lab.page, lab.config, lab.files)
    finally:
        source.reading.reset(token)


def _page(notebook: nbformat.NotebookNode) -> str:
    """Keeps the executed notebook, and gives the lab as HTML with what its cells printed."""
    lab = _converting[0]
    lab.notebook.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, lab.notebook)
    _render(lab)
    return lab.page.content or ""
