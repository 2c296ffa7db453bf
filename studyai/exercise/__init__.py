"""Exercises as data: givens, named steps, slips; solving with overrides, marking, hints."""
