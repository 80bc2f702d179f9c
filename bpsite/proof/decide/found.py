"""A relation while it is decided."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from bpsite.proof.decide.witnesses import Outcome
from bpsite.proof.scope.lookup import Definition
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.reading import Formula


@dataclass(frozen=True)
class Found:
    """A relation with what the passes have found of it so far; its `Verdict` is made last."""

    relation: t.Rel
    read: Formula  # in which it stands; a relation in a reason stands in one of its own
    outcome: Outcome
    step: int = 0  # counted from 1; 0 for a range, a condition, a relation in a reason
    offset: int = 0  # where what was read begins in the formula's LaTeX
    definition: Definition | None = None
    reason: str = ""
    cited: tuple[str, ...] = ()
    ms: float = 0.0

    def since(self, start: float) -> Found:
        """The same with the processor's time that a pass has taken from its start."""
        return replace(self, ms=round(self.ms + (time.process_time() - start) * 1000, 2))
