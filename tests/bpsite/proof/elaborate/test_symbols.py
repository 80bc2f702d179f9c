"""What is known of a symbol from its declarations and definitions."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.elaborate.symbols import Symbols
from bpsite.proof.page import read_page
from bpsite.proof.scope.lookup import Scope

PAGE = "---\nmath:\n  let: {k: index 1 to 3, z_k: real, u_k: real, c: real}\n---\n\n"


def symbols(target: str, body: str) -> Symbols:
    """The symbols of a page on which one is defined."""
    page = f"{PAGE}```math\n% define: {target}\n{target} = {body}\n```\n"
    return Symbols(read_page(pages.parse(page), Scope()), {})


def test_a_family_rests_on_itself_where_a_single_member_is_computed_from_another() -> None:
    assert symbols("z_2", "z_1^2").rests_on_itself("z_")


@pytest.mark.parametrize(("target", "body"), [("z_2", "c^2"), ("z_k", "2 u_k")])
def test_a_family_that_is_computed_from_others_does_not_rest_on_itself(
    target: str, body: str
) -> None:
    assert not symbols(target, body).rests_on_itself("z_")
