"""What is kept is taken only if it is whole, and a build never waits for a broken cache to go."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bpsite.cache import Cache, CacheError, contents, digest, write
from tests import ordinary

CONTENT = b"a result\nof two lines"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / ".cache" / "kind")


@pytest.fixture
def entry(cache: Cache) -> Path:
    """The file of the one entry that is kept."""
    cache.put("key", CONTENT)
    return cache.folder / "key"


def inside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_result_is_made_once_for_a_key(cache: Cache) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(CONTENT)
        return CONTENT

    assert [cache.kept(key, make) for key in ("one", "one", "two")] == [CONTENT] * 3
    assert len(made) == 2


def test_an_empty_result_is_a_result(cache: Cache) -> None:
    cache.put("key", b"")
    assert cache.get("key") == b""


@pytest.mark.parametrize("size", [0, 1, 10, 64, 65, 70, -1])
def test_an_entry_that_is_cut_is_made_again(cache: Cache, entry: Path, size: int) -> None:
    entry.write_bytes(entry.read_bytes()[:size])
    assert cache.get("key") is None
    assert cache.kept("key", lambda: b"new") == b"new"
    assert cache.get("key") == b"new"


def test_an_entry_that_was_changed_or_lengthened_is_made_again(cache: Cache, entry: Path) -> None:
    whole = entry.read_bytes()
    for content in (whole + b"x", whole.replace(b"result", b"rumour"), b"{}", b"\x00" * 200):
        entry.write_bytes(content)
        assert cache.get("key") is None


def test_an_entry_under_another_entrys_name_is_made_again(cache: Cache, entry: Path) -> None:
    entry.rename(entry.with_name("other"))
    assert cache.get("other") is None


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nowhere"])
def test_what_is_no_file_gives_way_to_an_entry(cache: Cache, entry: Path, kind: str) -> None:
    entry.unlink()
    if kind == "folder":
        (entry / "inside").mkdir(parents=True)
    elif kind == "pipe":
        os.mkfifo(entry)
    else:
        entry.symlink_to("nowhere")
    assert cache.kept("key", lambda: b"new") == b"new"
    assert cache.get("key") == b"new"


def test_what_was_not_asked_for_is_swept(cache: Cache, entry: Path) -> None:
    (cache.folder / ".part").write_bytes(b"left by a build that was killed")
    (cache.folder / "foreign").mkdir()
    later = Cache(cache.folder)
    later.put("new", CONTENT)
    later.get("absent")
    later.sweep()
    assert inside(cache.folder) == ["new"]
    assert not entry.exists()


def test_sweeping_where_nothing_was_ever_kept_is_no_error(cache: Cache) -> None:
    cache.sweep()
    assert not cache.folder.exists()


def test_two_builds_at_once_may_sweep_each_others_entries(cache: Cache) -> None:
    other = Cache(cache.folder)
    assert cache.kept("one", lambda: b"1") == b"1"
    assert other.kept("two", lambda: b"2") == b"2"
    other.sweep()
    assert cache.kept("one", lambda: b"1") == b"1"
    assert other.get("two") == b"2"


def test_an_entry_whose_part_another_build_swept_is_not_kept(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bytes = Path.write_bytes

    def swept(path: Path, content: bytes) -> int:
        written = write_bytes(path, content)
        Cache(cache.folder).sweep()
        return written

    monkeypatch.setattr(Path, "write_bytes", swept)
    assert cache.kept("key", lambda: CONTENT) == CONTENT
    assert inside(cache.folder) == []


def test_a_full_disk_is_told_and_leaves_what_was_there(
    cache: Cache, entry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entry.read_bytes()
    write_bytes = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        write_bytes(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(CacheError) as raised:
        cache.put("key", b"new" * 1000)
    assert str(raised.value) == (
        f"{entry} could not be written: No space left on device. Make room, then build again."
    )
    assert inside(cache.folder) == ["key"]
    assert entry.read_bytes() == before


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("no folder", encoding="utf-8")
    for folder in (tmp_path / ".cache", tmp_path / ".cache" / "kind"):
        with pytest.raises(
            CacheError, match=r"could not be written: (Not a directory|File exists)"
        ):
            Cache(folder).kept("key", lambda: CONTENT)
        Cache(folder).sweep()


def test_a_folder_without_the_right_to_write_is_told() -> None:
    imports = "from pathlib import Path\nfrom bpsite.cache import Cache, CacheError"
    program = """
cache = Cache(Path(".cache"))
cache.put("old", b"old")
Path(".cache").chmod(0o500)
for act in (lambda: cache.put("new", b"new"), Cache(Path(".cache")).sweep):
    try:
        act()
    except CacheError as error:
        print(error)
print(cache.kept("old", lambda: b"made"))
"""
    with ordinary.folder() as folder:
        found = ordinary.run(imports, program, folder)
    remedy = "Make .cache and all in it writable for you, or remove it, then build again."
    assert found.splitlines() == [
        f".cache/new could not be written: Permission denied. {remedy}",
        f".cache/old could not be swept: Permission denied. {remedy}",
        "b'old'",
    ]


def test_a_folder_that_may_not_be_listed_is_told() -> None:
    imports = "from pathlib import Path\nfrom bpsite.cache import Cache, CacheError"
    program = """
cache = Cache(Path(".cache"))
cache.put("key", b"content")
Path(".cache").chmod(0o300)
try:
    cache.sweep()
except CacheError as error:
    print(error)
"""
    with ordinary.folder() as folder:
        found = ordinary.run(imports, program, folder)
    assert found.startswith(".cache could not be swept: Permission denied.")


def test_an_entry_that_may_not_be_read_is_made_again() -> None:
    imports = "from pathlib import Path\nfrom bpsite.cache import Cache"
    program = """
cache = Cache(Path(".cache"))
cache.put("key", b"old")
Path(".cache/key").chmod(0)
print(cache.kept("key", lambda: b"new"), cache.get("key"))
"""
    with ordinary.folder() as folder:
        assert ordinary.run(imports, program, folder) == "b'new' b'new'\n"


@pytest.mark.parametrize("before", ["mkdir", "half", "replace"])
def test_a_build_that_is_killed_while_it_writes_leaves_no_entry(
    cache: Cache, entry: Path, before: str
) -> None:
    program = f"""
import os, signal, sys
from pathlib import Path
from bpsite.cache import Cache
write_bytes = Path.write_bytes

def killed(*arguments, **named):
    if {before!r} == "half":
        write_bytes(arguments[0], arguments[1][: len(arguments[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)

setattr(Path, {{"half": "write_bytes"}}.get({before!r}, {before!r}), killed)
Cache(Path(sys.argv[1])).put("other", b"new" * 100000)
"""
    command = [sys.executable, "-c", program, str(cache.folder)]
    done = subprocess.run(command, cwd=ordinary.ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (cache.folder / "other").exists()
    assert cache.get("other") is None
    assert cache.get("key") == CONTENT
    cache.sweep()
    assert inside(cache.folder) == ["key"]
    assert entry.exists()


def test_a_digest_changes_with_a_part_a_content_and_a_name(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("a = 1", encoding="utf-8")
    found = [digest("part", files=contents([file], tmp_path))]
    assert digest("part", files=contents([file], tmp_path)) == found[0]
    found.append(digest("another", files=contents([file], tmp_path)))
    file.write_text("a = 2", encoding="utf-8")
    found.append(digest("part", files=contents([file], tmp_path)))
    file = file.rename(tmp_path / "moved.py")
    found.append(digest("part", files=contents([file], tmp_path)))
    assert len(set(found)) == 4


def test_a_file_is_written_whole_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "new" / "file", CONTENT)
    assert inside(tmp_path / "new") == ["file"]
    assert (tmp_path / "new" / "file").read_bytes() == CONTENT
