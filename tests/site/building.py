"""Builds the site as its commands do, and serves a folder as a project's pages are served."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from types import MappingProxyType
from typing import Any

from bs4 import BeautifulSoup

from tests import commands

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
PREFIX = "/backpropagation/"  # a project's pages don't stand at a host's root
REPOSITORY = "https://github.com/example/backpropagation"
EDIT_URI = "edit/trunk/docs/"
ADDRESSES = ("SITE_URL", "REPOSITORY_URL", "EDIT_URI")


class Parsed(Mapping[str, BeautifulSoup]):
    """The HTML files of a folder by their paths, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
        self.known: dict[str, BeautifulSoup] = {}

    def __getitem__(self, name: str) -> BeautifulSoup:
        if name not in self.known:
            text = self.paths[name].read_text(encoding="utf-8")
            self.known[name] = BeautifulSoup(text, "html.parser")
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.paths))

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and the address it was built for ('' without one)."""

    folder: Path
    url: str = ""

    @cached_property
    def html(self) -> Mapping[str, BeautifulSoup]:
        """Every HTML file, by its path in the site."""
        return Parsed(self.folder)

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The identifiers of every HTML file, by its path in the site."""
        return {
            name: {str(e["id"]) for e in html.select("[id]")} for name, html in self.html.items()
        }

    def of(self, page: str) -> BeautifulSoup:
        """The HTML of a page of the docs, by its source's path."""
        return self.html[self.name(page)]

    @staticmethod
    def name(page: str) -> str:
        """The file that a page of the docs becomes."""
        return address(page) + "index.html"

    def files(self, suffix: str) -> list[Path]:
        """Every file with that suffix."""
        return sorted(self.folder.rglob(f"*{suffix}"))


def address(page: str) -> str:
    """Where a page stands below the site's address: a/b.md in a/b/, and index.md in no folder."""
    path = page.removesuffix(".md")
    return "" if path == "index" else path.removesuffix("/index") + "/"


def run(*command: str, cwd: Path = ROOT, **variables: str) -> CompletedProcess[str]:
    """A Python module's command, with no address in the environment but those given."""
    clean = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    return commands.run(command, cwd, clean | {"NO_MKDOCS_2_WARNING": "1"} | variables)


def build(
    folder: Path, cwd: Path = ROOT, config: str = "mkdocs.yml", **variables: str
) -> CompletedProcess[str]:
    """`mkdocs build` into the folder; not --quiet, under which no warning counts as an error."""
    return run("mkdocs", "build", "-f", config, "-d", str(folder), cwd=cwd, **variables)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder below PREFIX, and 404.html for what is missing, as Pages does."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(PREFIX)
        return super().translate_path(path.removeprefix(PREFIX[:-1]) if inside else "/missing")

    cut: Collection[str] = ()  # the names of files of which only the first half is sent

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Sends a file; breaks off half way where a test has asked for it."""
        name = self.path.rpartition("/")[2]
        if name in self.cut:
            outputfile.write(source.read(os.fstat(source.fileno()).st_size // 2))
        else:
            super().copyfile(source, outputfile)

    def end_headers(self) -> None:
        """Lets a browser keep what it has for ten minutes, as Pages does."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "404.html"
        if code != 404 or not missing.exists():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base's name
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    """A server that takes it quietly when a page is left while it loads."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(
    folder: Path, cut: Collection[str] = (), types: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Serves the folder on a loopback address while in the block.

    Of the files in `cut` only half is sent; `types` are the host's own, by suffix.
    """
    known = {**_Handler.extensions_map, **types}
    handler = type("Handler", (_Handler,), {"cut": cut, "extensions_map": known})
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def published() -> Iterator[tuple[str, Path]]:
    """The site's address and folder while it is served; ends with the build's words if it fails."""
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as url:
        built = build(Path(name), SITE_URL=url)
        if built.returncode:
            sys.exit(built.stdout)
        yield url, Path(name)
