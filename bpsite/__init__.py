"""Reads, proves and renders the pages of the site; a reader of the site never imports it."""
