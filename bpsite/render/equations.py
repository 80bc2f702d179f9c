"""A Python-Markdown extension: markdown-katex's syntax, rendered as numbered steps with reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown_katex.extension import KatexExtension

from bpsite import pages, source
from bpsite.render import steps, verdicts

_MARKER = "equation-to-render-{}-here"
_MARKED = re.compile(_MARKER.format(r"(\d+)"))


class EquationExtension(KatexExtension):  # type: ignore[misc] # the package has no types
    """Renders ```math fences and $`...`$ at build time."""

    def __init__(self, **settings: Any) -> None:
        # Not KatexExtension's own: it starts the katex command to ask for its options.
        self.config = {
            "docs_dir": ["docs", "Where the pages with the numbered equations are."],
            "verdicts": [verdicts.FILE, "What `bpsite check --json` printed, if it did."],
        }
        self.options: dict[str, str] = {}
        self.equations: list[pages.Mathematics] = []
        Extension.__init__(self, **settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the two processors."""
        # 27: after the whitespace is normalised (30), which would strip a stash's placeholder,
        # and before fences become code (25).
        md.preprocessors.register(_Formulas(md, self), "equations", 27)
        # 15: after inline patterns (20), before MkDocs finds anchors (5) and resolves links (0).
        md.treeprocessors.register(_Equations(md, self), "equations", 15)
        md.registerExtension(self)

    def checked(self, formula: pages.Mathematics) -> list[verdicts.Verdict]:
        """What was decided of a formula on the page that is being rendered."""
        path = source.reading.get().path
        return verdicts.of_formula(formula, path, self.getConfig("verdicts"))

    def reset(self) -> None:
        """Forgets the equations of the page before."""
        self.equations.clear()


class _Formulas(Preprocessor):
    """Inline mathematics becomes stashed HTML; an equation becomes a marker for `_Equations`.

    Both are found by the reader that the checker has: what is rendered is what is decided.
    """

    def __init__(self, md: Markdown, ext: EquationExtension) -> None:
        super().__init__(md)
        self.ext = ext

    def run(self, lines: list[str]) -> list[str]:
        offset = source.reading.get().offset  # of the first line in the file
        found: list[str] = []
        at = 0
        for fence in pages.fences(lines):
            found += self._prose(lines[at : fence.line - 1], offset + at)
            block = lines[fence.line - 1 : fence.end]
            found += [self._display(fence, offset)] if fence.info == "math" else block
            at = fence.end
        return found + self._prose(lines[at:], offset + at)

    def _display(self, fence: pages.Fence, offset: int) -> str:
        in_file = replace(fence, line=fence.line + offset, end=fence.end + offset)
        self.ext.equations.append(pages.display(in_file))
        marker = _MARKER.format(len(self.ext.equations) - 1)
        return f"\n{' ' * fence.indent}{marker}\n"

    def _prose(self, lines: Sequence[str], above: int) -> list[str]:
        return [self._line(line, number) for number, line in enumerate(lines, above + 1)]

    def _line(self, line: str, number: int) -> str:
        for formula in reversed(list(pages.inline(line, number))):
            start = line.rindex("$", 0, formula.column - 1)
            html = steps.inline(formula, self.ext.checked(formula))
            line = line[:start] + self.md.htmlStash.store(html) + line[formula.end :]
        return line


class _Equations(Treeprocessor):
    """Puts each equation's elements in the place of its marker."""

    def __init__(self, md: Markdown, ext: EquationExtension) -> None:
        super().__init__(md)
        self.ext = ext

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                marked = _MARKED.fullmatch((child.text or "").strip())
                if marked and child.tag == "p":
                    formula = self.ext.equations[int(marked[1])]
                    parent[index] = steps.equation(
                        formula,
                        self.md.htmlStash.store,
                        self.ext.getConfig("docs_dir"),
                        self.ext.checked(formula),
                    )


def makeExtension(**settings: Any) -> EquationExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return EquationExtension(**settings)
