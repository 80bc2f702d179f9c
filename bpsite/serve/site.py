"""The site as MkDocs builds it, but page by page: what is broken on one leaves the others whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from bpsite import generated
from bpsite.source import AuthorError

MISTAKES = (AuthorError, MkDocsException, FileNotFoundError, *generated.MISTAKES)
"""What is an author's or a user's to mend, or a file that was removed while it was read."""
_SEARCH = "material/search"


class Site:
    """A built site that changes page by page. What it raises is one of `MISTAKES`."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment

    def __init__(self, folder: Path, url: str, verdicts: Path) -> None:
        self.folder = folder
        self.url = url
        self.verdicts = verdicts
        self.pages: dict[str, Page] = {}
        """The pages by their paths below `docs`."""
        self._brought: dict[str, set[str]] = {}  # the files that a page brings, its notebook say
        self._unlisted: list[Page] = []  # as they were when the search was to read them

    def load(self) -> list[str]:
        """Reads `mkdocs.yml`, finds the files, copies all that is no page; gives the warnings."""
        self.pages = {}
        with _heard() as words:
            try:
                config = load_config("mkdocs.yml", site_dir=str(self.folder), site_url=self.url)
            except MkDocsException as error:
                raise type(error)("\n".join([*words, str(error)])) from None
        config.extra["verdicts"] = str(self.verdicts)
        with _heard() as words:
            self._find(config)
        self.files.copy_static_files()
        self._policed()
        self._brought = {}
        return words

    def _find(self, config: MkDocsConfig) -> None:
        """Finds the files and pages, as MkDocs does before it builds."""
        config.plugins.on_startup(command="serve", dirty=False)
        self.config = config.plugins.on_config(config)
        self._unlisted = []
        self._index.add_entry_from_context = lambda page: self._unlisted.append(copy(page))
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        self.env = config.theme.get_env()
        files.add_files_from_theme(self.env, config)
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        nav = get_navigation(self.files, config)
        self.nav = config.plugins.on_nav(nav, config=config, files=self.files)
        for file in self.files.documentation_pages():
            page = file.page or Page(None, file, config)
            page.read_source(config)  # every page names all others by their titles
            self.pages[file.src_uri] = page

    def build(self, uri: str) -> str:
        """Builds a page anew; gives what MkDocs warns of, which a strict build refuses."""
        page, config = self.pages[uri], self.config
        self._forget(page)
        before = set(self.files.src_uris)
        with _heard() as words:
            try:
                build._populate_page(page, config, self.files)
            finally:
                self._brought[uri] = set(self.files.src_uris) - before
            self.env = config.plugins.on_env(self.env, config=config, files=self.files)
            for brought in self._brought[uri]:
                self.files.src_uris[brought].copy_file()
            listed = self.files.documentation_pages()
            build._build_page(page, config, listed, self.nav, self.env)
            page.validate_anchor_links(files=self.files, log_level=logging.WARNING)
        self._policed()
        return "\n".join(words)

    def _forget(self, page: Page) -> None:
        """Drops what the page brought when it was built before."""
        for uri in self._brought.pop(page.file.src_uri, ()):
            self.files.remove(self.files.src_uris[uri])
        entries = self._index.entries
        self._index.entries = [e for e in entries if e["location"].partition("#")[0] != page.url]

    @property
    def _index(self) -> Any:
        search: Any = self.config.plugins[_SEARCH]
        return search.search_index

    def enlist(self) -> None:
        """Lets the search read what was built, which takes as long as to build it."""
        while self._unlisted:
            type(self._index).add_entry_from_context(self._index, self._unlisted.pop())

    def _policed(self) -> None:
        """Has our hooks do what a written page needs: what stood inline is in files then."""
        for hook in self.config["hooks"].values():
            hook.settle(self.config)

    def copy(self, uri: str) -> str | None:
        """Copies a file that is no page; gives its path in the site, if it is one of the site's."""
        file = self.files.src_uris.get(uri)
        if file is None or file.is_documentation_page():
            return None
        file.copy_file()
        self._policed()
        return file.dest_uri

    def finish(self) -> Iterator[tuple[str, str]]:
        """Builds what depends on all pages; gives each page that is found to be broken, and how."""
        for name in self.config.theme.static_templates:
            build._build_theme_template(name, self.env, self.files, self.config, self.nav)
        self.config.plugins.on_post_build(config=self.config)
        for uri, page in self.pages.items():
            with _heard() as words:
                page.validate_anchor_links(files=self.files, log_level=logging.WARNING)
            if words:
                yield uri, "\n".join(words)


class _Words(logging.Handler):
    """Keeps what is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one message."""
        self.words.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The warnings and errors of MkDocs and its plugins while in the block."""
    handler, logger = _Words(), logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield handler.words
    finally:
        logger.removeHandler(handler)
