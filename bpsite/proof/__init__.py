"""Reads a page's mathematics from its LaTeX and decides every relation in it."""
