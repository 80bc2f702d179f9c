"""A page that was written, as other texts: LaTeX, NumPy, and a Jupyter notebook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from bpsite.derive.parts import Cell, Equation, Heading, Part, Words

_MATH = re.compile(r"\$`([^`]*)`\$")
_SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}
_ALIGNED = re.compile(r"\\(begin|end)\{aligned\}")
_SPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}


def as_latex(parts: Iterable[Part]) -> str:
    """The formulas below their headings: the body of a document that uses `amsmath`."""
    found = [_in_latex(part) for part in parts if isinstance(part, (Heading, Equation))]
    return "\n\n".join(found) + "\n"


def _in_latex(part: Heading | Equation) -> str:
    if isinstance(part, Heading):
        return f"\\{_SECTIONS[part.level]}*{{{part.text}}}"
    rows = _ALIGNED.sub("", part.latex).strip().replace("\n \\tag", " \\tag")
    return f"\\begin{{align*}}\n{rows}\n\\end{{align*}}"


def as_numpy(parts: Iterable[Part]) -> str:
    """The code of all cells as one program."""
    found = (cell.runs for cell in parts if isinstance(cell, Cell))
    cells = ("\n".join(text for is_code, text in runs if is_code) for runs in found)
    return "\n\n".join(cells) + "\n"


def as_notebook(parts: Iterable[Part]) -> str:
    """The page as a notebook: words and formulas as Markdown, code with what it prints."""
    cells: list[dict[str, Any]] = []
    for is_code, group in groupby(parts, lambda part: isinstance(part, Cell)):
        if is_code:
            cells += [cell for part in group if isinstance(part, Cell) for cell in _code(part)]
        else:
            cells.append(_markdown(group))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    spec = {"kernelspec": _SPEC, "language_info": _LANGUAGE}
    made = {"cells": cells, "metadata": spec, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=1) + "\n"


def _code(cell: Cell) -> Iterator[dict[str, Any]]:
    """A code cell for each run of code, under which its output stands."""
    for (is_code, text), (_, printed) in zip(cell.runs, [*cell.runs[1:], (False, "")], strict=True):
        if is_code:
            stream = {"name": "stdout", "output_type": "stream", "text": f"{printed}\n"}
            outputs = [stream] if printed else []
            made = {"cell_type": "code", "metadata": {}, "source": text, "outputs": outputs}
            yield made | {"execution_count": None}


def _markdown(parts: Iterable[Part]) -> dict[str, Any]:
    text = "\n\n".join(map(_in_markdown, parts))
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _in_markdown(part: Part) -> str:
    match part:
        case Heading(level, text):
            return f"{'#' * level} {text}"
        case Equation(_, formula):
            return f"$$\n{formula}\n$$"
        case Words(text):
            return _MATH.sub(r"$\1$", text)
        case _:
            raise TypeError("a cell is code")
