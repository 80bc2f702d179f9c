"""Measures each derivation page beside the same text on stock Material: `make bench-page`.

Lighthouse loads each with its phone preset: our page and two stock ones (KaTeX and MathJax in the
browser) in turn, so that a busy machine slows all of them. A figure is the median of the rounds.
Exits 1 where a ratio to stock with KaTeX is over its limit.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from bpsite import chromium as browsers
from tests import stock
from tests.site.building import ROOT, address, build

TOOLS = ROOT / ".cache/bench"
PACKAGES = ("lighthouse@12.2.3", "mathjax@3.2.2")
PAGES = [
    f"derivations/{name}.md"
    for name in ("sigmoid", "network", "by-hand", "error-signal", "activation-and-cost")
]
ROUNDS = 3
OURS = "this site"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
# What of stock's a page may need at most; Lighthouse's own score has a limit of its own.
MOST = {
    "first paint, ms": 0.6,
    "largest paint, ms": 0.6,
    "style and layout, ms": 0.6,
    "blocking, ms": 0.5,
    "kB": 0.6,
    "requests": 0.6,
}
OVER = "  TOO MUCH"
COMPRESSED = ("text/", "application/j", "application/xml", "image/svg")

Figures = dict[str, float]


class _Host(SimpleHTTPRequestHandler):
    """Sends what can be compressed compressed, and lets a browser keep it, as hosts do."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            self.send_error(404)
            return
        kind, body = self.guess_type(file), file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "max-age=600")
        if kind.startswith(COMPRESSED):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the base's name
        """Says nothing."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a site while it is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def tools() -> Path:
    """The packages that only this command needs, from npm on the first call."""
    if not (TOOLS / "node_modules/lighthouse").is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        command = ("npm", "install", "--prefix", str(TOOLS), "--ignore-scripts", "--no-save")
        subprocess.run((*command, *PACKAGES), check=True, stdout=subprocess.DEVNULL)
    return TOOLS / "node_modules"


def seen(url: str, chromium: Path) -> Figures:
    """What Lighthouse sees on a page."""
    command = ("node", str(TOOLS / "node_modules/lighthouse/cli/index.js"), url, "--quiet")
    options = ("--output=json", f"--chrome-flags={FLAGS}")
    done = subprocess.run(
        (*command, *options),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"CHROME_PATH": str(chromium)},
    )
    return figures(json.loads(done.stdout))


def figures(report: dict[str, Any]) -> Figures:
    """The figures of a report that the table shows."""
    audits = report["audits"]
    work = audits["mainthread-work-breakdown"]["details"]["items"]
    scores = {
        name: round(100 * (found["score"] or 0)) for name, found in report["categories"].items()
    }
    return scores | {
        "first paint, ms": audits["first-contentful-paint"]["numericValue"],
        "largest paint, ms": audits["largest-contentful-paint"]["numericValue"],
        "blocking, ms": audits["total-blocking-time"]["numericValue"],
        "shift": audits["cumulative-layout-shift"]["numericValue"],
        "style and layout, ms": sum(
            part["duration"] for part in work if part["group"] == "styleLayout"
        ),
        "kB": audits["total-byte-weight"]["numericValue"] / 1000,
        "requests": len(audits["network-requests"]["details"]["items"]),
    }


def measured(sites: dict[str, str], page: str, chromium: Path) -> dict[str, Figures]:
    """The medians of a page's figures on each of the sites."""
    rounds: dict[str, list[Figures]] = {name: [] for name in sites}
    for _ in range(ROUNDS):
        for name, url in sites.items():
            rounds[name].append(seen(url + address(page), chromium))
    return {
        name: {key: median(each[key] for each in found) for key in found[0]}
        for name, found in rounds.items()
    }


def table(page: str, found: dict[str, Figures]) -> Iterator[str]:
    """The lines of a page's table, with the ratio of ours to stock's and its limit."""
    ours, katex, _ = found.values()
    yield f"{page:24}" + "".join(f"{name:>17}" for name in found) + f"{'ratio':>8}"
    for key in ours:
        numbers = "".join(f"{each[key]:17.0f}" for each in found.values())
        yield f"  {key:22}{numbers}{limited(key, ours[key], katex[key])}"


def limited(key: str, ours: float, theirs: float) -> str:
    """The ratio of two figures and its limit, if the figure has one."""
    if key not in MOST or not theirs:
        return ""
    ratio = ours / theirs
    return f"{ratio:8.2f} of at most {MOST[key]}{OVER if ratio > MOST[key] else ''}"


@contextmanager
def built() -> Iterator[dict[str, str]]:
    """The addresses of our site and of the stock ones, by name."""
    modules = tools()
    settings = (stock.katex(ROOT / "node_modules"), stock.mathjax(modules))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        whole = build(folder / "ours")
        if whole.returncode:
            sys.exit(whole.stdout)
        sites = {OURS: stack.enter_context(hosted(folder / "ours"))}
        for typesetter in settings:
            there = folder / typesetter.files
            stock.build_stock(there, PAGES, typesetter)
            sites[typesetter.name] = stack.enter_context(hosted(there / "site"))
        yield sites


def main() -> int:
    """Builds the sites, measures every derivation page, and prints."""
    chromium = browsers.find(browsers.WHOLE) or sys.exit(browsers.NONE)
    bad = False
    with built() as sites:
        for page in PAGES:
            for line in table(page.removesuffix(".md"), measured(sites, page, chromium)):
                bad |= OVER in line
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
