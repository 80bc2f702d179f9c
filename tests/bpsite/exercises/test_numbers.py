"""Other numbers for each seed: given, computed, and the same each time."""

from __future__ import annotations

from bpsite.exercises import numbers, running
from bpsite.exercises.reading import of_page
from tests.bpsite.exercises.page import NUMBER, parsed

(EXERCISE,) = of_page(parsed(NUMBER))


def test_the_first_numbers_are_the_page_s_own() -> None:
    assert numbers.givens(EXERCISE, 0) == {"a": "2.0", "b": "-0.5"}


def test_a_seed_keeps_sign_and_decimals_and_stays_on_its_side_of_one() -> None:
    for seed in range(1, 50):
        given = numbers.givens(EXERCISE, seed)
        assert given == numbers.givens(EXERCISE, seed)
        assert numbers.decimals(given["a"]) == numbers.decimals(given["b"]) == 1
        assert float(given["a"]) > 1
        assert -1 < float(given["b"]) < 0


def test_the_answer_and_the_slips_are_computed_for_every_seed() -> None:
    found = list(numbers.variants(EXERCISE, running.run(numbers.jobs(EXERCISE))))
    assert len(found) > 3
    for variant in found:
        a, b = float(variant.given["a"]), float(variant.given["b"])
        assert variant.answer == f"{a * b:.2f}"
        assert variant.slips == (f"{a + b:.2f}", f"{-a * b:.2f}")
