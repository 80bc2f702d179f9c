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

from bpsite import checked, generated, messages, source
from bpsite.cache import Cache
from bpsite.render import (
    assets,
    card,
    fetched,
    fonts,
    joined,
    labs,
    notebooks,
    outputs,
    policy,
    pruned,
    search,
    self_contained,
    shortened,
    site_folder,
    tables,
    verdicts,
)
from bpsite.render.publication import Publication

_ROOT = Path(__file__).parent.parent
_DATE = "1580601600"  # what asks for the day of the build gets one that is no day's news
_MISTAKES = (
    site_folder.SiteFolderError,
    joined.NotJoinableError,
    search.NoSuchSectionError,
)
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
    messages.shorten()
    labs.install()
    for name in ("equations", "index"):
        settings = config.mdx_configs.setdefault(f"bpsite.render.{name}", {})
        settings.update(docs_dir=config.docs_dir, verdicts=_verdicts(config))
    for name in ("glossary", "exercises"):
        config.mdx_configs[f"bpsite.render.{name}"] = {"docs_dir": config.docs_dir}
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Decides every relation first."""
    given = "verdicts" in config.extra  # by who has decided the pages
    findings = [] if given else checked.renew(Path(config.docs_dir), Path(_verdicts(config)))
    if findings:
        raise Abort("\n".join(findings))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what comes from the pinned packages."""
    kept = checked.exercises(Path(_verdicts(config)))
    for path, content in generated.files(_ROOT, Path(config.docs_dir), kept):
        files.append(File.generated(config, path, content=content))
    if config.site_url:  # who shows a link elsewhere asks for the picture by its whole address
        files.append(File.generated(config, card.PATH, content=_card(config)))
    return files


def _card(config: MkDocsConfig) -> bytes:
    about, packages = config.site_description or "", _ROOT / "node_modules"
    return card.kept(config.site_name, about, packages, Cache(_cache(config) / "card"))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tells the extensions which file they render."""
    path = Path(page.file.abs_src_path or "")
    text = path.read_text(encoding="utf-8")
    source.reading.set(source.Reading(source.shown(path), text, markdown))
    if "jupyter" in page.meta:
        labs.prepare(page, config, files, _labs(config))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Offers the page as a notebook, and counts what was decided on it."""
    notebooks.attach(page, config, files)
    found = verdicts.of_page(source.shown(page.file.abs_src_path or ""), _verdicts(config))
    page.meta["counts"] = verdicts.counts(found)
    return html


def on_post_page(output: str, **_: Any) -> str:
    """Wraps tables, and leaves nothing inline that a strict policy would forbid."""
    return _moved.from_page(tables.wrapped(output))


def on_post_template(output_content: str, **_: Any) -> str:
    """The same for the page that says that there is none."""
    return _moved.from_page(output_content)


def settle(config: MkDocsConfig) -> None:
    """Takes other hosts' addresses from Material's scripts, and writes what stood inline."""
    site = Path(config.site_dir)
    assets.shut_in(site)
    tables.select(site)
    _moved.write(site)


@event_priority(-math.inf)  # nothing comes after what is looked at here
def on_post_build(config: MkDocsConfig) -> None:
    """Has all in its place, and looks; of what is kept for labs, what is stale goes."""
    settle(config)
    site = Path(config.site_dir)
    search.write(site / "search/search_index.json", Path(config.docs_dir))
    if _publication.wanted:
        shortened.shorten(site, _moved.styles, policy.FILE)
        fetched.keep(site)
        pruned.prune(site)
        joined.join(site)
        fonts.shrink(site, Cache(_cache(config) / "fonts"))
    outputs.sweep(Path(config.docs_dir).glob("labs/*.md"), Cache(_labs(config)))
    found = self_contained.findings(site, config.site_url or "") if _publication.wanted else []
    if found:
        raise Abort(self_contained.report(found))
    _publication.complete()


def on_build_error(error: Exception, **_: Any) -> None:
    """A mistake or a full disk ends the build with its message, not with a traceback."""
    _publication.failed()
    if isinstance(error, source.AuthorError):
        raise Abort("The build stopped at the place above.")
    if isinstance(error, (*generated.MISTAKES, *_MISTAKES)):
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
    given: str | None = config.extra.get("verdicts")
    return given or str(_cache(config) / f"verdicts-{Path(config.docs_dir).name}.json")


def _labs(config: MkDocsConfig) -> Path:
    return _cache(config) / f"labs-{Path(config.docs_dir).name}"
