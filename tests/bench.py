"""How long KaTeX takes for every formula of the site, from a cold start: `make bench`."""

from __future__ import annotations

import sys
import time

from bpsite import latex, pages
from bpsite.render import katex
from tests.site.building import DOCS


def formulas() -> list[tuple[str, bool]]:
    """Each piece of LaTeX that the pages give to KaTeX, with whether it is displayed."""
    found = []
    for path in sorted(DOCS.rglob("*.md")):
        for formula in pages.read(path).mathematics:
            if formula.display:
                steps = latex.steps(formula.latex)
                found += [
                    (side, True) for step in steps for side in (step.left, step.right) if side
                ]
            else:
                found.append((formula.latex, False))
    return found


def main() -> None:
    """Prints the figure."""
    asked = formulas()
    start = time.perf_counter()
    for text, display in asked:
        katex.render(text, display=display)
    seconds = time.perf_counter() - start
    sys.stdout.write(f"{len(asked)} formulas in {seconds:.2f} s, the process's start included\n")


if __name__ == "__main__":
    main()
