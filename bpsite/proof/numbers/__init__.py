"""Numbers that refute: points with 50 digits, arrays on random shapes, outcomes of chance."""
