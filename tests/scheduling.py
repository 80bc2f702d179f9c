"""Which tests stay together on one worker, and which begin, with `pytest -n 2 --dist loadscope`."""

from __future__ import annotations

import re

import pytest
from xdist.scheduler import LoadScopeScheduling

# Long, and with nothing to wait for: one worker does it while another one builds the site.
BESIDE_THE_BUILD = "tests/bpsite/proof/test_mutants.py"
# What is opened once for each page, and can be done by whoever is free.
A_PAGE_EACH = re.compile(r"tests/site/test_pages_in_a_browser\.py::\w+\[([^\]]*?)(-\w+)?\]")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # of a package without types
    """The tests of a file keep their order and their fixtures; those of a page in a browser too."""

    def _split_scope(self, nodeid: str) -> str:
        found = A_PAGE_EACH.fullmatch(nodeid)
        return f"{found[1]} in a browser" if found else nodeid.partition("::")[0]


def rank(item: pytest.Item) -> int:
    """What takes long goes first, and what is short fills the gaps at the end."""
    if item.nodeid.startswith(BESIDE_THE_BUILD):
        return 0
    return 1 if item.nodeid.startswith("tests/site/") else 2
