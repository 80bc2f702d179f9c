"""When a build's result takes the place of the site before: after everything else, or never."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from bpsite.render.site_folder import SiteFolder


class Publication:
    """One build of a site that is to be published, from its begin to its end."""

    def __init__(self) -> None:
        self.wanted = False
        self._complete = False
        self._folder: SiteFolder | None = None
        self._moved: tuple[MkDocsConfig, str] | None = None

    def begin(self, config: MkDocsConfig) -> None:
        """Gives MkDocs a folder beside the site's; raises `SiteFolderError` if there can't be."""
        if self.wanted:
            self._folder = SiteFolder.beside(Path(config.site_dir))
            self._moved = config, config.site_dir
            config.site_dir = str(self._folder.path)

    def complete(self) -> None:
        """All is written and nothing was found against it."""
        self._complete = True

    def failed(self) -> None:
        """Something was, after all: MkDocs counts its warnings last."""
        self._complete = False

    def end(self) -> None:
        """Puts the site in its place, or leaves the old one; raises `SiteFolderError`."""
        folder, self._folder = self._folder, None
        if self._moved is not None:
            config, site = self._moved
            config.site_dir = site  # where a command that goes on to publish it looks
        if folder is not None and self._complete:
            folder.publish()
        elif folder is not None:
            folder.discard()
