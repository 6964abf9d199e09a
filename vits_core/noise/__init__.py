"""Repeatable noise: keyed by seed, token and frame, on the CPU and on a GPU."""
