"""Names for what the verdicts on a formula depend on, so that they are kept while it stands.

That is its LaTeX, the formulas before it that declare, define or number something, and the same of
the pages that its page builds on; not the prose, nor where it stands.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from bpsite import pages
from bpsite.pages import Mathematics, Page
from bpsite.proof.syntax import marks


def speaks(formula: Mathematics, page: Page) -> bool:
    """Whether later formulas may depend on this one: it has annotations or a number."""
    if formula.display:
        return "%" in formula.latex or formula.tag is not None
    return formula.latex.strip() in str(marks.settings(page).get("inline", ""))


class Meanings:
    """The names on the pages as they stand, each page read once. Its pages must be readable."""

    def __init__(self) -> None:
        self._handed: dict[Path, str] = {}

    def formulas(self, page: Page) -> list[str]:
        """A name for each formula of the page."""
        before = self._start(page)
        names = []
        for formula in page.mathematics:
            names.append(_name(before, repr(formula.display), formula.latex))
            if speaks(formula, page):
                before = names[-1]
        return names

    def _start(self, page: Page) -> str:
        folder = Path(page.path).parent
        below = [(folder / entry.strip()).resolve() for entry in marks.listed(page, "builds_on")]
        return _name(page.path, repr(page.meta), *map(self._end, below))

    def _end(self, path: Path) -> str:
        if path not in self._handed:
            page = pages.read(path)
            named = zip(self.formulas(page), page.mathematics, strict=True)
            spoken = [name for name, formula in named if speaks(formula, page)]
            self._handed[path] = _name(self._start(page), *spoken)
        return self._handed[path]


def _name(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
