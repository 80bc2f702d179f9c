"""A browser that denies all storage, as one that blocks cookies does, reads the whole site."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect

from bpsite import chromium as browsers
from tests.site.building import Site
from tests.site.conftest import ARGUMENTS, Reader, reading
from tests.site.instant import awake, followed
from tests.site.running import cell, run, write

BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


@pytest.fixture(scope="module")
def denying(
    browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Reader, BrowserContext]]:
    """A reader, and the browser of theirs whose setting denies storage to every site.

    Chromium's lighter relative has no settings.
    """
    profile = tmp_path_factory.mktemp("profile")
    (profile / "Default").mkdir()
    (profile / "Default/Preferences").write_text(json.dumps(BLOCKED), encoding="utf-8")
    with reading(browser, site) as reader:
        context = browser.browser_type.launch_persistent_context(
            profile, executable_path=browsers.find(browsers.WHOLE), args=ARGUMENTS
        )
        yield reader, reader.heard(context)


def test_the_browser_denies_storage(denying: tuple[Reader, BrowserContext]) -> None:
    reader, context = denying
    page = reader.open("assets/python/sizes.json", context)
    for storage in ("localStorage", "sessionStorage"):
        with pytest.raises(Error, match="SecurityError"):
            page.evaluate(storage)
    page.close()  # the browser looks for an icon for it, and complains when the next page is open


@pytest.mark.parametrize("path", ["", "derivations/by-hand/", "labs/xor/", "reference/notation/"])
def test_a_page_complains_of_nothing(denying: tuple[Reader, BrowserContext], path: str) -> None:
    reader, context = denying
    reader.complaints.clear()
    page = awake(reader.open(path, context))
    page.wait_for_load_state("networkidle")
    page.close()
    assert reader.complaints == []


def test_colours_last_from_page_to_page_and_cells_run(
    denying: tuple[Reader, BrowserContext],
) -> None:
    reader, context = denying
    reader.complaints.clear()
    page = reader.open("derivations/sigmoid/", context)
    body = page.locator("body")
    before = body.get_attribute("data-md-color-scheme")
    page.locator("label[for^=__palette]:visible").click()
    expect(body).not_to_have_attribute("data-md-color-scheme", str(before))
    followed(page, page.locator(".md-footer__link--next").click)
    expect(body).not_to_have_attribute("data-md-color-scheme", str(before))
    write(page, 1, "1 + 1")
    run(page, 1)
    expect(cell(page, 1).locator(".cell-output")).to_have_text("2\n")
    assert reader.complaints == []
