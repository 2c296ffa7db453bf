"""Exercises: the shape of their YAML, how it is read, and how an exercise is proven."""
