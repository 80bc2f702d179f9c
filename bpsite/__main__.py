"""The command line: `bpcheck PATH ... [--json] [--declare] [--macros FILE] [--explain FILE:LINE]`.

`bpcheck derive` writes a page instead.

`bpcheck` reads notes as they are; `python -m bpsite check` reads the site's pages, in their format.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence, Sized
from pathlib import Path

from bpsite.notes import report as notes_report
from bpsite.notes.checking import Checked, check_notes, is_page
from bpsite.notes.files import read as read_notes
from bpsite.notes.judge import judge
from bpsite.notes.sarif import sarif
from bpsite.proof.explaining import explained
from bpsite.proof.site import Report, check
from bpsite.source import AuthorError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `python -m bpsite` and gives back its exit code."""
    parser = argparse.ArgumentParser(prog="python -m bpsite")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="decide every relation on the pages")
    _take_options(checking)
    return _checked(parser.parse_args(arguments), ["docs"])


def bpcheck(arguments: Sequence[str] | None = None) -> int:
    """Runs `bpcheck`, for notes anywhere, and gives back its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["derive"]:
        from bpsite.derive.command import derive  # noqa: PLC0415 # its cells load NumPy

        return derive(given[1:])
    about = (
        "Decide every relation in notes: proved, or refuted with numbers. See also: bpcheck derive"
    )
    parser = argparse.ArgumentParser(prog="bpcheck", description=about)
    _take_options(parser)
    parser.add_argument("--declare", action="store_true", help="print what names are taken for")
    parser.add_argument("--sarif", action="store_true", help="print findings for a code host")
    parser.add_argument("--macros", metavar="FILE", help="a file that defines own commands")
    options = parser.parse_args(given)
    if not options.paths and not options.explain:
        parser.error("which notes? Name one or more files or folders, as in: bpcheck notes.md")
    if arguments is None:  # the process is ours, and not one that calls us
        _within_memory()
    return _explain_notes(options.explain) if options.explain else _notes(options)


def _explain_notes(place: str) -> int:
    """Prints what became of the statements in a line; of our own format, how they were decided."""
    path, _, line = place.rpartition(":")
    if not Path(path).is_file() or not line.isdigit():
        return _explain(place)
    try:
        notes = read_notes(path)
        if is_page(notes):
            return _explain(place)
        paragraphs = list(notes_report.explained(judge(notes), int(line)))
    except AuthorError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n\n".join(paragraphs or [f"no formula stands at {place}"]) + "\n")
    return 0 if paragraphs else 2


def _notes(options: argparse.Namespace) -> int:
    """Checks notes and prints the report on them."""
    found = check_notes(options.paths, options.macros)
    if options.declare:
        sys.stdout.write("\n".join(map(notes_report.declarations, found.judged)))
    elif options.sarif:
        sys.stdout.write(json.dumps(sarif(found), indent=1) + "\n")
    else:
        sys.stdout.write(_notes_as_json(found) if options.json else _notes_as_text(found))
    return found.exit_code


def _notes_as_json(found: Checked) -> str:
    relations = [verdict.as_json() for verdict in found.report.verdicts]
    relations += [fields for judged in found.judged for fields in notes_report.as_json(judged)]
    errors = list(map(_error_as_json, (*found.errors, *found.report.errors)))
    errors += [fields for j in found.judged for fields in notes_report.errors_as_json(j)]
    taken = {judged.notes.path: judged.names.kinds for judged in found.judged}
    return json.dumps({"relations": relations, "errors": errors, "taken": taken}, indent=1) + "\n"


def _notes_as_text(found: Checked) -> str:
    parts = [f"{error}\n" for error in found.errors]
    parts += [_as_text(found.report)] if found.report.pages or found.report.errors else []
    return "\n".join([*parts, *map(notes_report.as_text, found.judged)])


def _take_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, or a folder of files")
    parser.add_argument("--json", action="store_true", help="print every relation as JSON")
    parser.add_argument("--explain", metavar="FILE:LINE", help="show how a formula is decided")


def _checked(options: argparse.Namespace, usual: Sequence[str]) -> int:
    """Does what the options ask for; `usual` are the paths where they name none."""
    if options.explain:
        return _explain(options.explain)
    from bpsite.exercises.sheets import findings  # noqa: PLC0415 # bpcheck comes without exercises

    report = check(options.paths or usual)
    wrong = findings(report.pages)
    sys.stdout.write(_as_json(report, wrong) if options.json else _as_text(report, wrong))
    return report.exit_code or int(bool(wrong))


def _explain(place: str) -> int:
    """Prints how the equations of the formula at a place are decided."""
    path, _, line = place.rpartition(":")
    if not path or not line.isdigit():
        sys.stderr.write(f"{place!r} is no place. Write it as docs/page.md:41\n")
        return 2
    try:
        paragraphs = list(explained(Path(path), int(line)))
    except AuthorError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n\n".join(paragraphs or [f"no formula stands at {place}"]) + "\n")
    return 0 if paragraphs else 2


def _as_json(report: Report, exercises: Sequence[AuthorError]) -> str:
    relations = [verdict.as_json() for verdict in report.verdicts]
    errors = list(map(_error_as_json, (*report.errors, *exercises)))
    return json.dumps({"relations": relations, "errors": errors}, indent=1) + "\n"


def _error_as_json(error: AuthorError) -> dict[str, str | int]:
    return {
        "file": error.place.path,
        "line": error.place.line,
        "column": error.place.column,
        "message": error.message,
        "remedy": error.remedy,
    }


def _as_text(report: Report, exercises: Sequence[AuthorError] = ()) -> str:
    counts = report.counts()
    total = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    relations, pages = _many(report.verdicts, "relation"), _many(report.pages, "page")
    words = f"{relations} on {pages}: {total or 'none'}"
    if report.errors:
        words += f"; {len(report.errors)} unreadable"
    return "\n".join([*report.findings(), *map(str, exercises), words]) + "\n"


def _many(things: Sized, word: str) -> str:
    return f"{len(things)} {word}{'s' * (len(things) != 1)}"


def _within_memory() -> None:
    """Makes a page that would take more than 1 GiB end in a message; not on Windows."""
    try:
        import resource  # noqa: PLC0415 # there is none on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (2**30, hard))


if __name__ == "__main__":
    _within_memory()
    sys.exit(main())
