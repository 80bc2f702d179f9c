"""A Python-Markdown extension: the line `<!-- equation index -->` becomes the index of equations.

Every numbered equation of all pages under its page, in the order of the numbers; where the
verdicts are known, with its verdict, below a picture of which equation rests on which. A number
that stands twice, or one of the permanent numbers that no page has, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from bpsite import latex, pages, source
from bpsite.render import dependencies, katex, verdicts
from bpsite.render.steps import Stash
from bpsite.render.verdicts import Verdict

MARKER = "<!-- equation index -->"
PERMANENT = range(1, 18)
"""The numbers of the source's equations, which readers cite."""

_STANDIN = "equation-index-stands-here"
_PICTURE = re.compile(r'<svg [^>]*aria-label="Which equation rests on which".*?</svg>', re.DOTALL)
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_MATHEMATICS = re.compile(r"\$`+.*?`+\$")


@dataclass(frozen=True)
class Entry:
    """A numbered equation: its page, as a path below the pages' folder, and its section there."""

    number: int
    page: str
    title: str
    section: str
    place: source.Place
    latex: str


def entries(docs_dir: str) -> list[Entry]:
    """All numbered equations by number. Raises `AuthorError` for a number that stands twice."""
    found: dict[int, Entry] = {}
    for path in sorted(Path(docs_dir).rglob("*.md")):
        page = pages.read(path)
        for entry in _on_page(page, path.relative_to(docs_dir).as_posix()):
            if entry.number in found:
                message = f"({entry.number}) stands here and at {found[entry.number].place}"
                remedy = "A number is one equation's for good: give one of them the next free one."
                raise page.error(message, entry.place.line, entry.place.column, remedy)
            found[entry.number] = entry
    return [found[number] for number in sorted(found)]


def _on_page(page: pages.Page, path: str) -> Iterator[Entry]:
    headings = list(_headings(page))
    title = str(page.meta.get("title") or (headings[0][1] if headings else path))
    for formula in page.mathematics:
        if formula.display and formula.tag is not None:
            above = [text for line, text in headings[1:] if line < formula.line]
            place = source.Place(source.shown(page.path), formula.line, formula.column)
            section = above[-1] if above else ""
            yield Entry(formula.tag, path, title, section, place, formula.latex)


def _headings(page: pages.Page) -> Iterator[tuple[int, str]]:
    inside = {number for fence in page.fences for number in range(fence.line, fence.end + 1)}
    for number, line in enumerate(page.text.splitlines(), 1):
        found = _HEADING.match(line)
        if found and number not in inside:
            yield number, _MATHEMATICS.sub("\u2026", found["text"])


def missing(found: Sequence[Entry]) -> str | None:
    """What to say of the first permanent number that no page has, with the places around it."""
    places = {entry.number: entry.place for entry in found}
    for number in PERMANENT:
        if number not in places:
            around = (max((n for n in places if n < number), default=None),
                      min((n for n in places if n > number), default=None))  # fmt: skip
            near = " and ".join(f"({n}) is at {places[n]}" for n in around if n is not None)
            return f"no page has ({number})" + (f"; {near}" if near else "")
    return None


def brief(equation: str) -> str:
    r"""An equation as short as it can be shown: a chain's two ends, or the lines of a system.

    >>> brief(r"\begin{aligned} a &= b \\ &= c \\ &= d \end{aligned} \tag{5}")
    '{} a {}= d'
    >>> brief(r"\begin{aligned} a &= b \\ c &= d \end{aligned} \tag{5}")
    '\\begin{aligned}{} a &{}= b\\\\{} c &{}= d\\end{aligned}'
    """
    chains: list[tuple[str, str]] = []
    for step in latex.steps(equation):
        left = chains.pop()[0] if chains and not step.left else step.left
        chains.append((left, step.right))
    if len(chains) > 3:
        return r",\quad\ldots,\quad ".join(_chain(chains[end]) for end in (0, -1))
    if len(chains) > 1:
        rows = r"\\".join(_chain(chain, "&") for chain in chains)
        return rf"\begin{{aligned}}{rows}\end{{aligned}}"
    return _chain(chains[0])


def _chain(ends: tuple[str, str], alignment: str = "") -> str:
    """Both ends, the relation sign spaced as one between them."""
    return f"{{}} {ends[0]} {alignment}{{}}{ends[1]}"


class IndexExtension(Extension):
    """Puts the index of equations in the place of its marker."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "docs_dir": ["docs", "Where the pages with the numbered equations are."],
            "verdicts": [verdicts.FILE, "What `bpsite check --json` printed, if it did."],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the two processors."""
        # 26: while lines still have their numbers, before comments are stashed as HTML (20).
        md.preprocessors.register(_Marker(md), "equation-index", 26)
        # 15: before MkDocs and the table of contents find headings (5) and links (0).
        settings = self.getConfig("docs_dir"), self.getConfig("verdicts")
        md.treeprocessors.register(_Index(md, *settings), "equation-index", 15)
        # 0: when the links of the picture have been resolved and written.
        md.postprocessors.register(_Picture(md), "equation-index", 0)


class _Marker(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [_STANDIN if line.strip() == MARKER else line for line in lines]


class _Picture(Postprocessor):
    """Writes the picture's links as SVG 1.1 does: Material's script takes `href` for HTML's own."""

    def run(self, text: str) -> str:
        return _PICTURE.sub(lambda found: found[0].replace("<a href=", "<a xlink:href="), text)


class _Index(Treeprocessor):
    def __init__(self, md: Markdown, docs_dir: str, file: str) -> None:
        super().__init__(md)
        self.stash = md.htmlStash.store
        self.docs_dir = docs_dir
        self.file = file

    def run(self, root: Element) -> None:
        for index, child in enumerate(list(root)):
            if child.tag == "p" and child.text == _STANDIN:
                found = _complete(self.docs_dir)
                checked = {entry.number: _checked(entry, self.file) for entry in found}
                root[index : index + 1] = [
                    *overview(found, checked, verdicts.of_site(self.file)),
                    *index_elements(found, checked, self.stash),
                ]


def _checked(entry: Entry, file: str) -> list[Verdict]:
    """What was decided of an equation's relations."""
    page = verdicts.of_page(entry.place.path, file)
    return [v for v in page if v.equation_line == entry.place.line and v.verdict != "bound"]


def _complete(docs_dir: str) -> list[Entry]:
    found = entries(docs_dir)
    message = missing(found)
    if message:
        lines = source.reading.get().text.splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.strip() == MARKER), 1)
        remedy = f"The numbers {PERMANENT[0]} to {PERMANENT[-1]} are permanent."
        raise source.error_here(message, line, 1, remedy)
    return found


Checked = Mapping[int, Sequence[Verdict]]
"""The verdicts on the relations of each numbered equation."""


def overview(found: Sequence[Entry], checked: Checked, site: Sequence[Verdict]) -> list[Element]:
    """The site's totals, and a picture of which equation rests on which; nothing unchecked."""
    if not all(checked.values()):
        return []
    totals = Element("p")
    totals.text = verdicts.counts(site, "on the site")
    rests = {entry.number: _rests_on(entry.number, checked) for entry in found}
    drawn = dependencies.picture(
        [(group[0].title, [entry.number for entry in group]) for group in _by_page(found)], rests
    )
    addresses = {entry.number: _address(entry) for entry in found}
    told = {number: _told(number, checked, rests[number]) for number in rests}
    attributes = {"class": "dependencies", "tabindex": "0", "data-search-exclude": ""}
    figure = Element("figure", {**attributes, "role": "group", "aria-label": "Dependencies"})
    figure.append(dependencies.element(drawn, rests, addresses, told))
    return [totals, figure]


def _rests_on(number: int, checked: Checked) -> list[int]:
    return [cited for cited in verdicts.rests_on(checked[number]) if cited in checked]


def _told(number: int, checked: Checked, rests: Sequence[int]) -> str:
    """What the picture says of an equation when it is pointed at, or read aloud."""
    cited = verdicts.listed([f"({other})" for other in rests]) if rests else "no other equation"
    return f"({number}), {verdicts.weakest(checked[number])}, rests on {cited}"


def index_elements(found: Sequence[Entry], checked: Checked, stash: Stash) -> list[Element]:
    """For each page a heading and the list of its equations."""
    addresses = {entry.number: source.link(entry.place.path) for entry in found}
    elements = []
    for group in _by_page(found):
        heading = Element("h2")
        SubElement(heading, "a", {"href": source.link(group[0].place.path)}).text = group[0].title
        listing = Element("ul", {"class": "equation-index"})
        for entry in group:
            row = SubElement(listing, "li")
            _row(row, entry, stash)
            if checked[entry.number]:
                _verdict(SubElement(row, "div", {"class": "equation-verdict"}),
                         entry.number, checked, addresses)  # fmt: skip
        elements += [heading, listing]
    return elements


def _by_page(found: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.page, []).append(entry)
    return list(groups.values())


def _address(entry: Entry) -> str:
    return f"{source.link(entry.place.path)}#eq-{entry.number}"


def _row(item: Element, entry: Entry, stash: Stash) -> None:
    number = SubElement(item, "a", {"class": "equation-number", "href": _address(entry)})
    number.text = f"({entry.number})"
    attributes = {"class": "equation-brief", "tabindex": "0", "data-search-exclude": ""}
    box = SubElement(item, "div", attributes)
    box.text = stash(katex.render(brief(entry.latex), display=True))
    SubElement(item, "span", {"class": "equation-section"}).text = entry.section


def _verdict(cell: Element, number: int, checked: Checked, pages: Mapping[int, str]) -> None:
    whole, rests = verdicts.weakest(checked[number]), _rests_on(number, checked)
    SubElement(cell, "span", {"aria-hidden": "true"}).text = verdicts.KINDS[whole].mark
    cell[-1].tail = f" {whole}, rests on " if rests else f" {whole}"
    verdicts.add_links(cell, rests, pages)


def makeExtension(**settings: Any) -> IndexExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return IndexExtension(**settings)
