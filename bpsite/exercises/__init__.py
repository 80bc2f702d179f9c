"""Exercises that answer: read from their pages, checked like all mathematics, and answered."""
