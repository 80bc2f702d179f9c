import ast
import inspect
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import bpcore

FOLDER = Path(inspect.getfile(bpcore)).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))
PUBLIC = [
    getattr(module, name)
    for module in (bpcore, bpcore.path, bpcore.network)
    for name in (
        bpcore.__all__ if module is bpcore else ("forward", "error_signals", "gradients", "update")
    )
    if not inspect.ismodule(getattr(module, name))
]


def tree(module: str) -> ast.Module:
    return ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))


def functions(module: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef)]


def code_lines(function: ast.FunctionDef) -> int:
    """The function's lines without its docstring."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_but_numpy_and_the_standard_library(module: str) -> None:
    names = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add((node.module or "").split(".")[0])
    assert names <= {"bpcore", "numpy"} | sys.stdlib_module_names


def test_the_package_loads_no_other_package_than_numpy() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); before = set(sys.modules); import bpcore; "
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    command = [sys.executable, "-I", "-W", "error", "-c", script, str(FOLDER.parent)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    # NumPy's compiled parts register a few modules of their own names.
    strangers = {
        n for n in loaded if n not in sys.stdlib_module_names and "cython" not in n.lower()
    }
    assert strangers == {"bpcore", "numpy"}


def test_every_public_name_is_there_and_the_package_is_typed() -> None:
    assert sorted(bpcore.__all__) == bpcore.__all__
    for name in bpcore.__all__:
        assert hasattr(bpcore, name)
    assert (FOLDER / "py.typed").is_file()


@pytest.mark.parametrize("function", PUBLIC, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_a_public_docstring_has_a_sentence_its_errors_and_an_example(function: Any) -> None:
    text = inspect.getdoc(function) or ""
    assert text.split("\n")[0].endswith(".")
    assert "Raise" in text
    assert ">>>" in text


@pytest.mark.parametrize("module", MODULES)
def test_no_function_is_longer_than_40_lines(module: str) -> None:
    assert [f.name for f in functions(module) if code_lines(f) > 40] == []


def test_the_median_function_has_about_nine_lines() -> None:
    lines = [code_lines(f) for module in MODULES for f in functions(module)]
    assert statistics.median(lines) <= 9
