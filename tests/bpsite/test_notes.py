"""The examples of the pages for teachers: the checker says what the pages say that it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bpsite import pages
from bpsite.__main__ import bpcheck, main

DOCS = Path(__file__).parents[2] / "docs"
Printed = pytest.CaptureFixture[str]


def fences(page: str, info: str) -> list[str]:
    """The bodies of a page's fences of one kind, each with a line's end."""
    found = pages.read(DOCS / page).fences
    return [fence.body + "\n" for fence in found if fence.info == info]


def changed(text: str, diff: str) -> str:
    """The text after each pair of lines, `-old` and `+new`, has been followed."""
    lines = diff.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert (old[0], new[0]) == ("-", "+")
        assert text.count(old[1:]) == 1, old
        text = text.replace(old[1:], new[1:])
    return text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DOCS / "derivations", tmp_path / "docs" / "derivations")
    return tmp_path


def test_notes_as_they_are_get_the_report_that_the_page_shows(
    folder: Path, capsys: Printed
) -> None:
    notes, _ = fences("check-your-notes.md", "markdown")
    report, *_ = fences("check-your-notes.md", "text")
    (folder / "neuron.md").write_text(notes, encoding="utf-8")
    assert bpcheck(["neuron.md"]) == 1
    assert capsys.readouterr().out == report


def test_the_notes_with_two_slips_get_the_message_that_the_page_shows(
    folder: Path, capsys: Printed
) -> None:
    _, notes = fences("check-your-notes.md", "markdown")
    _, message, _ = fences("check-your-notes.md", "text")
    (folder / "regression.md").write_text(notes, encoding="utf-8")
    assert main(["check", "regression.md"]) == 2
    assert capsys.readouterr().out == message


def test_the_mended_notes_pass_as_the_page_shows(folder: Path, capsys: Printed) -> None:
    _, notes = fences("check-your-notes.md", "markdown")
    (mending,) = fences("check-your-notes.md", "diff")
    _, _, message = fences("check-your-notes.md", "text")
    (folder / "regression.md").write_text(changed(notes, mending), encoding="utf-8")
    assert main(["check", "regression.md"]) == 0
    assert capsys.readouterr().out == message


def test_a_condition_written_as_a_statement_is_refuted(folder: Path, capsys: Printed) -> None:
    _, notes = fences("check-your-notes.md", "markdown")
    (mending,) = fences("check-your-notes.md", "diff")
    sentence = "It vanishes where the prediction is the target."
    notes = changed(notes, mending).replace(sentence, "Here $`w x + b = y`$.")
    (folder / "regression.md").write_text(notes, encoding="utf-8")
    assert main(["check", "regression.md"]) == 1
    assert "regression.md:26:16: step 1: left and right differ at" in capsys.readouterr().out


def frame_and_equation() -> str:
    """The page that write-a-page.md begins with, and the equation that it shows."""
    frame = fences("write-a-page.md", "text")[0]
    equation = fences("write-a-page.md", "markdown")[0]
    return f"{frame}\n{equation}"


def test_the_frame_with_its_equation_passes(folder: Path, capsys: Printed) -> None:
    (folder / "docs" / "area.md").write_text(frame_and_equation(), encoding="utf-8")
    assert main(["check", "docs/area.md"]) == 0
    assert capsys.readouterr().out == "2 relations on 1 page: 2 proved\n"


def test_the_frame_with_two_slips_gets_the_messages_that_the_page_shows(
    folder: Path, capsys: Printed
) -> None:
    (slips,) = fences("write-a-page.md", "diff")
    text = changed(frame_and_equation(), slips)
    (folder / "docs" / "area.md").write_text(text, encoding="utf-8")
    assert main(["check", "docs/area.md"]) == 1
    findings, _, _ = capsys.readouterr().out.rpartition("\n2 relations")
    assert findings + "\n" == fences("write-a-page.md", "text")[-1]


def test_the_sentence_with_inline_mathematics_passes(folder: Path, capsys: Printed) -> None:
    page = fences("write-a-page.md", "text")[1]
    (folder / "page.md").write_text(page, encoding="utf-8")
    assert main(["check", "page.md"]) == 0
    assert capsys.readouterr().out == "2 relations on 1 page: 1 definition, 1 proved\n"
