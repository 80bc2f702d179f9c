"""Turns a page's formulas, cells and figures into light HTML, without MkDocs."""
