"""`bpcheck`, as it is installed: what its distribution holds, and what it says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from bpsite.__main__ import bpcheck

ROOT = Path(__file__).parents[2]
NEEDED = {"lark", "mpmath", "numpy", "sympy", "yaml"}
LIMIT = r"$`\lim_{u \to 0} \frac{\sin(u)}{u} = 1`$"  # for which SymPy is loaded, and numbers
NOTES = f"---\nmath: {{let: {{u: real}}}}\n---\n\n{LIMIT}\n\n$`u + u = u`$\n"
# Runs it from the unpacked distribution, and tells what was loaded and from where.
RUN = """
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
before = set(sys.modules)
from bpsite.__main__ import bpcheck
code = bpcheck(["notes.md"])
loaded = {name: module for name, module in sys.modules.items() if name not in before}
files = {name: getattr(module, "__file__", None) for name, module in loaded.items()}
print(json.dumps([code, {name: file for name, file in files.items() if file}]))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("distribution")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    shutil.unpack_archive(wheel, folder / "unpacked", "zip")
    return folder / "unpacked"


def checked(unpacked: Path, folder: Path) -> tuple[list[str], int, dict[str, str]]:
    """What `bpcheck` says of a folder, its exit code, and the files of the modules it loaded."""
    command = [sys.executable, "-c", RUN, str(unpacked)]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True)
    *said, loaded = done.stdout.splitlines()
    code, files = json.loads(loaded)
    return said, code, files


def test_it_runs_from_its_distribution_with_what_the_extra_brings(
    unpacked: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
    said, code, files = checked(unpacked, tmp_path)
    assert code == 1
    assert said[0].startswith("notes.md:7:9: step 1: left and right differ at u = ")
    assert said[-1] == "3 relations on 1 page: 1 bound, 1 failed, 1 proved"
    ours = {name for name in files if name.split(".")[0] in {"bpcore", "bpsite"}}
    assert [name for name in ours if not Path(files[name]).is_relative_to(unpacked)] == []
    brought = {name.split(".")[0] for name, file in files.items() if "site-packages" in file}
    assert brought <= NEEDED


def test_notes_as_they_are_need_no_more(unpacked: Path, tmp_path: Path) -> None:
    text = "Let $f(x) = x^2$. Then $f'(x) = 3 x$ and \\(\\tanh(-x) = -\\tanh(x)\\).\n"
    (tmp_path / "notes.md").write_text(text, encoding="utf-8")
    said, code, files = checked(unpacked, tmp_path)
    assert code == 1
    assert "Perhaps" not in "".join(said)
    assert said[-1].endswith("1 defined, 1 proved, 1 false, 0 not decided, 0 not read")
    brought = {name.split(".")[0] for name, file in files.items() if "site-packages" in file}
    assert brought <= NEEDED


def test_the_distribution_holds_nothing_of_the_site(unpacked: Path) -> None:
    found = {path.relative_to(unpacked).as_posix() for path in (unpacked / "bpsite").iterdir()}
    files = ("__init__.py", "__main__.py", "latex.py", "pages.py", "source.py", "unread.py")
    names = (*files, "derive", "notes", "proof")
    assert found - {"bpsite/__pycache__"} == {f"bpsite/{name}" for name in names}
    assert (unpacked / "bpsite/proof/syntax/latex.lark").is_file()


def test_its_source_distribution_holds_what_it_is_built_from(
    unpacked: Path, tmp_path: Path
) -> None:
    (archive,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(archive) as packed:
        held = {name.partition("/")[2] for name in packed.getnames()}
    needed = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.py")}
    assert needed - held == set()
    assert {"bpsite/proof/syntax/latex.lark", "hatch_build.py", "pyproject.toml"} <= held


def test_without_notes_it_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bpcheck([])
    assert ended.value.code == 2
    assert "as in: bpcheck notes.md" in capsys.readouterr().err
