"""Reads, proves and renders the pages of the site; a reader of the site never imports it."""

import time

STARTED = time.time()
"""When this process began to import our code."""
