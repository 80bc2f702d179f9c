"""What the page promises holds in Firefox too: cells run and stop, and the figures move."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any
from urllib.parse import urlsplit

import pytest

from bpsite.node import node
from tests.site.building import ROOT, Site

NAMES = ("firefox-esr", "firefox")
NONE = "no Firefox on the PATH; Debian's package firefox-esr has one"


@pytest.fixture(scope="module")
def seen(site: Site) -> Any:
    """What one visit in Firefox saw, by the parts of tests/js/in-firefox.mjs."""
    firefox = next(filter(None, map(shutil.which, NAMES)), None)
    if firefox is None:
        pytest.skip(NONE)
    reads = [node(), str(ROOT / "tests" / "js" / "in-firefox.mjs"), firefox, site.url]
    done = subprocess.run(reads, capture_output=True, encoding="utf-8", timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_cell_prints_what_the_page_shows(seen: Any) -> None:
    assert seen["cells"]["ran"] == seen["cells"]["shown"]
    assert seen["cells"]["status"].endswith(" s")


def test_stop_ends_a_loop_and_a_run_after_it_works(seen: Any) -> None:
    assert seen["stop"]["status"] == "stopped"
    assert seen["stop"]["taken"] < 100
    assert seen["stop"]["ran"] == seen["cells"]["shown"]


def test_a_key_moves_the_point_on_the_sigmoid(seen: Any) -> None:
    assert seen["curve"]["before"][0] == "0.880797"
    assert seen["curve"]["after"][0] == "0.890903"  # one step, from x = 2 to 2.1


def test_a_slider_changes_the_networks_numbers_and_the_stepper_steps(seen: Any) -> None:
    before, after = seen["network"]["before"], seen["network"]["after"]
    assert len(after) == len(before) > 8
    assert sum(map(str.__ne__, before, after)) > 4
    assert seen["network"]["step"].startswith("Step 1 of ")


def test_no_other_host_is_asked_and_nothing_is_complained_of(seen: Any, site: Site) -> None:
    hosts = {urlsplit(url).netloc for url in seen["requests"] if url.startswith("http")}
    assert hosts == {urlsplit(site.url).netloc}
    assert seen["complaints"] == []
