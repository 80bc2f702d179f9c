"""`mkdocs build` with our hooks: what fails or is stopped leaves the old site as it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.site.building import ROOT, run

pytestmark = pytest.mark.slow

CONFIG = f"""\
INHERIT: {ROOT}/mkdocs.yml
docs_dir: docs
site_dir: site
nav: [index.md]
extra_css: [assets/css/base.css]
extra_javascript: []
theme: {{name: material, custom_dir: {ROOT}/bpsite/render/theme}}
hooks: [other.py, {ROOT}/bpsite/hooks.py]
"""
# What another hook does, and what the build then says.
FAULTS = {
    "a loader written last of all": (
        "import math\nfrom mkdocs.plugins import event_priority\n"
        "@event_priority(-math.inf)\n"
        "def on_post_page(output, page, config):\n"
        "    loader = '<script src=\"https://cdn.example/mathjax.js\"></script><script>a</script>'\n"
        "    return output.replace('</body>', loader + '</body>')\n",
        ["names another host in a script: https://cdn.example/mathjax.js", "an inline script"],
    ),
    "a loader written when all is built": (
        "import math\nfrom pathlib import Path\nfrom mkdocs.plugins import event_priority\n"
        "@event_priority(-math.inf)\n"
        "def on_post_build(config):\n"
        "    page = Path(config.site_dir, 'a.html')\n"
        "    page.write_text('\\n<script src=//cdn.example></script>')\n",
        ["a.html:2: names another host in a script: //cdn.example"],
    ),
    "a full disk": (
        "import errno, os\n"
        "def on_env(env, **_):\n"
        "    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n",
        ["No space left on device. Make room and build again. Nothing was changed there."],
    ),
    "a warning": (
        "import logging\n"
        "def on_env(env, **_):\n    logging.getLogger('mkdocs').warning('something')\n",
        ["Aborted with 1 warnings in strict mode!"],
    ),
    "an interrupt": (
        "import os, signal\ndef on_env(env, **_):\n    os.kill(os.getpid(), signal.SIGINT)\n",
        ["Aborted!"],
    ),
    "a request to end": (
        "import os, signal\ndef on_env(env, **_):\n    os.kill(os.getpid(), signal.SIGTERM)\n",
        ["Aborted!"],
    ),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one build keeps for the next."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Path:
    (tmp_path / ".cache").symlink_to(cache, target_is_directory=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/assets").symlink_to(ROOT / "docs/assets")
    (tmp_path / "docs/index.md").write_text("# Home\n\nWords.\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "other.py").touch()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("old", encoding="utf-8")
    return tmp_path


def build(project: Path) -> subprocess.CompletedProcess[str]:
    return run("mkdocs", "build", cwd=project)


def beside(project: Path) -> list[str]:
    return [path.name for path in project.iterdir() if path.name.startswith(".site")]


def test_a_build_puts_the_new_site_in_place(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0, done.stdout
    assert "Words." in (project / "site/index.html").read_text(encoding="utf-8")
    assert beside(project) == []
    assert "lastmod" not in (project / "site/sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("hook", "messages"), FAULTS.values(), ids=FAULTS)
def test_a_fault_ends_the_build_with_its_name_and_the_old_site_stays(
    hook: str, messages: list[str], project: Path
) -> None:
    (project / "other.py").write_text(hook, encoding="utf-8")
    done = build(project)
    assert done.returncode == 1
    assert [message for message in messages if message not in done.stdout] == []
    assert "Traceback" not in done.stdout
    assert (project / "site/index.html").read_text(encoding="utf-8") == "old"
    assert beside(project) == []


def test_a_file_in_the_sites_place_is_one_line(project: Path) -> None:
    (project / "site/index.html").unlink()
    (project / "site").rmdir()
    (project / "site").write_text("mine", encoding="utf-8")
    done = build(project)
    assert done.returncode == 1
    assert done.stdout.strip().startswith("site is a file, and the site is a folder.")
    assert len(done.stdout.strip().splitlines()) == 1
