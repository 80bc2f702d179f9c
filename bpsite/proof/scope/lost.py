"""What can't be read is lost to what rests on it: that waits, and is not decided without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bpsite.pages import Mathematics
from bpsite.proof.syntax.marks import Note, split
from bpsite.proof.syntax.parse import blanked
from bpsite.source import Place

EVERYTHING = ""
"""The key under which a page is lost of which nothing can be read."""
_DEFINE = re.compile(r"%\s*define\s*:(?P<names>.*)")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
_TEXT = re.compile(r"\\text\s*\{(?P<words>(?:[^{}$]|\$[^$]*\$)*)\}")
_IN_WORDS = re.compile(r"\$(?P<formula>[^$]*)\$|\((?P<tag>\d+)\)")


def lost_with(formula: Mathematics, inline: Sequence[Note]) -> Iterator[str]:
    """The keys of what a formula would have given: the names that it defines, and its number."""
    texts = [found["names"] for found in _DEFINE.finditer(formula.latex)]
    texts += [note.text for note in inline if note.key == "define"]
    for text in texts:
        yield from (_base(name) for name in split(text.partition(" = ")[0]))
    if formula.tag is not None:
        yield f"({formula.tag})"


def waits_for(latex: str, lost: Mapping[str, Place]) -> Place | None:
    """Where what a formula uses or cites can't be read, if it can't."""
    if not lost:
        return None
    read, words = _TEXT.sub(" ", blanked(latex)), _TEXT.finditer(latex)
    inside = [part for text in words for part in _IN_WORDS.finditer(text["words"])]
    formulas = " ".join([read, *(part["formula"] or "" for part in inside)])
    used, cited = f" {_tokens(formulas)} ", {f"({part['tag']})" for part in inside}
    for key, place in lost.items():
        if key in cited or key == EVERYTHING or f" {_tokens(key)} " in used:
            return place
    return None


def _base(name: str) -> str:
    r"""A name as it begins wherever it stands: \delta^{(l)} and \sigma(x) by their first letter."""
    return re.split(r"[\^_(]", name, maxsplit=1)[0].strip()


def _tokens(latex: str) -> str:
    return " ".join(_TOKEN.findall(latex))
