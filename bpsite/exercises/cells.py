"""The code of a cell, and the cases of a piece of code."""

from __future__ import annotations

import doctest

from bpsite.pages import Fence


def examples(fence: Fence) -> list[tuple[str, str]]:
    """Each example of a cell, without prompts, and what it prints."""
    found = doctest.DocTestParser().get_examples(fence.body)
    return [(example.source, example.want) for example in found]


def code(fence: Fence) -> str:
    """All the code of a cell."""
    return "".join(source for source, _ in examples(fence))
