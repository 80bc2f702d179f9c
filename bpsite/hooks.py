"""MkDocs glue: which of our functions runs at which event."""

from __future__ import annotations

import math
import os
import signal
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from bpsite import browser, checked, source
from bpsite.render import (
    assets,
    labs,
    notebooks,
    policy,
    self_contained,
    site_folder,
    verdicts,
    wheel,
)
from bpsite.render.publication import Publication
from bpsite.state import digest

_ROOT = Path(__file__).parent.parent
_DATE = "1580601600"  # what asks for the day of the build gets one that is no day's news
_moved = policy.Moved()
_publication = Publication()


def on_startup(command: str, **_: Any) -> None:
    """Has what is to be published built apart; what is only served is not."""
    _publication.wanted = command != "serve"
    if _publication.wanted:
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@event_priority(math.inf)  # before a plugin can have asked where the site will be
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Moves the build beside the site; gives labs our template, and the extensions their files."""
    _publication.begin(config)
    os.environ.setdefault("SOURCE_DATE_EPOCH", _DATE)
    labs.install()
    for name in ("equations", "index"):
        settings = config.mdx_configs.setdefault(f"bpsite.render.{name}", {})
        settings.update(docs_dir=config.docs_dir, verdicts=_verdicts(config))
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Decides every relation first; a change in what a lab runs or shows makes its cache stale."""
    docs = Path(config.docs_dir)
    findings = checked.renew(docs, Path(_verdicts(config)))
    if findings:
        raise Abort("\n".join(findings))
    code = [
        path for part in ("bpcore", "bpsite", "bpsite/render") for path in _ROOT.glob(f"{part}/*.*")
    ]
    found = [
        verdicts.of_page(source.shown(lab), _verdicts(config)) for lab in docs.glob("labs/*.md")
    ]
    state = digest([*code, *_ROOT.glob("bpsite/render/*/**/*.*")], found)
    folder = _cache(config) / f"labs-{digest([], docs)}"
    _lab_settings(config)["cache_dir"] = str(labs.only(folder, state))


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
    """Offers the page as a notebook, and counts what was decided on it."""
    notebooks.attach(page, config, files, _lab_cache(config))
    path = source.shown(page.file.abs_src_path or "")
    return html + verdicts.counted(path, _verdicts(config))


def on_post_page(output: str, **_: Any) -> str:
    """Leaves nothing inline that a strict policy would forbid."""
    return _moved.from_page(output)


def on_post_template(output_content: str, **_: Any) -> str:
    """The same for the page that says that there is none."""
    return _moved.from_page(output_content)


@event_priority(-math.inf)  # nothing comes after what is looked at here
def on_post_build(config: MkDocsConfig) -> None:
    """Takes other hosts' addresses from Material's scripts, adds what was inline, and looks."""
    site = Path(config.site_dir)
    assets.shut_in(site)
    _moved.write(site)
    found = self_contained.findings(site, config.site_url or "")
    if found:
        raise Abort(self_contained.report(found))
    _publication.complete()


def on_build_error(error: Exception, **_: Any) -> None:
    """A mistake or a full disk ends the build with its message, not with a traceback."""
    _publication.failed()
    if isinstance(error, source.AuthorError):
        raise Abort("The build stopped at the place above.")
    if isinstance(error, browser.NoNumpyError | site_folder.SiteFolderError):
        raise Abort(str(error))
    if isinstance(error, OSError) and site_folder.is_the_disks(error):
        raise Abort(site_folder.explained(error))


def on_shutdown() -> None:
    """Exchanges the new site for the old one, if it is whole."""
    try:
        _publication.end()
    except site_folder.SiteFolderError as error:
        raise Abort(str(error)) from None


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.docs_dir).parent / ".cache"


def _verdicts(config: MkDocsConfig) -> str:
    return str(_cache(config) / f"verdicts-{digest([], config.docs_dir)}.json")


def _lab_cache(config: MkDocsConfig) -> Path:
    return Path(_lab_settings(config)["cache_dir"])


def _lab_settings(config: MkDocsConfig) -> Any:
    return config.plugins["mkdocs-jupyter"].config
