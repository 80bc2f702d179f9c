"""No relation sign stands on the site that was not read from its own LaTeX and decided."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

from bpsite import pages
from bpsite.exercises.reading import of_page
from bpsite.pages import is_exercises
from bpsite.proof.scope.defining import signs
from bpsite.proof.scope.filling import BLANK
from bpsite.proof.site import Report, check
from tests.site.building import DOCS, PAGES, Site

SIGN = {
    "=": "=", r"\equiv": "≡", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥", "<": "<",
    ">": ">", r"\ne": "≠", r"\neq": "≠", r"\approx": "≈", r"\to": "→", r"\in": "∈",
}  # fmt: skip
INDEX = "reference/equations.md"  # generated: it repeats the ends of chains that are decided


@functools.cache
def report() -> Report:
    return check([DOCS])


def decided(page: str) -> Counter[str]:
    found = (SIGN[v.sign] for v in report().verdicts if v.file == f"docs/{page}")
    return Counter(found) - asked(page)


def asked(page: str) -> Counter[str]:
    """The signs in what fills a blank, which a page keeps to itself."""
    exercises = of_page(pages.read(DOCS / page)) if is_exercises(page) else []
    filled = (each.answer for each in exercises if each.formula and BLANK in each.formula.latex)
    return Counter(SIGN[sign] for answer in filled for _, sign in signs(answer))


def shown(site: Site, page: str) -> Counter[str]:
    """The signs of a page, without those that say below an equation what it means."""
    found = (
        mo.get_text().strip()
        for mo in site.of(page).select("article math mo")
        if mo.find_parent(class_="given") is None
    )
    return Counter(sign for sign in found if sign in SIGN.values())


@pytest.mark.parametrize("page", [page for page in PAGES if page != INDEX])
def test_every_relation_sign_of_a_page_has_a_verdict(site: Site, page: str) -> None:
    assert shown(site, page) == decided(page)


def test_every_relation_of_the_site_is_decided_and_as_its_page_says() -> None:
    assert report().findings() == []
    assert report().counts()["proved"] > 100


def test_the_index_shows_no_equation_that_was_not_decided(site: Site) -> None:
    rows = site.of(INDEX).select(".equation-index li")
    tags = {v.tag for v in report().verdicts if v.tag}
    numbers = [row.select(".equation-number")[0].get_text().strip("()") for row in rows]
    assert sorted(numbers) == sorted(tags)
