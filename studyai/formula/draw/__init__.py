"""The drawings of a formula: terminal, LaTeX, Typst, and back to its own text.

`layout` decides once what stands where and where parentheses go; the three drawings only render that,
so they cannot disagree.
"""
