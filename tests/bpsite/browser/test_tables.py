from __future__ import annotations

import io
import subprocess
import sys

from lark import Lark

from bpsite.browser.tables import tables
from bpsite.proof.syntax import parse

LATEX = r"\frac{a_1}{b^2} = \sum_{i=1}^n \max(0, x_i) \quad \text{where } a > 0"


def test_the_tables_parse_as_the_grammar_does() -> None:
    assert Lark.load(io.BytesIO(tables())).parse(LATEX) == parse.parse(LATEX)


def test_another_python_makes_the_same_tables() -> None:
    script = "import sys, bpsite.browser.tables as t; sys.stdout.buffer.write(t.tables())"
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=True)
    assert done.stdout == tables()
