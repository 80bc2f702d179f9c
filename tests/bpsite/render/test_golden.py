"""Golden cases of the extensions: a page, a line of `=`, and what it becomes.

A case named `*-nope` is refused, and its second half is the message. KaTeX's own output is
shortened to the LaTeX that it was asked for.
"""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from markdown.extensions import Extension

from bpsite import source
from bpsite.render import katex
from bpsite.render.cells import CellExtension
from bpsite.render.equations import EquationExtension

CASES = Path(__file__).parents[2] / "cases"
KINDS = ("cells", "equations")
_render = katex.render


def _shortened(latex: str, *, display: bool, shown: str = "") -> str:  # noqa: ARG001 # drawn alike
    _render(latex, display=display)
    return f"<katex>{latex}</katex>"


def _converted(text: str) -> str:
    body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    token = source.reading.set(source.Reading("page.md", text, body))
    try:
        equations = EquationExtension(docs_dir=str(CASES / "numbered"))
        extensions: list[str | Extension] = ["pymdownx.superfences", equations, CellExtension()]
        return markdown.Markdown(extensions=extensions).convert(body)
    except source.AuthorError as error:
        return str(error)
    finally:
        source.reading.reset(token)


@pytest.mark.parametrize(
    "case",
    sorted(path for kind in KINDS for path in (CASES / kind).glob("*.md")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_a_page_becomes_what_its_case_says(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(katex, "render", _shortened)
    text, _, expected = case.read_text(encoding="utf-8").partition("=====\n")
    assert _converted(text) == expected.rstrip("\n")
    assert case.stem.endswith("-nope") == expected.startswith("page.md:")
