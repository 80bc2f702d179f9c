"""Examples that are drawn are the same in every run, and may take their time on a busy machine."""

import hypothesis
import pytest

EXAMPLES = 100
SAMPLE = 25


def pytest_configure(config: pytest.Config) -> None:
    """A run draws a quarter of the examples, and all of them with `--whole`, as every week."""
    examples = EXAMPLES if config.getoption("whole", default=False) else SAMPLE
    hypothesis.settings.register_profile(
        "repeatable", derandomize=True, deadline=None, max_examples=examples
    )
    hypothesis.settings.load_profile("repeatable")
