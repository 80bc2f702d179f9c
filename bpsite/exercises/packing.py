"""Problems on their way to the page's own Python, which is another one than that of the build."""

from __future__ import annotations

import base64
import functools
import pickle
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bpsite.exercises.answering import Problem, answer


def packed(found: Mapping[str, Problem]) -> str:
    """Problems as a text."""
    return base64.b64encode(pickle.dumps(dict(found), 5)).decode()


@functools.lru_cache(maxsize=8)
def unpacked(text: str) -> dict[str, Problem]:
    """The problems in a text that `packed` has made: the site's own file, never another's."""
    found: dict[str, Problem] = pickle.loads(base64.b64decode(text))  # noqa: S301 # our own file
    return found


def replied(asked: Mapping[str, str]) -> dict[str, Any]:
    """The reply to what was given for one of the problems, as the page's script asks for it."""
    problem = unpacked(asked["problems"])[asked["exercise"]]
    return asdict(answer(problem, asked["given"]))
