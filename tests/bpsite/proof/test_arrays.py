"""What random vectors and matrices say of a relation, and what rounding alone would say."""

from __future__ import annotations

from bpsite import pages
from bpsite.proof.page import check_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.verdict import Verdict

PAGE = r"""---
math:
  let:
    n: natural
    A, B: matrix n x n
    x: vector n
    c: real
---

```math
@
```
"""


def decided(relation: str) -> Verdict:
    (verdict,) = check_page(pages.parse(PAGE.replace("@", relation)), Scope()).verdicts
    return verdict


def test_matrices_refute_what_is_false_with_numbers() -> None:
    found = decided(r"(A + B) x = A x - B x")
    assert (found.verdict, found.method) == ("failed", "arrays")
    assert found.detail.startswith("left and right differ at n = ")


def test_a_false_relation_is_refuted_beside_what_rounding_hides() -> None:
    found = decided(
        r"\frac{1}{1 - \frac{1}{1 + e^{-9 c}}} A x = \frac{2}{1 - \frac{1}{1 + e^{-9 c}}} A x"
    )
    assert (found.verdict, found.method) == ("failed", "arrays")


def test_what_rounding_alone_makes_differ_is_proved() -> None:
    found = decided(
        r"\frac{e^{c - 25}}{1 + e^{c - 25}} \cdot \frac{1}{1 - \frac{1}{1 + e^{c - 25}}} \, x = x"
    )
    assert found.verdict == "proved"
