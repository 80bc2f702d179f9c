"""From LaTeX to the frozen tree: the grammar, a symbol and its scripts, a row for each function."""
