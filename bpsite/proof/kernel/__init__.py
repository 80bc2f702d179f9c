"""The kernel: one normal form for numbers, sums, vectors and matrices of any length and shape."""
