"""Every cell of every page gives in the browser the text that the page shows."""

from __future__ import annotations

import doctest
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bpsite import pages
from bpsite.pages import Fence, is_exercises
from tests.site.building import DOCS, PAGES, Site, address
from tests.site.conftest import Reader, reading
from tests.site.running import button, cell, outputs, run, settled

pytestmark = pytest.mark.without_theme
READ = {page: pages.read(DOCS / page) for page in PAGES}
# The code of exercises runs where they are answered.
WITH_CELLS = [
    page for page, read in READ.items() if read.cells and not read.needs and not is_exercises(page)
]
LABS = [page for page in WITH_CELLS if "jupyter" in READ[page].meta]
NOT_HERE = [page for page, read in READ.items() if read.needs]
_checker = doctest.OutputChecker()


def runnable(source: str) -> list[Fence]:
    """The fences of a page that are its cells in the browser."""
    page = READ[source]
    kinds = ("pycon", "python") if source in LABS else ("pycon",)
    return [fence for fence in page.fences if fence.info.split(" ")[0] in kinds]


def wanted(fence: Fence) -> Iterator[doctest.Example]:
    """The example that ends each part of the cell: what it prints stands under the part."""
    examples = doctest.DocTestParser().get_examples(fence.body + "\n")
    yield from (example for example in examples if example.want or example is examples[-1])


def parts(where: Locator) -> list[str]:
    """What stands under each code block of the cell."""
    texts: list[str] = where.evaluate(
        """cell => [...cell.querySelectorAll('.highlight')].map(block => {
            const texts = [];
            for (let at = block.nextElementSibling; at?.matches('.cell-output'); ) {
                texts.push(at.textContent);
                at = at.nextElementSibling;
            }
            return texts.join('');
        })"""
    )
    return texts


def difference(example: doctest.Example, got: str) -> str | None:
    """What doctest would say of the output."""
    flags = sum(flag for flag, on in example.options.items() if on)
    want = example.want
    if example.exc_msg is not None:
        want, got = (
            example.exc_msg,
            "\n".join(got.splitlines()[-example.exc_msg.count("\n") :]) + "\n",
        )
    if _checker.check_output(want, got, flags):
        return None
    return _checker.output_difference(example, got, flags)


# Runs the cells of another page's article with one Python for all, which starts anew only for a
# reader: it forgets the names of the page before.
RUN = """async ([root, html, forget]) => {
  const { Python } = await import(`${root}assets/js/run-python.js`);
  const { Cell } = await import(`${root}assets/js/run-cell.js`);
  window.python ??= new Python(() => {});
  await window.python.run({ number: 0, parts: [forget], echo: false }, () => {});
  const article = new DOMParser().parseFromString(html, 'text/html').querySelector('article');
  document.querySelector('article').replaceWith(article);
  for (const [index, element] of article.querySelectorAll('.cell[data-cell]').entries()) {
    element.append(document.createElement('div'));
    element.lastChild.innerHTML = '<span class="cell-status"></span>';
    element.lastChild.className = 'cell-bar';
    const cell = new Cell(element, index + 1);
    const { number, parts, echo } = cell;
    cell.output.begin(cell.text);
    const hear = (said) => cell.output.hear(said);
    const error = await window.python.run({ number, parts, echo }, hear);
    cell.output.finish(error?.needs ? null : error);
  }
}"""
FORGET = """for _name in [name for name in globals() if not name.startswith("__")]:
    del globals()[_name]"""


@pytest.fixture(scope="module")
def python(browser: Browser, site: Site) -> Iterator[tuple[Reader, Page]]:
    """A page whose Python runs the cells of all pages, and its reader."""
    with reading(browser, site, theme=False) as reader:
        yield reader, reader.open()


@pytest.mark.parametrize("source", WITH_CELLS)
def test_every_cell_prints_in_the_browser_what_the_page_shows(
    python: tuple[Reader, Page], source: str
) -> None:
    reader, page = python
    html = (reader.site.folder / reader.site.name(source)).read_text(encoding="utf-8")
    page.evaluate(RUN, [reader.site.url, html, FORGET])
    agrees(page, source)
    assert reader.complaints == []


def agrees(page: Page, source: str) -> None:
    """Holds what stands under every cell of the page against its source."""
    fences = runnable(source)
    expect(page.locator(".cell[data-cell]")).to_have_count(len(fences))
    for number, fence in enumerate(fences, 1):
        found = cell(page, number)
        if fence.info == "pycon":
            examples = list(wanted(fence))
            got = parts(found)
            assert len(got) == len(examples)
            differences = [difference(*pair) for pair in zip(examples, got, strict=True)]
            assert differences == [None] * len(examples), f"{source}:{fence.line}"
        expect(found.locator(".cell-error")).to_have_count(0)


def test_run_of_the_last_cell_runs_all_of_them(reader: Reader) -> None:
    source = "derivations/by-hand.md"
    page = reader.open(address(source))
    run(page, len(runnable(source)))
    settled(page)
    agrees(page, source)
    assert reader.complaints == []


@pytest.mark.parametrize("source", LABS[:1])  # the quicker one
def test_a_lab_cell_that_draws_keeps_its_plot_and_offers_the_notebook(
    reader: Reader, source: str
) -> None:
    page = reader.open(address(source))
    numbers = range(1, page.locator(".cell[data-cell]").count() + 1)
    drawing = next(
        number for number in numbers if cell(page, number).locator("svg[role=img]").count()
    )
    found = run(page, drawing)
    note = found.locator(".cell-note")
    expect(note).to_contain_text("This cell needs matplotlib, which is not loaded in the page")
    assert (note.get_by_role("link").get_attribute("href") or "").endswith(".ipynb")
    expect(found.locator("svg[role=img]").first).to_be_visible()
    expect(button(found, "Run")).to_be_visible()
    assert "Traceback" not in outputs(found)


@pytest.mark.parametrize("source", NOT_HERE)
def test_what_needs_more_than_the_page_has_offers_no_run(reader: Reader, source: str) -> None:
    page = reader.open(address(source))
    expect(page.locator(".cell").first).to_be_visible()
    expect(page.locator(".cell-bar")).to_have_count(0)
