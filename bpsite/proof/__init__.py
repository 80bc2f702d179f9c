"""Reads a page's mathematics from its LaTeX and decides every relation in it.

`page` reads a page in order, `site` many pages; `relations` takes a formula through the passes:

- `syntax`: from LaTeX to the frozen tree.
- `scope`: what its names stand for, and what rests on what.
- `elaborate`: from the tree to the kernel's forms, of any length and shape.
- `kernel`: one normal form, in which what is equal looks the same.
- `numbers`: points and arrays that refute.
- `decide`: the two witnesses, kernel and numbers, and the verdict on a claim.
- `justify`: whether a step follows by the reason that it names.
- `export`: the relation as code to take away.

`report` makes the `verdict` that comes out, last.
"""
