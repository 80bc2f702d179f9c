"""Holds a step to its reason: what the reason names is opened, and nothing else."""
