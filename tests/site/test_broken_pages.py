"""What is broken on a page ends the build, with the place and no traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bpsite import pages
from tests.site.building import DOCS, PAGES, ROOT, build, run

FIRST = r"""---
math:
  builds_on: [second.md]
---
# First

An equation, [(1)](second.md#eq-1), of [the other](second.md), and $`\sigma'(0) = \frac{1}{4}`$.

```pycon
>>> from bpcore import sigmoid
>>> print(f"{sigmoid(0.5):.6f}")
0.622459

```

```snippet
bpcore.sigmoid
```
"""
SECOND = r"""---
math:
  let:
    x: real
---
# Second

```math
% define: \sigma = sigmoid(x)
\sigma(x) = \frac{1}{1 + e^{-x}} \tag{1}
```
"""
CONFIG = """\
INHERIT: mkdocs.yml
nav:
  - index.md
  - second.md
"""
APART = {"docs", "site"}

# What is written in place of what, and what the build then says.
BROKEN = {
    "a link": ("](second.md)", "](no-such-page.md)", "no-such-page.md"),
    "an anchor": ("#eq-1)", "#eq-99)", "#eq-99"),
    "a formula": (r"\sigma'(0)", r"\sigmo'(0)", "docs/index.md:7:"),
    "a relation": (r"\frac{1}{4}", r"\frac{1}{5}", "docs/index.md:7:"),
    "an output's digit": ("0.622459", "0.622458", "docs/index.md:11:"),
    "a fence": ("bpcore.sigmoid\n```\n", "bpcore.sigmoid\n", "docs/index.md:16:"),
    "a snippet's name": ("bpcore.sigmoid\n```", "bpcore.sigmoi\n```", "docs/index.md:17:"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project like ours with two short pages."""
    root = tmp_path_factory.mktemp("small")
    # What is bundled for the whole site is bundled once; the rest of the cache is its own.
    (ROOT / ".cache/browser").mkdir(parents=True, exist_ok=True)
    (root / ".cache").mkdir()
    (root / ".cache/browser").symlink_to(ROOT / ".cache/browser")
    for part in ROOT.iterdir():
        if part.name not in APART and not part.name.startswith("."):
            (root / part.name).symlink_to(part)
    (root / "docs").mkdir()
    (root / "docs/assets").symlink_to(DOCS / "assets")
    (root / "docs/second.md").write_text(SECOND, encoding="utf-8")
    (root / "small.yml").write_text(CONFIG, encoding="utf-8")
    return root


@pytest.fixture
def small_site(project: Path) -> Path:
    """The project, whole again."""
    (project / "docs/index.md").write_text(FIRST, encoding="utf-8")
    return project


def test_the_small_site_builds_when_nothing_is_broken(small_site: Path) -> None:
    built = build(small_site / "site", small_site, "small.yml")
    assert built.returncode == 0, built.stdout
    assert "WARNING" not in built.stdout


@pytest.mark.parametrize("what", BROKEN)
def test_a_build_with_something_broken_fails_and_says_where(small_site: Path, what: str) -> None:
    whole, broken, said = BROKEN[what]
    assert FIRST.count(whole) == 1
    (small_site / "docs/index.md").write_text(FIRST.replace(whole, broken), encoding="utf-8")
    built = build(small_site / "site", small_site, "small.yml")
    assert built.returncode == 1, built.stdout
    assert "index.md" in built.stdout
    assert said in built.stdout
    assert "Traceback" not in built.stdout


def changed(text: str, page: pages.Page) -> tuple[str, int]:
    """The page with one digit of one output changed, and the line of the cell that printed it."""
    lines = text.splitlines(keepends=True)
    for cell in page.cells:
        prompt = cell.line
        for number in range(cell.line + 1, cell.end):
            line = lines[number - 1]
            prompt = number if line.startswith(">>>") else prompt
            if not line.startswith((">>>", "...")) and re.search(r"\d", line):
                digit = re.search(r"\d(?=\D*$)", line)
                assert digit
                other = str((int(digit[0]) + 1) % 10)
                lines[number - 1] = line[: digit.start()] + other + line[digit.end() :]
                return "".join(lines), prompt
    return text, 0


def test_a_changed_digit_fails_at_its_line_on_every_page(tmp_path: Path) -> None:
    for part in ("bpcore", "bpsite", "conftest.py", "pyproject.toml"):
        (tmp_path / part).symlink_to(ROOT / part)
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("assets"))
    expected = set()
    for page in PAGES:
        path = tmp_path / "docs" / page
        text, line = changed(path.read_text(encoding="utf-8"), pages.read(path))
        if line:
            path.write_text(text, encoding="utf-8")
            expected.add(f"docs/{page}::line:{line},column:1")
    assert len(expected) > 5
    tested = run("pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", "docs", cwd=tmp_path)
    found = set(re.findall(r"^(?:FAILED|ERROR) (\S+)", tested.stdout, re.MULTILINE))
    assert found == expected
    assert tested.returncode == 1


def test_the_stock_doctest_module_passes_every_derivation() -> None:
    derivations = [str(DOCS / page) for page in PAGES if page.startswith("derivations/")]
    tested = run("doctest", *derivations)
    assert (tested.returncode, tested.stdout) == (0, "")
