"""A Python-Markdown extension: the line `<!-- licences -->` becomes the list of what is shipped.

Everything that a browser gets from the site and that others wrote: its version, its licence and
the whole text of it, read from the very packages that the files are taken from.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from bpsite.browser import checker
from bpsite.browser.numpy_wheel import numpy_wheel
from bpsite.cache import Cache
from bpsite.render.assets import UNUSED

MARKER = "<!-- licences -->"
_ROOT = Path(__file__).parents[2]
_EDITOR = _ROOT / "bpsite/browser/editor.mjs"
_STANDIN = "licences-stand-here"
_IMPORT = re.compile(r"from '((?:@[\w-]+/)?[\w-]+)'")
_NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Shipped:
    """Something that others wrote: where its files are in the site, and under which terms."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]  # each with the name of the file that it stands in
    address: str = ""


def shipped(root: Path) -> list[Shipped]:
    """All of it, from the packages of the project in `root`.

    Raises `NoNumpyError` where NumPy for the browser can't be had.
    """
    packages = root / "node_modules"
    font = packages / "@fontsource-variable/source-serif-4"
    return [
        replace(_of_npm(packages / "katex", "assets/katex/"), name="KaTeX and its fonts"),
        replace(_of_npm(font, "assets/fonts/"), name="Source Serif 4"),
        *(_of_npm(packages / name, "assets/editor/") for name in editor_parts(packages)),
        *_python(packages / "pyodide", Cache(root / ".cache" / "browser")),
        *_checker(),
        *_theme(root),
        _of_pypi("mkdocstrings-python", "assets/_mkdocstrings.css"),
        _own(root),
    ]


def editor_parts(packages: Path) -> list[str]:
    """The npm packages that the editor is bundled from, and those that they need."""
    found: set[str] = set()
    wanted = set(_IMPORT.findall(_EDITOR.read_text(encoding="utf-8")))
    while wanted:
        name = wanted.pop()
        found.add(name)
        wanted |= set(_package(packages / name).get("dependencies", {})) - found
    return sorted(found)


def _package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    return found


def _of_npm(folder: Path, *files: str) -> Shipped:
    package = _package(folder)
    return Shipped(package["name"], package["version"], package["license"], files, _texts(folder))


def _of_pypi(name: str, *files: str) -> Shipped:
    found = distribution(name)
    terms = found.metadata["License-Expression"] or found.metadata["License"]
    named = found.metadata.get_all("License-File") or []
    held = [file for file in found.files or () if file.parts[0].endswith(".dist-info")]
    # Older packages have the texts beside what is said of them, newer ones in a folder.
    texts = [(name, file) for name in named for file in held if file.match(name)]
    read = tuple((name, file.read_text(encoding="utf-8")) for name, file in texts)
    return Shipped(name, found.version, terms, files, read)


def _texts(folder: Path) -> tuple[tuple[str, str], ...]:
    found = sorted(folder.glob("LICENSE*"))
    return tuple((path.name, path.read_text(encoding="utf-8")) for path in found)


def _python(pyodide: Path, cache: Cache) -> Iterator[Shipped]:
    """What runs in the page. The first two come without their texts, but with their addresses."""
    yield replace(_of_npm(pyodide, "assets/python/"), address="https://mozilla.org/MPL/2.0/")
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    version = lock["info"]["python"]
    address = f"https://docs.python.org/{version.rpartition('.')[0]}/license.html"
    files = ("assets/python/library.bin",)
    yield Shipped("Python's standard library", version, "PSF-2.0", files, (), address)
    wheel = io.BytesIO(numpy_wheel(pyodide, cache).content)
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if ".dist-info/licenses/" in name)
        texts = tuple(
            (name.split("/licenses/")[1], archive.read(name).decode("utf-8")) for name in names
        )
        (about,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = message_from_bytes(archive.read(about))
    terms = metadata["License-Expression"]
    files = ("assets/python/files.bin",)
    yield Shipped("NumPy and its parts", metadata["Version"], terms, files, texts)


def _checker() -> Iterator[Shipped]:
    """What the checker in the page brings along."""
    for name in checker.OTHERS.values():
        yield _of_pypi(name, "assets/python/checker.bin")


def _theme(root: Path) -> Iterator[Shipped]:
    """The theme, the notices of others in its scripts, and the icons that its pages draw."""
    material = distribution("mkdocs-material")
    templates = Path(str(material.locate_file("material/templates")))
    files = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")
    theme = _of_pypi("mkdocs-material", *files)
    unused = [templates / folder for folder in UNUSED]
    every = sorted((templates / "assets").rglob("*.js"))
    scripts = [path for path in every if not any(map(path.is_relative_to, unused))]
    notices = dict.fromkeys(
        notice for path in scripts for notice in _NOTICE.findall(path.read_text(encoding="utf-8"))
    )
    in_scripts = ("notices in its scripts", "\n".join(notices))
    yield replace(theme, texts=(*theme.texts, in_scripts))
    pages = [*templates.rglob("*.html"), *(root / "bpsite/render/theme").rglob("*.html")]
    drawn = "".join(path.read_text(encoding="utf-8") for path in [*pages, root / "mkdocs.yml"])
    for folder in sorted((templates / ".icons").iterdir()):
        if folder.is_dir() and re.search(rf"[/\s\"]{folder.name}/[\w-]", drawn):
            name = f"{folder.name}, icons of {theme.name}"
            where = "drawn in the pages"
            yield Shipped(name, theme.version, "see its text", (where,), _texts(folder))


def _own(root: Path) -> Shipped:
    wheel = f"assets/{distribution('bpcore').metadata['Name']}-"
    files = ("assets/css/", "assets/js/", "assets/exercises/", wheel)
    version = distribution("bpcore").version
    return Shipped("this site and bpcore", version, "MIT", files, _texts(root))


class LicencesExtension(Extension):
    """Puts the list in the place of its marker."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the two processors."""
        # 26: before comments are stashed as HTML (20).
        md.preprocessors.register(_Marker(md), "licences", 26)
        # 15: with the index of equations, before links are resolved (0).
        md.treeprocessors.register(_List(md), "licences", 15)


class _Marker(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_STANDIN if line.strip() == MARKER else line for line in lines]


class _List(Treeprocessor):
    def run(self, root: Element) -> None:
        for index, child in enumerate(list(root)):
            if child.tag == "p" and child.text == _STANDIN:
                found = shipped(_ROOT)
                root[index : index + 1] = [_table(found), *map(_text, found)]


def _table(found: Iterable[Shipped]) -> Element:
    table = Element("table")
    head = SubElement(SubElement(table, "thead"), "tr")
    for word in ("what", "version", "licence", "where in the site"):
        SubElement(head, "th").text = word
    body = SubElement(table, "tbody")
    for entry in found:
        row = SubElement(body, "tr")
        for word in (entry.name, entry.version, entry.licence, ", ".join(entry.files)):
            SubElement(row, "td").text = AtomicString(word)
    return table


def _text(entry: Shipped) -> Element:
    """The whole texts, folded; or where the text is."""
    if not entry.texts:
        line = Element("p")
        line.text = AtomicString(f"{entry.name}: ")
        link = SubElement(line, "a", {"href": entry.address})
        link.text = AtomicString(entry.address)
        return line
    folded = Element("details", {"data-search-exclude": ""})
    SubElement(folded, "summary").text = AtomicString(f"{entry.name}: {entry.licence}")
    for file, text in entry.texts:
        SubElement(folded, "p").text = AtomicString(file)
        SubElement(folded, "pre", {"class": "licence"}).text = AtomicString(text)
    return folded


def makeExtension(**settings: Any) -> LicencesExtension:  # noqa: N802 # Python-Markdown's name
    """What Python-Markdown calls."""
    return LicencesExtension(**settings)
