"""Answers what a page asks the checker; loaded in a worker of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

CALLS = {
    "answer": ("bpsite.exercises.packing", "replied"),
    "derivation": ("bpsite.notes.derivation", "checked"),
    "derive": ("bpsite.derive.answering", "written"),
    "page": ("bpsite.derive.answering", "decided"),
}
"""What may be asked, by its name: the module and the function, from an argument to its answer."""


def call(name: str, argument: Any) -> Any:
    """The answer of one of the functions. Raises KeyError for a name that is none."""
    module, function = CALLS[name]
    return getattr(import_module(module), function)(argument)


def start(_send: Callable[[str], object]) -> Callable[[str], str]:
    """What the worker calls: a function from a question to its answer, both JSON."""

    def answer(question: str) -> str:
        asked = json.loads(question)
        return json.dumps(call(asked["call"], asked["argument"]))

    return answer
