"""A build that breaks off, at any moment, leaves the old site or the new one."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpsite.render import site_folder
from bpsite.render.site_folder import SiteFolder, SiteFolderError, exchange

PARTS = ("index.html", "a/index.html")
ORDINARY = 65534  # nobody's number
# A build that is killed at a moment: when one of the module's functions is about to be called.
KILLED = """\
import os, signal, sys
from pathlib import Path
from bpsite.render import site_folder

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

site, moment, one_call = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "one call"
if not one_call:
    site_folder.exchange = lambda *_: False
folder = site_folder.SiteFolder.beside(site)
(folder.path / "index.html").write_text("new")
if moment == "half built":
    killed()
(folder.path / "a").mkdir()
(folder.path / "a/index.html").write_text("new")
if moment == "between two names":
    rename = Path.rename
    Path.rename = lambda old, new: killed() if old == folder.path else rename(old, new)
else:
    setattr(site_folder, moment, killed)
folder.publish()
"""


def write(site: Path, text: str) -> Path:
    for part in PARTS:
        (site / part).parent.mkdir(parents=True, exist_ok=True)
        (site / part).write_text(text, encoding="utf-8")
    return site


def contents(site: Path) -> list[str]:
    return [(site / part).read_text(encoding="utf-8") for part in PARTS]


def publish(site: Path, text: str) -> None:
    folder = SiteFolder.beside(site)
    write(folder.path, text)
    folder.publish()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_new_site_takes_the_place_of_the_old_one_and_nothing_is_left(tmp_path: Path) -> None:
    site = write(tmp_path / "site", "old")
    (site / "gone.html").touch()
    publish(site, "new")
    assert contents(site) == ["new", "new"]
    assert names(site) == ["a", "index.html"]
    assert names(tmp_path) == ["site"]


def test_a_first_site_is_put_where_there_was_none(tmp_path: Path) -> None:
    publish(tmp_path / "deep/er/site", "new")
    assert contents(tmp_path / "deep/er/site") == ["new", "new"]


def test_a_build_that_is_given_up_leaves_the_old_site(tmp_path: Path) -> None:
    site = write(tmp_path / "site", "old")
    folder = SiteFolder.beside(site)
    write(folder.path, "new")
    folder.discard()
    assert contents(site) == ["old", "old"]
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize(
    ("moment", "calls", "left"),
    [
        ("half built", "one call", "old"),
        ("_take_over", "one call", "old"),
        ("_put", "one call", "old"),
        ("exchange", "one call", "old"),
        ("_remove", "one call", "new"),
        ("half built", "two steps", "old"),
        ("_put", "two steps", "old"),
        ("between two names", "two steps", "none"),
        ("_remove", "two steps", "new"),
    ],
)
def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_tidies_up(
    moment: str, calls: str, left: str, tmp_path: Path
) -> None:
    site = write(tmp_path / "site", "old")
    (site / ".git").mkdir()
    (site / ".git/HEAD").write_text("main", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, str(site), moment, calls], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(names(tmp_path)) > 1
    assert left == "none" or contents(site) == [left, left]
    folder = SiteFolder.beside(site)
    assert contents(site) == ["old" if left == "none" else left] * 2
    assert names(tmp_path) == [folder.path.name, "site"]
    write(folder.path, "newer")
    folder.publish()
    assert contents(site) == ["newer", "newer"]
    assert (site / ".git/HEAD").read_text(encoding="utf-8") == "main"
    assert names(tmp_path) == ["site"]


def test_two_builds_at_once_do_not_meet_and_the_last_one_stands(tmp_path: Path) -> None:
    site = write(tmp_path / "site", "old")
    one, other = SiteFolder.beside(site), SiteFolder.beside(site)
    write(one.path, "one")
    write(other.path, "other")
    one.publish()
    assert contents(site) == ["one", "one"]
    third = SiteFolder.beside(site)
    assert contents(other.path) == ["other", "other"]
    other.publish()
    third.discard()
    assert contents(site) == ["other", "other"]
    assert names(tmp_path) == ["site"]


def test_where_the_system_can_not_exchange_it_is_done_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_folder, "exchange", lambda *_: False)
    site = write(tmp_path / "site", "old")
    publish(site, "new")
    assert contents(site) == ["new", "new"]
    assert names(tmp_path) == ["site"]


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="no call for it here")
def test_two_folders_are_exchanged_in_one_call(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one", "one"), write(tmp_path / "other", "other")
    assert exchange(one, other)
    assert (contents(one), contents(other)) == (["other", "other"], ["one", "one"])


def test_an_exchange_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "no", tmp_path / "nowhere")


def test_hidden_entries_of_the_old_site_stay(tmp_path: Path) -> None:
    site = write(tmp_path / "site", "old")
    (site / ".git/objects").mkdir(parents=True)
    (site / ".git/objects/ab").write_text("object", encoding="utf-8")
    (site / ".nojekyll").touch()
    (site / ".link").symlink_to("nowhere")
    publish(site, "new")
    assert names(site) == [".git", ".link", ".nojekyll", "a", "index.html"]
    assert (site / ".git/objects/ab").read_text(encoding="utf-8") == "object"
    assert (site / ".link").readlink() == Path("nowhere")


def test_a_link_to_the_site_stays_a_link(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/real", "old")
    (tmp_path / "site").symlink_to("elsewhere/real")
    publish(tmp_path / "site", "new")
    assert (tmp_path / "site").readlink() == Path("elsewhere/real")
    assert contents(tmp_path / "elsewhere/real") == ["new", "new"]
    assert names(tmp_path / "elsewhere") == ["real"]


def test_a_sites_mode_stays_and_a_first_site_can_be_read_by_all(tmp_path: Path) -> None:
    site = tmp_path / "site"
    before = os.umask(0o022)
    publish(site, "first")
    assert site.stat().st_mode & 0o777 == 0o755
    site.chmod(0o750)
    publish(site, "second")
    os.umask(before)
    assert site.stat().st_mode & 0o777 == 0o750


def refusal(site: Path) -> str:
    with pytest.raises(SiteFolderError) as caught:
        publish(site, "new")
    return str(caught.value)


def test_a_file_in_the_sites_place_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    assert refusal(tmp_path / "site") == (
        "site is a file, and the site is a folder. Move it away, or name another folder with "
        "`mkdocs build -d FOLDER`."
    )
    assert refusal(tmp_path / "site/inside") == (
        "site: File exists. Move it away, or name another folder with "
        "`mkdocs build -d FOLDER`. Nothing was changed there."
    )
    assert names(tmp_path) == ["site"]


def test_a_mount_point_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "is_mount", lambda _: True)
    write(tmp_path / "site", "old")
    assert refusal(tmp_path / "site") == (
        "site is a mount point, which can't be exchanged. Build into a folder inside it."
    )


def test_a_full_disk_when_the_site_is_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(site_folder, "_take_over", full)
    site = write(tmp_path / "site", "old")
    assert refusal(site) == (
        "site: No space left on device. Make room and build again. Nothing was changed there."
    )
    assert contents(site) == ["old", "old"]
    assert names(tmp_path) == ["site"]


@pytest.fixture
def owned() -> Iterator[Path]:
    """A folder of an ordinary user's: root is asked for no right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "parent/site", "old")
        if os.geteuid() == 0:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, ORDINARY, ORDINARY)
        yield folder
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)


def as_ordinary(folder: Path) -> str:
    """What a build into parent/site says to a user who is not root, or nothing."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom bpsite.render import site_folder\n"
        f"if os.geteuid() == 0: os.setgid({ORDINARY}); os.setuid({ORDINARY})\n"
        "os.chdir(sys.argv[1])\n"
        "try: site_folder.SiteFolder.beside(Path('parent/site')).publish()\n"
        "except site_folder.SiteFolderError as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.stdout.strip()


RIGHT = "Give yourself the right to it, or name another folder with `mkdocs build -d FOLDER`."


def test_a_site_that_is_not_to_be_written_is_left_alone(owned: Path) -> None:
    (owned / "parent/site").chmod(0o555)
    assert as_ordinary(owned) == (
        f"parent/site can't be written in. {RIGHT} Nothing was changed there."
    )
    assert contents(owned / "parent/site") == ["old", "old"]


def test_a_folder_around_the_site_that_is_not_to_be_written_is_named(owned: Path) -> None:
    (owned / "parent").chmod(0o555)
    assert as_ordinary(owned) == (
        "parent can't be written in, and a site is built beside the old one. "
        f"{RIGHT} Nothing was changed there."
    )
    assert contents(owned / "parent/site") == ["old", "old"]


def test_an_old_site_with_a_folder_of_lost_rights_is_exchanged_and_removed(owned: Path) -> None:
    (owned / "parent/site/a").chmod(0o500)
    assert as_ordinary(owned) == ""
    assert names(owned / "parent") == ["site"]
    assert names(owned / "parent/site") == []
