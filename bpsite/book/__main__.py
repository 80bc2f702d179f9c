"""Makes the book of the built site: `python -m bpsite.book`."""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config import load_config
from playwright.sync_api import sync_playwright

from bpsite import chromium
from bpsite.book.one_page import joined
from bpsite.book.order import addresses
from bpsite.book.paper import printed

_BOOK = Path("dist/backpropagation.pdf")
_PAGE = "book.html"


def main() -> int:
    """Prints where the book is; 1 without a built site or a browser."""
    browser, config = chromium.find(), load_config("mkdocs.yml")
    site = Path(config.site_dir)
    if browser is None or not (site / "index.html").is_file():
        wanted = "a built site: make site" if browser else chromium.NONE
        sys.stderr.write(f"no book: {wanted}\n")
        return 1
    found = addresses(config)
    pages = {each: (site / each / "index.html").read_text("utf-8") for each in found}
    whole = site / _PAGE
    html = joined(pages, config.site_name, config.site_description or "", config.site_url or "")
    whole.write_text(html, "utf-8")
    try:
        _BOOK.parent.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            _BOOK.write_bytes(printed(site, _PAGE, running))
            running.close()
    finally:
        whole.unlink()
    sys.stdout.write(f"{_BOOK}: {_BOOK.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
