"""The shapes of arrays, as the printed code must respect them."""

from __future__ import annotations

import pytest

from bpsite import pages
from bpsite.proof.export import numpy_text, sympy_text
from bpsite.proof.export.shapes import UntranslatableError, shape
from bpsite.proof.page import read_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, Lexicon
from bpsite.proof.syntax.reading import expression

KINDS = {
    "W": Kind("matrix", dims=("m", "n")),
    "X": Kind("vector", dims=("n",)),
    "Y": Kind("vector", dims=("m",)),
    "u": Kind("real"),
    r"\sigma": Kind("function"),
}
LEXICON = Lexicon(KINDS, arrays=True)
NETWORK = """---
math:
  let:
    L: natural
    l: layer 1 to L
    n_l: natural
    W^{(l)}: matrix n_{l+1} x n_l
    z^{(l)}: vector n_l
    c, u: real
---

```math
% define: c
c = (z^{(2)})^\\top z^{(2)}
```

```math
% define: d^{(l)}
d^{(l)} = \\frac{\\partial c}{\\partial z^{(l)}}
```

```math
% define: e^{(l)}
e^{(l)} = 2 d^{(l+1)}
```

```math
% define: h^{(l+1)}
h^{(l+1)} = W^{(l)} z^{(l)}
```

```math
% define: r^{(l+1)}
r^{(l+1)} = W^{(l)} r^{(l)}
```
"""


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("u", ()),
        ("X", ("n", "")),
        (r"X^\top", ("", "n")),
        ("W X - Y", ("m", "")),
        (r"X^\top X", ()),
        (r"Y X^\top", ("m", "n")),
        (r"u W^\top", ("n", "m")),
        (r"\sigma(W X)", ("m", "")),
        (r"\frac{\partial}{\partial X} (X^\top X)", ("n", "")),
        (r"\frac{\partial}{\partial X} (W X)", ("m", "n")),
    ],
)
def test_the_shape_of_an_expression(latex: str, expected: tuple[str, ...]) -> None:
    assert shape(expression(latex, LEXICON), Scope(LEXICON)) == expected


@pytest.mark.parametrize("latex", ["W Y", "X + Y", "X X", r"\frac{\partial}{\partial W} (W X)"])
def test_arrays_that_do_not_fit_have_no_shape_and_no_text(latex: str) -> None:
    node = expression(latex, LEXICON)
    with pytest.raises(UntranslatableError):
        shape(node, Scope(LEXICON))
    relation = t.Rel(node, "=", node)
    assert numpy_text(relation, Scope(LEXICON)) == ""
    assert sympy_text(relation, Scope(LEXICON)) == ""


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("z^{(l+1)}", ("n_{l+1}", "")),
        ("W^{(3)}", ("n_4", "n_3")),
        ("W^{(l+1)} W^{(l)} z^{(l)}", ("n_{l+2}", "")),
        ("d^{(l+1)}", ("n_{l+1}", "")),
        ("e^{(l)}", ("n_{l+1}", "")),
        ("h^{(l)}", ("n_l", "")),
        (r"(e^{(l)})^\top d^{(l+1)}", ()),
        ("W^{(l)} z^{(l+1)}", None),
        ("d^{(l)} + e^{(l)}", None),
        ("r^{(l)}", None),  # which rests on itself
    ],
)
def test_a_member_of_a_family_has_the_sizes_of_its_layer(
    latex: str, expected: tuple[str, ...] | None
) -> None:
    scope = read_page(pages.parse(NETWORK), Scope())
    node = expression(latex, scope.lexicon)
    if expected is None:
        with pytest.raises(UntranslatableError):
            shape(node, scope)
    else:
        assert shape(node, scope) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"(W X - Y) X^\top", "np.outer(W @ X - Y, X)"),
        (r"X (W X - Y)^\top", "np.outer(X, W @ X - Y)"),
        (r"X^\top W^\top Y", "X @ W.T @ Y"),
        (r"u X^\top X u", "u * X @ X * u"),
        (r"W \odot W", "W * W"),
        (r"Y \odot \sigma(W X)", "Y * sigma(W @ X)"),
    ],
)
def test_arrays_in_numpy(latex: str, expected: str) -> None:
    node = expression(latex, LEXICON)
    assert numpy_text(t.Rel(node, "=", node), Scope(LEXICON)) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"(W X - Y) X^\top", "print(equal_arrays((W * X - Y) * X.T, (W * X - Y) * X.T))"),
        (r"X^\top X", "print(equal(Trace(X.T * X), Trace(X.T * X)))"),
        (r"u X^\top X u", "print(equal(Trace(u * X.T * X) * u, Trace(u * X.T * X) * u))"),
        (r"Y \odot \sigma(W X)", ""),
        (r"Y \odot Y", ""),
    ],
)
def test_arrays_in_sympy(latex: str, expected: str) -> None:
    node = expression(latex, LEXICON)
    text = sympy_text(t.Rel(node, "=", node), Scope(LEXICON))
    assert text.rpartition("\n")[2] == expected
