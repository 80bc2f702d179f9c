"""What a moving figure shows before anybody moves it, said by the page's own script."""

from __future__ import annotations

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

from bpsite.cache import contents, digest
from bpsite.node import node

_SCRIPT = Path(__file__).with_name("moving.mjs")
_PAGES_OWN = Path(__file__).parents[2] / "docs/assets/js"


def state(**request: Any) -> Any:
    """The texts and paths for a request: the steps and the point of a network, or a sigmoid's x.

    Without a request they are those of the network that learns.
    """
    scripts = contents([_SCRIPT, *sorted(_PAGES_OWN.glob("*.js"))], Path(_SCRIPT.anchor))
    return json.loads(_said(json.dumps(request), digest(files=scripts)))


@functools.lru_cache(maxsize=64)
def _said(asked: str, _scripts: str) -> str:
    """What the scripts say, as they stand: a Node is begun for what they have not said yet."""
    command = [node(), str(_SCRIPT)]
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True)
    return done.stdout
