"""A page as a Jupyter notebook: its words as Markdown cells, its cells with what they print."""

from __future__ import annotations

import ast
import doctest
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin, urlsplit

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from bpsite import latex, pages
from bpsite.pages import is_exercises
from bpsite.render import figures, snippets
from bpsite.render.cells import cell_of, shown

_CODE = ("pycon", "snippet")
_NAMES = {"numpy": "NumPy", "matplotlib": "Matplotlib"}  # as people write them
_ADMONITION = re.compile(r'(?:!!!|\?\?\?\+?) +(?P<kind>[\w-]+)[^"]*(?:"(?P<title>.*)")?')
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HTML_LINE = re.compile(r"^ *</?(?:div|section|figure)\b[^>]*>\n?", re.MULTILINE)
_PIECE = re.compile(
    r"\$(?P<ticks>`+)(?P<math>.+?)(?P=ticks)\$"
    r"|(?P<code>(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`))"
    r"|!\[(?P<alternative>[^\]]*)\]\((?P<image>[^)]*)\)"
    r"|\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^)\s]*)[^)]*\)"
    r"|(?P<attributes> ?\{:? ?[.#][^}]*\})",
    re.DOTALL,
)


@dataclass(frozen=True)
class Site:
    """Where the site is, if that is known, and the address in it of each page's file."""

    url: str
    addresses: Mapping[str, str]
    wheel: str  # the address in the site of what installs bpcore

    def address(self, target: str, page: str) -> str:
        """The whole address of a link's target on a page, or nothing if it is not known."""
        path, _, anchor = target.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        if not self.url or file not in self.addresses:
            return ""
        return urljoin(self.url, self.addresses[file]) + (f"#{anchor}" if anchor else "")


def attach(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Puts the page's notebook beside it and tells the theme, if there is anything to run."""
    if page.file.abs_src_path is None:  # made while the site is built, from other pages
        return
    read = pages.read(page.file.abs_src_path)
    if not has_cells(read):
        return
    name = f"{page.file.name}.ipynb"
    ran = page.meta.get("ran", ())
    made = notebook(read, page.file.src_uri, _site(config, files), ran)
    address = posixpath.join(posixpath.dirname(page.file.dest_uri), name)
    files.append(File.generated(config, address, content=nbformat.writes(made)))
    page.meta["notebook"] = name


def _site(config: MkDocsConfig, files: Files) -> Site:
    addresses = {file.src_uri: file.url for file in files.documentation_pages()}
    wheel = next((uri for uri in files.src_uris if uri.endswith(".whl")), "")
    return Site(config.site_url or "", addresses, wheel)


def has_cells(page: pages.Page) -> bool:
    """Whether there is anything to run on the page; exercises are answered where they stand."""
    return not is_exercises(page.path) and any(_is_code(fence, page) for fence in page.fences)


def notebook(
    page: pages.Page, file: str, site: Site, ran: Sequence[nbformat.NotebookNode] = ()
) -> nbformat.NotebookNode:
    """The page in `file`, as the site names it, as a notebook.

    `ran` are the code cells of a lab, with what they printed and plotted.
    """
    made = _Maker(page, file, site, ran)
    cells = [*_preface(page, file, site), *made.cells()]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    _count([cell for cell in cells if cell.cell_type == "code"])
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    language = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec, "language_info": language})


def _preface(page: pages.Page, file: str, site: Site) -> Iterator[nbformat.NotebookNode]:
    """What the notebook is and needs."""
    address = site.address("", file)
    origin = f"[{address}]({address})" if address else "a page of the site"
    packages = ["numpy", *(["matplotlib"] if "jupyter" in page.meta else []), *page.needs]
    needed = ", ".join(_NAMES.get(package, package) for package in packages)
    text = f"This notebook is {origin}. It needs {needed} and `bpcore`."
    install = " ".join(packages)
    if site.url:
        text += " If they are not installed, take the `#` from the next cell and run it."
        install += f" {urljoin(site.url, site.wheel)}"
    else:
        name = posixpath.basename(site.wheel)
        text += f" If they are not installed, put `{name}` from the site's `assets` beside this"
        text += " notebook, take the `#` from the next cell and run it."
        install += f" {name}"
    yield new_markdown_cell(text)
    yield new_code_cell(f"# %pip install {install}")


def _count(cells: Sequence[nbformat.NotebookNode]) -> None:
    """Numbers the code cells as a run from top to bottom does."""
    for number, cell in enumerate(cells, 1):
        cell.execution_count = number
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = number


def _is_code(fence: pages.Fence, page: pages.Page) -> bool:
    return fence.info in _CODE or ("jupyter" in page.meta and _is_python(fence))


def _is_python(fence: pages.Fence) -> bool:
    return fence.info.split(" ", 1)[0] == "python"


@dataclass(frozen=True)
class _Maker:
    page: pages.Page
    file: str
    site: Site
    ran: Sequence[nbformat.NotebookNode]

    def cells(self) -> Iterator[nbformat.NotebookNode]:
        """The page's cells in order."""
        blocks = self._blocks(_FRONT_MATTER.sub("", self.page.text).splitlines())
        for _, group in groupby(blocks, type):
            parts = list(group)
            text = "\n".join(part for part in parts if isinstance(part, str)).strip("\n")
            if text.strip(" >\n"):
                yield new_markdown_cell(text)
            for part in parts:
                if isinstance(part, pages.Fence):
                    yield from self._code_cells(part)

    def _code_cells(self, fence: pages.Fence) -> Iterator[nbformat.NotebookNode]:
        if fence.info == "pycon":
            yield from pycon_cells(fence.body)
        elif fence.info == "snippet":
            yield new_code_cell(snippets.of_fence(fence).rstrip())
        else:
            yield new_code_cell(fence.body, outputs=self._outputs(fence))

    def _outputs(self, fence: pages.Fence) -> list[nbformat.NotebookNode]:
        """What the lab's cell printed and plotted when the site was built."""
        found = cell_of(fence, self.ran)
        return shown(found) if found else []

    def _blocks(self, lines: Sequence[str]) -> Iterator[str | pages.Fence]:
        """Runs of Markdown, and the fences that are code to run."""
        fences = {fence.line - 1: fence for fence in pages.fences(lines, self.page.path)}
        text: list[str] = []
        number = 0
        while number < len(lines):
            fence = fences.get(number)
            admonition = _ADMONITION.fullmatch(lines[number].rstrip())
            if fence or admonition:
                yield self._words(text)
                text = []
            if fence:
                yield self._fence(fence, lines)
                number = fence.end
            elif admonition:
                end = _end_of_indented(lines, number + 1)
                yield from self._quote(admonition, [line[4:] for line in lines[number + 1 : end]])
                number = end
            else:
                text.append(lines[number])
                number += 1
        yield self._words(text)

    def _fence(self, fence: pages.Fence, lines: Sequence[str]) -> str | pages.Fence:
        if _is_code(fence, self.page):
            return fence
        if fence.info == "math":
            body = latex.without_comments(fence.body).splitlines()
            formula = [line.rstrip() for line in body if line.strip()]
            return "\n".join(" " * fence.indent + line for line in ["$$", *formula, "$$"])
        return "\n".join(lines[fence.line - 1 : fence.end])

    def _quote(self, admonition: re.Match[str], body: Sequence[str]) -> Iterator[str | pages.Fence]:
        """An admonition as a block quote; code to run can't stay inside one."""
        title = admonition["title"]
        heading = admonition["kind"].capitalize() if title is None else title
        yield f"\n> **{self._words([heading])}**\n>" if heading else ""
        for block in self._blocks(body):
            if isinstance(block, str):
                lines = block.strip("\n").splitlines()
                yield "\n".join(f"> {line}".rstrip() for line in lines)
            else:
                yield block

    def _words(self, lines: Sequence[str]) -> str:
        """Prose without what only this site's renderer knows."""
        return _PIECE.sub(self._piece, _HTML_LINE.sub("", "\n".join(lines)))

    def _piece(self, found: re.Match[str]) -> str:
        if found["math"]:
            return f"${found['math'].strip()}$"
        if found["alternative"] is not None:
            return self._figure(found["alternative"], found["image"])
        if found["text"] is not None:
            return self._link(found["text"], found["target"])
        return found["code"] or ""

    def _figure(self, alternative: str, address: str) -> str:
        """A figure in words; one that moves does so on the page alone."""
        moves = address.removeprefix("figure:") in figures.MOVING
        where = self._link("on its page", "#moving") if moves else ""
        return f"*Figure: {alternative}*" + (f" It moves {where}." if moves else "")

    def _link(self, text: str, target: str) -> str:
        text = self._words([text])
        address = target if urlsplit(target).scheme else self.site.address(target, self.file)
        return f"[{text}]({address})" if address else text


def _end_of_indented(lines: Sequence[str], start: int) -> int:
    """The index behind the indented lines that begin at `start`."""
    end = start
    for number in range(start, len(lines)):
        if lines[number].startswith("    "):
            end = number + 1
        elif lines[number].strip():
            break
    return end


def pycon_cells(body: str) -> Iterator[nbformat.NotebookNode]:
    r"""A ```pycon fence as code cells, a new one after each output, as Jupyter shows them.

    >>> [cell.source for cell in pycon_cells(">>> x = 1\n>>> x\n1\n>>> print(2)\n2\n")]
    ['x = 1\nx', 'print(2)']
    """
    code = ""
    for example in doctest.DocTestParser().get_examples(body + "\n"):
        code += example.source
        if example.want:
            yield _cell(code, example)
            code = ""
    if code:
        yield new_code_cell(code.rstrip("\n"))


def _cell(code: str, example: doctest.Example) -> nbformat.NotebookNode:
    text = example.want.replace("<BLANKLINE>\n", "\n")
    cell = new_code_cell(code.rstrip("\n"))
    if example.exc_msg is not None:
        name, _, message = example.exc_msg.rstrip("\n").partition(": ")
        trace = example.exc_msg.rstrip("\n").splitlines()
        cell.outputs = [new_output("error", ename=name, evalue=message, traceback=trace)]
        cell.metadata.tags = ["raises-exception"]
    elif _prints(example.source):
        cell.outputs = [new_output("stream", name="stdout", text=text)]
    else:
        data = {"text/plain": text.rstrip("\n")}
        cell.outputs = [new_output("execute_result", data=data, execution_count=None)]
    return cell


def _prints(code: str) -> bool:
    """Whether the output of the code is what it prints, not the value of its last expression."""
    last = ast.parse(code).body[-1]
    if not isinstance(last, ast.Expr):
        return True
    called = last.value.func if isinstance(last.value, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "print"
