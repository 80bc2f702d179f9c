"""A Python-Markdown extension: a ```snippet fence names code and shows it, ready to be pasted.

Each line of the fence is a dotted name such as `bpcore.sigmoid`. What is shown is the code as it
stands in the package's files, below the imports, constants and functions that it uses.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib.util
import pkgutil
import symtable
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from bpsite import pages, source
from bpsite.render.cells import code_html


class SnippetExtension(Extension):
    """Replaces each ```snippet fence by the code that it names."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name
        """Registers the processor."""
        # 29: after the whitespace is normalised (30), which would strip a stash's placeholder, and
        # before cells (28) and equations (27), which change what the fences are.
        md.preprocessors.register(_Snippets(md), "snippets", 29)


class _Snippets(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        reading = source.reading.get()
        out = list(lines)
        for fence in pages.fences(lines, reading.path):
            if fence.info == "snippet":
                # As many lines as before: what stands below keeps its place.
                out[fence.line - 1 : fence.end] = [""] * (fence.end - fence.line + 1)
                placeholder = self.md.htmlStash.store(code_html(of_fence(fence, reading.offset)))
                out[fence.line] = " " * fence.indent + placeholder
        return out


def of_fence(fence: pages.Fence, offset: int = 0) -> str:
    """The code that a fence names; `offset` lines stand before the text that the fence is in."""
    names = fence.body.split()
    try:
        return code(names)
    except CodeGoneError as error:
        number = names.index(error.name) if error.name in names else -1
        line = offset + fence.line + 1 + number
        raise source.error_here(str(error), line, fence.indent + 1, error.remedy) from None


def code(names: Sequence[str]) -> str:
    """The definitions with these dotted names, below all that they use, in the order of their use.

    Raises `CodeGoneError` for what isn't there.

    >>> print(code(["bpcore.activations.identity_prime"]).splitlines()[0])
    from collections.abc import Sequence
    """
    gathered = _Gathered({}, set())
    for name in names:
        gathered.add(_find(name))
    return _laid_out(_import_lines(gathered.imports), list(gathered.definitions.values()))


class CodeGoneError(LookupError):
    """There is no code with that name; `remedy` says what could be meant."""

    def __init__(self, message: str, name: str, remedy: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.remedy = remedy


@dataclass(frozen=True)
class _Module:
    """A module's text, and where each of its top-level names comes from."""

    name: str
    lines: tuple[str, ...]
    definitions: dict[str, ast.stmt]
    imports: dict[str, _Import]


@dataclass(frozen=True)
class _Import:
    """`from module import name as as_name`, or `import module ...` where there is no name."""

    module: str
    name: str
    as_name: str

    @property
    def renamed(self) -> str:
        """The name with the name it gets."""
        name = self.name or self.module
        return name if name == self.as_name else f"{name} as {self.as_name}"


@dataclass(frozen=True)
class _Definition:
    """One top-level function, class or constant."""

    module: _Module
    name: str

    @property
    def node(self) -> ast.stmt:
        return self.module.definitions[self.name]

    @property
    def is_block(self) -> bool:
        return isinstance(self.node, ast.FunctionDef | ast.ClassDef)

    @property
    def text(self) -> str:
        """Its source lines, with its decorators and the comment right above."""
        decorators = getattr(self.node, "decorator_list", [])
        start = min(node.lineno for node in (self.node, *decorators)) - 1
        while start and self.module.lines[start - 1].startswith("#"):
            start -= 1
        return "\n".join(self.module.lines[start : self.node.end_lineno])

    def uses(self) -> Iterator[str]:
        """The top-level names of its module that it refers to, in the module's own order."""
        # As a module of its own: what is global in there is what it needs from outside.
        table = symtable.symtable(self.text, self.module.name, "exec")
        needed = set(_globals_of(table)) - {self.name}
        yield from (name for name in self.module.imports if name in needed)
        yield from (name for name in self.module.definitions if name in needed)


def _globals_of(table: symtable.SymbolTable) -> Iterator[str]:
    at_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (at_top or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _globals_of(child)


@dataclass(frozen=True)
class _Gathered:
    """What a snippet is made of; each definition stands after those that it uses."""

    definitions: dict[str, _Definition]
    imports: set[_Import]

    def add(self, definition: _Definition, *, users: tuple[_Definition, ...] = ()) -> None:
        """Adds a definition after what it uses."""
        known = self.definitions.get(definition.name, definition)
        if known.text != definition.text:
            message = f"{known.module.name} and {definition.module.name} differ in {known.name}"
            raise CodeGoneError(message, known.name, "Rename one of them, or make two snippets.")
        if definition in users or definition.name in self.definitions:
            return
        for name in definition.uses():
            used = _resolve(definition.module, name)
            if isinstance(used, _Import):
                self.imports.add(used)
            else:
                self.add(used, users=(*users, definition))
        self.definitions.setdefault(definition.name, definition)


def _import_lines(imports: set[_Import]) -> str:
    """The import lines: the standard library's, then the others."""
    whole = sorted((used for used in imports if not used.name), key=lambda used: used.module)
    lines = {f"import {used.renamed}": used.module for used in whole}
    for module in sorted({used.module for used in imports if used.name}):
        names = sorted(used.renamed for used in imports if used.module == module and used.name)
        lines[f"from {module} import {', '.join(names)}"] = module
    groups: tuple[list[str], list[str]] = ([], [])
    for line, module in lines.items():
        groups[module.split(".")[0] not in sys.stdlib_module_names].append(line)
    return "\n\n".join("\n".join(group) for group in groups if group)


def _laid_out(imports: str, definitions: Sequence[_Definition]) -> str:
    """The whole text, with two empty lines around each function and class."""
    text, after_block = imports, False
    for index, definition in enumerate(definitions):
        gap = "\n\n\n" if definition.is_block or after_block else "\n" if index else "\n\n"
        text += (gap if text else "") + definition.text
        after_block = definition.is_block
    return text + "\n"


def _find(name: str) -> _Definition:
    """The definition with a dotted name, also where its package only imports it."""
    module_name, _, last = name.rpartition(".")
    if not module_name:
        raise CodeGoneError(f"{name!r} is not a dotted name", name, "Write, say, bpcore.sigmoid.")
    found = _resolve(_module(module_name, name), last, name)
    if isinstance(found, _Import):
        raise CodeGoneError(f"{module_name} only imports {last}", name)
    return found


def _resolve(module: _Module, name: str, asked: str = "") -> _Definition | _Import:
    """What a top-level name of a module is, followed through the package's own imports."""
    if name in module.definitions:
        return _Definition(module, name)
    if name not in module.imports:
        known = [*module.definitions, *module.imports]
        raise CodeGoneError(f"{module.name} has no {name}", asked, _did_you_mean(name, known))
    used = module.imports[name]
    if used.module.split(".")[0] != module.name.split(".")[0]:
        return used
    if _file(f"{used.module}.{used.name}" if used.name else used.module):
        raise CodeGoneError(f"{module.name}.{name} is a module: name what you want of it", asked)
    if used.renamed != name:
        raise CodeGoneError(f"{module.name} has {used.renamed}, which can't be pasted", asked)
    return _resolve(_module(used.module, asked), used.name, asked)


def _module(name: str, asked: str) -> _Module:
    path = _file(name)
    if path is None:
        remedy = _did_you_mean(name, _modules(name.split(".", maxsplit=1)[0]))
        raise CodeGoneError(f"there is no module {name}", asked, remedy)
    return _read(name, path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _read(name: str, path: Path, _modified: int) -> _Module:
    text = path.read_text(encoding="utf-8")
    definitions: dict[str, ast.stmt] = {}
    imports: dict[str, _Import] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.update((used.as_name, used) for used in _imported(node))
        definitions.update((defined, node) for defined in _defined(node))
    return _Module(name, tuple(text.splitlines()), definitions, imports)


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[_Import]:
    for alias in node.names:
        as_name = alias.asname or alias.name
        if isinstance(node, ast.ImportFrom):
            yield _Import(node.module or "", alias.name, as_name)
        else:
            yield _Import(alias.name, "", as_name)


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _file(name: str) -> Path | None:
    """A module's file, found without importing the module."""
    package, *parts = name.split(".")
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent.joinpath(*parts)
    files = [path / "__init__.py", path.with_suffix(".py")]
    return next((file for file in files if file.is_file()), None)


def _modules(package: str) -> list[str]:
    """The package's modules; for a package that isn't there, the packages there are."""
    found = _file(package)
    if found is None:
        return [module.name for module in pkgutil.iter_modules()]
    return [package, *(f"{package}.{path.stem}" for path in found.parent.glob("[!_]*.py"))]


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=2)
    return f"Did you mean {' or '.join(close)}?" if close else ""


def makeExtension() -> SnippetExtension:  # noqa: N802 # Python-Markdown's name
    """Python-Markdown's entry point."""
    return SnippetExtension()
