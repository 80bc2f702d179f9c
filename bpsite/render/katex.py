"""KaTeX in one long-lived process."""

from __future__ import annotations

import atexit
import functools
import html
import json
import re
import subprocess
from pathlib import Path
from typing import IO, cast

from bpsite.node import node
from bpsite.render.roles import with_roles

_SCRIPT = Path(__file__).with_name("katex.mjs")
_COLOUR = re.compile(r"\\(?:htmlClass|color|textcolor|colorbox|fcolorbox)(?![a-zA-Z])")
_ANNOTATION = re.compile(r"(<annotation [^>]*>).*?(</annotation>)", re.DOTALL)


class KatexError(Exception):
    """KaTeX can't render a formula; `position` counts the characters before the trouble."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


@functools.cache
def render(latex: str, *, display: bool, shown: str = "") -> str:
    """The formula as HTML with MathML. Raises `KatexError` with KaTeX's own message.

    `shown` is what is drawn in its place, if the renderer adds something to it.
    """
    own = _COLOUR.search(latex)
    if own:
        message = f"{own[0]} is not for authors: a symbol's name gives it its colour"
        raise KatexError(message, own.start())
    reply = _ask(with_roles(shown or latex, display=display), display=display)
    if "html" not in reply:
        # Asked again without the roles, so that the position is one in the author's text.
        plain = _ask(latex, display=display)
        raise KatexError(str(plain.get("message", reply["message"])), int(plain.get("position", 0)))
    return _light(str(reply["html"]), latex, display=display)


def _light(markup: str, latex: str, *, display: bool) -> str:
    """Readers copy the author's LaTeX, not the roles; the index takes what reads in order."""
    source = html.escape(latex.strip(), quote=False)
    markup = _ANNOTATION.sub(lambda found: found[1] + source + found[2], markup)
    markup = markup.replace(
        '<span class="katex-mathml">', '<span class="katex-mathml" data-search-exclude>', 1
    )
    if display or "mfrac" not in markup:
        return markup  # what displays a formula leaves it out itself
    # KaTeX draws a fraction from the bottom to the top, so its text is no formula. The element
    # that is left out can't be a span: Material's parser takes it to end where any span does.
    return f"<bdi data-search-exclude>{markup}</bdi>"


def _ask(latex: str, *, display: bool) -> dict[str, str | int]:
    requests, replies = _process()
    requests.write(json.dumps({"latex": latex, "display": display}) + "\n")
    requests.flush()
    answer = replies.readline()
    if not answer:
        raise RuntimeError("the KaTeX process ended; `npm ci` installs what it needs")
    reply: dict[str, str | int] = json.loads(answer)
    return reply


@functools.cache
def _process() -> tuple[IO[str], IO[str]]:
    process = subprocess.Popen(
        [node(), str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(process.kill)
    return cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
