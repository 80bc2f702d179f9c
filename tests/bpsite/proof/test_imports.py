"""What is not needed is not loaded: SymPy is for limits, NumPy for arrays and bpcore."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = """---
math:
  let: {x: real, f: function, n: natural, k: index 1 to n, z_k: real}
---

"""
STEPS = r"""```math
\begin{aligned}
\frac{d}{dx} \left( f(x^2) \right) &= 2 x f'(x^2) && \text{chain rule} \\
&= (x + 1)^2 f'(x^2) - (x^2 + 1) f'(x^2) && \text{algebra}
\end{aligned} \tag{1}
```

$`\sum_{k=1}^{n} z_k^2 \ge 0`$
"""


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        (STEPS, []),
        (r"$`\lim_{x \to 0} x = 0`$", ["sympy"]),
        ("% define: s = sigmoid(x)\ns(x) = \\frac{1}{1 + e^{-x}}", ["numpy"]),
    ],
)
def test_a_page_loads_what_it_needs(tmp_path: Path, text: str, loaded: list[str]) -> None:
    if "define" in text:
        text = f"```math\n{text}\n```"
    (tmp_path / "page.md").write_text(f"{HEAD}{text}\n", encoding="utf-8")
    code = (
        "import sys; from bpsite.__main__ import main; done = main(['check', 'page.md']);"
        "print(done, [name for name in ('sympy', 'numpy') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.splitlines()[-1] == f"0 {loaded}", found.stdout
