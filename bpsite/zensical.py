"""Builds the site with Zensical: what MkDocs' hooks do is done before, and by an extension.

Zensical reads the same `mkdocs.yml`, but runs no hooks and executes no labs. So it builds from a
copy of the pages, beside which stands what the hooks add and what `make site` kept of the labs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from bpsite import checked, generated, pages, source
from bpsite.cache import Cache
from bpsite.render import outputs, verdicts
from bpsite.render.zensical import LABS

_ROOT = Path(__file__).parent.parent
_DOCS = Path("docs")
_CACHE = Path(".cache")
_STAGE = _CACHE / "zensical"


class NotBuiltError(Exception):
    """Why there is no site, or not all of it."""


def build(stage: Path) -> Path:
    """Builds the project in the working folder; gives the site's, which is inside `stage`.

    Raises `NotBuiltError`.
    """
    findings = checked.renew(_DOCS, Path(verdicts.FILE))
    if findings:
        raise NotBuiltError("\n".join(findings))
    _fill(stage)
    command = [sys.executable, "-m", "zensical", "build", "-f", str(stage / "mkdocs.yml")]
    done = subprocess.run(command, check=False)
    site = stage / "site"
    left_out = [
        str(page) for page in sorted(_DOCS.rglob("*.md")) if not (site / _file(page)).exists()
    ]
    if done.returncode:
        raise NotBuiltError(f"Zensical ended with exit code {done.returncode}; see above.")
    if left_out:
        raise NotBuiltError(f"Zensical left out {', '.join(left_out)}: the reason stands above.")
    return site


def _file(page: Path) -> Path:
    """The file that a page becomes, in the site."""
    name = page.relative_to(_DOCS).with_suffix("")
    return (name.parent if name.name == "index" else name) / "index.html"


def _fill(folder: Path) -> None:
    """Makes the folder that Zensical builds from; its cache would know nothing of our code."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_DOCS, folder / "docs")
    kept = checked.exercises(Path(verdicts.FILE))
    for path, content in generated.files(_ROOT, _DOCS, kept):
        file = folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for lab in _DOCS.glob("labs/*.md"):
        if outputs.kept(pages.read(lab), Cache(LABS)) is None:
            raise NotBuiltError(f"{lab} has not been executed as it stands: run `make site` first.")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(_settings()), encoding="utf-8")


def _settings() -> dict[str, object]:
    """What is another than in the site's own settings, which it inherits."""
    return {
        "INHERIT": str(Path("mkdocs.yml").absolute()),
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"custom_dir": str(Path("bpsite/render/theme").absolute())},
        "markdown_extensions": ["bpsite.render.zensical"],
    }


def main() -> str | None:
    """Builds the site, or gives the reason why it is not there."""
    try:
        site = build(_STAGE)
    except (NotBuiltError, *generated.MISTAKES, source.AuthorError) as error:
        return str(error)
    sys.stdout.write(f"The site that Zensical built is in {site}.\n")
    return None


if __name__ == "__main__":
    sys.exit(main())
