"""What the search reads are words, and what an author says that a section is looked for by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bpsite.render.search import NoSuchSectionError, write

ENTRIES = [
    {"location": "", "title": "Home", "text": "<p>A <em>word</em> &amp; more.</p>"},
    {"location": "deep/page/", "title": "Page", "text": ""},
    {
        "location": "deep/page/#one",
        "title": "<code>one</code>",
        "text": "<p>x</p><pre>listing</pre><details><p>listing</p></details>",
    },
]
PAGE = "---\nfound_by:\n  .: whole\n  {anchor}: part, δ\n---\n# Page\n"


def rewritten(folder: Path, anchor: str) -> list[dict[str, Any]]:
    page = folder / "docs/deep/page.md"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.format(anchor=anchor), encoding="utf-8")
    index = folder / "search_index.json"
    index.write_text(json.dumps({"config": {}, "docs": ENTRIES}), encoding="utf-8")
    write(index, folder / "docs")
    found: list[dict[str, Any]] = json.loads(index.read_text(encoding="utf-8"))["docs"]
    return found


def test_markup_and_listings_go(tmp_path: Path) -> None:
    home, _, one = rewritten(tmp_path, "one")
    assert home == {"location": "", "title": "Home", "text": "A word & more."}
    assert (one["title"], one["text"]) == ("one", "x")


def test_a_page_and_a_section_are_found_by_what_their_author_says(tmp_path: Path) -> None:
    _, page, one = rewritten(tmp_path, "one")
    assert (page["foundBy"], one["foundBy"]) == ("whole", "part, δ")


def test_a_section_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NoSuchSectionError) as caught:
        rewritten(tmp_path, "two")
    assert str(caught.value).endswith(
        "page.md: found_by names 'two', which is no section of the page. It has one."
    )
