"""What one statement of notes turned out to be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bpsite.proof.verdict import Verdict

DECIDED = ("proved", "definition", "declared", "given", "read")
"""What leaves nothing open: `read` is mathematics that states nothing."""


@dataclass(frozen=True)
class Result:
    """A relation, or a statement without one: what it is, where, and why.

    The status is one of `proved`, `definition`, `declared`, `given` (a value for a symbol), `read`,
    `failed` (false, with numbers), `undecided` and `unread`.
    """

    status: str
    line: int
    column: int
    latex: str
    why: str = ""
    remedy: str = ""
    kind: str = ""  # of what is not decided or not read, to list each kind once
    formula: int = 0  # the number of the formula in its file
    slip: str = ""  # the nearest change under which a false relation is proved
    verdict: Verdict | None = None

    @property
    def decided(self) -> bool:
        """Whether nothing about it is open."""
        return self.status in DECIDED

    def said(self, status: str, why: str, kind: str = "", remedy: str = "") -> Result:
        """The same relation with another finding."""
        return replace(self, status=status, why=why, kind=kind or why, remedy=remedy)
