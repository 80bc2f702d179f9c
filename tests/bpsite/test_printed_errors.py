"""The page *Printed errors*: where each error stood, who reported it, when, what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown.extensions.toc import slugify

from bpsite.proof.site import check

PAGE = Path(__file__).parents[2] / "docs" / "errata.md"
ALARMS = "False alarms"
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)  # fmt: skip
THREAD = re.compile(r"\[[^\]]+\]\(https://[^)\s]+\)")
DATE = re.compile(rf"\b[1-9]\d? (?:{MONTHS}) 20\d\d\b")
STATE = re.compile(r"; (?:acknowledged|fixed|open|closed|withdrawn)\b[^\n]*\.$")


@dataclass(frozen=True)
class Entry:
    """A heading of the third level, what kind it stands under, and what follows it."""

    kind: str
    title: str
    body: str

    @property
    def head(self) -> str:
        """The first paragraph: work, place, thread, date and state."""
        return self.body.strip().split("\n\n")[0].replace("\n", " ")


def parts(text: str, mark: str) -> list[tuple[str, str]]:
    """Titles after this mark of a heading, each with what follows up to the next."""
    found = re.split(rf"^{mark} (.+)\n", text, flags=re.MULTILINE)
    return list(zip(found[1::2], found[2::2], strict=True))


TEXT = PAGE.read_text(encoding="utf-8")
KINDS = {kind: parts(body, "###") for kind, body in parts(TEXT, "##")}
ENTRIES = [Entry(kind, *entry) for kind, entries in KINDS.items() for entry in entries]
ERRORS = [entry for entry in ENTRIES if entry.kind != ALARMS]
each = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.title)


def test_there_are_at_least_thirty_six_errors_and_some_false_alarms() -> None:
    assert len(ERRORS) >= 36
    assert KINDS[ALARMS]


def test_each_entry_has_an_anchor_of_its_own() -> None:
    titles = re.findall(r"^#+ (.+)$", TEXT, flags=re.MULTILINE)
    anchors = [slugify(title, "-") for title in titles]
    assert len(set(anchors)) == len(anchors)


@each
def test_an_entry_names_a_work_and_links_to_its_thread_with_a_date_and_a_state(
    entry: Entry,
) -> None:
    work, _, report = entry.head.partition(". [")
    assert work, "the work and the place come first"
    assert THREAD.match(f"[{report}"), "the thread follows them"
    assert DATE.search(report.partition(";")[0]), "the date of the report stands before the state"
    assert STATE.search(report)


@pytest.mark.parametrize("entry", ERRORS, ids=lambda entry: entry.title)
def test_an_error_shows_what_was_printed_marked_false(entry: Entry) -> None:
    assert re.search(r"^```math\n% false: .+$", entry.body, flags=re.MULTILINE)


@pytest.mark.parametrize("entry", KINDS[ALARMS], ids=lambda entry: entry[0])
def test_a_false_alarm_shows_that_the_line_is_right(entry: tuple[str, str]) -> None:
    assert "```math\n" in entry[1]
    assert "% false" not in entry[1]


def test_the_kinds_at_the_top_are_counted_as_they_are() -> None:
    told = re.findall(r"\[([^\]]+)\]\(#([\w-]+)\) (\d+)\b", TEXT)
    counted = [(kind, slugify(kind, "-"), str(len(rows))) for kind, rows in KINDS.items() if rows]
    assert told == counted
    assert f"{len(ERRORS)} errors, and {len(KINDS[ALARMS])} that were none" in TEXT


def test_every_error_is_refuted_at_values_or_by_shapes() -> None:
    false = [found for found in check([PAGE]).verdicts if found.verdict == "false"]
    assert len(false) > len(ERRORS)  # and the one that shows how they are marked
    for found in false:
        assert re.match(r"at .+: left .+, right .+|shapes .+|the left has shape .+", found.detail)
