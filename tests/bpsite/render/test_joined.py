"""What every page asks for at once becomes one file of each kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpsite.render.joined import NotJoinableError, join

HEAD = """<head><link rel="stylesheet" href="{root}assets/fonts/a.css">
<script src="{root}assets/js/first.js"></script>
<link rel="stylesheet" href="{root}assets/css/b.css"></head>
<body><script src="{root}assets/js/inline/second.js"></script>
<p>Words.</p><script type="text/later" src="{root}assets/theme.js"></script>
<script src="{root}assets/js/one.js" type="module"></script>
<script src="{root}assets/js/two.js" type="module"></script></body>"""
FILES = {
    "index.html": HEAD.format(root=""),
    "deep/er/index.html": HEAD.format(root="../../"),
    "404.html": HEAD.format(root="/base/"),
    "assets/fonts/a.css": "a { src: url(a.woff2) } /* a */",
    "assets/css/b.css": 'b { background: url("../images/b.svg"), url(#b), url("data:,") }',
    "assets/js/first.js": "var first = 1",
    "assets/js/inline/second.js": "var second = document.currentScript.src",
    "assets/js/one.js": "const mine = 1;\nimport('./three.js');\n",
    "assets/js/two.js": "const mine = 2;\n",
    "assets/js/three.js": "export const three = 3;",
    "assets/theme.js": "",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def asked(site: Path, page: str) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]+)"', (site / page).read_text(encoding="utf-8"))


def test_a_page_asks_for_one_file_of_each_kind_where_the_last_stood(site: Path) -> None:
    join(site)
    style, script, theme, module = asked(site, "index.html")
    assert theme == "assets/theme.js"
    assert style.startswith("assets/css/")
    assert script.startswith("assets/js/inline/")
    assert module.startswith("assets/js/")
    html = (site / "index.html").read_text(encoding="utf-8")
    assert html.index(style) < html.index("</head>") < html.index(script) < html.index("Words.")


def test_pages_share_the_files_wherever_they_stand(site: Path) -> None:
    join(site)
    first = asked(site, "index.html")
    assert asked(site, "deep/er/index.html") == [f"../../{path}" for path in first]
    assert asked(site, "404.html") == [f"/base/{path}" for path in first]


def test_the_parts_are_gone_and_what_is_asked_for_later_stays(site: Path) -> None:
    join(site)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files & FILES.keys() == {
        "index.html",
        "deep/er/index.html",
        "404.html",
        "assets/js/three.js",
        "assets/theme.js",
    }
    assert len(files) == 8


def test_an_address_in_a_style_leads_where_it_led(site: Path) -> None:
    join(site)
    text = (site / asked(site, "index.html")[0]).read_text(encoding="utf-8")
    assert re.findall(r"url\([^)]*\)", text) == [
        'url("../fonts/a.woff2")',
        'url("../images/b.svg")',
        "url(#b)",
        'url("data:,")',
    ]
    assert text.index("/* a */") < text.index("b {")


def test_each_module_has_its_names_to_itself(site: Path) -> None:
    join(site)
    text = (site / asked(site, "index.html")[3]).read_text(encoding="utf-8")
    assert text == "{\nconst mine = 1;\nimport('./three.js');\n}\n{\nconst mine = 2;\n}"


def test_what_is_asked_of_another_host_stays_to_be_found(site: Path) -> None:
    page = site / "index.html"
    other = '<script src="https://cdn.example/assets/a.js"></script>'
    page.write_text(page.read_text(encoding="utf-8") + other, encoding="utf-8")
    join(site)
    assert page.read_text(encoding="utf-8").endswith(other)


def test_a_part_that_is_not_there_is_named(site: Path) -> None:
    (site / "assets/css/b.css").unlink()
    with pytest.raises(NotJoinableError, match=r"asks for assets/css/b\.css"):
        join(site)


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("assets/js/two.js", "import { three } from './three.js';", "imports only when it needs"),
        ("assets/js/two.js", "export const three = 3;", "imports only when it needs"),
        ("assets/js/first.js", "document.currentScript", "asks where it is"),
    ],
    ids=["an import", "an export", "a place"],
)
def test_a_script_that_cant_stand_beside_others_is_named(
    site: Path, path: str, text: str, message: str
) -> None:
    (site / path).write_text(text, encoding="utf-8")
    with pytest.raises(NotJoinableError, match=f"^{path}.*{message}"):
        join(site)
