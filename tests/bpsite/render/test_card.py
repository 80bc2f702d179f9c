"""The picture of a link to the site."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from bpsite.render import card

PACKAGES = Path(__file__).parents[3] / "node_modules"


@pytest.mark.slow
def test_it_has_the_size_that_such_pictures_have_and_says_nothing_of_the_moment() -> None:
    first, again = (card.drawn("A name", "What it is about.", PACKAGES) for _ in range(2))
    assert struct.unpack(">II", first[16:24]) == (1200, 630)
    assert first == again
    assert b"Software" not in first


@pytest.mark.slow
def test_it_shows_what_it_is_told() -> None:
    names = [card.drawn(name, "", PACKAGES) for name in ("A name", "Another")]
    assert names[0] != names[1]
