"""Published classes of inline styles have short names, on pages and in their sheet alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.render.shortened import shorten

RARE, OFTEN = "s0000000a", "sffffffff"
SHEET = "inline.css"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    one = f'<i class="{OFTEN}">x</i><i class="{OFTEN} mord {RARE}">{RARE}</i>'
    (tmp_path / "one.html").write_text(one, encoding="utf-8")
    (tmp_path / "two.html").write_text(f'<i data-class="{RARE}" class="mord">x</i>', "utf-8")
    rules = f".{RARE}{{top:0!important}}\n.{OFTEN}{{height:1.2em!important}}\n"
    (tmp_path / SHEET).write_text(rules, encoding="utf-8")
    shorten(tmp_path, [RARE, OFTEN], SHEET)
    return tmp_path


def text(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def test_the_most_frequent_is_the_shortest_on_every_page_and_in_the_sheet(site: Path) -> None:
    assert text(site, "one.html").startswith('<i class="_0">x</i><i class="_0 mord _1">')
    assert text(site, SHEET) == "._1{top:0!important}\n._0{height:1.2em!important}\n"


def test_words_and_other_attributes_stay(site: Path) -> None:
    assert text(site, "one.html").endswith(f">{RARE}</i>")
    assert text(site, "two.html") == f'<i data-class="{RARE}" class="mord">x</i>'
