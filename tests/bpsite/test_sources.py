"""A key covers what a result rests on: found by rule, and held against what is really opened."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite import sources

ROOT = sources.ROOT
MODULES = ("bpsite.proof.site", "bpsite.render.labs", "bpsite.browser.runtime")
# Says which files below the folder a program has opened, of bytecode the source.
_OPENED = """
import atexit, importlib.util, pathlib, sys
root, opened = pathlib.Path.cwd(), set()

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        opened.add(arguments[0])

def tell():
    for name in sorted(opened):
        path = pathlib.Path(name).absolute()
        if "__pycache__" in path.parts:
            compiled = str(path).split(".pyc")[0] + ".pyc"
            path = pathlib.Path(importlib.util.source_from_cache(compiled))
        if path.is_file() and path.is_relative_to(root):
            print(path.relative_to(root).as_posix())

sys.addaudithook(watch)
atexit.register(tell)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of our packages that a test may change."""
    for package in ("bpcore", "bpsite"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignored)
    return tmp_path


def test_a_module_reaches_what_it_imports_and_what_it_names() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in sources.reached("bpsite.proof.site")}
    imported = {"bpsite/proof/export/printer.py", "bpsite/source.py", "bpcore/activations.py"}
    assert imported | {"bpsite/proof/__init__.py", "bpsite/proof/syntax/latex.lark"} <= found
    assert not {name for name in found if name.startswith(("bpsite/render/", "bpsite/browser/"))}


def test_a_folder_that_a_module_names_is_reached_whole() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in sources.reached("bpsite.render.labs")}
    assert "bpsite/render/nbconvert/mkdocs_html/notebook.html.j2" in found
    assert "bpsite/render/kernel/matplotlibrc" in found


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_a_change_in_a_file_that_is_reached_changes_the_key(
    copy: Path, module: str, pytestconfig: pytest.Config
) -> None:
    before = sources.state(module, root=copy)
    reached = sorted(sources.reached(module, root=copy))
    for path in reached if pytestconfig.getoption("--whole") else reached[::5]:
        content = path.read_bytes()
        path.write_bytes(content + b"\n")
        assert sources.state(module, root=copy) != before, path
        path.write_bytes(content)
    assert sources.state(module, root=copy) == before


@pytest.mark.parametrize(
    "name",
    ["proof/__pycache__/tree.cpython-311.pyc", "proof/tree.py~", "proof/.tree.py.swp",
     "render/kernel/__pycache__/x.pyc", "render/kernel/.ipynb_checkpoints/x",
     "render/kernel/#matplotlibrc#", "render/kernel/matplotlibrc~", "browser/python/cells.py~"],
)  # fmt: skip
def test_bytecode_and_an_editors_copies_do_not_change_a_key(copy: Path, name: str) -> None:
    before = [sources.state(module, root=copy) for module in MODULES]
    path = copy / "bpsite" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"anything")
    assert [sources.state(module, root=copy) for module in MODULES] == before


def test_a_key_does_not_say_where_the_project_stands(copy: Path) -> None:
    assert sources.state(MODULES[0], root=copy) == sources.state(MODULES[0])


def test_a_key_says_what_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = sources.state(MODULES[0])
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert sources.state(MODULES[0]) == before
    (tmp_path / "sympy-9.9.dist-info").mkdir()
    assert sources.state(MODULES[0]) != before


def test_code_that_changed_after_this_process_began_has_a_key_of_its_own(copy: Path) -> None:
    imported = sources.imported(MODULES[0])
    assert sources.imported(MODULES[0]) == imported
    # The copy was made after this process began, although it says the same.
    assert sources.imported(MODULES[0], root=copy) != imported


def test_whatever_the_checker_opens_is_reached(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = (ROOT / "docs/derivations/sigmoid.md").read_text(encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    program = f"{_OPENED}\nfrom bpsite.proof.site import check\ncheck([{str(page)!r}])"
    opened = _opened(program)
    assert "bpsite/proof/syntax/latex.lark" in opened
    reached = {path.relative_to(ROOT).as_posix() for path in sources.reached(MODULES[0])}
    assert opened <= reached


def _opened(program: str) -> set[str]:
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    names = (name for name in found.stdout.splitlines() if name.startswith(("bpcore/", "bpsite/")))
    return set(names)
