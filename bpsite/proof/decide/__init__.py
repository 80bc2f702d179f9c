"""Decides a claim: numbers refute, the kernel proves, and both must agree."""
