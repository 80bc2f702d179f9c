"""Proves the README's promise: `python -m tests.promise` makes the site as a newcomer would.

In a clean clone, with an empty home and a PATH without Node, npm or a browser, the oldest and the
newest supported Python of this machine make the site, and the two sites are the same to the byte.
Before that, pip alone installs the checker.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bpsite.setup import pythons

ROOT = Path(__file__).parents[1]
LACKING = ("node*", "npm", "npx", "corepack", "yarn*", "*chrom*", "firefox*", "geckodriver")
# What a machine needs to reach its package registries, and to compute at all.
KEPT = re.compile(
    r"(?i)(?:pip_|npm_config_|lc_|openblas_).*|.*cert.*|.*ca_bundle|.*proxy|lang|tmpdir"
)


@dataclass(frozen=True)
class Newcomer:
    """Someone with a Python and make: a home, a clone, and the words of its `make`."""

    python: Path
    home: Path

    @property
    def clone(self) -> Path:
        return self.home / "clone"

    @property
    def site(self) -> Path:
        return self.clone / "site"

    @property
    def log(self) -> Path:
        return self.home / "make.log"

    def last_words(self) -> str:
        """The end of what its `make` said."""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-30:])

    def starts(self, commands: Path) -> subprocess.Popen[bytes]:
        """Clones what is committed, and types `make site`."""
        git, make = (shutil.which(name) or name for name in ("git", "make"))
        subprocess.run([git, "clone", "--quiet", str(ROOT), str(self.clone)], check=True)
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [make, "site", f"PYTHON={self.python}"],
                cwd=self.clone,
                env=variables(os.environ, self.home, commands),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )


def variables(mine: Mapping[str, str], home: Path, commands: Path) -> dict[str, str]:
    """An empty home and few commands, but this machine's own way to its package registries."""
    kept = {name: value for name, value in mine.items() if KEPT.fullmatch(name)}
    settings = {"PIP_CONFIG_FILE": ".config/pip/pip.conf", "npm_config_userconfig": ".npmrc"}
    own = {name: str(Path.home() / path) for name, path in settings.items()}
    there = {name: path for name, path in own.items() if Path(path).exists()}
    return there | kept | {"HOME": str(home), "PATH": str(commands)}


def link_commands(folder: Path, path: list[str]) -> None:
    """Fills a folder with links to every command of the PATH but those that shall be lacking."""
    folder.mkdir()
    for command in (
        found for each in path if Path(each).is_dir() for found in Path(each).iterdir()
    ):
        link = folder / command.name
        lacking = any(fnmatch.fnmatch(command.name, pattern) for pattern in LACKING)
        if not lacking and not link.is_symlink():
            link.symlink_to(command.absolute())


def differences(one: Path, other: Path) -> Iterator[str]:
    """Each file that only one of the folders has, or that differs, and from where on."""
    names = sorted({file.relative_to(at) for at in (one, other) for file in files(at)})
    for name in names:
        missing = [at for at in (one, other) if not (at / name).is_file()]
        if missing:
            yield f"{name}: not in {missing[0]}"
            continue
        left, right = (one / name).read_bytes(), (other / name).read_bytes()
        if left != right:
            pairs = zip(left + b"\0", right + b"\1", strict=False)
            at = next(position for position, (a, b) in enumerate(pairs) if a != b)
            line = left.count(b"\n", 0, at) + 1
            near = slice(max(0, at - 20), at + 40)
            yield f"{name}: line {line}, byte {at}: {left[near]!r} and {right[near]!r}"


def files(folder: Path) -> list[Path]:
    """The files of a built site."""
    return [path for path in folder.rglob("*") if path.is_file()]


def say(words: str) -> None:
    """Prints at once: what follows takes minutes."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def make_sites(folder: Path, chosen: list[Path]) -> list[Path]:
    """The site as each Python makes it, all at once. Raises `SystemExit` where one can't."""
    commands = folder / "commands"
    link_commands(commands, os.get_exec_path())
    newcomers = [Newcomer(python, folder / python.name) for python in chosen]
    started = time.monotonic()
    working = [newcomer.starts(commands) for newcomer in newcomers]
    try:
        for newcomer, make in zip(newcomers, working, strict=True):
            if make.wait():
                raise SystemExit(f"{newcomer.last_words()}\n{newcomer.python} made no site.")
            made, seconds = len(files(newcomer.site)), time.monotonic() - started
            say(f"{newcomer.python} made a site of {made} files in {seconds:.0f} s.")
    finally:
        for make in working:
            make.terminate()
    return [newcomer.site for newcomer in newcomers]


def try_bpcheck(folder: Path, python: Path) -> None:
    """Installs the checker into an empty environment, and has two files of notes checked.

    Raises `CalledProcessError` where it can't be installed, `SystemExit` where it is mistaken.
    """
    started = time.monotonic()
    environment = folder / "environment"
    commands = environment / "bin"
    subprocess.run([python, "-m", "venv", environment], check=True)
    pip = [str(commands / "python"), "-m", "pip", "--quiet"]
    subprocess.run([*pip, "install", f"{ROOT}[check]"], check=True)
    (folder / "true.md").write_text("$`(2 + 3)^2 = 25`$\n", encoding="utf-8")
    (folder / "false.md").write_text("$`(2 + 3)^2 = 13`$\n", encoding="utf-8")
    for name, code in (("true.md", 0), ("false.md", 1)):
        done = subprocess.run([commands / "bpcheck", name], cwd=folder, check=False)
        if done.returncode != code:
            raise SystemExit(f"bpcheck {name} ended with {done.returncode} in place of {code}.")
    say(f"bpcheck was installed, and right twice, in {time.monotonic() - started:.0f} s.")


def main() -> int:
    """Says what was made with which Python and where the sites differ; 1 where they do."""
    there = pythons.found()
    chosen = sorted({there[0], there[-1]}, key=there.index)
    with tempfile.TemporaryDirectory() as folder:
        try_bpcheck(Path(folder), chosen[-1])
        sites = make_sites(Path(folder), chosen)
        if len(sites) == 1:
            say("Only one supported Python is here, so that there is nothing to compare.")
            return 0
        found = list(differences(*sites))
    for difference in found[:20]:
        say(difference)
    say(f"{len(found)} files differ." if found else "The two sites are the same to the byte.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
