"""The `%` lines of a formula and the `math:` of the front matter, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bpsite.pages import Mathematics, Page
from bpsite.proof.syntax import chance
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import OF_LAYER, Kind, Lexicon, exact, indices, signature, spelled
from bpsite.proof.syntax.parse import ProblemError, blanked
from bpsite.proof.syntax.reading import expression

KEYS = (
    *("let", "define", "rule", "where", "assume", "for", "dots", "shapes", "informal", "false"),
    "answer",
)
WORDLESS = ("assume", "shapes")
_LINE = re.compile(r"\s*%(?!%)\s*(?P<text>.*?)\s*$")
_KEY = re.compile(r"(?P<key>[a-z]+)\b(?P<rest>.*)$", re.DOTALL)
_DEFINE = re.compile(
    r"(?P<names>.*?)(?:\s+=\s*(?P<call>.*?))?(?:\s+extends\s+\((?P<tag>[^()]+)\))?\s*$"
)
_KINDS = "real, positive, natural, integer, random, function, layer, example, index, vector, matrix"
_RANGE = re.compile(
    r"(?P<name>layer|index)(?:\s+(?P<low>\w+)\s+to\s+(?P<high>\w+|\w+_\{\w+[+-]\d+\}))?$"
)
_INTERVAL = re.compile(
    r"(?:real\s+)?in\s*(?P<open>[(\[])\s*(?P<low>[-\w.]+)\s*,\s*(?P<high>[-\w.]+)\s*(?P<close>[)\]])$"
)
_VALUES = re.compile(r"(?:real\s+)?in\s*\\?\{(?P<values>[-\d.,\s]+)\\?\}$")
_SIZE = r"\w+(?:_?\{[^{}]+\})?"  # n, 3, n_l, n_{l+1}
_ARRAY = re.compile(rf"vector\s+(?P<n>{_SIZE})$|matrix\s+(?P<m>{_SIZE})\s*x\s*(?P<k>{_SIZE})$")
_NUMBER = re.compile(r"-?\d+(\.\d+)?|-?oo")


@dataclass(frozen=True)
class Note:
    """One annotation: its key, what follows it, and where that stands."""

    key: str
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Define:
    """What a `define` line says."""

    target: t.Sym
    bpcore: str
    extends: str
    note: Note


def of_display(page: Page, formula: Mathematics) -> list[Note]:
    """The annotations inside of a fence."""
    notes = []
    for offset, line in enumerate(formula.latex.split("\n")):
        found = _LINE.match(line)
        if found:
            column = formula.indent + found.start("text") + 1
            notes.append(_note(page, found["text"], formula.line + offset, column))
    return notes


def of_inline(page: Page) -> dict[str, list[Note]]:
    """The annotations of inline mathematics, by its LaTeX."""
    notes: dict[str, list[Note]] = {}
    block = settings(page).get("inline", "")
    if not isinstance(block, str):
        raise page.error("`inline` is a block of lines", _line_of(page, "inline"), 1, "inline: |")
    for text in filter(str.strip, block.splitlines()):
        latex, mark, rest = text.partition("%")
        line = _line_of(page, text)
        if not mark:
            raise page.error("no annotation here", line, 1, "Write: latex   % define: name")
        column = page.line(line).find("%") + 2
        for piece in rest.split("%"):
            notes.setdefault(latex.strip(), []).append(_note(page, piece.strip(), line, column))
    return notes


def _note(page: Page, text: str, line: int, column: int) -> Note:
    found = _KEY.match(text)
    if not found or found["key"] not in KEYS:
        word = re.split(r"[: ]", text, maxsplit=1)[0]
        remedy = f"One of: {', '.join(KEYS)}. A comment begins with %%."
        raise page.error(f"unknown annotation {word!r}", line, column, remedy)
    rest = found["rest"].strip()
    key, body = found["key"], rest.removeprefix(":").strip()
    colon = (
        key in ("let", "for", *WORDLESS)
        or rest.startswith(":")
        or (key == "false" and re.match(r"\d+\s*:", rest))
    )
    if not colon:
        raise page.error(f"a colon belongs after {key!r}", line, column, f"Write: % {key}: ...")
    if not body and key not in WORDLESS:
        raise page.error(f"nothing stands after {key!r}", line, column)
    return Note(key, body, line, column + text.find(body, len(key)))


def settings(page: Page) -> dict[str, Any]:
    """What stands under `math:` in the front matter."""
    found = page.meta.get("math") or {}
    known = ("builds_on", "let", "local", "inline")
    if not isinstance(found, dict):
        raise page.error("`math` is a mapping", _line_of(page, "math:"), 1, "math: {builds_on: []}")
    for key in found:
        if key not in known:
            remedy = f"One of: {', '.join(known)}."
            raise page.error(f"unknown key {key!r} under math", _line_of(page, str(key)), 1, remedy)
    return found


def listed(page: Page, key: str) -> list[str]:
    """A list of texts in the front matter."""
    found = settings(page).get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise page.error(f"`{key}` is a list", _line_of(page, key), 1, f"{key}: [...]")
    return found


def of_front_matter(page: Page) -> list[Note]:
    """The declarations of the front matter as `let` annotations."""
    found = settings(page).get("let") or {}
    if not isinstance(found, dict):
        raise page.error("`let` is a mapping", _line_of(page, "let"), 1, "let: {x: real}")
    notes = []
    for names, kind in found.items():
        line = _line_of(page, str(names))
        column = max(page.line(line).find(str(names)), 0) + 1
        notes.append(Note("let", f"{names}: {kind}", line, column))
    order = ("example", "natural", "layer", "index")
    notes.sort(key=lambda note: not note.text.rpartition(":")[2].strip().startswith(order))
    return notes


def _line_of(page: Page, text: str) -> int:
    lines = page.text.splitlines()
    wanted = text.strip()
    inside = enumerate(lines[1:], 2)
    return next((number for number, line in inside if line.strip().startswith(wanted)), 1)


def declare(page: Page, note: Note, lexicon: Lexicon) -> list[str]:
    """Takes in a `let` line; gives back the keys that it declares."""
    names, _, text = note.text.rpartition(":")
    kind = kind_of(text.strip())
    if kind is None or not names:
        remedy = f"Write: % let x, y: real. Kinds: {_KINDS}."
        raise page.error(f"{text.strip()!r} is no kind", note.line, note.column, remedy)
    keys = []
    for name in split(names):
        target = target_of(page, note, name, lexicon)
        exactly = _key(target)
        _sizes_are_known(page, note, kind, target, lexicon)
        known = lexicon.kinds.get(exactly)
        if known is not None and replace(known, over=()) != kind:
            message = f"{name} is already declared, as {known.name}"
            raise page.error(message, note.line, note.column, "Use another name.")
        lexicon.kinds[exactly] = replace(kind, over=indices(target))
        lexicon.arrays |= kind.array
        keys.append(exactly)
    return keys


def _sizes_are_known(page: Page, note: Note, kind: Kind, target: t.Sym, lexicon: Lexicon) -> None:
    """Raises `AuthorError` for a size that depends on what the symbol does not."""
    for size in kind.dims:
        found = OF_LAYER.fullmatch(size)
        index = found["index"] if found else None
        if index and lexicon.is_index(index) and index not in indices(target):
            message = f"the size {size} depends on {index}, and {spelled(target)} does not"
            remedy = f"Write the index at the symbol: {target.base}^{{({index})}}."
            raise page.error(message, note.line, note.column, remedy)


def _key(target: t.Sym) -> str:
    return exact(target) or signature(target)


def kind_of(text: str) -> Kind | None:
    """The kind that a text names."""
    if text in ("real", "function", "example", "integer", "natural", "layer", "index"):
        return Kind(text)
    if text == "positive":
        return Kind("real", "0", "oo")
    if text in chance.KINDS:
        return Kind("real", chance=chance.KINDS[text])
    readers = ((_RANGE, _ranged), (_INTERVAL, _interval), (_VALUES, _valued), (_ARRAY, _arrayed))
    for pattern, made in readers:
        if found := pattern.match(text):
            return made(found)
    return None


def _ranged(found: re.Match[str]) -> Kind:
    return Kind(found["name"], found["low"] or "", found["high"] or "")


def _interval(found: re.Match[str]) -> Kind | None:
    low, high = found["low"], found["high"]
    if not (_NUMBER.fullmatch(low) and _NUMBER.fullmatch(high)):
        return None
    return Kind("real", low, high, (found["open"] == "[", found["close"] == "]"))


def _valued(found: re.Match[str]) -> Kind | None:
    values = tuple(value.strip() for value in found["values"].split(","))
    return Kind("real", values=values) if all(map(_NUMBER.fullmatch, values)) else None


def _arrayed(found: re.Match[str]) -> Kind:
    dims = (found["n"],) if found["n"] else (found["m"], found["k"])
    return Kind("vector" if found["n"] else "matrix", dims=dims)


def split(names: str) -> Iterator[str]:
    """Names between commas that stand outside of braces and brackets."""
    depth, start = 0, 0
    for position, mark in enumerate(names):
        depth += (mark in "{(") - (mark in "})")
        if mark == "," and depth == 0:
            yield names[start:position].strip()
            start = position + 1
    yield names[start:].strip()


class _Anything(Lexicon):
    """A lexicon in which every unknown name is a symbol."""

    def of(self, symbol: t.Sym) -> Kind | None:
        return super().of(symbol) or Kind("real")


def target_of(page: Page, note: Note, name: str, lexicon: Lexicon) -> t.Sym:
    """The symbol that a declaration names."""
    kinds = {k: v for k, v in lexicon.kinds.items() if v.name != "function"}
    try:
        node = expression(name, _Anything(kinds))
    except ProblemError as problem:
        place = (note.line, note.column + problem.at)
        raise page.error(problem.message, *place, problem.remedy) from None
    if not isinstance(node, t.Sym):
        remedy = r"Name one symbol, such as \theta^{(l)} or z_k."
        raise page.error(f"{name!r} is not a symbol", note.line, note.column, remedy)
    return node


def defines(page: Page, notes: list[Note], lexicon: Lexicon) -> list[Define]:
    """What the `define` lines say."""
    found = []
    for note in notes:
        if note.key == "define":
            names, call, tag = _DEFINE.findall(note.text)[0]
            for name in split(names):
                target = target_of(page, note, name, lexicon)
                found.append(Define(target, call.strip(), tag, note))
    return found


def refuse_words(page: Page, note: Note) -> None:
    """Raises `AuthorError` for words that would say something and decide nothing."""
    if note.text.strip():
        message = f"{note.key} takes no words, and {note.text.strip()!r} would not be read"
        raise page.error(message, note.line, note.column, f"Write % {note.key} alone.")


def of_step(page: Page, note: Note) -> tuple[int | None, str]:
    """The step that a mark is about, None for all of them, and its words: `2: the sign is lost`."""
    number, colon, words = note.text.partition(":")
    if not colon:
        return None, note.text.strip()
    if not number.strip().isdigit():
        message = f"{number.strip()!r} is no number of a step"
        raise page.error(message, note.line, note.column, "Leave the colon out, or: % false 1: why")
    return int(number), words.strip()


def in_words(page: Page, formula: Mathematics, notes: list[Note]) -> str:
    """What the annotations change of a claim, for its readers; formulas stand between dollars."""
    where = list(filter(None, (_meant(page, formula, n) for n in notes if n.key == "where")))
    said = [f"{'and' if number else 'where'} {text}" for number, text in enumerate(where)]
    for note in notes:
        if note.key == "for":
            name, _, numbers = note.text.partition(":")
            said.append(f"for ${name.strip()}$ from {numbers.strip()}")
        elif note.key == "dots":
            said.append(f"where the dots stand for ${note.text}$")
        elif note.key == "assume":
            said.append("as is assumed")
        elif note.key == "define" and (tag := _DEFINE.findall(note.text)[0][2]):
            said.append(f"as ({tag}) has it for one layer")
    return " ".join(said)


def _meant(page: Page, formula: Mathematics, note: Note) -> str:
    """What a symbol means in one formula: nothing if the formula says so itself."""
    if _states(formula.latex, note):
        return ""
    above = [each for each in page.mathematics if each.tag and each.line < formula.line]
    for other in above:
        if _states(_WORDS.sub(r"\\text", other.latex), note):
            return f"({other.tag}) holds"
        if _has(other, note):
            return f"${note.text.partition(' = ')[0]}$ is as in ({other.tag})"
    return f"${note.text}$"


_WORDS = re.compile(r"\\text\s*\{(?:[^{}$]|\$[^$]*\$)*\}")
_BEFORE = r"(?:^|\\\\|[,$=]|quad|\\begin\{aligned\})"
_BEHIND = r"(?:$|\\\\|[,$=]|\\q?quad|\\tag|\\text|\\end)"


def _states(latex: str, note: Note) -> bool:
    """Whether a formula says what a note says, and no more, spaces and alignment apart."""
    said, noted = (re.sub(r"[&\s]", "", text) for text in (blanked(latex), note.text))
    return re.search(_BEFORE + re.escape(noted) + _BEHIND, said) is not None


def _has(other: Mathematics, note: Note) -> bool:
    """Whether an equation has the same note, so that it is said there."""
    return f"% where: {note.text}" in map(str.strip, other.latex.splitlines())
