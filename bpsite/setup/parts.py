"""What is installed, part by part: each is made whole, and made again when its state changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bpsite.setup import node, packages
from bpsite.setup.alone import alone
from bpsite.setup.causes import INDEX, explain
from bpsite.setup.tools import LOG, PATIENCE, Patience, SetupError


@dataclass(frozen=True)
class Part:
    """What is installed from some files; its stamp, written last, holds their state."""

    stamp: Path
    state: Callable[[], str]
    make: Callable[[Patience], None]

    def is_current(self) -> bool:
        """Whether it was made whole, and from what stands here now."""
        try:
            return self.stamp.read_bytes() == self.state().encode()
        except OSError:
            return False

    def renew(self, patience: Patience) -> None:
        """Makes it; one that is interrupted has no stamp."""
        self.stamp.unlink(missing_ok=True)
        self.make(patience)
        self.stamp.write_bytes(self.state().encode())


# Each needs those before it; a new environment has lost the stamps of what stood in the old one.
PARTS = (
    Part(Path(".venv/packages.stamp"), packages.lock_state, packages.install_lock),
    Part(Path(".venv/project.stamp"), packages.project_state, packages.install_project),
    Part(Path(".venv/node.stamp"), node.node_state, node.install_node),
    Part(Path("node_modules/packages.stamp"), node.packages_state, node.install_packages),
)


def are_current() -> bool:
    """Whether nothing has to be installed."""
    return all(part.is_current() for part in PARTS)


def install(patience: Patience = PATIENCE) -> int:
    """Makes each part that is missing or stale; says why where one can't be, and gives back 1."""
    try:
        with alone():
            LOG.unlink(missing_ok=True)
            for part in PARTS:
                if not part.is_current():
                    part.renew(patience)
    except SetupError as error:
        return _stopped(str(error))
    except OSError as error:
        return _stopped(explain(str(error), INDEX))
    except KeyboardInterrupt:
        return _stopped("stopped; the next make goes on.")
    return 0


def _stopped(why: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"set-up: {why}\n")
    return 1
