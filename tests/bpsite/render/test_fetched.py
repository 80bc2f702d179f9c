"""What an equation's buttons copy is fetched when its verdict is opened."""

from __future__ import annotations

import json
from pathlib import Path

from bpsite.render import fetched

COPIED = "a < b && c > 'd' \"e\"\nf"
BUTTON = (
    '<button data-clipboard-text="a &lt; b &amp;&amp; c &gt; \'d\' &quot;e&quot;\nf" type="button">'
)
PAGE = f"<p>{BUTTON}LaTeX</button>{BUTTON.replace('e&', 'g&')}NumPy</button></p>"


def test_the_nth_button_of_a_page_copies_the_nth_text_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    fetched.keep(tmp_path)
    assert json.loads((tmp_path / fetched.FILE).read_text()) == [COPIED, COPIED.replace("e", "g")]
    assert (tmp_path / "index.html").read_text() == (
        '<p><button data-copy="0" disabled type="button">LaTeX</button>'
        '<button data-copy="1" disabled type="button">NumPy</button></p>'
    )


def test_a_page_without_equations_has_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>words</p>")
    fetched.keep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
