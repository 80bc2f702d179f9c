"""Exercises to try things with: a page as a text, and the page that it is."""

from __future__ import annotations

from pathlib import Path

from bpsite import pages
from bpsite.exercises import sheets
from bpsite.source import AuthorError

FRONT = """---
math:
  let:
    m, n: natural
    x, y, w: real
    W: matrix m x n
    v: vector m
    f: function
---

# Exercises

"""

FORMULA = r"""## A square

*Derive, grade 1.*

What is it?

```math
% answer: 2 x
\frac{d}{dx} \left( x^2 \right) = \square
```

<details><summary>Hint</summary>

The exponent comes down.

</details>

<details><summary>Solution</summary>

It is twice the number.

</details>

<details><summary>Slips</summary>

- $`x`$: The exponent is forgotten,
  and it is a factor.
- $`2`$: A factor remains.

</details>
"""

STEP = r"""## A step

*Find the wrong step, grade 2.*

```math
% answer: step 2
\begin{aligned}
(x + y)^2 &= x^2 + 2 x y + y^2 && \text{algebra} \\
&= x^2 + y^2 && \text{algebra} \\
&= y^2 + x^2 && \text{algebra}
\end{aligned}
```

<details><summary>Hint</summary>

What is lost?

</details>

<details><summary>Solution</summary>

Step 2.

</details>

<details><summary>Slips</summary>

- step 1: It holds.
- step 3: It holds.

</details>
"""

SHAPE = r"""## A shape

*Say the shape, grade 1.*

```math
% answer: n x 1
W^\top v
```

<details><summary>Hint</summary>

Turn it.

</details>

<details><summary>Solution</summary>

A column.

</details>

<details><summary>Slips</summary>

- `m x 1`: That is v.
- `1 x n`: That is a row.

</details>
"""

NUMBER = """## A number

*Predict the number, grade 1.*

With `a = 2.0` and `b = -0.5`, what is the product?

<details><summary>Hint</summary>

Multiply.

</details>

<details><summary>Solution</summary>

```pycon
>>> a, b = 2.0, -0.5
>>> print(f"{a * b:.2f}")
-1.00

```

</details>

<details><summary>Slips</summary>

- `a + b`: That is the sum.
- `-a * b`: The sign is lost.

</details>
"""

CODE = """## Some code

*Fix the code, grade 3.*

```python
def double(x):
    return x
```

<details><summary>Hint</summary>

Twice.

</details>

<details><summary>Solution</summary>

```pycon
>>> def double(x):
...     return 2 * x

```

</details>

<details><summary>Slips</summary>

- `x * x` for `2 * x`: That is the square.
- `3 * x` for `2 * x`: That is three times.

</details>

<details><summary>Cases</summary>

```pycon
>>> double(2)
4
>>> double(3)
6

```

</details>
"""

ALL = {"formula": FORMULA, "step": STEP, "shape": SHAPE, "number": NUMBER, "code": CODE}


def parsed(text: str) -> pages.Page:
    """The page with these exercises."""
    return pages.parse(FRONT + text, "docs/exercises/page.md")


def written(folder: Path, text: str) -> Path:
    """The file with these exercises."""
    path = folder / "exercises" / "page.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(FRONT + text, encoding="utf-8")
    return path


def errors(folder: Path, text: str) -> list[AuthorError]:
    """What the exercises' own check says of them."""
    return list(sheets.sheet(written(folder, text), None).errors)
