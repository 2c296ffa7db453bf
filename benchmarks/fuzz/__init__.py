"""Inputs made at random, by the thousand: `python -m benchmarks fuzz`. The tests try a few with the same code."""
