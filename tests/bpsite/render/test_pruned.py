"""A style sheet keeps what a page or a script could use, and loses the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.render.pruned import prune

FILES = {
    "index.html": '<p class="used">x</p><input type="checkbox">',
    "assets/js/late.js": "element.classList.add('from-a-script')",
    "assets/css/a.css": """/* for its author */ /*! a licence */
.used { color: red } .from-a-script { top: 0 } .nobody, .used.nobody { top: 1px }
@media print { .nobody { top: 0 } } input:checked ~ .used { left: 0 }""",
}


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    prune(tmp_path)
    return (tmp_path / "assets/css/a.css").read_text(encoding="utf-8")


def test_what_a_page_or_a_script_names_stays(sheet: str) -> None:
    assert ".used{color:red}" in sheet
    assert "input:checked~.used" in sheet
    assert ".from-a-script" in sheet


def test_what_nothing_names_goes_and_its_block_with_it(sheet: str) -> None:
    assert "nobody" not in sheet
    assert "@media" not in sheet


def test_words_for_authors_go_and_licences_stay(sheet: str) -> None:
    assert "author" not in sheet
    assert "a licence" in sheet
