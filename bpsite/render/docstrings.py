"""For mkdocstrings: the examples that end a docstring are a section of it, and so shown as code."""

from __future__ import annotations

import re
import textwrap
from typing import Any

import griffe

_FIRST_PROMPT = re.compile(r"^>>> ", re.MULTILINE)


class Examples(griffe.Extension):
    """Gives every docstring's examples the heading that its reader looks for."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrites the docstring of a module, class or function."""
        if obj.docstring:
            obj.docstring.value = with_heading(obj.docstring.value)


def with_heading(docstring: str) -> str:
    r"""The docstring with its examples, from the first prompt on, under a heading.

    >>> with_heading("The half.\n\n>>> half(4)\n2").splitlines()
    ['The half.', '', 'Examples:', '    >>> half(4)', '    2']
    """
    first = _FIRST_PROMPT.search(docstring)
    if not first:
        return docstring
    before, examples = docstring[: first.start()], docstring[first.start() :]
    return f"{before}Examples:\n{textwrap.indent(examples, '    ')}"
