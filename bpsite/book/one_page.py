"""One page of all pages: each a chapter, whose links lead to the other chapters."""

from __future__ import annotations

import html
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

# What a reader of paper can't use, and what stands on the page as something else.
LEFT_OUT = (
    "script, template, button, form, .headerlink, .md-content__button, .md-code__nav,"
    ".verdict-inside, exercise-answer, exercise-print, exercise-progress, check-derivation,"
    "derive-your-own"
)
_NAMED = ("id", "for", "aria-labelledby", "aria-describedby")
_HERE = "https://book.invalid/"  # against which a page's links are read


def joined(pages: Mapping[str, str], title: str, description: str, site_url: str) -> str:
    """The HTML of a book of the pages by their addresses; it stands at the root of the site."""
    styles: list[str] = []
    chapters, contents = [], []
    for number, (address, page) in enumerate(pages.items(), start=1):
        soup = BeautifulSoup(page, "html.parser")
        styles = styles or _styles(soup, address)
        article = soup.select_one("article")
        if article is None:
            raise ValueError(f"{address}index.html has no article")
        heading = article.select_one("h1")
        name = heading.get_text(" ", strip=True).removesuffix("\u00b6") if heading else title
        _clear(article)
        _rename(article, number)
        _lead(article, address, list(pages), site_url)
        article["id"] = f"page-{number}"
        chapters.append(str(article))
        contents.append(f'<li><a href="#page-{number}">{html.escape(name)}</a></li>')
    return _SHELL.format(
        own=_OWN,
        title=html.escape(title),
        description=html.escape(description),
        styles="".join(f'<link rel="stylesheet" href="{style}">' for style in styles),
        contents="".join(contents),
        chapters="".join(chapters),
    )


def _styles(soup: BeautifulSoup, address: str) -> list[str]:
    """The style sheets of a page as the root of the site names them."""
    links = [str(link["href"]) for link in soup.select("link[rel=stylesheet]")]
    return [urlsplit(urljoin(_HERE + address, link)).path.removeprefix("/") for link in links]


def _clear(article: Tag) -> None:
    for element in article.select(LEFT_OUT):
        element.decompose()
    for details in article.select("details"):
        details["open"] = ""


def _rename(article: Tag, number: int) -> None:
    """Gives each identifier the page's number before it: two pages may have the same."""
    for element in article.select("*"):
        for key in _NAMED:
            if element.get(key):
                names = str(element[key]).split()
                element[key] = " ".join(f"{number}-{name}" for name in names)


def _lead(article: Tag, address: str, known: list[str], site_url: str) -> None:
    """Leads each link to its chapter, or to the site; one that leads to neither is words."""
    for link in article.select("a[href]"):
        target = urlsplit(urljoin(_HERE + address, str(link["href"])))
        if f"{target.scheme}://{target.netloc}/" != _HERE:
            continue
        page = target.path.removeprefix("/")
        if page in known:
            number = known.index(page) + 1
            link["href"] = f"#{number}-{target.fragment}" if target.fragment else f"#page-{number}"
        elif site_url:
            link["href"] = site_url + page
        else:
            del link["href"]


_OWN = """
  @page { margin: 18mm; }
  .book > article { break-before: page; }
  .book-front { padding-top: 30mm; }
  .book-front ol { columns: 2; margin-top: 12mm; }
  .md-typeset .equation > .equation-number::before { content: none; }
  .md-typeset a { color: #00574b; }
  .md-button { display: none; }
  .md-typeset table { break-inside: auto; }
"""
_SHELL = """<!doctype html>
<html lang="en" class="no-js">
<head>
<meta charset="utf-8">
<title>{title}</title>
{styles}
<style>{own}</style>
</head>
<body dir="ltr" data-md-color-scheme="default">
<main class="md-content book">
<section class="md-typeset book-front">
<h1>{title}</h1>
<p>{description}</p>
<ol>{contents}</ol>
</section>
{chapters}
</main>
</body>
</html>
"""
