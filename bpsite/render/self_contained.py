"""The rule that a built site keeps: it loads nothing from another host, and no script is inline.

It looks at files as they were written, after all plugins, so that what one adds is seen too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

_Line = tuple[int, str]

_LISTED = 20
_REMEDY = """\
A reader of the site asks no other host for anything, and a policy such as `script-src 'self'`
forbids inline scripts. Serve a copy from docs/assets, or change what wrote these lines: a page,
the theme, or a plugin in mkdocs.yml."""
_FRAME, _IMAGE, _MEDIA = "a frame", "an image", "a sound or film"
_LINKED = ("href", "xlink:href")
# What an element loads by itself. An `a` is followed by a reader alone.
_LOADED = {
    "script": ("a script", ("src", *_LINKED)),
    "iframe": (_FRAME, ("src",)),
    "frame": (_FRAME, ("src",)),
    "embed": (_FRAME, ("src",)),
    "object": (_FRAME, ("data",)),
    "img": (_IMAGE, ("src",)),
    "input": (_IMAGE, ("src",)),
    "body": (_IMAGE, ("background",)),
    "image": (_IMAGE, _LINKED),
    "feimage": (_IMAGE, _LINKED),
    "use": (_IMAGE, _LINKED),
    "audio": (_MEDIA, ("src",)),
    "video": (_MEDIA, ("src", "poster")),
    "source": (_MEDIA, ("src",)),
    "track": (_MEDIA, ("src",)),
    "base": ("the base of its addresses", ("href",)),
}
# A link of another kind is for a reader or a search engine to follow.
_LOADING_LINKS = {
    "stylesheet": "a style sheet",
    "preload": "a preload",
    "modulepreload": "a preload",
    "prefetch": "a preload",
    "preconnect": "a connection",
    "dns-prefetch": "a connection",
    "icon": "an icon",
    "apple-touch-icon": "an icon",
    "mask-icon": "an icon",
    "manifest": "a manifest",
}
_DATA = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json")  # a block that no browser runs
_RUN_AS_ADDRESS = {"href", "xlink:href", "src", "action", "formaction", "data"}
_INLINE = re.compile(r"\s*(?:javascript:|data:text/(?:javascript|html)\b)", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_STYLE = re.compile(
    r"""/\*.*?\*/|(?:\b(?:url|image-set)\(\s*|@import\s+)(?:"([^"]*)|'([^']*)|([^)"'\s;]*))""",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"""(?:\bfrom|\bimport|\bimport\(|\bimportScripts\(|\bfetch\(|\bajax\(|\.src=|\bopen\("GET","""
    r"""|new (?:Shared)?Worker\(|new WebSocket\(|new EventSource\()\s*["'`]([^"'`]+)"""
)
_MANIFEST = re.compile(r""""(?:src|start_url|scope)"\s*:\s*"([^"]+)""")


@dataclass(frozen=True, order=True)
class Finding:
    """What a built file may not do, at a line of it; `path` is the file's in the site."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def report(found: Sequence[Finding]) -> str:
    """The findings, at most twenty of them, and what to do about them."""
    more = [f"and {len(found) - _LISTED} more"] if len(found) > _LISTED else []
    return "\n".join([*map(str, found[:_LISTED]), *more, _REMEDY])


def findings(site: Path, address: str = "") -> list[Finding]:
    """All that is wrong in the files below `site`, whose own absolute address is `address`."""
    found = []
    for path in sorted(site.rglob("*")):
        look = _LOOKS.get(path.suffix)
        if look is not None and path.is_file():
            name = path.relative_to(site).as_posix()
            text = path.read_text(encoding="utf-8", errors="replace")
            seen = dict.fromkeys(look(text, urlsplit(address).netloc))
            found += [Finding(name, line, message) for line, message in seen]
    return found


def _elsewhere(url: str, own: str) -> bool:
    """Whether a browser finds another host in the address."""
    plain = "".join(url.split()).replace("\\", "/")
    parts = urlsplit(plain)
    return parts.scheme in {"", "http", "https", "ws", "wss"} and parts.netloc not in {"", own}


def _named(kind: str, url: str) -> str:
    return f"names another host in {kind}: {url.strip()}"


def _matches(pattern: re.Pattern[str], kind: str, text: str, own: str) -> Iterator[_Line]:
    for found in pattern.finditer(text):
        url = next(filter(None, found.groups()), "")
        if _elsewhere(url, own):
            yield text.count("\n", 0, found.start()) + 1, _named(kind, url)


class _Page(HTMLParser):
    """Collects what stands against a page or a picture."""

    def __init__(self, own: str) -> None:
        super().__init__()
        self.own = own
        self.found: list[_Line] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if tag == "script":
            self._script(values)
        if tag == "link":
            kinds = (_LOADING_LINKS.get(rel) for rel in values.get("rel", "").lower().split())
            kind = next(filter(None, kinds), None)
            if kind:
                self._address(kind, values.get("href", ""))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            for url in _REFRESH.findall(values.get("content", "")):
                self._address("a refresh", url)
        kind, names = _LOADED.get(tag, ("", ()))
        for name in names:
            self._address(kind, values.get(name, ""))
        self._attributes(values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._style(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = self._in_style and tag != "style"

    def _add(self, message: str, down: int = 0) -> None:
        self.found.append((self.getpos()[0] + down, message))

    def _address(self, kind: str, url: str) -> None:
        if _elsewhere(url, self.own):
            self._add(_named(kind, url))

    def _style(self, text: str) -> None:
        for line, message in _matches(_STYLE, "a style", text, self.own):
            self._add(message, line - 1)

    def _script(self, values: dict[str, str]) -> None:
        source = values.keys() & {"src", *_LINKED}
        if not source and not _DATA.fullmatch(values.get("type", "").strip().lower()):
            self._add("holds an inline script")

    def _attributes(self, values: dict[str, str]) -> None:
        """Those that any element can have."""
        for name, value in values.items():
            if name.startswith("on"):
                self._add(f"holds an inline script in {name}")
            elif name == "style":
                self._style(value)
            elif name in {"srcset", "imagesrcset"}:
                for part in value.split(","):
                    self._address(_IMAGE, part.strip().partition(" ")[0])
            elif name == "srcdoc":
                self.found += [(self.getpos()[0], message) for _, message in _page(value, self.own)]
            elif _INLINE.match(value) and name in _RUN_AS_ADDRESS:
                self._add(f"holds an inline script in {name}")


def _page(text: str, own: str) -> list[_Line]:
    parser = _Page(own)
    parser.feed(text)
    parser.close()
    return parser.found


_LOOKS: dict[str, Callable[[str, str], Iterable[_Line]]] = {
    ".html": _page,
    ".svg": _page,
    ".css": partial(_matches, _STYLE, "a style"),
    ".js": partial(_matches, _SCRIPT, "a script"),
    ".mjs": partial(_matches, _SCRIPT, "a script"),
    ".webmanifest": partial(_matches, _MANIFEST, "a manifest"),
}
