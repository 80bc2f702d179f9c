"""The kernel by itself, where numbers would refute a claim that it must not prove either."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.decide.proving import Proof, proof
from bpsite.proof.elaborate.entries import Entries
from bpsite.proof.elaborate.env import NotInKernelError
from bpsite.proof.page import read_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.scope.worlds import Claim
from bpsite.proof.syntax import reading
from tests.bpsite.proof.conftest import Checker

HEAD = "---\nmath:\n  let:\n"


def scope_of(page: str) -> Scope:
    return read_page(pages.parse(HEAD + page), Scope())


def by_the_kernel(page: str, latex: str) -> Proof | None:
    """How the kernel proves an equation with what a page declares and defines."""
    scope = scope_of(page)
    ((relation,),) = (s.relations for s in reading.read(latex, scope.lexicon).statements)
    return proof(Claim(relation), scope)


RAMP = """    x: real
    X, Y: vector n
---

```math
% define: h
h(x) = \\max(x, 0)
```

```math
% define: r
r(x) = \\begin{cases} x & x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}
```
"""


def test_the_entries_of_a_vector_have_signs_of_their_own() -> None:
    assert by_the_kernel(RAMP, r"h(x) \, h(-x) = 0")
    assert by_the_kernel(RAMP, r"(Y^\top h(X)) (Y^\top h(-X)) = 0") is None
    scope = scope_of(RAMP)
    entries = Entries(scope, {})
    with pytest.raises(NotInKernelError, match="from entry to entry"):
        entries.value(reading.expression("r(X)", scope.lexicon), entries.start)


CHAIN = """    n: natural
    k: index 1 to n
    h_k: real
    f: function
---

```math
% define: h_k
h_{k} = f(h_{k-1})
```
"""


def test_a_member_that_rests_on_another_is_not_independent_of_it() -> None:
    assert by_the_kernel(CHAIN, r"\frac{\partial}{\partial h_k} \left( h_{k+1} \right) = 0") is None


def test_assumptions_that_contradict_each_other_are_refused(report: Checker) -> None:
    fences = [f"```math\n% assume\np + q = {number}\n```" for number in (1, 2)]
    found = report(HEAD + "    p, q: real\n---\n\n" + "\n\n".join(fences) + "\n").findings()
    assert "this contradicts what is assumed above" in found[0]
