from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from bpsite.node import node
from bpsite.render import assets

ROOT = Path(__file__).parents[3]
FILES = dict(assets.files(ROOT / "node_modules"))
TEMPLATES = Path(str(files("material"))) / "templates"
STYLES = [name for name in FILES if name.endswith(".css")]


SWITCHING = (
    "[data-md-color-switching] *,[data-md-color-switching] :after,"
    "[data-md-color-switching] :before{transition-duration:0s!important}"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Material brings, without addresses."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(TEMPLATES / "assets", site / "assets")
    assets.shut_in(site)
    return site


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_names_only_files_that_the_site_serves(name: str) -> None:
    folder = Path(name).parent
    named = re.findall(r"url\(\"?([^)\"]+)\"?\)", FILES[name].decode())
    assert named
    for address in named:
        assert (folder / address).as_posix() in FILES


def test_fonts_are_woff2_alone() -> None:
    kinds = {Path(name).suffix for name in FILES if "/fonts/" in name}
    assert kinds == {".woff2", ".css", ""}
    for name, content in FILES.items():
        assert not name.endswith(".woff2") or content.startswith(b"wOF2")


def test_material_does_bring_addresses_of_other_hosts() -> None:
    (bundle,) = TEMPLATES.glob("assets/javascripts/bundle*.js")
    assert "`https://api.github.com" in bundle.read_text(encoding="utf-8")


@pytest.mark.parametrize(("theirs", "ours"), assets.HEARD.items())
def test_the_themes_script_makes_what_can_be_told_apart_by_ear(
    site: Path, theirs: str, ours: str
) -> None:
    (bundle,) = site.glob("assets/javascripts/bundle*.js")
    text = bundle.read_text(encoding="utf-8")
    assert ours in text
    assert theirs not in text.replace(ours, "")


def test_no_script_keeps_an_address_that_it_could_ask(site: Path) -> None:
    scripts = list(site.rglob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"""["'`]\s*(?:https?|wss?)://(?!www\.w3\.org/)""", text), script.name
        without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        for host in ("unpkg", "api.github.com", "/api/v4/"):
            assert host not in without_comments


def test_the_scripts_still_parse(site: Path) -> None:
    for script in (site / "assets" / "javascripts").glob("*.js"):
        subprocess.run([node(), "--check", script], check=True)


def test_source_maps_and_their_addresses_are_gone(site: Path) -> None:
    assert list(TEMPLATES.rglob("*.map"))
    assert not list(site.rglob("*.map"))
    for path in [*site.rglob("*.js"), *site.rglob("*.css")]:
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


def test_the_icons_in_the_style_sheets_are_still_drawings(site: Path) -> None:
    for name in ("main", "palette"):
        (before,) = (TEMPLATES / "assets" / "stylesheets").glob(f"{name}.*.css")
        after = site / "assets" / "stylesheets" / before.name
        text = before.read_text(encoding="utf-8").partition("/*# sourceMappingURL")[0]
        text = text.replace(SWITCHING, "")
        assert after.read_text(encoding="utf-8").strip() == text.strip()


def test_no_rule_speaks_of_all_elements_while_colours_are_switched(site: Path) -> None:
    (before,) = (TEMPLATES / "assets" / "stylesheets").glob("palette.*.css")
    assert SWITCHING in before.read_text(encoding="utf-8")
    assert "color-switching" not in (site / "assets/stylesheets" / before.name).read_text("utf-8")


def test_an_address_in_a_comment_stays() -> None:
    script = "/*! https://example.com/licence */ ask('http://example.com/')"
    expected = "/*! https://example.com/licence */ ask('data:,')"
    assert assets.without_other_hosts(script) == expected


def test_the_first_fonts_of_a_page_are_fonts_of_the_site() -> None:
    frame = (ROOT / "bpsite/render/theme/main.html").read_text(encoding="utf-8")
    named = re.findall(r'"((?:fonts|katex)/[^"]+)"', frame)
    assert named
    for name in named:
        assert f"assets/{name}.woff2" in FILES
