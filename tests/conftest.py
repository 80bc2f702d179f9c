"""What all workers of a run share: one folder for the built site, and one server."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bpsite import chromium
from tests.site.building import Site, served

_leaders = pytest.StashKey[Site]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option of the weekly run."""
    parser.addoption("--whole", action="store_true", help="try all, and not a sample")


def shared_site(config: pytest.Config) -> Site:
    """Where the run's site is to stand, and the address at which the leading process serves it."""
    told = getattr(config, "workerinput", None)
    if told is not None:
        return Site(Path(told["site_folder"]), told["site_url"])
    if _leaders not in config.stash:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="site-"))) / "site"
        config.stash[_leaders] = Site(folder, stack.enter_context(served(folder)))
    return config.stash[_leaders]


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_configure_node(node: Any) -> None:
    """Tells a worker about the site before it starts."""
    site = shared_site(node.config)
    node.workerinput |= {"site_folder": str(site.folder), "site_url": site.url}


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keeps together what shares a fixture."""
    from tests.scheduling import Scheduling  # noqa: PLC0415 # needs pytest-xdist

    return Scheduling(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Lets several workers begin with what takes long."""
    if hasattr(config, "workerinput"):
        from tests.scheduling import rank  # noqa: PLC0415

        items.sort(key=rank)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says plainly that the browser tests did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(chromium.NONE in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("=", "the browser tests were SKIPPED", yellow=True, bold=True)
        terminalreporter.write_line(
            f"{chromium.NONE}. Install Chromium, then run `make test` again."
        )
