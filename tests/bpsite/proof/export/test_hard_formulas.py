"""Formulas that are easily printed as code of another meaning; what is not sure has no text."""
# ruff: noqa: E501 # a case is one line

from __future__ import annotations

import contextlib
import io
import textwrap

import pytest

from tests.bpsite.proof.conftest import Checker

ARRAYS = "V, W: matrix n x n\nX, Z: vector n\nu: real\nN: natural\nj: index 1 to N\nr_j: real"
ENTRIES = (
    "m, n: natural\ni: index 1 to m\nj: index 1 to n\nW: matrix m x n\nu: vector m\nv: vector n"
)
SUMS = "n, m: natural\nj, k: index 1 to n\nz_k, x, u, v: real\nq: function"


def texts(report: Checker, let: str, formulas: tuple[str, ...]) -> tuple[str, str]:
    """NumPy's text of the last relation, and the last line of SymPy's, which was run."""
    head = f"---\nmath:\n  let:\n{textwrap.indent(let, '    ')}\n---\n\n"
    found = report(head + "\n\n".join(f"```math\n{formula}\n```" for formula in formulas))
    assert not found.errors
    last = [verdict for verdict in found.verdicts if verdict.step][-1]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(last.sympy, {})  # noqa: S102 # the text is what is tested
    assert printed.getvalue() == ("True\n" if last.sympy else "")
    return last.numpy, last.sympy.rpartition("\n")[2]


@pytest.mark.parametrize(
    ("let", "formulas", "numpy", "sympy"),
    [
        (ARRAYS, (r"\frac{\partial}{\partial X} ((Z^\top X - u)^2) = 2 (Z^\top X - u) Z",), "2 * (Z @ X - u) * Z", ""),
        (ARRAYS, (r"\frac{\partial}{\partial X} (Z^\top X - u) = Z",), "Z", ""),
        (ARRAYS, (r"V \max(0, W X) = V \max(0, W X)",), "", ""),
        (ARRAYS, (r"V e^{X} = V e^{X}",), "", ""),
        (ARRAYS, (r"Z^\top (\sum_{j=1}^{N} r_j X) = Z^\top (\sum_{j=1}^{N} r_j X)",), "", ""),
        (ARRAYS, ("% define: f\nf(X) = X^\\top X", r"f(X) Z^\top = f(X) Z^\top"), "", ""),
        (ARRAYS, ("% define: H\nH = W X", "% define: B\nB = V H"), "B = V @ H", "print(equal_arrays(B, V * H))"),
        (ARRAYS, (r"\frac{\partial}{\partial u} (u X) = X",), "X", ""),
        ("R: matrix 1 x n\nX: vector n", ("% define: y\ny = R X",), "", ""),
        ("l: layer\nA^{(l)}: matrix n x n", ("% false: order\nA^{(1)} A^{(2)} = A^{(2)} A^{(1)}",), "A[2] @ A[1]", ""),
        (
            SUMS,
            ("% define: r_k\nr_k = \\sum_{j=1}^{n} z_j z_k", r"\frac{\partial}{\partial z_j} (\sum_{k=1}^{n} r_k) = \frac{\partial}{\partial z_j} (\sum_{j=1}^{n} r_j)"),
            "differences_by_entry(lambda z: sum(sum(z[j__ - 1] * z[j_ - 1] for j__ in range(1, n + 1)) for j_ in range(1, n + 1)), z)[j - 1]",
            "",
        ),
        (SUMS, ("% define: s\ns = m x", r"6 m = \frac{d}{dx} (\sum_{m=1}^{3} s \, m)"), "", ""),
        (SUMS, ("% define: g\ng(u) = x u^2", r"2 v = \frac{d}{dx} (g'(v))"), "", ""),
        (SUMS, ("% define: w\nw = u^2", "% define: f\nf(u) = w u", r"2 \frac{d}{du} (f(2 u)) = 2 \frac{d}{du} (f(2 u))"), "", ""),
        (SUMS, ("% define: p\np(u) = x u", r"\frac{d}{dx} (p q) = \frac{d}{dx} (p q)"), "", ""),
        (SUMS, ("% define: y\ny = x^2", r"\lim_{x \to 0} (y + 1) = 1"), "1", 'print(equal(limit(x**2 + 1, x, 0, "+-"), 1))'),
        (SUMS, ("% define: y\ny = \\max(x, u, v)",), "y = np.maximum(np.maximum(x, u), v)", "print(equal(y, Max(x, u, v)))"),
        ("n: natural\nk: index 0 to n\nw_k, x: real", ("% define: y\ny = \\sum_{k=0}^{n} w_k x^k",), "", "print(equal(y, Sum(w[k] * x**k, (k, 0, n))))"),
        (SUMS, (r"x = x + \sum_{j=0}^{n} z_j - \sum_{j=0}^{n} z_j",), "", "print(equal(x, x + Sum(z[j], (j, 0, n)) - Sum(z[j], (j, 0, n))))"),
        (r"J_{\text{cross-entropy}}, x: real", ("% define: y\ny = J_{\\text{cross-entropy}} + x",), "y = J_cross_entropy + x", "print(equal(y, J_cross_entropy + x))"),
        (r"x, \mathrm{max}: real", ("% define: y\ny = \\mathrm{max} - x",), "", "print(equal(y, max - x))"),
        (r"x, \mathrm{exp}: real", ("% define: y\ny = \\mathrm{exp} - \\exp(x)",), "y = exp - np.exp(x)", ""),
        (ENTRIES, (r"(W^\top u)_j = \sum_{i=1}^{m} W_{ij} u_i",), "sum(W[i - 1, j - 1] * u[i - 1] for i in range(1, m + 1))", ""),
        (ENTRIES, (r"v_j = (v + 0 \cdot \mathbf{1})_j",), "(v + 0 * np.ones(n))[j - 1]", ""),
        (ENTRIES, (r"v = I v",), "v = np.eye(n) @ v", "print(equal_arrays(v, Identity(n) * v))"),
        (ENTRIES, (r"\lVert W \rVert^2 = \operatorname{tr}(W^\top W)",), "np.trace(W.T @ W)", ""),
        (ENTRIES, (r"v \odot v = \operatorname{diag}(v) v",), "np.diag(v) @ v", ""),
        (ENTRIES, (r"\max_j v_j = \max_j v_j",), "max(v[j - 1] for j in range(1, n + 1))", ""),
        (ENTRIES, (r"\operatorname{softmax}(v) = \operatorname{softmax}(v)",), "", ""),
        (SUMS, ("% define: y\ny = \\max(x, u)", r"x + y = y + x"), "y + x", ""),
        (SUMS, ("% define: r_k\nr_k = \\sum_{j=1}^{n} z_j z_k", r"\sum_{k=1}^{n} r_k = \sum_{k=1}^{n} r_k"), "sum(r[k - 1] for k in range(1, n + 1))", ""),
        (SUMS, (r"\log(\sum_{j=1}^{n} e^{z_j}) = \log(\sum_{j=1}^{n} e^{z_j})",), "np.log(sum(np.exp(z[j - 1]) for j in range(1, n + 1)))", "print(equal(log(Sum(exp(z[j]), (j, 1, n))), log(Sum(exp(z[j]), (j, 1, n)))))"),
        (SUMS, (r"\log(\frac{u}{v}) = \log u - \log v",), "np.log(u) - np.log(v)", "print(equal(log(u / v), log(u) - log(v)))"),
        (SUMS, (r"\log(1 + e^{u}) = u + \log(1 + e^{-u})",), "u + np.log(1 + np.exp(-u))", "print(equal(log(1 + exp(u)), u + log(1 + exp(-u))))"),
        (SUMS, (r"n < n + m",), "n < n + m", "print(below(n, n + m))"),
        (SUMS, (r"\sin^2(x) + \cos^2(x) = 1",), "1", "print(equal(sin(x)**2 + cos(x)**2, 1))"),
        (SUMS, ("% define: f\nf(x) = x^2 u", r"f'(2 x) = 4 x u"), "4 * x * u", "print(equal(f_prime(2 * x), 4 * x * u))"),
        (SUMS, (r"\frac{d}{dx} (q'(x^2)) = 2 x q''(x^2)",), "2 * x * q_prime_prime(x**2)", "print(equal(diff(q_prime(x**2), x), 2 * x * q_prime_prime(x**2)))"),
        (SUMS, ("% define: w\nw = x^2", "% define: f\nf(x) = w + 1"), "def f(x):\n    return x**2 + 1", "print(equal(f(x), w + 1))"),
        ("l: layer\nn: natural\nk: index 1 to n\nz^{(l)}_k, y: real", ("y = z^{(2)}_k - z^{(2)}_k + y",), "y = z[2][k - 1] - z[2][k - 1] + y", "print(equal(y, z[2, k] - z[2, k] + y))"),
    ],
)  # fmt: skip
def test_a_hard_formula_is_printed_as_it_is_meant_or_not_at_all(
    report: Checker, let: str, formulas: tuple[str, ...], numpy: str, sympy: str
) -> None:
    assert texts(report, let, formulas) == (numpy, sympy)
