"""What a built site may hold, and what ends the build: one case for each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.render.self_contained import Finding, findings, report

OTHER = "https://other.example/x"
OWN = "https://own.example/site/"

REFUSED = {
    "a script": f'<script src="{OTHER}"></script>',
    "a script without a scheme": '<script src="//other.example/x"></script>',
    "a script with slashes that lean": r'<script src="\\other.example/x"></script>',
    "a script in capitals": f'<SCRIPT SRC="{OTHER}"></SCRIPT>',
    "a module": f'<script type="module" src={OTHER}></script>',
    "a script in a picture": f'<svg><script href="{OTHER}"/></svg>',
    "a style sheet": f'<link rel="stylesheet" href="{OTHER}">',
    "a style sheet that is also an alternate": f'<link rel="alternate stylesheet" href="{OTHER}">',
    "a font ahead": f'<link rel="preload" as="font" href="{OTHER}">',
    "a module ahead": f'<link rel="modulepreload" href="{OTHER}">',
    "a connection ahead": '<link rel="preconnect" href="https://other.example">',
    "a name ahead": '<link rel="dns-prefetch" href="//other.example">',
    "an icon": f'<link rel="shortcut icon" href="{OTHER}">',
    "a manifest": f'<link rel="manifest" href="{OTHER}">',
    "a picture ahead": f'<link rel="preload" as="image" imagesrcset="a.png 1x, {OTHER} 2x">',
    "a frame": f'<iframe src="{OTHER}"></iframe>',
    "a page in a frame": f'<iframe srcdoc="&lt;img src={OTHER}&gt;"></iframe>',
    "an embedded thing": f'<embed src="{OTHER}">',
    "an object": f'<object data="{OTHER}"></object>',
    "an image": f'<img alt="" src="{OTHER}">',
    "an image of many": f'<img alt="" src="a.png" srcset="a.png, {OTHER} 2x">',
    "a source": f'<picture><source srcset="{OTHER}"></picture>',
    "a film": f'<video src="{OTHER}"></video>',
    "a film's picture": f'<video poster="{OTHER}"></video>',
    "a sound": f'<audio src="{OTHER}"></audio>',
    "subtitles": f'<track src="{OTHER}">',
    "an image in a picture": f'<svg><image xlink:href="{OTHER}"/></svg>',
    "a part of another picture": f'<svg><use href="{OTHER}#a"/></svg>',
    "a refresh": f'<meta http-equiv="refresh" content="0; url={OTHER}">',
    "a base": f'<base href="{OTHER}">',
    "a style's image": f"<p style=\"background: url('{OTHER}')\">",
    "a style element": f"<style>p {{ background: url({OTHER}) }}</style>",
    "a style element that imports": f'<style>@import "{OTHER}";</style>',
    "an inline script": "<script>let a = 1</script>",
    "an inline module": '<script type="module">let a = 1</script>',
    "what a map imports": '<script type="importmap">{}</script>',
    "a script in an address": '<script src="data:text/javascript,1"></script>',
    "a link that is a script": '<a href="javascript:alert(1)">a</a>',
    "a handler": '<p onclick="a()">',
    "without scripts": f'<noscript><img alt="" src="{OTHER}"></noscript>',
}
ACCEPTED = {
    "its own script": '<script src="../a.js"></script>',
    "its own host": f'<script src="{OWN}a.js"></script>',
    "its own host's other scheme": '<link rel="stylesheet" href="//own.example/a.css">',
    "a link": f'<a href="{OTHER}">there</a>',
    "a canonical address": f'<link rel="canonical" href="{OTHER}">',
    "a licence": f'<link rel="license" href="{OTHER}">',
    "data": '<script type="application/json">{"a": "https://other.example"}</script>',
    "linked data": '<script type="application/ld+json">{}</script>',
    "a picture in the page": '<img alt="" src="data:image/png;base64,AAAA">',
    "a vocabulary": '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "its own part": '<svg><use href="#a"/></svg>',
    "code that is shown": f"<pre>&lt;script src={OTHER}&gt;</pre>",
    "a comment": f'<!-- <script src="{OTHER}"></script> -->',
    "a description": f'<meta property="og:url" content="{OTHER}">',
    "a page that starts anew": '<meta http-equiv="refresh" content="0; url=../">',
    "a handler's word": '<p data-onclick="a" class="on">',
}
FILES = {
    "a.css": (f"/* {OTHER} */\np{{}}\nb{{background:url({OTHER})}}", (3, "a style")),
    "b.css": (f'\n@import "{OTHER}"', (2, "a style")),
    "c.css": (f"p{{--a:url( '{OTHER}' )}}", (1, "a style")),
    "a.js": (f'import {{ a }} from "{OTHER}"', (1, "a script")),
    "b.js": (f'\n\nawait import("{OTHER}")', (3, "a script")),
    "c.mjs": (f"fetch('{OTHER}')", (1, "a script")),
    "d.js": (f'new Worker("{OTHER}")', (1, "a script")),
    "e.js": (f'import"{OTHER}"', (1, "a script")),
    "f.js": (f'element.src="{OTHER}"', (1, "a script")),
    "a.svg": (f'<svg>\n<image href="{OTHER}"/></svg>', (2, "an image")),
    "a.webmanifest": (f'{{"icons": [{{"src": "{OTHER}"}}]}}', (1, "a manifest")),
}  # fmt: skip
QUIET = {
    "a.css": "p{background:url(\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\")}",
    "b.css": f"/* from {OTHER}: url({OTHER}) */ @font-face{{src:url(a.woff2)}}",
    "a.js": f'export const source = "{OTHER}"; import "./b.js"',
    "a.ipynb": f'<script src="{OTHER}"></script>',
    "sitemap.xml": f"<loc>{OTHER}</loc>",
    "a.txt": f'<script src="{OTHER}"></script>',
}


def found_in(site: Path, text: str, name: str = "a/index.html") -> list[str]:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text, encoding="utf-8")
    return [str(finding) for finding in findings(site, OWN)]


@pytest.mark.parametrize("html", REFUSED.values(), ids=REFUSED)
def test_a_page_with_it_is_refused_once_and_at_its_line(html: str, tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, f"<!doctype html>\n<p>Words.\n{html}\n<p>More.")
    assert found.startswith("a/index.html:3: ")


@pytest.mark.parametrize("html", ACCEPTED.values(), ids=ACCEPTED)
def test_a_page_with_it_is_accepted(html: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, html) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_a_page_loads_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    text, (line, kind) = FILES[name]
    message = f"{name}:{line}: names another host in {kind}: {OTHER}"
    assert found_in(tmp_path, text, name) == [message]


@pytest.mark.parametrize("name", QUIET)
def test_a_file_that_asks_nobody_is_accepted(name: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, QUIET[name], name) == []


def test_without_an_address_every_host_is_another(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f'<script src="{OWN}a.js"></script>', encoding="utf-8")
    assert findings(tmp_path, OWN) == []
    message = f"names another host in a script: {OWN}a.js"
    assert findings(tmp_path) == [Finding("a.html", 1, message)]


def test_a_style_of_many_lines_is_named_at_the_line(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path, f"<style>\np {{}}\nb {{ background: url({OTHER}) }}\n</style>")
    assert found.startswith("a/index.html:3: ")


def test_the_report_lists_twenty_and_says_what_to_do() -> None:
    many = [Finding("a.html", line, "holds an inline script") for line in range(1, 26)]
    lines = report(many).splitlines()
    assert lines[19:] == [
        "a.html:20: holds an inline script",
        "and 5 more",
        "A reader of the site asks no other host for anything, and a policy such as "
        "`script-src 'self'`",
        "forbids inline scripts. Serve a copy from docs/assets, or change what wrote these lines: "
        "a page,",
        "the theme, or a plugin in mkdocs.yml.",
    ]
