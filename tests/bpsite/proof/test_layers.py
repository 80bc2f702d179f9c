"""A network whose last layer is a letter: what a page defines, and what reaches its cost how."""

from __future__ import annotations

import pytest

from bpsite.proof.elaborate import layers
from bpsite.proof.elaborate.env import NotInKernelError
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.syntax import reading
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon
from tests.bpsite.proof.conftest import Checker

PAGE = r"""---
math:
  let:
    L: natural
    l: layer 1 to L
    n_l: natural
    W^{(l)}: matrix n_{l+1} x n_l
    b^{(l)}: vector n_{l+1}
    z^{(l)}, a^{(l)}: vector n_l
    y: vector n_L
    f: function
---

```math
% define: z^{(l+1)}
z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}
```

```math
% define: a^{(l+1)}
a^{(l+1)} = f(z^{(l+1)})
```

```math
% define: J
J = \lVert a^{(L)} - y \rVert^2
```

```math
% define: \delta^{(l)}
\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}
```

```math
\delta^{(L)} = 2 (a^{(L)} - y) \odot f'(z^{(L)}) \quad \text{for } L > 1
```

```math
\delta^{(l)} = (W^{(l)})^\top \delta^{(l+1)} \odot f'(z^{(l)}) \quad \text{for } 1 < l < L
```

```math
\frac{\partial J}{\partial W^{(l)}} = \delta^{(l+1)} (a^{(l)})^\top \quad \text{for } l < L
```
"""
STATE = "z^{(l+1)}", "W^{(l)} a^{(l)}"
OUTPUT = "a^{(l+1)}", "f(z^{(l+1)})"


def test_backpropagation_is_proved_for_any_number_of_layers(report: Checker) -> None:
    found = report(PAGE)
    assert not found.findings()
    steps = [v for v in found.verdicts if v.step and v.verdict != "definition"]
    assert [v.verdict for v in steps] == ["proved"] * 3
    assert all("for every L" in v.method for v in steps)


def scope_of(*definitions: tuple[str, str]) -> Scope:
    """A scope in which families of layers are defined one by another."""
    kinds = {f"{name}^": Kind("real") for name in "zaWb"}
    kinds |= {"l": Kind("layer", "1", "L"), "f": Kind("function"), "L": Kind("natural")}
    scope = Scope(Lexicon(kinds))
    for left, right in definitions:
        target, body = (reading.expression(text, scope.lexicon) for text in (left, right))
        assert isinstance(target, t.Sym)
        scope.define(Definition(target, (), body))
    return scope


def test_a_cost_reaches_a_layer_through_the_next_state_alone() -> None:
    assert layers.lowest({"a^": 0}, "z^", scope_of(STATE, OUTPUT)) == {
        "a^": 0, "z^": 1, "W^": 0, "l": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    "definitions",
    [
        (("z^{(l+1)}", "W^{(l)} a^{(l)} + z^{(l-1)}"), OUTPUT),
        (STATE, ("a^{(l+1)}", "f(z^{(l+1)}) + a^{(l)}")),
        (STATE, ("a^{(l+1)}", "f(z^{(1)})")),
    ],
)
def test_a_connection_that_passes_the_next_state_is_seen(
    definitions: tuple[tuple[str, str], ...],
) -> None:
    with pytest.raises(NotInKernelError):
        layers.lowest({"a^": 0}, "z^", scope_of(*definitions))


def test_a_layer_rests_on_the_weights_before_it() -> None:
    found = layers.highest("z^", scope_of(STATE, OUTPUT))
    assert (found["W^"], found["a^"], found["z^"]) == (-1, -1, 0)


def test_layers_that_are_not_opened_leave_no_circle() -> None:
    scope = scope_of(STATE, OUTPUT)
    assert layers.endless(scope, frozenset({"z^"})) == {"z^"}
    assert layers.endless(scope, frozenset()) == {"a^", "z^"}
