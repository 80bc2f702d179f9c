"""Runs code with an ordinary user's rights, since root may read and write everything."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What it needs is imported before: such a user may not be able to read the checkout.
_AS_NOBODY = """
{imports}
import os, sys
if os.geteuid() == 0:
    os.setgid({group})
    os.setuid({user})
os.chdir(sys.argv[1])
{program}
"""


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that belongs to the ordinary user while in the block."""
    path = Path(tempfile.mkdtemp(prefix="ordinary-")).resolve()
    try:
        yield path
    finally:
        for inside in [path, *(p for p in path.rglob("*") if p.is_dir())]:
            inside.chmod(0o700)
        shutil.rmtree(path)


def run(imports: str, program: str, inside: Path) -> str:
    """What the program prints, run in the folder; what it needs is named in `imports`."""
    nobody = pwd.getpwnam("nobody")
    if os.geteuid() == 0:
        for path in [inside, *inside.rglob("*")]:
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    text = _AS_NOBODY.format(
        imports=imports, program=program, user=nobody.pw_uid, group=nobody.pw_gid
    )
    done = subprocess.run(
        [sys.executable, "-c", text, str(inside)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
