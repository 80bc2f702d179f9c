"""What a browser is told of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.serve import shown as module
from bpsite.serve.shown import Page, Shown


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text("about", encoding="utf-8")
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    found = Shown(tmp_path)
    found.take({"site": "", "pages": ["/", "/about/"]})
    return found


def test_a_page_is_told_of_when_it_is_built(shown: Shown) -> None:
    before = shown.version
    shown.take({"page": "/about/", "error": ""})
    assert shown.pages["/about/"] == Page(b"about")
    assert shown.since(before, 0) == [(before + 1, {"pages": ["/about/"]})]


def test_a_page_that_is_built_as_it_was_is_not_told_of(shown: Shown) -> None:
    shown.take({"page": "/about/", "error": ""})
    before = shown.version
    shown.take({"page": "/about/", "error": ""})
    assert shown.since(before, 0) == []


def test_a_broken_page_keeps_what_it_was_until_it_is_mended(shown: Shown) -> None:
    shown.take({"page": "/about/", "error": ""})
    shown.take({"page": "/about/", "error": "wrong"})
    assert shown.pages["/about/"] == Page(b"about", "wrong")
    shown.take({"page": "/about/", "error": ""})
    assert shown.pages["/about/"] == Page(b"about")


def test_what_is_wrong_with_the_site_is_told_to_all(shown: Shown) -> None:
    before = shown.version
    shown.take({"site": "no nav"})
    assert (shown.site_error, shown.since(before, 0)) == ("no nav", [(before + 1, {"all": True})])


def test_pages_that_were_shown_outlive_a_new_builder(shown: Shown) -> None:
    shown.take({"page": "/", "error": ""})
    shown.take({"site": "", "pages": ["/", "/new/"]})
    assert shown.pages == {"/": Page(b"home"), "/new/": Page()}


def test_who_missed_too_many_changes_loads_in_any_case(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    before = shown.version
    for name in "abc":
        shown.take({"files": [name]})
    assert shown.since(before, 0) == [(shown.version, {"all": True})]
    assert len(shown.since(before + 1, 0)) == 2
