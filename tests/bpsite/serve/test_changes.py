"""What has changed, and what it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpsite.serve.changes import between, state, task


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("docs/index.md", "bpcore/path.py", "bpsite/hooks.py", "mkdocs.yml", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("as it was", encoding="utf-8")
    return tmp_path


def test_pages_code_and_settings_are_watched_and_nothing_else(project: Path) -> None:
    assert sorted(state(project)) == [
        "bpcore/path.py",
        "bpsite/hooks.py",
        "docs/index.md",
        "mkdocs.yml",
    ]


@pytest.mark.parametrize("change", ["written", "removed", "replaced"])
def test_a_change_is_seen_however_an_editor_makes_it(project: Path, change: str) -> None:
    before = state(project)
    page = project / "docs/index.md"
    if change == "written":
        page.write_text("as it is now", encoding="utf-8")
    elif change == "removed":
        page.unlink()
    else:
        (project / "elsewhere").write_text("as it is now", encoding="utf-8")
        (project / "elsewhere").replace(page)
    assert between(before, state(project)) == {"docs/index.md"}


@pytest.mark.parametrize("name", ["docs/.index.md.swp", "docs/index.md~", "bpcore/__pycache__/p"])
def test_what_editors_and_python_keep_is_no_change(project: Path, name: str) -> None:
    before = state(project)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text("kept", encoding="utf-8")
    assert state(project) == before


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("docs/derivations/sigmoid.md", "pages"),
        ("docs/assets/css/base.css", "pages"),
        ("mkdocs.yml", "pages"),
        ("bpcore/path.py", "code"),
        ("bpsite/proof/syntax/latex.lark", "code"),
        ("bpsite/render/theme/main.html", "code"),
        ("bpsite/serve/server.py", "server"),
        ("package.json", "set-up"),
        ("package-lock.json", "set-up"),
        ("requirements-node.txt", "set-up"),
        ("pyproject.toml", "set-up"),
    ],
)
def test_a_change_asks_for_no_more_than_it_needs(path: str, asked: str) -> None:
    assert task([path]) == asked


def test_of_several_changes_the_one_that_asks_for_most_counts() -> None:
    assert task(["docs/index.md", "bpcore/path.py", "package.json"]) == "set-up"
