"""What a moving figure shows before anybody moves it, said by the page's own script."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bpsite.node import node

_SCRIPT = Path(__file__).with_name("moving.mjs")


def state(**request: Any) -> Any:
    """The texts and paths for a request: the steps and the point of a network, or a sigmoid's x."""
    command, asked = [node(), str(_SCRIPT)], json.dumps(request)
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)
