"""The list of what is shipped says what the packages say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from markdown import Markdown

from bpsite.render.licences import MARKER, LicencesExtension, Shipped, editor_parts, shipped

ROOT = Path(__file__).parents[3]
PACKAGES = ROOT / "node_modules"


@pytest.fixture(scope="module")
def found() -> dict[str, Shipped]:
    return {entry.name: entry for entry in shipped(ROOT)}


def test_versions_and_licences_are_the_packages_own(found: dict[str, Shipped]) -> None:
    katex = json.loads((PACKAGES / "katex/package.json").read_text(encoding="utf-8"))
    lock = json.loads((PACKAGES / "pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    shown = found["KaTeX and its fonts"]
    assert (shown.version, shown.licence) == (katex["version"], katex["license"])
    assert found["NumPy and its parts"].version == lock["packages"]["numpy"]["version"]
    assert found["Python's standard library"].version == lock["info"]["python"]


def test_each_has_a_licence_and_its_whole_text_or_its_address(found: dict[str, Shipped]) -> None:
    for entry in found.values():
        assert entry.version
        assert entry.licence
        assert entry.files
        assert all(text.strip() for _, text in entry.texts)
        assert bool(entry.texts) != bool(entry.address), entry.name


def test_the_editors_parts_are_followed_to_the_last() -> None:
    parts = editor_parts(PACKAGES)
    assert {"@codemirror/view", "@lezer/lr", "style-mod", "@marijn/find-cluster-break"} <= {*parts}
    assert "katex" not in parts


@pytest.mark.slow
def test_the_marker_becomes_a_table_and_folded_texts(found: dict[str, Shipped]) -> None:
    html = Markdown(extensions=[LicencesExtension()]).convert(f"# L\n\n{MARKER}\n")
    assert html.count("<tr>") == 1 + len(found)
    assert html.count("<details") == sum(1 for entry in found.values() if entry.texts)
    assert "SIL OPEN FONT LICENSE" in html
    assert "<td>assets/katex/</td>" in html


def test_a_page_without_the_marker_stays() -> None:
    assert Markdown(extensions=[LicencesExtension()]).convert("a") == "<p>a</p>"
