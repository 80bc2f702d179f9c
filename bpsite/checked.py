"""The verdicts of all pages in one file, which renderers read; renewed when anything changes."""

from __future__ import annotations

import json
from pathlib import Path

from bpsite import source
from bpsite.proof.verdicts import check
from bpsite.state import digest

_HERE = Path(__file__).parent


def renew(docs: Path, file: Path) -> list[str]:
    """Decides every relation on the pages and keeps the verdicts; gives what is wrong.

    Nothing is decided again while neither a page, nor `bpcore`, nor the checker has changed.
    """
    code = [*_HERE.glob("*.py"), *_HERE.glob("proof/*.*"), *_HERE.parent.glob("bpcore/*.py")]
    state = digest([*docs.rglob("*.md"), *code])
    if file.exists() and json.loads(file.read_text(encoding="utf-8"))["state"] == state:
        return []
    report = check([source.shown(docs)])
    findings = report.findings()
    if not findings:
        relations = [verdict.as_json() for verdict in report.verdicts]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"state": state, "relations": relations}), encoding="utf-8")
    return findings
