"""Problems on their way to the page's own Python, which is another one than that of the build.

They are written as what they are made of, in the order of their fields, so that every build of the
site writes the same: of a scope without what it remembers by places in memory.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from bpsite.exercises.answering import Problem, answer, unexplained
from bpsite.proof.scope import lookup
from bpsite.proof.syntax import tree
from bpsite.proof.syntax.lexicon import Kind, Lexicon

_CLASSES: dict[str, type[Any]] = {
    each.__name__: each
    for each in (*vars(tree).values(), lookup.Definition, lookup.Scope, Kind, Lexicon, Problem)
    if isinstance(each, type) and hasattr(each, "__dataclass_fields__")
}
_NOT_TOLD: dict[str, tuple[str, ...]] = {
    "Lexicon": ("explain", "sums", "shared"),
    "Scope": ("bodies",),
}


def packed(found: Mapping[str, Problem]) -> str:
    """Problems as a text."""
    return json.dumps(_plain(dict(found)), separators=(",", ":"))


@functools.lru_cache(maxsize=8)
def unpacked(text: str) -> dict[str, Problem]:
    """The problems in a text that `packed` has made."""
    found: dict[str, Problem] = _made(json.loads(text))
    for problem in found.values():
        problem.scope.lexicon.explain = unexplained
    return found


def replied(asked: Mapping[str, str]) -> dict[str, Any]:
    """The reply to what was given for one of the problems, as the page's script asks for it."""
    problem = unpacked(asked["problems"])[asked["exercise"]]
    return asdict(answer(problem, asked["given"]))


def _plain(value: Any) -> Any:
    """A value as JSON: what has parts is a list, whose first item says what it is."""
    if isinstance(value, tuple | list):
        return [type(value).__name__, *map(_plain, value)]
    if isinstance(value, dict):
        return ["dict", *([_plain(key), _plain(item)] for key, item in value.items())]
    if value is None or isinstance(value, bool | int | str):
        return value
    kind = type(value).__name__
    if kind not in _CLASSES:
        raise TypeError(f"a problem can't be packed with a {kind} in it")
    return [kind, *(_plain(getattr(value, name)) for name in _told(kind))]


def _made(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    name, *parts = plain
    if name == "dict":
        return {_made(key): _made(item) for key, item in parts}
    if name in ("tuple", "list"):
        return (tuple if name == "tuple" else list)(map(_made, parts))
    return _CLASSES[name](**dict(zip(_told(name), map(_made, parts), strict=True)))


@functools.cache
def _told(kind: str) -> tuple[str, ...]:
    left_out = _NOT_TOLD.get(kind, ())
    return tuple(each.name for each in fields(_CLASSES[kind]) if each.name not in left_out)
