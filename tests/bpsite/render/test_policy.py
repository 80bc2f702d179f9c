"""What stands inline in a page is moved into files, and looks the same."""

from __future__ import annotations

import os
from pathlib import Path

from bpsite.render.policy import Moved

HEAD = '<head><link href="../assets/css/base.css"></head>'


def test_a_style_becomes_a_class_as_strong_as_it_was(tmp_path: Path) -> None:
    moved = Moved()
    page = moved.from_page(
        f'{HEAD}<span class="strut" style="height:1em;vertical-align:-0.2em;">x</span>'
    )
    moved.write(tmp_path)
    (name,) = moved.styles
    assert page.endswith(f'<span class="{name} strut">x</span>')
    assert '<link rel="stylesheet" href="../assets/css/inline.css"></head>' in page
    rule = f".{name}{{height:1em!important;vertical-align:-0.2em!important}}\n"
    assert (tmp_path / "assets/css/inline.css").read_text(encoding="utf-8") == rule


def test_equal_styles_share_a_class_and_a_tag_without_one_gets_it() -> None:
    moved = Moved()
    page = moved.from_page(f'{HEAD}<path style="fill: none" d="M0"/><i style="fill: none">y</i>')
    (name,) = moved.styles
    assert page.endswith(f'<path d="M0" class="{name}"/><i class="{name}">y</i>')


def test_text_and_quoted_values_that_look_like_a_style_stay() -> None:
    code = '<code>&lt;p style="x"></code><i title="a > b" style="top:0">z</i>'
    page = Moved().from_page(HEAD + code)
    assert '<code>&lt;p style="x"></code>' in page
    assert '<i title="a > b" class="s' in page


def test_a_script_becomes_a_file_and_data_stay(tmp_path: Path) -> None:
    moved = Moved()
    data = '<script id="__config" type="application/json">{"a": 1}</script>'
    page = moved.from_page(f"{HEAD}<script>f(1)</script>{data}")
    moved.write(tmp_path)
    ((path, code),) = moved.scripts.items()
    assert page.endswith(f'<script src="../{path}"></script>{data}')
    assert (tmp_path / path).read_text(encoding="utf-8") == code == "f(1)"


def test_the_address_of_the_root_is_one_for_all_folders() -> None:
    moved = Moved()
    for base in ("..", "../.."):
        moved.from_page(f'{HEAD}<script>root=new URL("{base}",location)</script>')
    (code,) = moved.scripts.values()
    assert code == 'root=new URL("../../..",document.currentScript.src)'


def test_a_picture_in_a_stylesheet_becomes_a_file(tmp_path: Path) -> None:
    sheet = tmp_path / "assets/stylesheets/main.css"
    sheet.parent.mkdir(parents=True)
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M(0)'/></svg>"
    sheet.write_text(f'a{{--i:url("data:image/svg+xml;charset=utf-8,{svg}")}}', encoding="utf-8")
    Moved().write(tmp_path)
    text = sheet.read_text(encoding="utf-8")
    (path,) = (tmp_path / "assets/images/inline").iterdir()
    assert text == f'a{{--i:url("../../assets/images/inline/{path.name}")}}'
    assert path.read_text(encoding="utf-8") == svg


def test_what_is_as_it_should_be_is_not_written_again(tmp_path: Path) -> None:
    moved = Moved()
    moved.from_page(f'{HEAD}<i style="top:0">z</i><script>f(1)</script>')
    moved.write(tmp_path)
    (tmp_path / "assets/css/base.css").write_text("a { top: 0 }", encoding="utf-8")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3
    for path in files:
        os.utime(path, (1, 1))
    moved.write(tmp_path)
    assert {path.stat().st_mtime for path in files} == {1}


def test_what_is_no_page_of_the_site_stays() -> None:
    assert Moved().from_page('<urlset style="x"/>') == '<urlset style="x"/>'
