"""Snippets: what is taken from the source, what is said when it is gone, and that it runs alone."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import markdown
import pytest
from markdown.extensions import Extension

import bpcore
from bpsite import pages, source
from bpsite.render import snippets
from bpsite.render.snippets import CodeGoneError, SnippetExtension, code

DOCS = Path(__file__).parents[3] / "docs"
PAGE = pages.read(DOCS / "snippets.md")
FENCES = [fence for fence in PAGE.fences if fence.info == "snippet"]

# Runs a file and its docstrings' examples where nothing but the standard library and NumPy is.
ALONE = """
import doctest, importlib.util, sys

class OnlyNumPy:
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] not in {*sys.stdlib_module_names, "numpy", "pasted"}:
            raise ImportError(f"{name} is not there")

sys.meta_path.insert(0, OnlyNumPy)
spec = importlib.util.spec_from_file_location("pasted", sys.argv[1])
sys.modules["pasted"] = pasted = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pasted)
failed, attempted = doctest.testmod(pasted)
sys.exit(f"{failed} of {attempted} examples failed" if failed or not attempted else 0)
"""


def _runs_alone(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "pasted.py"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", "-c", ALONE, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("fence", FENCES, ids=lambda fence: fence.body.split()[0])
def test_a_snippet_of_the_page_runs_alone_with_its_examples(
    fence: pages.Fence, tmp_path: Path
) -> None:
    ran = _runs_alone(snippets.of_fence(fence), tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr


PUBLIC = [name for name in bpcore.__all__ if inspect.isfunction(getattr(bpcore, name))]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_function_runs_alone_where_it_is_pasted_and_so_does_its_example(name: str) -> None:
    text = code([f"bpcore.{name}"])
    assert "bpcore" not in text
    namespace: dict[str, Any] = {"__name__": "pasted"}
    exec(compile(text, "pasted", "exec"), namespace)  # noqa: S102 # the package's own source
    finder = doctest.DocTestFinder(recurse=False)
    (example,) = finder.find(namespace[name], name, globs=namespace)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("import bpcore\n", id="imports bpcore"),
        pytest.param("import yaml\n", id="imports another package"),
        pytest.param("def f():\n    '''\n    >>> 1\n    2\n    '''\n", id="wrong example"),
        pytest.param("def f():\n    '''Nothing.'''\n", id="no example"),
        pytest.param("missing\n", id="missing helper"),
    ],
)
def test_running_alone_notices(text: str, tmp_path: Path) -> None:
    assert _runs_alone(text, tmp_path).returncode != 0


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package of two modules, of which only the files are read: importing it would fail."""
    folder = tmp_path / "taught"
    folder.mkdir()
    (folder / "__init__.py").write_text("from taught.shapes import area as surface, area\n1 / 0\n")
    (folder / "shapes.py").write_text(SHAPES)
    (folder / "units.py").write_text(UNITS)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "taught"


SHAPES = '''\
"""Shapes."""
import math
import functools
import numpy as np
from taught.units import METRE, Length, scale
from taught import units

# Twice the number of diameters
# around a circle.
TAU = 2 * math.pi


def unused():
    return np.pi


@functools.cache
def area(radius: Length, unused: int = 0) -> float:
    TAU_of = [unused for unused in range(3)]
    return scale(TAU * radius**2 / 2) + helper(radius) - helper(radius)


def helper(radius):
    return area(radius) if radius < 0 else METRE  # each other


def through_module():
    return units.METRE


def twice():
    return METRE + other()


def other():
    return 1
'''
UNITS = '''\
from typing import Any

Length = Any
METRE = 1.0


def scale(x):
    """Nothing."""
    return x * METRE


def other():
    return 2


def both():
    return other()
'''


AREA = '''\
import functools
import math
from typing import Any

Length = Any
METRE = 1.0


def scale(x):
    """Nothing."""
    return x * METRE


# Twice the number of diameters
# around a circle.
TAU = 2 * math.pi


def helper(radius):
    return area(radius) if radius < 0 else METRE  # each other


@functools.cache
def area(radius: Length, unused: int = 0) -> float:
    TAU_of = [unused for unused in range(3)]
    return scale(TAU * radius**2 / 2) + helper(radius) - helper(radius)
'''


@pytest.mark.usefixtures("package")
def test_a_snippet_is_what_it_names_below_all_that_it_uses() -> None:
    assert code(["taught.shapes.area"]) == AREA


@pytest.mark.usefixtures("package")
def test_a_snippet_takes_nothing_that_only_shares_a_name_with_a_local_variable() -> None:
    assert "def unused" not in code(["taught.shapes.area"])


@pytest.mark.usefixtures("package")
def test_two_names_share_their_helpers() -> None:
    assert code(["taught.units.scale", "taught.shapes.helper"]).count("METRE = 1.0") == 1


@pytest.mark.usefixtures("package")
def test_two_helpers_of_one_name_that_differ_are_refused() -> None:
    with pytest.raises(CodeGoneError, match=r"taught\.shapes and taught\.units differ in other"):
        code(["taught.shapes.twice", "taught.units.both"])


@pytest.mark.usefixtures("package")
def test_a_helper_reached_through_its_module_is_refused() -> None:
    with pytest.raises(CodeGoneError, match=r"taught\.shapes\.units is a module"):
        code(["taught.shapes.through_module"])


@pytest.mark.usefixtures("package")
def test_a_helper_under_another_name_is_refused() -> None:
    with pytest.raises(CodeGoneError, match="area as surface, which can't be pasted"):
        code(["taught.surface"])


def _converted(body: str) -> str:
    text = f"---\ntitle: t\n---\n{body}"
    token = source.reading.set(source.Reading("page.md", text, body))
    try:
        extensions: list[str | Extension] = ["pymdownx.superfences", SnippetExtension()]
        return markdown.Markdown(extensions=extensions).convert(body)
    finally:
        source.reading.reset(token)


def test_a_fence_becomes_code_with_materials_markup() -> None:
    html = _converted("Before.\n\n```snippet\nbpcore.sigmoid\n```\n\nAfter.\n")
    assert '<div class="language-python highlight"><pre>' in html
    assert '<span class="nf">sigmoid</span>' in html
    assert html.endswith("<p>After.</p>")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bpcore.sigmod", "bpcore has no sigmod|Did you mean sigmoid or sigmoid_prime?"),
        (
            "bpcore.activation.sigmoid",
            "there is no module bpcore.activation|Did you mean bpcore.activations or bpcore.path?",
        ),
        ("bpcor.sigmoid", "there is no module bpcor|Did you mean bpcore?"),
        ("sigmoid", "'sigmoid' is not a dotted name|Write, say, bpcore.sigmoid."),
        ("bpcore.network", "bpcore.network is a module: name what you want of it|"),
        ("bpcore.activations.np", "bpcore.activations only imports np|"),
    ],
)
def test_a_name_that_is_gone_is_an_authors_error_at_its_line(name: str, message: str) -> None:
    problem, remedy = message.split("|")
    with pytest.raises(source.AuthorError) as caught:
        _converted(f"A.\n\n```snippet\nbpcore.sigmoid\n{name}\n```\n")
    expected = f"page.md:8:1: {problem}\n    {name}\n    ^"
    assert str(caught.value) == expected + (f"\n    {remedy}" if remedy else "")
