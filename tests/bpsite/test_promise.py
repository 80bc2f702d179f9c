from __future__ import annotations

from pathlib import Path

from tests import promise


def test_two_folders_differ_where_a_file_is_missing_or_a_byte_is_another(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, text in ((one, "a\nb"), (other, "a\nbc")):
        (folder / "sub").mkdir(parents=True)
        (folder / "same").write_text("same")
        (folder / "sub/page").write_text(text)
    (one / "only").touch()
    assert list(promise.differences(one, other)) == [
        f"only: not in {other}",
        "sub/page: line 2, byte 3: b'a\\nb' and b'a\\nbc'",
    ]
    assert list(promise.differences(one, one)) == []


def test_a_newcomers_path_lacks_node_npm_and_browsers(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for name in ("git", "make", "node", "npm", "npx", "chromium", "google-chrome", "python3"):
        (there / name).touch()
    promise.link_commands(tmp_path / "links", [str(there), "/gone"])
    left = sorted(path.name for path in (tmp_path / "links").iterdir())
    assert left == ["git", "make", "python3"]


def test_a_newcomer_keeps_only_the_way_to_the_registries(tmp_path: Path) -> None:
    mine = {
        "HOME": "/me", "PATH": "/bin", "PYTHONPATH": "/x", "NODE_PATH": "/y", "MAKEFLAGS": "j",
        "PIP_CERT": "c", "NODE_EXTRA_CA_CERTS": "d", "HTTPS_PROXY": "e", "npm_config_registry": "f",
    }  # fmt: skip
    kept = promise.variables(mine, tmp_path, tmp_path / "bin")
    assert kept.keys() >= {"PIP_CERT", "NODE_EXTRA_CA_CERTS", "HTTPS_PROXY", "npm_config_registry"}
    assert not kept.keys() & {"PYTHONPATH", "NODE_PATH", "MAKEFLAGS"}
    assert (kept["HOME"], kept["PATH"]) == (str(tmp_path), str(tmp_path / "bin"))
