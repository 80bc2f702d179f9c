"""MkDocs glue: which of our functions runs at which event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from bpsite import checked, generated, messages, source
from bpsite.cache import Cache
from bpsite.render import assets, labs, notebooks, outputs, policy, verdicts

_ROOT = Path(__file__).parent.parent
_moved = policy.Moved()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Gives labs our template, and the extensions their files."""
    messages.shorten()
    labs.install()
    for name in ("equations", "index"):
        settings = config.mdx_configs.setdefault(f"bpsite.render.{name}", {})
        settings.update(docs_dir=config.docs_dir, verdicts=_verdicts(config))
    config.mdx_configs["bpsite.render.glossary"] = {"docs_dir": config.docs_dir}
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Decides every relation first."""
    docs = Path(config.docs_dir)
    given = "verdicts" in config.extra  # by who has decided the pages
    findings = [] if given else checked.renew(docs, Path(_verdicts(config)))
    if findings:
        raise Abort("\n".join(findings))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what comes from the pinned packages."""
    for path, content in generated.files(_ROOT):
        files.append(File.generated(config, path, content=content))
    return files


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
    """Leaves nothing inline that a strict policy would forbid."""
    return _moved.from_page(output)


def on_post_template(output_content: str, **_: Any) -> str:
    """The same for the page that says that there is none."""
    return _moved.from_page(output_content)


def on_post_build(config: MkDocsConfig) -> None:
    """Takes from Material's own scripts every address of another host; adds what was inline.

    Of what is kept for labs, what is stale goes.
    """
    assets.shut_in(Path(config.site_dir))
    _moved.write(Path(config.site_dir))
    outputs.sweep(Path(config.docs_dir).glob("labs/*.md"), Cache(_labs(config)))


def on_build_error(error: Exception, **_: Any) -> None:
    """An author's mistake ends the build with its message, not with a traceback."""
    if isinstance(error, source.AuthorError):
        raise Abort("The build stopped at the place above.")
    if isinstance(error, generated.MISTAKES):
        raise Abort(str(error))


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.docs_dir).parent / ".cache"


def _verdicts(config: MkDocsConfig) -> str:
    given: str | None = config.extra.get("verdicts")
    return given or str(_cache(config) / f"verdicts-{Path(config.docs_dir).name}.json")


def _labs(config: MkDocsConfig) -> Path:
    return _cache(config) / f"labs-{Path(config.docs_dir).name}"
