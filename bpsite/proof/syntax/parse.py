"""Parses a formula's LaTeX to Lark's tree, with errors at their place and limits on its size."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import dataclass
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from bpsite.proof.syntax.functions import OF_NUMBERS

MOST_CHARACTERS = 20_000
DEEPEST = 40

_COMMENT = re.compile(r"(?<!\\)%.*")
_OPENING = re.compile(r"\\[{}]|[({\[]|[)}\]]|\\begin\b|\\end\b")
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)


class ProblemError(Exception):
    """What can't be read, at an offset in the LaTeX; the page turns it into an author's error."""

    def __init__(self, at: int, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.at = at
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Reason:
    """A reason's words and where they begin in the LaTeX."""

    text: str
    at: int


def blanked(latex: str) -> str:
    """The LaTeX with each comment made blank, so that offsets stay what they were."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), latex)


@functools.lru_cache(maxsize=4096)  # a page is read again, in another scope say
def parse(latex: str) -> Tree[Token]:
    """Lark's tree of a formula, to be read alone. Raises `ProblemError` where it can't be read."""
    text = blanked(latex)
    _within_limits(text)
    _nothing_hidden(text)
    try:
        return _parser().parse(text)
    except UnexpectedCharacters as error:
        raise _unknown(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        raise _unexpected(text, error) from None
    except UnexpectedInput as error:
        raise ProblemError(error.pos_in_stream or 0, "this can't be read") from None


_TEXT = re.compile(r"(?P<amp>&\s*)?\\text\s*\{(?P<words>(?:[^{}$]|\$[^$]*\$)*)\}")
_STATES = re.compile(r"<|>|=|\\(?:leq?|geq?|neq?|lt|gt|approx|equiv)(?![A-Za-z])")
_EMPTY_SCRIPT = re.compile(r"[\^_]\s*\{\s*\}")


def _nothing_hidden(text: str) -> None:
    """Raises `ProblemError` for what a reader sees and no rule below would take up."""
    for found in _TEXT.finditer(text):
        reason = found["amp"] is not None
        words = re.sub(r"\$[^$]*\$", lambda m: " " * len(m[0]), found["words"])
        sign = _STATES.search(words if reason else found["words"])
        if sign:
            at = found.start("words") + sign.start()
            remedy = "Take it out of the text, or say it in words."
            raise ProblemError(at, "a sign inside of a text is not decided", remedy)
    empty = _EMPTY_SCRIPT.search(text)
    if empty:
        raise ProblemError(empty.start(), "this script is empty", "Fill it, or leave it out.")


_TABLES = Path(__file__).with_name("latex.tables")  # is there where the parser was made before


def tables() -> bytes:
    """What the parser is made from its grammar to be, which takes a while where all is slow."""
    made = io.BytesIO()
    _parser().save(made)
    return made.getvalue()


@functools.cache
def _parser() -> Lark:
    if _TABLES.exists():
        with _TABLES.open("rb") as kept:
            return Lark.load(kept)
    grammar = Path(__file__).with_name("latex.lark").read_text(encoding="utf-8")
    names = "|".join(name.removeprefix("\\") for name in OF_NUMBERS)
    return Lark(
        grammar.replace("FUNCTIONS", names),
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _within_limits(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ProblemError(0, f"a formula of {len(text)} characters is too long", _SPLIT)
    depth = 0
    for found in _OPENING.finditer(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise ProblemError(
                found.start(), f"brackets are nested more than {DEEPEST} deep", _SPLIT
            )


_SPLIT = "Split it: name a part of it and use the name."


def _unknown(text: str, at: int) -> ProblemError:
    command = _COMMAND.match(text, at)
    name = command[0] if command else ""
    if name == "|":
        return ProblemError(at, "a plain | can open or close", r"Write \left| ... \right|.")
    if name == r"\|":
        return ProblemError(at, r"a plain \| can open or close", r"Write \lVert ... \rVert.")
    if name.startswith("\\"):
        return ProblemError(at, f"unknown command {name}", _COMMANDS)
    return ProblemError(at, f"unexpected {name!r}", "Only mathematics can stand here.")


_COMMANDS = "Use the commands of the page How to write a page, or mark the formula informal."

_REMEDIES = {
    "$END": "Something is missing at the end: a side of a relation, or a closing bracket.",
    "MINUS": r"A sign after an operator needs brackets: \cdot (-1).",
    "PLUS": "A sign after an operator needs brackets.",
    "NUMBER": "Put braces around what the command takes.",
    "AMP": r"A step is `left &= right && \text{reason} \\`.",
    "NEWLINE": r"Several lines need \begin{aligned} ... \end{aligned}.",
    "RBRACE": "Something is missing before this brace.",
}


def _unexpected(text: str, error: UnexpectedToken) -> ProblemError:
    token = error.token
    end = token.type == "$END"
    at = len(text.rstrip()) if end else (token.start_pos or 0)
    opened = _still_open(text, at, token)
    if opened:
        come = "where the formula ends" if end else f"where '{token}' comes"
        message = f"this {opened[0]} is still open {come}"
        return ProblemError(opened.start(), message, "Close it before.")
    remedy = _REMEDIES.get(token.type, "Look at the brackets and operators around it.")
    what = "the formula ends too early" if end else f"unexpected '{token}'"
    return ProblemError(at, what, remedy)


_NEVER_INSIDE = {"$END", "TAG", "AMP", "NEWLINE", "END_ALIGNED", "END_CASES", "END_MATRIX", "REL"}


def _still_open(text: str, at: int, token: Token) -> re.Match[str] | None:
    """The bracket that is open where a token comes that can't stand in it."""
    waiting: list[re.Match[str]] = []
    for found in _OPENING.finditer(text, 0, at):
        if found[0] in ("(", "[", "{", r"\{", r"\begin"):
            waiting.append(found)
        elif waiting:
            waiting.pop()
    if not waiting or waiting[-1][0] == r"\begin":
        return None
    crossed = (waiting[-1][0] == "{") != (token.type == "RBRACE") and token.type in _CLOSING
    return waiting[-1] if crossed or token.type in _NEVER_INSIDE else None


_CLOSING = {"RBRACE", "RPAR", "RSQB", "RSET"}
