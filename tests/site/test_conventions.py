"""One of sixteen conventions is shown: the one that the reader, or the address, chooses."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.site.building import Site
from tests.site.conftest import Reader

pytestmark = pytest.mark.without_theme
PAGE = "reference/conventions/"


def test_each_combination_of_choices_has_one_variant_and_the_first_is_shown(site: Site) -> None:
    html = site.of("reference/conventions.md")
    groups = [field.select("input") for field in html.select(".choices fieldset")]
    combinations = {" ".join(str(box["value"]) for box in boxes) for boxes in product(*groups)}
    variants = html.select(".variants > .variant")
    assert len(variants) == len(combinations)
    assert {str(variant["data-variant"]) for variant in variants} == combinations
    first = " ".join(str(box["value"]) for box in html.select(".choices [checked]"))
    assert [v["data-variant"] for v in variants if "chosen" in v["class"]] == [first]


def test_a_choice_shows_its_gradient_and_is_kept_in_the_address(reader: Reader) -> None:
    page = reader.open(PAGE)
    shown = page.locator(".variant:visible")
    expect(shown).to_contain_text("Examples as rows, a mean")
    page.get_by_label("columns").check()
    page.get_by_label("target \u2212 prediction").check()
    expect(shown).to_contain_text("Examples as columns, a mean, a half, target minus prediction:")
    query = page.url.partition("?")[2]
    again = reader.open(f"{PAGE}?{query}")
    expect(again.get_by_label("columns")).to_be_checked()
    expect(again.locator(".variant:visible")).to_have_attribute(
        "data-variant", "columns mean halved target-first"
    )


def test_a_choice_that_there_is_not_leaves_the_page_as_it_is(reader: Reader) -> None:
    page = reader.open(f"{PAGE}?examples=heaps&over=sum")
    expect(page.locator(".variant:visible")).to_contain_text("Examples as rows, a sum")


def test_without_scripts_all_conventions_are_there(reader: Reader) -> None:
    page = reader.open(PAGE, reader.context(java_script_enabled=False))
    expect(page.locator(".variant:visible")).to_have_count(16)
    expect(page.locator(".choices")).to_be_hidden()
