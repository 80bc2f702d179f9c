"""No file of the built site is of unknown origin."""

from __future__ import annotations

from bpsite.render.licences import shipped
from tests.site.building import ROOT, Site


def test_every_asset_is_under_a_licence_that_the_page_lists(site: Site) -> None:
    known = tuple(start for entry in shipped(ROOT) for start in entry.files)
    files = (path for path in site.folder.glob("assets/**/*") if path.is_file())
    names = [path.relative_to(site.folder).as_posix() for path in files]
    assert [name for name in names if not name.startswith(known)] == []
    rows = [cell.get_text() for cell in site.of("licences.md").select("article td")]
    assert [entry.name for entry in shipped(ROOT) if entry.name not in rows] == []
