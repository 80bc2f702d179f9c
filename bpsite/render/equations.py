"""A Python-Markdown extension: markdown-katex's syntax, rendered as numbered steps with reasons."""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown_katex.extension import KatexExtension, KatexPreprocessor

from bpsite import latex, pages, source
from bpsite.render import katex

_MARKER = re.compile(r"equation-to-render-(\d+)-here")
_REASON_PART = re.compile(r"\$([^$]*)\$|\((\d+)\)")


class EquationExtension(KatexExtension):  # type: ignore[misc] # the package has no types
    """Renders ```math fences and $`...`$ at build time."""

    def __init__(self, **settings: Any) -> None:
        # Not KatexExtension's own: it starts the katex command to ask for its options.
        self.config = {"docs_dir": ["docs", "Where the pages with the numbered equations are."]}
        self.options: dict[str, str] = {}
        self.equations: list[pages.Mathematics] = []
        Extension.__init__(self, **settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the two processors."""
        # 27: after the whitespace is normalised (30), which would strip a stash's placeholder,
        # and before fences become code (25).
        md.preprocessors.register(_Formulas(md, self), "equations", 27)
        # 15: after inline patterns (20), before MkDocs resolves links and finds anchors (5, 0).
        md.treeprocessors.register(_Steps(md, self), "equations", 15)
        md.registerExtension(self)

    def reset(self) -> None:
        """Forgets the equations of the page before."""
        self.equations.clear()

    def address(self, number: int) -> str | None:
        """Where the equation with that number stands, for MkDocs to make relative."""
        page = numbered(self.getConfig("docs_dir")).get(number)
        return f"/{page}#eq-{number}" if page else None


class _Formulas(KatexPreprocessor):  # type: ignore[misc] # the package has no types
    """Inline mathematics becomes stashed HTML; an equation becomes a marker for `_Steps`."""

    ext: EquationExtension

    def run(self, lines: list[str]) -> list[str]:
        self._offset = source.reading.get().offset("\n".join(lines))
        return list(self._iter_out_lines(self._counted(lines)))

    def _counted(self, lines: Sequence[str]) -> Iterator[str]:
        for self._number, self._line in enumerate(lines, self._offset + 1):
            yield self._line

    def _make_tag_for_inline(self, inline_text: str) -> str:
        column = self._line.index(inline_text) + 1
        formula = next(pages.inline(inline_text, self._number))
        start = (self._number, column + formula.column - 1)
        return self.md.htmlStash.store(_render(formula.latex, start, self._line, display=False))

    def _make_tag_for_block(self, block_lines: Sequence[str]) -> str:
        fence = next(pages.fences(block_lines))
        first = self._number - len(block_lines) + 2
        formula = pages.Mathematics(
            fence.body, first, fence.indent + 1, self._number, display=True, indent=fence.indent
        )
        self.ext.equations.append(formula)
        return f"\n{' ' * fence.indent}equation-to-render-{len(self.ext.equations) - 1}-here\n"


class _Steps(Treeprocessor):
    """Builds each equation's elements, so that MkDocs sees their anchors and links."""

    def __init__(self, md: Markdown, ext: EquationExtension) -> None:
        super().__init__(md)
        self.ext = ext

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                marker = _MARKER.fullmatch((child.text or "").strip())
                if marker and child.tag == "p":
                    parent[index] = self._equation(self.ext.equations[int(marker[1])])

    def _equation(self, formula: pages.Mathematics) -> etree.Element:
        box = etree.Element("div", {"class": "equation"})
        rows = etree.SubElement(box, "div", {"class": "equation-steps", "tabindex": "0"})
        for step in self._steps(formula):
            self._row(rows, step, formula)
        if formula.tag is not None:
            box.set("id", f"eq-{formula.tag}")
            self._number(box, formula.tag)
        return box

    def _steps(self, formula: pages.Mathematics) -> tuple[latex.Step, ...]:
        try:
            return latex.steps(formula.latex)
        except latex.LayoutError as error:
            line, column = _place(formula.latex, error.offset, formula.line, formula.column)
            raise _error(str(error), line, column, formula.latex.splitlines()) from None

    def _row(self, rows: etree.Element, step: latex.Step, formula: pages.Mathematics) -> None:
        place = _place(formula.latex, step.offset, formula.line, formula.column)
        text = formula.latex.splitlines()[place[0] - formula.line]
        for name, column in (("left", step.left), ("right", step.right)):
            cell = etree.SubElement(rows, "div", {"class": f"step-{name}", "data-search-exclude": ""})
            if column:
                # The empty group gives a leading relation sign its space.
                html = _render("{}" + column, place, text, display=True, at=column)
                cell.text = self.md.htmlStash.store(html)
        if step.reason:
            self._reason(etree.SubElement(rows, "div", {"class": "step-reason"}), step, place, text)

    def _reason(
        self, cell: etree.Element, step: latex.Step, place: tuple[int, int], text: str
    ) -> None:
        cell.text = ""
        position = 0
        for part in _REASON_PART.finditer(step.reason):
            _append(cell, _words(step.reason[position : part.start()]))
            if part[2]:
                self._cite(cell, int(part[2]), place, text)
            else:
                html = _render(part[1], place, text, display=False)
                _append(cell, self.md.htmlStash.store(html))
            position = part.end()
        _append(cell, _words(step.reason[position:]))

    def _cite(self, cell: etree.Element, number: int, place: tuple[int, int], text: str) -> None:
        address = self.ext.address(number)
        if address is None:
            column = text.find(f"({number})") + 1 or place[1]
            message = f"the reason cites ({number}), which no page has"
            raise _error(message, place[0], column, [text], "Cite an equation that has a \\tag.")
        etree.SubElement(cell, "a", {"href": address}).text = f"({number})"

    def _number(self, box: etree.Element, tag: int) -> None:
        link = etree.SubElement(box, "a", {"class": "equation-number", "href": f"#eq-{tag}"})
        link.set("title", f"Link to equation {tag}")
        link.text = f"({tag})"


def numbered(docs_dir: str) -> dict[int, str]:
    """Which page, as a path below `docs_dir`, holds the equation of each number."""
    found: dict[int, str] = {}
    for path in sorted(Path(docs_dir).rglob("*.md")):
        for number in _tags(path, path.stat().st_mtime_ns):
            found[number] = path.relative_to(docs_dir).as_posix()
    return found


@functools.lru_cache(maxsize=1024)
def _tags(path: Path, _modified: int) -> tuple[int, ...]:
    formulas = pages.read(path).mathematics
    return tuple(formula.tag for formula in formulas if formula.display and formula.tag is not None)


def _render(
    text: str, place: tuple[int, int], line: str, *, display: bool, at: str | None = None
) -> str:
    try:
        return katex.render(text, display=display)
    except katex.KatexError as error:
        message = f"KaTeX can't render this: {error}"
        column = place[1] + error.position
        if at is not None:
            # The step's column starts further right in its line than the step does.
            column = max(line.find(at.splitlines()[0]), 0) + 1 + max(error.position - 2, 0)
        raise _error(message, place[0], column, [line]) from None


def _error(
    message: str, line: int, column: int, lines: Sequence[str], remedy: str = ""
) -> source.AuthorError:
    reading = source.reading.get()
    found = reading.text.splitlines()[line - 1 : line] or list(lines[:1])
    return source.AuthorError(message, source.Place(reading.path, line, column), found[0], remedy)


def _place(text: str, offset: int, line: int, column: int) -> tuple[int, int]:
    """The line and column of the character at `offset` of a formula that starts there."""
    before = text[:offset]
    return line + before.count("\n"), column + offset - (before.rfind("\n") + 1)


def _words(text: str) -> str:
    """A reason's plain words: LaTeX's spaces and dashes as characters."""
    return text.replace("~", "\u00a0").replace("\\ ", " ").replace("--", "\u2013")


def _append(cell: etree.Element, text: str) -> None:
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "") + text
    else:
        cell.text = (cell.text or "") + text


def makeExtension(**settings: Any) -> EquationExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return EquationExtension(**settings)
