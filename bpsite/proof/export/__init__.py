"""Prints a relation as NumPy code and as SymPy code, from the tree."""

from bpsite.proof.export.numpy_code import numpy_text
from bpsite.proof.export.sympy_code import sympy_text

__all__ = ["numpy_text", "sympy_text"]
