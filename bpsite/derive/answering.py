"""What the page *Derive your own* asks, and what it is answered: JSON both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bpsite import pages
from bpsite.derive.copies import as_latex, as_notebook, as_numpy
from bpsite.derive.network import ChoiceError, Network, units_in
from bpsite.derive.parts import Cell, Equation, Heading, Part, parts
from bpsite.derive.writing import derivation
from bpsite.proof.page import check_page
from bpsite.proof.scope.lookup import Scope

_BADNESS = ("failed", "undecided", "definition", "proved")
"""The verdicts that a page that was written can have, the worst first."""


def written(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The page for what was chosen, in parts and as texts; or an `error`, which says why not."""
    try:
        units = units_in(asked["units"])
        chosen = asked["hidden"], asked["output"], asked["cost"], asked["layers"], units
        network = Network.of(*chosen)
    except ChoiceError as error:
        return {"error": str(error)}
    text = derivation(network)
    found = list(parts(pages.parse(text)))
    copies = {"LaTeX": as_latex(found), "NumPy": as_numpy(found), "Markdown": text}
    return {"parts": [*map(_told, found)], "copies": copies | {"notebook": as_notebook(found)}}


def decided(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was decided of a `page`.

    How many relations have which verdict, the worst of each equation by its number, and what can't
    be read.
    """
    found = check_page(pages.parse(asked["page"]), Scope())
    stating = [verdict for verdict in found.verdicts if verdict.verdict != "bound"]
    worst: dict[str, str] = {}
    for verdict in sorted(stating, key=lambda verdict: _BADNESS.index(verdict.verdict)):
        worst.setdefault(str(verdict.tag), verdict.verdict)
    counts = Counter(verdict.verdict for verdict in stating)
    return {"counts": counts, "equations": worst, "errors": list(map(str, found.errors))}


def _told(part: Part) -> dict[str, Any]:
    """A part as the page draws it."""
    match part:
        case Heading(level, text):
            return {"kind": "heading", "level": level, "text": text}
        case Equation(number, _):
            steps = [[step.left, step.right, step.reason] for step in part.steps]
            return {"kind": "equation", "number": number, "steps": steps}
        case Cell(runs):
            return {"kind": "cell", "runs": runs}
        case _:
            return {"kind": "words", "text": part.text}
