from __future__ import annotations

from pathlib import Path

import pytest

from bpsite import pages
from bpsite.source import AuthorError

PAGE = """---
title: A page
---
First $`x`$, then `code` and ``$`y`$``, then $`z^{(2)}`$.

```math
% let x: real
x = 1 \\tag{7}
```

  ```pycon
  >>> 1
  1

  ```
"""


def test_mathematics_is_found_with_its_place_in_the_file() -> None:
    found = [
        (formula.latex, formula.line, formula.column) for formula in pages.parse(PAGE).mathematics
    ]
    assert found == [
        ("x", 4, 9),
        ("z^{(2)}", 4, 48),
        ("% let x: real\nx = 1 \\tag{7}", 7, 1),
    ]


def test_an_equation_has_its_number_and_inline_mathematics_has_none() -> None:
    assert [formula.tag for formula in pages.parse(PAGE).mathematics] == [None, None, 7]


def test_a_cell_is_read_without_its_indentation() -> None:
    (cell,) = pages.parse(PAGE).cells
    assert (cell.body, cell.line, cell.end) == (">>> 1\n1\n", 11, 15)


def test_front_matter_is_read_as_yaml() -> None:
    assert pages.parse(PAGE).meta == {"title": "A page"}


def test_a_page_without_front_matter_has_an_empty_one() -> None:
    assert pages.parse("text\n").meta == {}


def test_a_fence_inside_a_longer_fence_is_text() -> None:
    page = pages.parse("````markdown\n```math\nx = 1\n```\n````\n")
    assert page.mathematics == ()
    assert [fence.info for fence in page.fences] == ["markdown"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "text\n```math\nx = 1\n",
            "page.md:2:1: this fence is never closed\n    ```math\n    ^\n"
            "    Close it with a line ``` at the same indentation.",
        ),
        (
            "---\ntitle: [\n---\n",
            "page.md:2:9: the front matter is not YAML: expected the node content, "
            "but found '<stream end>'\n    title: [\n            ^",
        ),
        ("---\n- a\n---\n", "page.md:1:1: the front matter is not a mapping\n    ---\n    ^"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(AuthorError) as caught:
        pages.parse(text, "page.md")
    assert str(caught.value) == message


def test_a_file_that_is_not_utf8_is_refused_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(b"caf\xe9")
    with pytest.raises(AuthorError, match="not UTF-8: byte 3") as caught:
        pages.read(file)
    assert caught.value.remedy == "Save it as UTF-8."
