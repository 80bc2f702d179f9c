"""Each spelling that people use, and the one that the grammar reads."""

from __future__ import annotations

import pytest

from bpsite.notes.beyond import beyond
from bpsite.notes.files import parse
from bpsite.notes.judge import judge
from bpsite.notes.notation import spelled
from bpsite.notes.sourced import Sourced
from bpsite.notes.statements import said
from bpsite.notes.wrapped import unwrapped
from bpsite.proof.syntax.parse import parse as parse_latex

SPELLINGS = [
    (r"\mathbf x", r"\mathbf{x}"),
    (r"\boldsymbol\theta", r"\boldsymbol{\theta}"),
    (r"\mathbf{b_1}", r"\mathbf{b}_1"),
    (r"\boldsymbol{\hat{y}}", r"\hat{\boldsymbol{y}}"),
    (r"\boldsymbol{\mathbf{W}}", r"\mathbf{W}"),
    (r"{\bf x}", r"\mathbf{x}"),
    (r"\text{softmax}(z)", r"\operatorname{softmax}(z)"),
    (r"\mathrm{ReLU}", r"\operatorname{ReLU}"),
    (r"x^T y", r"x^\top  y"),
    (r"x^{\mathrm{T}}", r"x^\top"),
    (r"\sum_{t=1}^T x", r"\sum_{t=1}^{T} x"),
    (r"a^{[1]T}", r"a^{[1]}^\top"),
    (r"x^{(i)[l]}", r"x^{(i)}^{[l]}"),
    (r"a^{\langle t \rangle}", r"a^{(t)}"),
    (r"W^l a^{l-1}", r"W^{(l)} a^{(l-1)}"),
    (r"f^\prime(x)", r"f'(x)"),
    (r"w^*", r"w_{\text{star}}"),
    (r"\dfrac12", r"\frac{1}{2}"),
    (r"\frac a b", r"\frac{a}{b}"),
    (r"\sqrt x", r"\sqrt{x}"),
    (r"\sqrt[3]{x}", r"(x)^{\frac{1}{3}}"),
    (r"|x|", r"\lvert x\rvert "),
    (r"|x| + |y|", r"\lvert x\rvert  + \lvert y\rvert "),
    (r"\bigg|x\bigg|", r"\lvert x\rvert "),
    (r"\|x\|^2", r"\lVert x \rVert^2"),
    (r"\|x\|_2^2", r"\lVert x \rVert^2"),
    (r"||x||^2", r"\lVert x \rVert^2"),
    (r"\|x\|", r"\sqrt{\lVert x \rVert^2}"),
    (r"\exp\{x\}", r"\exp(x)"),
    (r"\max\{0, x\}", r"\max(0, x)"),
    (r"\mathbb{1}\{x > 0\}", r"[x > 0]"),
    (r"\mathbb 1[x > 0]", r"[x > 0]"),
    (r"\langle u, v \rangle", r"( u)^\top ( v )"),
    (r"\underbrace{a + b}_{c}", r"a + b"),
    (r"\boxed{a = b}", r"a = b"),
    (r"\displaystyle x", r"  x"),
    (r"\left( x \right)", r"( x )"),
    (r"\sinh x - \cosh 2x", r"\sinh(x) - \cosh(2x)"),
    (r"\operatorname{tanh}(x)", r"\tanh(x)"),
    (r"\partial J / \partial w", r"\frac{\partial J }{\partial w}"),
    (r"dJ/dw", r"\frac{d J}{d w}"),
    (r"\partial_w J", r"\frac{\partial}{\partial w} J"),
    (r"a := b", r"a \equiv  b"),
    (r"a \triangleq b", r"a \equiv  b"),
    (r"a \overset{\text{def}}{=} b", r"a \equiv  b"),
    (r"1{,}000", r"1000"),
    (r"1e-3", r"1\cdot 10^{-3}"),
    (r"\log a \cdot b", r"\log(a) \cdot b"),
]


@pytest.mark.parametrize(("latex", "read"), SPELLINGS)
def test_a_spelling_is_read_as_the_one_that_the_grammar_has(latex: str, read: str) -> None:
    found = unwrapped(spelled(Sourced.of(latex)))
    assert found.text == read
    assert len(found.at) == len(found.text) + 1
    parse_latex(read.replace(r"\equiv", "="))


BEYOND = [
    (r"\int f", "an integral"),
    (r"x \sim y", "a distribution"),
    (r"p(a \mid b) = 1", "an expectation or a probability"),
    (r"x_1 + \ldots = y", "dots"),
    (r"u \otimes v = w", r"\otimes, an outer or a Kronecker product"),
    (r"u \circ v = w", r"\circ, a product of entries or a composition"),
    (r"\nabla J = 0", "a gradient that does not say by what"),
    (r"\min_w J = 0", "an optimum over a variable"),
    (r"\sum_{i \in S} x = 1", "a sum or product over a set"),
    (r"\sigma(\cdot) = 1", "a function without its argument"),
    (r"x \to y", "an arrow"),
]


@pytest.mark.parametrize(("latex", "why"), BEYOND)
def test_what_can_not_be_decided_is_named(latex: str, why: str) -> None:
    found = beyond(latex)
    assert found is not None
    assert found.why == why


def test_a_limit_is_no_arrow() -> None:
    assert beyond(r"\lim_{h \to 0} h = 0") is None


ROWS = [
    (r"\begin{align} a &= b \\ &= c \end{align}", ["a = b = c"]),
    (r"\begin{align} a &= b \\ c &= d \end{align}", ["a = b", "c = d"]),
    (r"\begin{align} a &= b + {} \\ &\quad c \end{align}", ["a = b + {} c"]),
    (r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}", ["a = b = c"]),
    (r"\begin{gather*} a = b \\ c = d \end{gather*}", ["a = b", "c = d"]),
    (r"\begin{multline} a = b \\ + c . \end{multline}", ["a = b + c"]),
    (r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation}", ["a = b = c"]),
    (r"\begin{align} a &= b & c &= d \end{align}", ["a = b", "c = d"]),
    (r"a = b, \quad c = d.", ["a = b", "c = d"]),
    (r"a = b \quad \text{and} \quad c = d", ["a = b", "c = d"]),
    (r"a &= b && \text{by the chain rule}", ["a = b"]),
    (r"f(a, b) = c", ["f(a, b) = c"]),
    (r"a = b \Rightarrow c = d", ["a = b", "c = d"]),
    (r"a = b, \; i = 1, \dots, n", ["a = b"]),
    (r"x \in \mathbb{R}^n, \; a = b", ["a = b"]),
]


@pytest.mark.parametrize(("latex", "statements"), ROWS)
def test_a_formula_is_read_as_its_statements(latex: str, statements: list[str]) -> None:
    found = said(parse(f"$${latex}$$", "n.md")).statements
    assert [" ".join(each.latex.text.split()) for each in found if each.latex.text] == statements


KINDS = [
    (r"$x \in \mathbb{R}^n$", r"x", "vector n"),
    (r"$X \in \mathbb{R}^{m \times n}$", "X", "matrix m x n"),
    (r"$y \in \{0, 1\}$", "y", "real in {0, 1}"),
    (r"$p \in [0, 1]$", "p", "real in [0, 1]"),
    (r"$f : \mathbb{R} \to \mathbb{R}$, $f(x) = f(x)$", "f", "function"),
    (r"$\sum_{k=1}^{n} x_k = s$", "k", "index 1 to n"),
    (r"$\sum_{k=1}^{n} x_k = s$", "x_{k}", "real"),
    (r"$x_i$ for $i = 1, \dots, m$", "i", "index 1 to m"),
    (r"$\mathbf{v}^\top \mathbf{v} = s$", r"\mathbf{v}", "vector N"),
    (r"$W^{[l]} a = b$", "l", "layer 1 to L"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_a_name_is_taken_for_what_its_use_says(text: str, name: str, kind: str) -> None:
    assert judge(parse(text, "n.md")).names.kinds[name] == kind
