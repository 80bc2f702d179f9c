"""The bridge to mkdocs-jupyter: a lab is executed by it and rendered as every other page is."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs_jupyter.config import settings
from nbconvert import preprocessors
from nbconvert.exporters.templateexporter import default_filters
from nbformat import NotebookNode

from bpsite import pages, source
from bpsite.cache import Cache
from bpsite.render import outputs
from bpsite.render.executing import LabExecutor

_HERE = Path(__file__).parent
# A copy of the kernel's settings, beside which IPython keeps files of its own.
_kernel = tempfile.TemporaryDirectory(prefix="lab-kernel-")


@dataclass(frozen=True)
class _Lab:
    """What is to be known of the lab that mkdocs-jupyter is converting."""

    page: Page
    config: MkDocsConfig
    files: Files
    read: pages.Page
    cache: Cache


_converting: list[_Lab] = []


class _Executor(LabExecutor):
    """Executes a lab's cells unless their outputs are kept, and hands both on with the page."""

    def preprocess(self, nb: Any, resources: Any = None, km: Any = None) -> Any:
        """The notebook as it came: the page is rendered from its own text."""
        lab = _converting[0]
        execute = super().preprocess
        lab.page.meta["ran"] = outputs.of(
            lab.read, lab.cache, lambda: execute(nb, resources, km)[0]
        )
        return nb, resources


def install() -> None:
    """Makes mkdocs-jupyter use our template and executor, and kernels our plot style."""
    settings.templates_dir = str(_HERE / "nbconvert")
    default_filters["executed_page"] = _page
    vars(preprocessors).update(ExecutePreprocessor=_Executor)  # exporters look it up by its name
    shutil.copytree(outputs.SETTINGS, _kernel.name, dirs_exist_ok=True)
    os.environ["IPYTHONDIR"] = _kernel.name
    os.environ["MATPLOTLIBRC"] = str(outputs.SETTINGS / "matplotlibrc")


def prepare(page: Page, config: MkDocsConfig, files: Files, cache: Path) -> None:
    """Checks a lab's cells and links, and readies its conversion."""
    lab = _Lab(page, config, files, pages.read(page.file.abs_src_path or ""), Cache(cache))
    outputs.check(lab.read, lab.cache)
    _render(lab, ())
    _converting[:] = [lab]


def _render(lab: _Lab, ran: Sequence[NotebookNode]) -> None:
    """MkDocs' own rendering, which the page's `render` is no longer: its links, its anchors."""
    path = source.shown(lab.page.file.abs_src_path or "")
    reading = source.Reading(path, lab.read.text, lab.page.markdown or "", ran)
    token = source.reading.set(reading)
    try:
        Page.render(lab.page, lab.config, lab.files)
    finally:
        source.reading.reset(token)


def _page(_notebook: NotebookNode) -> str:
    """The lab as HTML, with what its cells printed and plotted."""
    lab = _converting[0]
    _render(lab, lab.page.meta["ran"])
    return lab.page.content or ""
