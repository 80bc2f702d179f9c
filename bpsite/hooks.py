"""MkDocs glue: which of our functions runs at which event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from bpsite import browser, source
from bpsite.render import assets, labs, notebooks, wheel

_ROOT = Path(__file__).parent.parent


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Gives labs our template, and a cache that a change in the code they run makes stale."""
    labs.install()
    code = [*_ROOT.glob("bpcore/*.py"), *_ROOT.glob("bpsite/**/*.*")]
    state = labs.digest(path for path in code if path.suffix != ".pyc")
    _lab_settings(config)["cache_dir"] = str(_ROOT / ".cache" / f"labs-{state}")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what comes from the pinned packages."""
    for path, content in assets.files(_ROOT / "node_modules"):
        files.append(File.generated(config, path, content=content))
    name, content = wheel.build(_ROOT)
    files.append(File.generated(config, f"assets/{name}", content=content))
    for path, content in browser.files(_ROOT):
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tells the extensions which file they render."""
    path = Path(page.file.abs_src_path or "")
    text = path.read_text(encoding="utf-8")
    source.reading.set(source.Reading(source.shown(path), text, markdown))
    if "jupyter" in page.meta:
        labs.prepare(page, config, files, _lab_cache(config))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Offers the page as a notebook."""
    notebooks.attach(page, config, files, _lab_cache(config))
    return html


def on_post_build(config: MkDocsConfig) -> None:
    """Takes from Material's own scripts every address of another host."""
    assets.shut_in(Path(config.site_dir))


def on_build_error(error: Exception, **_: Any) -> None:
    """An author's mistake ends the build with its message, not with a traceback."""
    if isinstance(error, source.AuthorError):
        raise Abort("The build stopped at the place above.")
    if isinstance(error, browser.NoNumpyError):
        raise Abort(str(error))


def _lab_cache(config: MkDocsConfig) -> Path:
    return Path(_lab_settings(config)["cache_dir"])


def _lab_settings(config: MkDocsConfig) -> Any:
    return config.plugins["mkdocs-jupyter"].config
