"""The page that writes a derivation, opened once: its choices, what is written, and its copies."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bpsite.derive import Network, derivation
from bpsite.pages import parse
from tests.site.building import DOCS, Site
from tests.site.conftest import Reader, reading
from tests.site.running import PATIENCE, POLICY, with_policy
from tests.site.test_accessibility import AXE, FOUND

pytestmark = pytest.mark.without_theme
PAGE = "derive-your-own/"
CHOSEN = [
    Network.of(["relu", "tanh"], "sigmoid", "binary-cross-entropy"),
    Network.of(["relu"], "sigmoid", "mean-squared-error", units=[3, 4, 2]),
    Network.of([], "relu", "mean-squared-error"),
    Network.of(["identity", "sigmoid", "tanh"], "identity", "half-squared-error"),
]


@pytest.fixture(scope="module")
def somebody(browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader whose page is under the policy; the tests go on from one another."""
    with reading(browser, site, theme=False) as opened:
        yield opened
        assert opened.complaints == []


@pytest.fixture(scope="module")
def page(somebody: Reader) -> Page:
    context = somebody.context(permissions=["clipboard-read", "clipboard-write"])
    context.route(lambda url: PAGE in url, with_policy(POLICY))
    opened = somebody.open(f"{PAGE}?layers=3&hidden=elu&output=tanh", context)
    expect(opened.locator("derive-your-own")).to_have_attribute("data-awake", "")
    return opened


def status(page: Page) -> str:
    return page.locator(".derivation-status").inner_text()


def derive(page: Page) -> None:
    """Presses Derive and waits until all is decided."""
    page.get_by_role("button", name="Derive", exact=True).click()
    box = page.locator("derive-your-own")
    expect(box).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)


def choice(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=name, exact=True)


def choose(page: Page, network: Network) -> None:
    """Chooses what the network is made of."""
    choice(page, "Layers").select_option(str(network.last))
    page.get_by_label("Units in each").fill(", ".join(map(str, network.units)))
    page.get_by_label("Units in each").press("Tab")
    choice(page, "Cost").select_option(network.cost.name)
    choice(page, "Output").select_option(network.output.name)
    for layer in network.hidden:
        function = network.function(layer).name
        choice(page, f"Layer {layer}").select_option(function)


def copied(page: Page, name: str) -> str:
    page.get_by_role("button", name=f"Copy as {name}").click()
    expect(page.locator(".derivation-status")).to_have_text(f"Copied as {name}.")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_wrong_choice_in_the_address_is_told_and_no_other_is_lost(page: Page) -> None:
    assert "“elu” can’t be chosen for hidden: sigmoid, tanh, relu, identity." in status(page)
    assert "binary-cross-entropy takes sigmoid for the output, not tanh." in status(page)
    expect(choice(page, "Layers")).to_have_value("3")


def test_nothing_is_loaded_before_derive_is_pressed(page: Page, somebody: Reader) -> None:
    choose(page, CHOSEN[0])
    page.wait_for_load_state("networkidle")
    names = {url.rpartition("/")[2] for url in somebody.requests}
    assert {"derive-page.js", "derive-choices.js"} <= names
    assert {
        name for name in names if re.search(r"python|katex\.js|worker|\.bin|writing", name)
    } == set()


@pytest.mark.parametrize("network", CHOSEN)
def test_the_markdown_is_letter_for_letter_what_the_command_prints(
    page: Page, network: Network
) -> None:
    choose(page, network)
    derive(page)
    said = re.fullmatch(
        r"Of the \d+ relations on this page, (\d+) are proved, \d+ are definitions\.", status(page)
    )
    assert said
    text = derivation(network)
    assert copied(page, "Markdown") == text
    drawn = page.locator(".derive-page .equation")
    formulas = [formula for formula in parse(text).mathematics if formula.display]
    expect(drawn).to_have_count(len(formulas))
    expect(drawn.locator(".verdict")).to_have_count(len(formulas))
    expect(page.locator(".derive-page .katex-error")).to_have_count(0)
    expect(page.locator(".derive-page .cell")).to_have_count(len(parse(text).cells))


def test_the_address_holds_the_choices(page: Page) -> None:
    chosen = "?layers=5&hidden=identity,sigmoid,tanh&output=identity&cost=half-squared-error"
    assert page.url.endswith(chosen)


def test_the_copies_are_what_they_say(page: Page) -> None:
    assert copied(page, "LaTeX").startswith("\\section*{Backpropagation through 5 layers}\n")
    assert copied(page, "NumPy").startswith("import numpy as np\n")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download the notebook").click()
    assert waiting.value.suggested_filename == "derivation.ipynb"
    nbformat.validate(nbformat.read(Path(waiting.value.path()), as_version=4))


def test_axe_finds_nothing_against_what_is_written(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(FOUND) == []


def test_an_output_that_the_cost_does_not_take_cannot_be_chosen(page: Page) -> None:
    choice(page, "Cost").select_option("binary-cross-entropy")
    output = choice(page, "Output")
    expect(output).to_have_value("sigmoid")
    expect(output.locator("option:enabled")).to_have_text(["sigmoid"])
    expect(page.locator(".derive-page > *")).to_have_count(0)  # it was for other choices


def test_units_say_how_many_layers_there_are(page: Page) -> None:
    page.get_by_label("Units in each").fill("3 4 2")
    page.get_by_label("Units in each").press("Tab")
    expect(choice(page, "Layers")).to_have_value("3")
    choice(page, "Layers").select_option("4")
    expect(page.get_by_label("Units in each")).to_have_value("3,4,2,2")
    assert "&units=3,4,2,2" in page.url


def test_the_page_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    derive(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_what_derive_loads_is_what_the_page_says_before(site: Site) -> None:
    said = re.search(r"the checker, about (\d+) MB\.", (DOCS / "derive-your-own.md").read_text())
    assert said
    files = [path for path in (site.folder / "assets/python").iterdir() if path.is_file()]
    loaded = sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)
    assert abs(loaded / 1e6 - int(said[1])) < 1
