"""Every exercise is answered in the page: right, and by each of its slips.

All stand on one page here, the index, which brings them as a derivation does; so there is one
Python for the formulas, and one for the code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bpsite import pages
from bpsite.exercises import code
from bpsite.exercises.exercise import Exercise
from bpsite.exercises.reading import of_page
from bpsite.pages import is_exercises
from tests.site.building import DOCS, Site
from tests.site.conftest import Reader, reading

pytestmark = pytest.mark.without_theme
SHEETS = {
    path.stem: of_page(pages.read(path))
    for path in sorted((DOCS / "exercises").glob("*.md"))
    if is_exercises(path)
}
BRING_ALL = """() => {
  for (const list of document.querySelectorAll('exercise-list')) {
    list.dataset.whole = '';
    list.style = 'position: fixed; top: 0'; // all in sight
    list.replaceWith(list.cloneNode(true));
  }
}"""
ALL_THERE = "count => document.querySelectorAll('exercise-answer[data-awake]').length === count"
ANSWER = """async ([sheet, exercise, given]) => {
  const box = document.querySelector(`[data-sheet="${sheet}"][data-exercise="${exercise}"]`);
  const choice = [...box.querySelectorAll('[type=radio]')].find(({ value }) => value === given);
  if (choice) choice.checked = true;
  else box.querySelector('input, textarea').value = given;
  box.querySelector('form').requestSubmit();
  const button = box.querySelector('[type=submit]');
  while (button.disabled) await new Promise((done) => setTimeout(done, 5));
  const reply = box.querySelector('.exercise-reply');
  return [reply.dataset.status, reply.textContent.trim()];
}"""


@pytest.fixture(scope="module")
def sheet(browser: Browser, site: Site) -> Iterator[Page]:
    with reading(browser, site, theme=False) as reader:
        page = reader.open("exercises/")
        page.evaluate(BRING_ALL)
        page.wait_for_function(ALL_THERE, arg=sum(map(len, SHEETS.values())))
        yield page
        assert reader.complaints == []


def said(page: Page, sheet: str, exercise: Exercise, given: str) -> list[str]:
    """The status and the words of the reply."""
    found: list[str] = page.evaluate(ANSWER, [sheet, exercise.id, given])
    return found


def answers(site: Site, sheet: str, exercise: Exercise) -> tuple[str, list[str]]:
    """The right answer, and what each slip is given as."""
    file = site.folder / f"assets/exercises/{sheet}.json"
    known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["exercises"][exercise.id]
    if exercise.kind == "number":
        first = known["variants"][0]
        return first["answer"], first["slips"]
    if exercise.kind == "code":
        slips = [code.slipped(exercise, slip) for slip in exercise.slips]
        return code.solution(exercise), slips
    right = exercise.answer.removeprefix("step ")
    return right, [slip.given for slip in exercise.slips]


@pytest.mark.parametrize("name", SHEETS)
def test_every_exercise_is_answered_right_and_by_each_slip(
    sheet: Page, site: Site, name: str
) -> None:
    for exercise in SHEETS[name]:
        right, slips = answers(site, name, exercise)
        for number, slip in enumerate(slips):
            status, words = said(sheet, name, exercise, slip)
            wanted = exercise.slips[number].reply.split()[0]
            assert (status, wanted in words) == ("slip", True), (exercise.title, slip, words)
        assert said(sheet, name, exercise, right) == ["right", "Right."], exercise.title


OTHERS = {
    ("error-signal", "The missing factor", "2"): ("wrong", "No. At \u03b8\u207d"),
    ("error-signal", "The missing factor", "q"): ("unread", "Undeclared symbol q."),
    ("error-signal", "The missing factor", " "): ("unread", "Nothing is there yet."),
    ("matrices", "Two layers back", "h"): ("open", "This is no slip"),
    ("matrices", "The shape of the way back", "p x 1"): ("wrong", "No. In a product"),
    ("by-hand", "The update of the last weight", "7"): ("wrong", "No. The answer has"),
    ("by-hand", "One factor too few", ""): ("unread", "No step is chosen."),
    ("update-order", "Too early", "def update(*_):\n    return 0, 0"): ("wrong", "No. print("),
    ("update-order", "Too early", "update ="): ("unread", "Your code does not run: SyntaxError"),
}
UNCHOOSE = "() => document.querySelectorAll('[type=radio]').forEach((r) => { r.checked = false; })"


@pytest.mark.parametrize("asked", OTHERS, ids="-".join)
def test_any_other_answer_is_refuted_or_handed_back(
    sheet: Page, asked: tuple[str, str, str]
) -> None:
    name, title, given = asked
    (exercise,) = (each for each in SHEETS[name] if each.title == title)
    sheet.evaluate(UNCHOOSE)
    status, words = OTHERS[asked]
    found = said(sheet, name, exercise, given)
    assert (found[0], found[1][: len(words)]) == (status, words)


def test_other_numbers_are_asked_for_and_answered(reader: Reader) -> None:
    page = reader.open("exercises/sigmoid/#the-slope-from-the-value")
    box = page.locator("section[data-exercise=the-slope-from-the-value]")
    expect(box.locator("p code").first).to_have_text("s = 0.70")
    box.get_by_role("button", name="Other numbers").click()
    expect(box.locator("p code").first).not_to_have_text("s = 0.70")
    given = float(box.locator("p code").first.inner_text().removeprefix("s = "))
    box.get_by_role("textbox").fill(f"{given * (1 - given):.4f}")
    box.get_by_role("textbox").press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Right.")


def test_hints_come_one_by_one_and_keys_put_their_symbol(reader: Reader) -> None:
    page = reader.open("exercises/sigmoid/")
    box = page.locator("section[data-exercise=the-slope-of-the-slope]")
    hints = box.locator(".exercise-hint")
    expect(hints.nth(1)).to_be_hidden()
    hints.nth(0).locator("summary").click()
    expect(hints.nth(1)).to_be_visible()
    box.get_by_role("button", name="sigma", exact=True).click()
    box.get_by_role("button", name="x", exact=True).click()
    box.get_by_role("button", name="fraction").click()
    page.keyboard.type("1")
    expect(box.get_by_role("textbox")).to_have_value(r"\sigma x\frac{1}{}")


def test_a_derivation_brings_its_questions_when_its_reader_comes_near(reader: Reader) -> None:
    page = reader.open("derivations/update-order/")
    assert page.locator("section.exercise").count() == 0
    page.locator("#exercises").scroll_into_view_if_needed()
    expect(page.locator("section.exercise exercise-answer[data-awake]")).to_have_count(4)
    expect(page.locator("section.exercise h3").first).to_contain_text("What the first weight")
    expect(page.locator("section.exercise .cell").first).to_be_attached()
    expect(page.locator(".cell[data-cell]:not(.with-bar)")).to_have_count(0)


def test_progress_is_counted_exported_and_erased(reader: Reader) -> None:
    context = reader.context()
    page = reader.open("exercises/by-hand/", context)
    box = page.locator("section[data-exercise=one-factor-too-few]")
    box.get_by_label("3").check()
    box.get_by_role("button", name="Check").click()
    expect(box.get_by_role("status")).to_have_text("Right.")
    expect(box).to_have_attribute("data-status", "right")
    page = reader.open("exercises/", context)
    progress = page.locator("exercise-progress")
    expect(progress.get_by_role("status")).to_contain_text("1 of ")
    row = page.locator("li[data-exercise='by-hand/one-factor-too-few']")
    expect(row).to_have_attribute("data-status", "right")
    with page.expect_download() as downloaded:
        progress.get_by_role("button", name="Export").click()
    kept = json.loads(Path(downloaded.value.path()).read_text(encoding="utf-8"))
    assert kept["exercises"]["by-hand/one-factor-too-few"]["status"] == "right"
    page.on("dialog", lambda dialog: dialog.accept())
    progress.get_by_role("button", name="Erase").click()
    expect(progress.get_by_role("status")).to_contain_text("0 of ")
    expect(row).to_have_attribute("data-status", "")


@pytest.mark.parametrize("wanted", ["questions", "solutions"])
def test_a_sheet_is_printed_with_or_without_the_solutions(reader: Reader, wanted: str) -> None:
    page = reader.open("exercises/by-hand/")
    page.evaluate("window.print = () => {}")
    page.locator(f"button[data-print={wanted}]").click()
    page.emulate_media(media="print")
    solution = page.locator(".exercise-solution").first
    expect(solution).to_be_visible(visible=wanted == "solutions")
    expect(page.locator("exercise-answer").first).to_be_hidden()
    expect(page.locator(".exercise .equation").first).to_be_visible()


def test_without_scripts_the_questions_and_solutions_are_there_and_no_field_is(
    reader: Reader,
) -> None:
    page = reader.open("exercises/by-hand/", reader.context(java_script_enabled=False))
    expect(page.locator("exercise-answer").first).to_be_hidden()
    page.locator(".exercise-solution summary").first.click()
    expect(page.locator(".exercise-solution p").first).to_be_visible()
