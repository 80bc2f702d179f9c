"""What the checker says of one relation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bpsite.source import Place, caret

GOOD = ("proved", "definition", "informal", "false", "bound")

OPEN = "by its reason alone"
"""The method of what nothing speaks against and only a reason can prove."""

WAITS = "what it builds on can't be read"
"""The method of what is not decided because something else can't be read; `detail` is its place."""


@dataclass(frozen=True)
class Verdict:
    """One relation sign with what was decided of it; see `verdicts` for every field's meaning."""

    file: str
    line: int
    column: int
    tag: str | None
    step: int
    left: str
    sign: str
    right: str
    verdict: str
    method: str
    ms: float = 0.0
    detail: str = ""
    remedy: str = ""
    reason: str = ""
    given: str = ""
    shapes: tuple[tuple[int, int, str], ...] = ()
    depends_on: tuple[str, ...] = ()
    bpcore: str = ""
    numpy: str = ""
    sympy: str = ""
    test: str = ""
    source_line: str = ""
    equation_line: int = 0

    @property
    def good(self) -> bool:
        """Whether the page may be published with it."""
        return self.verdict in GOOD

    @property
    def waits(self) -> bool:
        """Whether it is not decided because what it builds on can't be read."""
        return self.verdict == "undecided" and self.method == WAITS

    def name(self) -> str:
        """The step as a reader would name it."""
        number = f"({self.tag}) " if self.tag else ""
        return f"{number}step {self.step}"

    def message(self) -> str:
        """The finding with its place, the source line and a caret."""
        what = f"{self.name()}: {self.detail or self.verdict}"
        return caret(what, Place(self.file, self.line, self.column), self.source_line, self.remedy)

    def as_json(self) -> dict[str, Any]:
        """The fields that `--json` prints."""
        fields = asdict(self)
        del fields["source_line"]
        return fields
