r"""The blank of an exercise: what stands in the place of `\square`, and which step is wrong.

`% answer: \theta` fills the blank of its equation, which is then decided as it stands filled.
`% answer: step 2` says that the second step is false and all others hold. Of mathematics that
states nothing the answer is a shape, for which the exercises themselves look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bpsite.pages import EXERCISES, Mathematics, Page, is_exercises
from bpsite.proof.scope.filling import BLANK, put
from bpsite.proof.scope.work import place
from bpsite.proof.syntax.marks import Note

_STEP = re.compile(r"step (\d+)")


def filled(formula: Mathematics, notes: Sequence[Note]) -> Mathematics:
    """The formula with its answer in the place of the blank; places are those of the file."""
    answer = next((note.text for note in notes if note.key == "answer"), None)
    if answer is None or BLANK not in formula.latex:
        return formula
    text, places, at = "", [], 0
    for found in [*re.finditer(re.escape(BLANK), formula.latex), None]:
        start, end = found.span() if found else (len(formula.latex), len(formula.latex))
        piece = put(BLANK, answer) if found else ""
        text += formula.latex[at:start] + piece
        places += [place(formula, offset) for offset in range(at, start)]
        places += [place(formula, start)] * len(piece)
        at = end
    return replace(formula, latex=text, places=tuple(places))


def marked(page: Page, notes: Sequence[Note]) -> list[Note]:
    """The annotations, with the mark of a false step where the answer is one.

    Raises `AuthorError` elsewhere than on a page of exercises: there readers take what they are not
    asked about for true.
    """
    for note in notes:
        if note.key == "answer" and not is_exercises(page.path):
            message = "only an exercise asks for an answer"
            remedy = f"Put it on a page in docs/{EXERCISES}, or mark what is false: % false: why"
            raise page.error(message, note.line, note.column, remedy)
    return [_false(note) if note.key == "answer" else note for note in notes]


def _false(note: Note) -> Note:
    step = _STEP.fullmatch(note.text)
    text = f"{step[1]}: the step to be found" if step else ""
    return replace(note, key="false", text=text) if step else note
