"""What is known of a symbol from its declarations and definitions."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.checker import read_page
from bpsite.proof.elaborate.symbols import Symbols
from bpsite.proof.scope import Scope

PAGE = "---\nmath:\n  let: {k: index 1 to 3, z_k: real, u_k: real, c: real}\n---\n\n"


@pytest.mark.parametrize(
    ("definition", "alone"),
    [(("z_2", "z_1^2"), []), (("z_2", "c^2"), ["z_"]), (("z_k", "2 u_k"), ["z_"])],
)
def test_a_family_rests_on_itself_where_a_single_member_is_computed_from_another(
    definition: tuple[str, str], alone: list[str]
) -> None:
    page = f"{PAGE}```math\n% define: {definition[0]}\n{' = '.join(definition)}\n```\n"
    symbols = Symbols(read_page(pages.parse(page), Scope()), {})
    assert [family for family in ("z_",) if not symbols.rests_on_itself(family)] == alone
