"""Run works wherever the files are served, whatever the host says that they are."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.site.building import Site, served
from tests.site.conftest import reading
from tests.site.running import cell, outputs, run

UNKNOWING = {".mjs": "text/plain", ".wasm": "text/plain", ".bin": "text/plain"}


def test_run_works_where_a_host_does_not_know_modules_and_webassembly(
    browser: Browser, site: Site
) -> None:
    known = served(site.folder, types=UNKNOWING)
    with known as url, reading(browser, Site(site.folder, url)) as reader:
        context = reader.context()
        for _ in range(2):  # the second visit finds Python's files in the browser's cache
            page = reader.open("derivations/sigmoid/", context)
            run(page, 1)
            assert page.locator(".cell-note").count() == 0
            assert "0.500000" in outputs(cell(page, 1))
            page.close()
        assert reader.complaints == []


def test_no_file_needs_a_host_that_knows_the_suffix_of_modules(site: Site) -> None:
    assert site.files(".mjs") == []
