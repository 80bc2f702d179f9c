"""Prints a page of a folder with a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser

_NUMBER = (
    '<div style="width: 100%; font: 8pt sans-serif; text-align: center">'
    '<span class="pageNumber"></span></div>'
)


def printed(folder: Path, name: str, browser: Browser) -> bytes:
    """The PDF of a file of the folder, with an outline, links and page numbers."""
    # Without scripts all is there that a page can show.
    with _served(folder) as url, browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(url + name, wait_until="load", timeout=120_000)
        return page.pdf(
            format="A4",
            outline=True,
            tagged=True,
            print_background=True,
            prefer_css_page_size=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=_NUMBER,
        )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base's name
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serves the folder on a loopback address while in the block: a file loads no fonts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
