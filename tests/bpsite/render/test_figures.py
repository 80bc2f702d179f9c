from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown import Markdown

from bpsite import source
from bpsite.render.figures import FIGURES, FigureExtension, figure_svg

PAGE = """\
---
title: A page
---

```md
![an example](figure:triangle)
```

Words.

![A chain.](figure:{name})
"""


@pytest.fixture
def markdown() -> Iterator[Markdown]:
    before = source.reading.get()
    yield Markdown(extensions=["pymdownx.superfences", FigureExtension()])
    source.reading.set(before)


def _rendered(markdown: Markdown, name: str) -> str:
    text = PAGE.format(name=name)
    body = text.split("---\n", 2)[2]
    source.reading.set(source.Reading("docs/page.md", text, body))
    return markdown.convert(body)


@pytest.mark.parametrize("name", FIGURES)
def test_an_image_becomes_its_figure_with_the_images_text(name: str, markdown: Markdown) -> None:
    rendered = _rendered(markdown, name)
    assert figure_svg(name, "A chain.") in rendered
    assert "<p><figure" not in rendered
    assert "<img" not in rendered


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_asks_nothing_of_anyone_and_has_no_identifiers(name: str) -> None:
    drawn = figure_svg(name, "A chain.")
    assert "http" not in drawn
    assert "href" not in drawn
    assert " id=" not in drawn


def test_an_unknown_figure_is_an_error_at_its_place_with_the_names(markdown: Markdown) -> None:
    with pytest.raises(source.AuthorError) as caught:
        _rendered(markdown, "triangle")
    assert str(caught.value) == (
        "docs/page.md:11:13: there is no figure 'triangle'\n"
        "    ![A chain.](figure:triangle)\n"
        "                ^\n"
        "    The figures are: activations, costs, decay-and-momentum, difference, factors, "
        "fading, moving-layers, moving-network, moving-sigmoid, operations, order-of-updates, "
        "single-path-network, slope-at-a, sum-over-examples, two-products, two-units."
    )


def test_any_other_image_stays_an_image(markdown: Markdown) -> None:
    assert '<img alt="A" src="a.svg" />' in markdown.convert("![A](a.svg)")
