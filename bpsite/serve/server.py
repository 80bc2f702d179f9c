"""Serves what is shown over HTTP, each page with a script that hears of changes."""

from __future__ import annotations

import html
import json
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bpsite.serve.shown import Page, Shown

_HERE = Path(__file__).parent
_MESSAGE = Template((_HERE / "message.html").read_text(encoding="utf-8"))
_PULSE = 5.0  # seconds without a change, after which we look whether the browser is still there
_WRITTEN_IN_PLACE = {".json"}  # by a plugin: the search's index may be half there at any moment
_AGAIN = "This page comes by itself when it is mended and saved."


class PortError(Exception):
    """The port can't be had; the message says how to choose another."""


class Server(ThreadingHTTPServer):
    """A server on loopback alone. Raises `PortError` where it can't have the port."""

    daemon_threads = True

    def __init__(self, port: int, shown: Shown) -> None:
        self.shown = shown
        try:
            super().__init__(("127.0.0.1", port), Handler)
        except OSError as error:
            taken = f"port {port} can't be had ({(error.strerror or str(error)).lower()})"
            raise PortError(f"{taken}; choose another: make serve PORT={port + 1}") from None

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a browser that left while it was answered."""


class Handler(SimpleHTTPRequestHandler):
    """Answers at once, also while something is built."""

    server: Server
    extensions_map = {  # noqa: RUF012 # the base's own shape
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments, directory=str(arguments[2].shown.folder))

    def do_GET(self) -> None:
        """Answers a request."""
        address = unquote(urlsplit(self.path).path)
        shown = self.server.shown
        if address == "/-/changes":
            self._changes()
        elif address == "/-/live.js":
            self._send((_HERE / "live.js").read_bytes(), "text/javascript")
        elif address.removesuffix("index.html") in shown.pages:
            self._page(shown.pages[address.removesuffix("index.html")])
        elif shown.site_error or not shown.pages:
            self._page(Page())
        elif (path := Path(self.translate_path(self.path))).suffix in _WRITTEN_IN_PLACE:
            self._file(path)
        else:
            super().do_GET()

    def _file(self, path: Path) -> None:
        """A file whose length would not be known if it was read as it is sent."""
        if path.is_file():
            self._send(path.read_bytes(), self.guess_type(path))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _page(self, page: Page) -> None:
        version, error = self.server.shown.version, self.server.shown.site_error or page.error
        if error:
            text = f"<pre>{html.escape(error)}</pre>"
            self._message("This page is broken", text, _AGAIN)
        elif not page.html:
            self._message("This page is being built", "", "It comes by itself.")
        else:
            self._send(live(page.html, version), "text/html; charset=utf-8")

    def _message(self, title: str, message: str, then: str) -> None:
        text = _MESSAGE.substitute(title=title, message=message, next=then).encode()
        body = live(text, self.server.shown.version)
        self._send(body, "text/html; charset=utf-8", HTTPStatus.INTERNAL_SERVER_ERROR)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Says what the site says of a page that is not there."""
        missing = self.server.shown.folder / "404.html"
        if code == HTTPStatus.NOT_FOUND and missing.exists():
            body = live(missing.read_bytes(), self.server.shown.version)
            self._send(body, "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)
        else:
            super().send_error(code, message, explain)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _changes(self) -> None:
        """The changes since the version that is asked for, as server-sent events."""
        asked = parse_qs(urlsplit(self.path).query).get("since", ["0"])[0]
        since = int(self.headers.get("Last-Event-ID") or asked)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 300\n\n")
        while True:  # until the browser leaves, which the writing notices
            for since, change in self.server.shown.since(since, _PULSE):  # noqa: B020 # goes on there
                self.wfile.write(f"id: {since}\ndata: {json.dumps(change)}\n\n".encode())
            self.wfile.write(b":\n\n")

    def end_headers(self) -> None:
        """Lets no browser keep what may have changed a moment later."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base's name
        """Says nothing of each request."""


def live(page: bytes, version: int) -> bytes:
    """The page with the script, which knows of which version the page is.

    >>> live(b"<p>Words</p></body></html>", 7)
    b'<p>Words</p><script src="/-/live.js" data-version="7"></script></body></html>'
    """
    script = f'<script src="/-/live.js" data-version="{version}"></script>'.encode()
    before, end, after = page.rpartition(b"</body>")
    return before + script + end + after
