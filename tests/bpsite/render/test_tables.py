"""A plain table scrolls in its place, and its rules ask nothing of other elements."""

from __future__ import annotations

from pathlib import Path

from bpsite.render import tables

PLAIN = "<table>\n<tr><td>x</td></tr>\n</table>"


def test_a_plain_table_is_wrapped_and_marked_and_any_other_stays() -> None:
    other = '<table class="moving-check"><tr></tr></table>'
    page = tables.wrapped(f"<p>a</p>{PLAIN}{other}{PLAIN}")
    assert page.count('<div class="md-typeset__table"><table class="plain">') == 2
    assert page.count("</table></div></div>") == 2
    assert f"</div>{other}<div" in page


def test_no_rule_speaks_of_elements_without_a_class(tmp_path: Path) -> None:
    sheet = tmp_path / "assets/stylesheets/main.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".md-typeset table:not([class]) td>:first-child{margin-top:0}", "utf-8")
    tables.select(tmp_path)
    assert sheet.read_text("utf-8") == ".md-typeset table.plain td>:first-child{margin-top:0}"
