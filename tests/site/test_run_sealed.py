"""A cell's code reaches no network, no other page, and no stored data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.site.building import Site
from tests.site.conftest import Reader
from tests.site.running import answer, button, cell, run

pytestmark = pytest.mark.without_theme
MODULES = ["js", "pyodide_js", "pyodide", "pyodide.http", "pyodide.code", "pyodide.ffi", "_pyodide"]
# The one object of JavaScript that is left: what the worker handed over to be called.
PROXY = """
import cells, gc
(session,) = [found for found in gc.get_objects() if type(found) is cells.Session]
send = session.output.send
"""
# A worker that seals itself as Python's does, and tells what is left.
SEALED = """
import { seal } from "./run-seal.js";
const post = postMessage.bind(globalThis);
const stays = seal(globalThis);
const names = [];
for (let at = globalThis; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at).filter((name) => globalThis[name] != null));
post([stays, names]);
"""
SMALL = {
    *("addEventListener", "clearTimeout", "console", "constructor", "crypto", "decodeURI"),
    *("decodeURIComponent", "dispatchEvent", "encodeURI", "encodeURIComponent", "globalThis"),
    *("isFinite", "isNaN", "parseFloat", "parseInt", "performance", "queueMicrotask"),
    *("removeEventListener", "self", "setTimeout"),
}


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page whose Python has started."""
    somebody = Reader(browser, site)
    found = somebody.open("derivations/sigmoid/")
    run(found, 1)
    yield found
    found.context.close()
    assert somebody.elsewhere() == []


@pytest.mark.parametrize("module", MODULES)
def test_python_has_no_module_that_reaches_javascript(page: Page, module: str) -> None:
    assert "ModuleNotFoundError" in answer(page, 1, f"import {module}") + note(page)


def note(page: Page) -> str:
    """What is said beside the output: a module that is not here is needed."""
    found = cell(page, 1).locator(".cell-note")
    return "ModuleNotFoundError" if found.count() and "needs" in found.inner_text() else ""


def test_what_is_left_of_javascript_reaches_nothing(page: Page) -> None:
    code = f'{PROXY}send.constructor("return globalThis")()'
    assert "code is not made from text here" in answer(page, 1, code)


def test_of_the_workers_scope_only_language_and_clocks_are_left(reader: Reader) -> None:
    context = reader.context()
    script = {"body": SEALED, "content_type": "text/javascript"}
    context.route("**/sealed.js", lambda route: route.fulfill(**script))
    page = reader.open("derivations/sigmoid/", context)
    stays, names = page.evaluate(
        """url => new Promise((resolve, reject) => {
            const worker = new Worker(url, { type: "module" });
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = reject;
        })""",
        f"{reader.site.url}assets/js/sealed.js",
    )
    assert set(stays) <= {"TEMPORARY", "PERSISTENT"}  # two numbers, which stay for good
    assert {name for name in names if name[0].islower()} <= SMALL
    ways = {"EventSource", "Request", "Response", "WebSocket", "Worker", "XMLHttpRequest"}
    assert not ways & set(names)


@pytest.mark.parametrize(
    "code",
    [
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:1/')",
        "import socket\nsocket.create_connection(('127.0.0.1', 1), timeout=1)",
        "import subprocess\nsubprocess.run(['ls'])",
        "import _thread\n_thread.start_new_thread(print, ())",
    ],
)
def test_pythons_own_ways_out_lead_nowhere(page: Page, code: str) -> None:
    assert "Traceback" in answer(page, 1, code)


def test_another_page_has_another_python(page: Page) -> None:
    answer(page, 1, "secret = 1\nopen('/home/pyodide/kept', 'w').close()")
    other = page.context.new_page()
    other.goto(page.url)
    printed = answer(
        other, 1, "import os\n'secret' in globals(), os.path.exists('/home/pyodide/kept')"
    )
    assert printed == "(False, False)\n"
    other.close()
    button(cell(page, 1), "Reset").click()
