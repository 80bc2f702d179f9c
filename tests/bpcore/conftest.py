"""Examples that are drawn are the same in every run, and may take their time on a busy machine."""

import hypothesis

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")
