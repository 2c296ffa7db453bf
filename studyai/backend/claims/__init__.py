"""Statements of the course, each a function that measures whether it is so. A file here is found by itself."""
